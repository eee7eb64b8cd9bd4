/*
 * sitting: what a new form begins with.
 *
 * Visits come in sittings: the next one of whoever unlocked, today, begins
 * where and with whom the last one was. Remembered while the program runs.
 */
#ifndef TUI_VISIT_SITTING_H
#define TUI_VISIT_SITTING_H

#include "tui/visit/private.h"

/*
 * An empty form with the defaults of this sitting, at the first field to fill
 * in. v is all zero but for book, session and where it is asked to begin.
 */
void visit_start(struct visit *v);

/* What the next session of the sitting begins with; next: it follows at once, in the same place. */
void visit_remember(const struct visit *v, bool next);

#endif
