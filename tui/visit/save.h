/*
 * save: saving a session with all that belongs to it, in one transaction.
 *
 * A household made in the form, the session, the proposed status when it was
 * taken, follow-ups that are done: all of it is saved, or nothing.
 */
#ifndef TUI_VISIT_SAVE_H
#define TUI_VISIT_SAVE_H

#include "tui/visit/private.h"

/*
 * After a fault nothing is saved and *at is the field it is about, VISIT_FIELDS
 * when it is about none.
 */
int visit_save(struct visit *v, enum visit_at *at, struct fault *f);

/* The snapshot the topics done would make of the newest one (new reference); NULL for no change. */
json_t *visit_proposal(const struct visit *v);

#endif
