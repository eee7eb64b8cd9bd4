/*
 * tour_view: the first day in four short pages.
 */
#ifndef TUI_TOUR_VIEW_H
#define TUI_TOUR_VIEW_H

#include "tui/view.h"

struct view *tour_view_new(struct app *app);

#endif
