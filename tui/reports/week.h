/*
 * week: what the week's screen shows where: its column, its groups.
 */
#ifndef TUI_REPORTS_WEEK_H
#define TUI_REPORTS_WEEK_H

#include "tui/reports/private.h"

/* The column the cursor is on or the groups are shown by. */
const struct profile_column *week_column(const struct week_view *w);

/* Group `at` of the list; NULL for a team nothing is known of, then *team is set. */
const struct summary_row *week_group(const struct week_view *w, int at,
				     const struct summary_team **team);

/* Rows of the list of groups. */
int week_group_count(const struct week_view *w);

#endif
