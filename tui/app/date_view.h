/*
 * date_view: what day is it today? Asked where the computer's clock cannot be
 * right (store/base/clock.h), over whatever is on the screen.
 *
 * The answer dates what is logged from then on in this process. Esc goes on
 * without one: everything can be read, nothing saved, and it is asked again
 * when something is to be saved.
 */
#ifndef TUI_APP_DATE_VIEW_H
#define TUI_APP_DATE_VIEW_H

#include "tui/app/view.h"

/* To give the date, or to mend what was given. */
struct view *date_view_new(struct app *app);

/*
 * Ask if it must be asked, and was not declined. Whether the clock is wrong
 * and nobody has said the date. With a book open its floor counts, else the
 * day of the build.
 */
bool date_view_ask(struct app *app);

#endif
