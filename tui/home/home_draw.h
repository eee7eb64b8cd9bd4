/*
 * home_draw: draws the main screen; home_view.c reads and acts.
 */
#ifndef TUI_HOME_HOME_DRAW_H
#define TUI_HOME_HOME_DRAW_H

#include "tui/app/view.h"

/* draw() of the view, which is a struct home_view. */
void home_draw(struct view *view, const struct area *area);

#endif
