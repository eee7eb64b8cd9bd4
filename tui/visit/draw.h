/*
 * draw: the form of a session on the screen: fields, what is offered, the list.
 */
#ifndef TUI_VISIT_DRAW_H
#define TUI_VISIT_DRAW_H

#include "tui/term/paint.h"
#include "tui/visit/private.h"

/* The whole form into an area. Drawing scrolls the fields, hence not const. */
void visit_draw(struct visit *v, const struct area *area);

#endif
