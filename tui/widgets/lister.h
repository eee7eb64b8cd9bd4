/*
 * lister: which row of a list the cursor is on, and which rows show.
 *
 * Invariant: 0 <= at < count (or 0 when empty), and `at` is among the rows shown
 * once lister_fit() has been told how many there are.
 */
#ifndef TUI_WIDGETS_LISTER_H
#define TUI_WIDGETS_LISTER_H

#include <stdbool.h>
#include "tui/term/action.h"

struct lister {
	int count, at, top, rows;
};

/* The list has so many rows now; the cursor stays where it is if it can. */
void lister_count(struct lister *l, int count);
/* So many rows show; call before drawing. */
void lister_fit(struct lister *l, int rows);
/* Move for ACT_UP, DOWN, PAGE_UP, PAGE_DOWN, FIRST, LAST; false for another action. */
bool lister_act(struct lister *l, enum action action);

/* Where one is: "3/14"; "" where all rows show. */
enum { LISTER_PLACE = 28 };
void lister_place(const struct lister *l, char out[LISTER_PLACE]);

#endif
