/*
 * lock_view: who are you, and your passphrase: the way into the logbook.
 *
 * Shows the names of the member slots and nothing else of the vault. Opens the
 * book and puts the main screen in its own place. From the fifth wrong
 * passphrase in a row the next try has to wait, longer each time up to a
 * minute; the screen goes on answering meanwhile, and nothing is ever locked
 * out for good. A new start of the program counts anew: whoever can start it
 * can also copy the file and try without it, so what makes guessing slow is
 * the key derivation, and a count kept on the disk would only shut people out.
 *
 * A file that is in use, or gone (a stick pulled), is said in one line, and
 * Enter tries again.
 */
#ifndef TUI_UNLOCK_LOCK_VIEW_H
#define TUI_UNLOCK_LOCK_VIEW_H

#include "tui/app/view.h"

struct view *lock_view_new(struct app *app);

/*
 * The same over views that stay, for the member whose book is open now alone.
 * With his password the book is entered anew, this view goes, and the one below goes on where
 * it was. Esc, twice, gives up what was typed there and locks.
 */
struct view *lock_view_over(struct app *app);

#endif
