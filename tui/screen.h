/*
 * screen: the screen program put together: the app and all its views, which
 * nobody else knows together.
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/app/app.h"

/*
 * Run the screen as app_run() does; the exit code. first: what it begins with,
 * NULL: lock screen or first run.
 */
int screen_run(const struct launch *launch, struct book *book,
	       struct view *(*first)(struct app *app));

#endif
