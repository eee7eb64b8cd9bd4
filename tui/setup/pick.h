/*
 * pick: first run: the steps that choose from a list: language, desk,
 * province, commune.
 */
#ifndef TUI_SETUP_PICK_H
#define TUI_SETUP_PICK_H

#include "tui/setup/private.h"

extern const struct wizard_step wizard_language, wizard_desk, wizard_province, wizard_unit;

#endif
