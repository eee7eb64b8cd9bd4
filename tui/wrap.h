/*
 * wrap: a text drawn word by word in the lines it needs.
 */
#ifndef TUI_WRAP_H
#define TUI_WRAP_H

#include "tui/theme.h"

/*
 * Draw in at most `rows` rows of `width` columns; newlines end a line and
 * what does not fit ends in an ellipsis. Returns the rows used, 0 for "".
 */
int wrap_draw(int row, int col, int width, int rows, enum role_of_text look, const char *text);

#endif
