/*
 * steps: going from field to field, and choosing from their lists.
 *
 * A field is left only when what is typed in it can be read; what is wrong is
 * said at the field, and one stays there.
 */
#ifndef TUI_VISIT_STEPS_H
#define TUI_VISIT_STEPS_H

#include "tui/visit/private.h"

/* Go to a field, or the last one before it that counts; an unfinished search is dropped. */
void visit_go(struct visit *v, enum visit_at at);

/* Go to a field and say what is wrong with it. */
void visit_refuse(struct visit *v, enum visit_at at, const char *why);

/* On to the next field that counts (1) or back (-1), unless what was typed is wrong. */
void visit_step(struct visit *v, int by);

/* Whether the field may be left: it is written out in full, or said what is wrong. */
bool visit_may_leave(struct visit *v);
bool visit_check_date(struct visit *v);

/* Whether women, or people over 60, are no more than the people. */
bool visit_check_part(struct visit *v, enum visit_at at);

/* The due date's field shows the last follow-up's. */
void visit_show_due(struct visit *v);

/* Take the row of the list the cursor is on; false, and said, when there is none. */
bool visit_take_row(struct visit *v);

#endif
