/*
 * week_groups: the rows of the week's screen by an axis: the groups of the period, and those that
 * had something in the one before alone, so that both columns add up to what stands below them.
 */
#ifndef TUI_REPORTS_WEEK_GROUPS_H
#define TUI_REPORTS_WEEK_GROUPS_H

#include "store/summary/summary.h"

/* Of one group, borrowed from the two summaries. */
struct week_group {
	const struct summary_row *now, *before; /* NULL: it is not there; never both */
};

/*
 * The groups of `now` in its order, and those of `before` (NULL: not known) that it lacks: of
 * villages and teams by code among them, else after them. By day there are only those of `now`.
 * As an array for free(); *count how many.
 */
struct week_group *week_groups_make(const struct summary *now, const struct summary *before,
				    int *count);

/* The row that has its key and its name. */
const struct summary_row *week_group_row(const struct week_group *group);

#endif
