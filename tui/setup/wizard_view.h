/*
 * wizard_view: the first run: from nothing to a logbook.
 *
 * Language, desk, unit, name, villages, passphrase; then the vault is
 * prepared, its recovery code shown and two of its groups typed back; only
 * then it appears under its name. Leaving before leaves nothing behind.
 */
#ifndef TUI_SETUP_WIZARD_VIEW_H
#define TUI_SETUP_WIZARD_VIEW_H

#include "tui/app/view.h"

struct view *wizard_view_new(struct app *app);

#endif
