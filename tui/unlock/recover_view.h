/*
 * recover_view: a forgotten passphrase: the recovery code and a new passphrase.
 *
 * Lies over the lock screen. The logbook is opened with the code only when all
 * fields are filled, so nothing stands open while somebody types. A slip in
 * the code is named by its group before anything is tried.
 */
#ifndef TUI_UNLOCK_RECOVER_VIEW_H
#define TUI_UNLOCK_RECOVER_VIEW_H

#include "tui/app/view.h"

/* For the member of that name, which is copied. */
struct view *recover_view_new(struct app *app, const char *member);

#endif
