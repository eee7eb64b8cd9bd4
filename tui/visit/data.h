/*
 * data: the form as a session, and a session as the form.
 *
 * A draft is a session, too, with what a session would not keep: topics of an
 * attempt, the household of a class, a promise's topic that was not chosen.
 */
#ifndef TUI_VISIT_DATA_H
#define TUI_VISIT_DATA_H

#include "tui/visit/private.h"

/* Fill in the session that is edited, and go to its topics. FAULT_OK or the fault. */
int visit_read(struct visit *v, struct fault *f);

/* Fill in what a session or draft has; topics and promises come after those there are. */
void visit_take(struct visit_values *values, const json_t *session);

/* The session as record_add() or record_edit() takes it, or the draft (new reference). */
json_t *visit_session(const struct visit *v, bool draft);

/* A text as it is kept: null when it is NULL or empty (new reference). */
json_t *visit_json_text(const char *text);

#endif
