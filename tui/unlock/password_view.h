/*
 * password_view: change the passphrase of the member who unlocked.
 *
 * Asks for the present one first: several people share the laptop, and an
 * unlocked screen must not be enough to shut its owner out.
 */
#ifndef TUI_UNLOCK_PASSWORD_VIEW_H
#define TUI_UNLOCK_PASSWORD_VIEW_H

#include "tui/app/view.h"

struct view *password_view_new(struct app *app);

#endif
