/*
 * entry_pen: drawing the form of a session, field after field; only entry_draw*.c include it.
 *
 *   entry_draw.c         fields, what is offered, the list, the whole
 *   entry_draw_topics.c  the topics and the digits of the frequent ones
 *
 * Invariant: everything is drawn at pen_shown() of a row, so that the form can
 * be measured first (dry) and scrolled afterwards.
 */
#ifndef TUI_ENTRY_PEN_H
#define TUI_ENTRY_PEN_H

#include "tui/entry_form.h"
#include "tui/view.h"

/* Where the next field goes, and where the one being filled in is. */
struct pen {
	struct entry *e;
	const struct area *area;
	int row, col;       /* as if the area had no end */
	int shift;          /* rows scrolled away above */
	bool dry;           /* only measured */
	int on_row, on_col;
	bool error; /* the field it is about stands in this row */
};

/* The column after the last one; the row of the hint, below all fields. */
int pen_right(const struct pen *pen);
int pen_bottom(const struct pen *pen);
/* The screen's row; -1, where nothing is drawn, when it is scrolled away. */
int pen_shown(const struct pen *pen, int row);
/* On to the next row, below what is wrong with a field of this one. */
void pen_new_row(struct pen *pen);
/* A field with its label, `width` columns wide or less; width 0: all there is. */
void pen_field(struct pen *pen, enum entry_at at, const char *label, int width);

/* Rows the frequent topics take. */
int entry_frequent_rows(const struct pen *pen);
/* Frequent topics, the field and those chosen, in at most so many rows. */
void entry_draw_topics(struct pen *pen, int rows);

#endif
