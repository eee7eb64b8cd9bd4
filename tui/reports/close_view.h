/*
 * close_view: closing a period: the team's own words, or "no activity".
 *
 * A draft is kept in the data file from field to field, and offered again for
 * the same period and team until the period is closed.
 */
#ifndef TUI_REPORTS_CLOSE_VIEW_H
#define TUI_REPORTS_CLOSE_VIEW_H

#include "store/base/date.h"
#include "tui/app/view.h"

/* NULL, after having said why, when who unlocked may not close the period. */
struct view *close_view_new(struct app *app, const struct period *period);

#endif
