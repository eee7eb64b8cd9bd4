/*
 * field_keys: the editing keys of a field, tall or not.
 */
#ifndef TUI_WIDGETS_FIELD_KEYS_H
#define TUI_WIDGETS_FIELD_KEYS_H

#include "tui/widgets/field.h"

/*
 * Arrows, Home, End, Delete, backspace, ^W (a word), ^U (all before the cursor).
 * In a tall field Home, End and ^U go by the row, and Page Up and Down work.
 * False: not an editing key.
 */
bool field_key(struct field_line *f, int key);

#endif
