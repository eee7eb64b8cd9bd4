#include "config.h"
#include "tui/reports/week.h"

const struct profile_column *week_column(const struct week_view *w)
{
	return &w->profile.columns[w->columns.at];
}
