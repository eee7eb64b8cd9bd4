/*
 * draft: what is typed and not saved yet, kept in the book.
 *
 * Everybody has one draft of a new session and one of each session he edits, and one
 * that he dropped last and can fetch back (tui/app/drafts.h). They outlive the form,
 * the lock and the program. Functions with a fault return FAULT_OK or it.
 */
#ifndef TUI_VISIT_DRAFT_H
#define TUI_VISIT_DRAFT_H

#include "tui/visit/private.h"

/* Keep the draft; fetch it, which is false when there is none of this session. */
int visit_draft_put(const struct visit *v, struct fault *f);
bool visit_draft_get(struct visit *v);

/* It is saved now: neither it nor what was put aside is needed. */
int visit_draft_drop(const struct visit *v, struct fault *f);

/* Put it aside; fetch back what was put aside last, false when nothing was. */
int visit_draft_aside(const struct visit *v, struct fault *f);
bool visit_draft_return(struct visit *v);

#endif
