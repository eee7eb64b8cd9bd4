/*
 * close_view: closing a period: the team's own words, or "no activity".
 *
 * A draft is kept in the data file from field to field, and offered again for
 * the same period and team until the period is closed.
 */
#ifndef TUI_CLOSE_VIEW_H
#define TUI_CLOSE_VIEW_H

#include "store/date.h"
#include "tui/view.h"

/* NULL, after having said why, when who unlocked may not close the period. */
struct view *close_view_new(struct app *app, const struct period *period);

#endif
