/*
 * old_day: whoever saves something of a day long past is asked once more.
 *
 * A day typed without its year is the last one there was: 29/12 typed in November is of last
 * year, which nobody means. Saving again saves it all the same; what was of that day when it
 * was opened, or was just asked about, is not asked about.
 */
#ifndef TUI_APP_OLD_DAY_H
#define TUI_APP_OLD_DAY_H

#include "tui/app/app.h"

/*
 * Whether saving waits: the day lies more than WHEN_FAR days back and is not *agreed, the day
 * that is known to be meant (0: none). Then it is from now on, and said; `key` saves again.
 */
bool old_day_asks(struct app *app, day_t day, day_t *agreed, const char *key);

#endif
