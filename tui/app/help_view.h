/*
 * help_view: the keys of a place, and the palette: every action by name.
 *
 * Both are made from the action table for the keymaps of the view below, so
 * they say what works there and nothing else.
 */
#ifndef TUI_APP_HELP_VIEW_H
#define TUI_APP_HELP_VIEW_H

#include "tui/app/view.h"

/* For where the top view is. */
struct view *help_view_new(struct app *app);
struct view *palette_view_new(struct app *app);

#endif
