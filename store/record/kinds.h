/*
 * kinds: what kind a household was when.
 *
 * A report speaks of its period's end, so a kind given later must not change it. The
 * table household_kind has the days of each kind: from the first of the household's
 * operations (which holds for all days before, too) or the day a later one gave it, to
 * the day before another took it away. A function of the operations alone.
 */
#ifndef STORE_RECORD_KINDS_H
#define STORE_RECORD_KINDS_H

#include "store/book/book.h"

struct merged;

/* The rows of a household that has none there. */
int kinds_put(struct book *book, rec_t household, const struct merged *merged, struct fault *f);

/* Every household's anew, in the transaction that is open. */
int kinds_put_all(struct book *book, struct fault *f);

#endif
