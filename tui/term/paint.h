/*
 * paint: putting text on the screen, cut to the columns it may have.
 *
 * Text from data goes through text_printable() here, so nothing of it reaches
 * the terminal raw. Rows and columns count from 0; what falls outside the
 * screen is not drawn. Widths are columns, not bytes.
 */
#ifndef TUI_TERM_PAINT_H
#define TUI_TERM_PAINT_H

#include <stdbool.h>
#include "tui/term/theme.h"

/* What somebody may draw into. */
struct area {
	int row, col, rows, cols;
};

void paint_clear(void);

/*
 * Text in at most `width` columns, padded with spaces to that width when pad
 * is set, an ellipsis where it was cut. Returns the columns used.
 */
int paint_text(int row, int col, int width, enum style style, const char *text, bool pad);

/* printf into paint_text() without padding. */
int paint_format(int row, int col, int width, enum style style, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* A bar of `value` of `most`, in eighths of a column where the terminal has them. */
void paint_bar(int row, int col, int width, double value, double most);

/* Fill a row from col for width columns. */
void paint_fill(int row, int col, int width, enum style style);

/* Empty a rectangle, for something that lies over what is drawn already. */
void paint_blank(int row, int col, int rows, int width);

/* Where the hardware cursor rests, whatever is drawn after: on what is active. */
void paint_cursor(int row, int col);

/* Columns a text takes once printable. */
int paint_width(const char *text);

#endif
