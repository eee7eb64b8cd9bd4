/*
 * screen: the screen program put together: the app and the views it opens.
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/app.h"

/* Run the screen; the exit code. first: what it begins with, NULL: lock screen or first run. */
int screen_run(struct cli *cli, struct view *(*first)(struct app *app));

#endif
