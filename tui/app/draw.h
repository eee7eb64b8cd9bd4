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

/* Columns a title may have beside the unit and the name on its right. */
int app_title_room(const struct app *app);

#endif
