/*
 * week_draw: draws the figures of a period, as a whole or by groups; week_view.c acts.
 */
#ifndef TUI_REPORTS_WEEK_DRAW_H
#define TUI_REPORTS_WEEK_DRAW_H

#include "tui/app/view.h"

/* draw() of the view, which is a struct week_view. */
void week_draw(struct view *view, const struct area *area);

#endif
