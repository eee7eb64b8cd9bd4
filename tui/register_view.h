/*
 * register_view: villages, households, teams, members: lists, cards, forms.
 */
#ifndef TUI_REGISTER_VIEW_H
#define TUI_REGISTER_VIEW_H

#include "tui/view.h"

struct view *registers_view_new(struct app *app);

#endif
