/*
 * pen: drawing the form of a session, field after field.
 *
 * Invariant: everything is drawn at pen_shown() of a row, so that the form can
 * be measured first (dry) and scrolled afterwards.
 */
#ifndef TUI_VISIT_PEN_H
#define TUI_VISIT_PEN_H

#include "tui/term/paint.h"
#include "tui/visit/private.h"

/* Where the next field goes, and where the one being filled in is. */
struct pen {
	struct visit *visit; /* drawing scrolls the fields */
	const struct area *area;
	int row, col;       /* as if the area had no end */
	int shift;          /* rows scrolled away above */
	bool dry;           /* only measured */
	int on_row, on_col;
	const char *error; /* what is wrong with a field of this row; NULL nothing */
};

/* The column after the last one; the row of the hint, below all fields. */
int pen_right(const struct pen *pen);
int pen_bottom(const struct pen *pen);
/* The screen's row; -1, where nothing is drawn, when it is scrolled away. */
int pen_shown(const struct pen *pen, int row);
/* On to the next row, below what is wrong with a field of this one. */
void pen_new_row(struct pen *pen);
/* A few words on the field before them. */
void pen_note(struct pen *pen, enum style style, const char *words);
/* A field with its label, `width` columns wide or less; width 0: all there is. */
void pen_field(struct pen *pen, enum visit_at at, const char *label, int width);

#endif
