/*
 * vault: making the vault of the first run, and taking it away again.
 *
 * It is made under a passing name and appears under its own only when the code
 * has been asked back (code.h).
 */
#ifndef TUI_SETUP_VAULT_H
#define TUI_SETUP_VAULT_H

#include "tui/setup/private.h"

/* Make the vault with this passphrase and fill it. False after having said why not. */
bool wizard_make(struct wizard *w, struct vault_pass pass);

/* Throw away what was made. */
void wizard_unmake(struct wizard *w);

#endif
