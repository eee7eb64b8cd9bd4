/*
 * code: first run: the recovery code is shown, and two groups of it are
 * asked back from the paper; then the vault appears under its name.
 */
#ifndef TUI_SETUP_CODE_H
#define TUI_SETUP_CODE_H

#include "tui/setup/private.h"

extern const struct wizard_step wizard_code, wizard_check;

#endif
