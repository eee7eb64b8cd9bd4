/*
 * field_rows: a tall field: its text in rows, broken at words.
 *
 * Its rows are those of the width it was laid out in last: what moves by rows
 * needs one field_rows() or field_draw_rows() before.
 */
#ifndef TUI_WIDGETS_FIELD_ROWS_H
#define TUI_WIDGETS_FIELD_ROWS_H

#include "tui/widgets/field.h"

/* Lay the text out in `width` columns: the rows it needs (at least 1); *at (or NULL): the cursor's. */
int field_rows(struct field_line *f, int width, int *at);
/* The cursor a row up (-1) or down (1). False: it is on the first or last row already. */
bool field_move(struct field_line *f, int step);
/*
 * Rows first..first+rows-1 of the text, the hardware cursor with `on` if its row
 * is among them. first -1: from where the cursor's row is among them.
 */
void field_draw_rows(struct field_line *f, int row, int col, int width, int first, int rows,
		     bool on);
/* Where Home and End go: the row the cursor is in is letters *from to *to. */
void field_row_bounds(const struct field_line *f, int *from, int *to);
#endif
