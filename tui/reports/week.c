#include "config.h"
#include "tui/reports/week.h"

#include "tui/words/figure.h"

const struct profile_column *week_column(const struct week_view *w)
{
	return &w->profile.columns[w->columns.at];
}

/* Teams nothing is known of: not closed, and nothing logged. */
static bool is_silent(const struct week_view *w, size_t missing)
{
	return w->axis == SUMMARY_TEAM && !figure_has_group(&w->now, w->now.missing[missing].code);
}

int week_group_count(const struct week_view *w)
{
	int n = (int)w->now.group_count;

	for (size_t i = 0; i < w->now.missing_count; i++)
		n += is_silent(w, i);
	return n;
}

const struct summary_row *week_group(const struct week_view *w, int at,
				     const struct summary_team **team)
{
	*team = NULL;
	if (at < (int)w->now.group_count)
		return &w->now.groups[at];
	at -= (int)w->now.group_count;
	for (size_t i = 0; i < w->now.missing_count; i++)
		if (is_silent(w, i) && at-- == 0)
			*team = &w->now.missing[i];
	return NULL;
}
