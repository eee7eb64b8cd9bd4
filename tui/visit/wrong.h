/*
 * wrong: what is wrong with what is typed, as it stands.
 *
 * Nothing wrong keeps anybody in a field: it is marked, in both fields where two do not
 * agree, and only saving waits for it.
 */
#ifndef TUI_VISIT_WRONG_H
#define TUI_VISIT_WRONG_H

#include "tui/visit/private.h"

/* What is wrong with a field, translated; NULL for nothing. */
const char *visit_wrong(const struct visit *v, enum visit_at at);

/* The first field with which something is wrong; VISIT_FIELDS for none. */
enum visit_at visit_first_wrong(const struct visit *v);

/*
 * More people than a visit to a household, or any other session, usually has: probably a slip.
 * Not what is known to be meant.
 */
bool visit_crowded(const struct visit *v);

/*
 * What is to be said below a field: why it was refused, or what is wrong with it; not what is
 * only half typed. NULL for nothing.
 */
const char *visit_complaint(const struct visit *v, enum visit_at at);

/* Whether a field is to be marked: there is a complaint, or another field does not agree with it. */
bool visit_is_marked(const struct visit *v, enum visit_at at);

#endif
