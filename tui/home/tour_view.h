/*
 * tour_view: the first day in four short pages.
 */
#ifndef TUI_HOME_TOUR_VIEW_H
#define TUI_HOME_TOUR_VIEW_H

#include "tui/app/view.h"

struct view *tour_view_new(struct app *app);

#endif
