/*
 * identity: first run: whose logbook it is: the unit typed by hand, the
 * name of who sets it up, the passphrase, with which the vault is made.
 */
#ifndef TUI_SETUP_IDENTITY_H
#define TUI_SETUP_IDENTITY_H

#include "tui/setup/private.h"

extern const struct wizard_step wizard_hand, wizard_name, wizard_pass;

#endif
