/*
 * first_view: what the program begins with: the lock screen, or the first run
 * where there is no data file.
 */
#ifndef TUI_FIRST_VIEW_H
#define TUI_FIRST_VIEW_H

#include "tui/app/app.h"

struct view *first_view_new(struct app *app);

#endif
