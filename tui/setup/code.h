/*
 * code: first run: the recovery code is shown, and two groups of it are
 * asked back from the paper; then the vault appears under its name.
 */
#ifndef TUI_SETUP_CODE_H
#define TUI_SETUP_CODE_H

#include "tui/setup/private.h"

extern const struct wizard_step wizard_code, wizard_check;

/* Say that the code that was shown is good for nothing: one went back behind it. */
void wizard_code_void(struct wizard *w);

/* Whether to leave while the code is there: not before it was said what that does. */
bool wizard_code_leaves(struct wizard *w);

#endif
