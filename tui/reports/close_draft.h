/*
 * close_draft: reports that are begun and not closed, in the data file: one of each team,
 * and one of the unit itself.
 *
 * A draft is an object as close_view's form gives it, with the period it is of.
 */
#ifndef TUI_REPORTS_CLOSE_DRAFT_H
#define TUI_REPORTS_CLOSE_DRAFT_H

#include <jansson.h>

#include "store/base/date.h"
#include "store/book/book.h"

/* The draft of a team (code; NULL: of the unit) on that period, a new reference; NULL: none. */
json_t *close_draft_read(struct book *book, const struct period *period, const char *team);

/* Keep it in the place of the team's former one; takes the reference. */
int close_draft_keep(struct book *book, const struct period *period, const char *team,
		     json_t *draft, struct fault *f);

/* Drop it, if there is one on that period. */
int close_draft_drop(struct book *book, const struct period *period, const char *team,
		     struct fault *f);

#endif
