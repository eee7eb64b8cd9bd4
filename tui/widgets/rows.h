/*
 * rows: lines of a screen that one can go through, find and open.
 *
 * A row is a few cells, laid out in columns by its tag, or a heading the cursor
 * passes over. Which rows show can be narrowed by what one looks for (query.h).
 *
 * Invariants: the texts are copies owned by the rows; the cursor is on a row
 * that is no heading whenever there is one. rows_clear() leaves the cursor
 * where it was, for reading anew.
 */
#ifndef TUI_WIDGETS_ROWS_H
#define TUI_WIDGETS_ROWS_H

#include <stdbool.h>

#include "store/book/book.h"
#include "tui/term/paint.h"
#include "tui/widgets/lister.h"
#include "tui/widgets/query.h"

enum { ROW_CELLS = 8 };

struct row {
	rec_t rec;  /* what it stands for; 0 nothing */
	int tag;    /* the view's own: what it is, and which columns it has */
	bool heading;
	bool unread; /* a heading in the place of what could not be read: no search hides it */
	bool struck; /* taken out or done meanwhile: a line goes through it */
	enum style style;
	unsigned people;             /* cells that are a person's name, as bits: the given name stays */
	const char *cell[ROW_CELLS]; /* NULL: empty */
	char *folded;                /* the rows' own: the cells as a search key, once one was made */
};

struct rows {
	struct row *all;
	int n, room;
	int *shown; /* indexes into all */
	struct lister lister; /* over shown */
};

/*
 * Widths of the cells of each tag, in columns; 0: what is left over, -1: not shown.
 * One column is left between two.
 */
typedef int row_widths[ROW_CELLS];

void rows_clear(struct rows *rows);
void rows_release(struct rows *rows);

/* Append a copy; rows_show() makes it visible. */
void rows_add(struct rows *rows, const struct row *row);
void rows_heading(struct rows *rows, const char *text);
/* In the place of one or more records that could not be read. */
void rows_unread(struct rows *rows);

/* Append label and text, the text broken at spaces to `width` columns. */
void rows_wrap(struct rows *rows, struct row row, const char *label, const char *text, int width);

/* Show the rows that are found; NULL: all. */
void rows_show(struct rows *rows, const struct query *q);

/* The row the cursor is on, or NULL. */
const struct row *rows_at(const struct rows *rows);

/* Put the cursor on the first row of that record, if it shows. */
void rows_find(struct rows *rows, rec_t rec);

bool rows_act(struct rows *rows, enum action action);

/* cursor: the hardware cursor is here and not in a text above. */
void rows_draw(struct rows *rows, const struct area *area, const row_widths *widths, bool cursor);

/* One row of cells at a place of the screen. */
void row_draw(const struct row *row, int at, const struct area *area, const int *widths, bool on);

#endif
