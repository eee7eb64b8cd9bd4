/*
 * followups_view: what was promised, overdue first, and households to visit next.
 */
#ifndef TUI_RECORDS_FOLLOWUPS_VIEW_H
#define TUI_RECORDS_FOLLOWUPS_VIEW_H

#include "tui/app/view.h"

struct view *followups_view_new(struct app *app);

#endif
