/*
 * steps: going from field to field, and choosing from their lists.
 *
 * One can always go on and back: what cannot be read stays as it was typed, and is
 * marked (wrong.h).
 */
#ifndef TUI_VISIT_STEPS_H
#define TUI_VISIT_STEPS_H

#include "tui/visit/private.h"

/* Go to a field, or the last one before it that counts; an unfinished search is dropped. */
void visit_go(struct visit *v, enum visit_at at);

/* Go to a field and say what is wrong with it. */
void visit_refuse(struct visit *v, enum visit_at at, const char *why);

/* On to the next field that counts (1) or back (-1). */
void visit_step(struct visit *v, int by);

/* A day or a time that can be read is written out in full, and taken. */
void visit_write_out(struct visit *v);

/* The due date's field shows the last follow-up's. */
void visit_show_due(struct visit *v);

/* Take the row of the list the cursor is on; false, and said, when there is none. */
bool visit_take_row(struct visit *v);

#endif
