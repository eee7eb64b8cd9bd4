/*
 * draw: a frame: title, top view, message line and footer.
 *
 * Drawn by the loop before it waits for the next event, and by work.h, which
 * does not go back to it meanwhile.
 */
#ifndef TUI_APP_DRAW_H
#define TUI_APP_DRAW_H

#include "tui/app/app.h"

/* Draw everything now. */
void app_draw(struct app *app);

#endif
