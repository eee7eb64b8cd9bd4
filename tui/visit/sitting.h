/*
 * sitting: what a new form begins with.
 *
 * Visits come in sittings: one that follows at once, saved by "save and next", begins
 * on the day, in the place and with the people of the one before. Any other begins
 * today, at home, with whoever unlocked, where he has been last.
 */
#ifndef TUI_VISIT_SITTING_H
#define TUI_VISIT_SITTING_H

#include "tui/visit/private.h"

/*
 * An empty form with the defaults of its sitting, at the first field to fill in. v is
 * all zero but for book, session, sitting and where it is asked to begin.
 */
void visit_start(struct visit *v);

/* This one was saved, and the next follows: it takes over what v->sitting is for. */
void visit_go_on(struct visit *v);

#endif
