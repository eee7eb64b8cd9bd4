/*
 * loop: the screen from its first view to its end.
 *
 * Runs the loop of term.h, gives the top view what was typed, does the actions
 * that work everywhere (back, help, palette, lock, undo, exit), locks after
 * idle minutes and when the machine has slept, and asks for the date where the
 * clock cannot be right: it looks after every event.
 */
#ifndef TUI_APP_LOOP_H
#define TUI_APP_LOOP_H

#include "tui/app/app.h"

/*
 * Run from the first view to the end; the exit code. The terminal is opened and
 * closed here; launch and routes are borrowed until then. A book that is open
 * already (else NULL) is the app's from here on, and closed at the end; where
 * the terminal cannot show the screen (EX_UNAVAILABLE) it stays the caller's.
 */
int app_run(const struct launch *launch, struct book *book, const struct app_routes *routes);

/* Do an action as if its key had been pressed (for the palette). */
void app_do(struct app *app, enum action action);

#endif
