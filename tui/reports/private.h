/*
 * private: what the week's screen holds; for week_view.c, which acts,
 * and week_draw.c, which draws.
 *
 * Without an axis the rows are the columns of the profile; with one they are
 * its groups.
 */
#ifndef TUI_REPORTS_PRIVATE_H
#define TUI_REPORTS_PRIVATE_H

#include "store/report/changed.h"
#include "store/summary/summary.h"
#include "sync/report/profile.h"
#include "tui/app/view.h"
#include "tui/reports/week_groups.h"
#include "tui/widgets/lister.h"

struct week_view {
	struct view view;
	struct period period;
	day_t anchor;                /* the day one is at when the kind of period changes */
	enum summary_axis axis;
	struct profile profile;
	struct summary now, before;  /* before: of the period before */
	bool have_now, have_before;
	struct lister columns, groups;
	struct week_group *group;    /* of an axis, groups.count of them */
	int cursor;                  /* the screen's row of the one it is on */
	bool closed;                 /* by this desk's team, or the unit */
	bool closed_unread;          /* whether it is could not be read */
	int weeks, weeks_closed;     /* of a longer period, by it; of a week both are 0 */
	struct report_changes changes; /* since it was closed */
	char *key;                   /* of the group whose sessions are listed above; malloc'ed */
};

/* The column the cursor is on or the groups are shown by. */
static inline const struct profile_column *week_column(const struct week_view *w)
{
	return &w->profile.columns[w->columns.at];
}

/* The row the cursor is on, by an axis. */
static inline const struct summary_row *week_row(const struct week_view *w)
{
	return week_group_row(&w->group[w->groups.at]);
}

#endif
