/*
 * home_view: the main screen: today, this week against last, what is due.
 */
#ifndef TUI_HOME_HOME_VIEW_H
#define TUI_HOME_HOME_VIEW_H

#include "tui/app/view.h"

struct view *home_view_new(struct app *app);

#endif
