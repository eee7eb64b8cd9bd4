/*
 * followups_view: what was promised, overdue first, and households to visit next.
 */
#ifndef TUI_FOLLOWUPS_VIEW_H
#define TUI_FOLLOWUPS_VIEW_H

#include "tui/view.h"

struct view *followups_view_new(struct app *app);

#endif
