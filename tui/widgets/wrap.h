/*
 * wrap: a text drawn word by word in the lines it needs.
 */
#ifndef TUI_WIDGETS_WRAP_H
#define TUI_WIDGETS_WRAP_H

#include <stddef.h>

#include "tui/term/theme.h"

/*
 * Bytes of the first line of at most `width` columns that a text is broken into;
 * *next: where the line after it begins. A longer word is a line by itself.
 */
size_t wrap_line(const char *text, int width, size_t *next);

/* How many lines of `width` columns a text needs; 0 for "". */
int wrap_rows(const char *text, int width);

/*
 * Draw in at most `rows` rows of `width` columns; newlines end a line and
 * what does not fit ends in an ellipsis. Returns the rows used, 0 for "".
 */
int wrap_draw(int row, int col, int width, int rows, enum style style, const char *text);

#endif
