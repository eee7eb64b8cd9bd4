/*
 * carried: which imports carry an operation, in which lane and with which mark.
 *
 * What names no lane is of the lane of the higher level that brings it, then of the smaller one,
 * so that it does not matter which came first; and it stays in the commune when any of them says so
 * (docs/format-operations.md). Where all that carry it are alike, the log says it and
 * there are no rows.
 *
 * For intake.c alone, in its transaction.
 */
#ifndef STORE_RECORD_CARRIED_H
#define STORE_RECORD_CARRIED_H

#include "store/book/book.h"

struct carried {
	bool there;
	int64_t lane;
	bool local;
	bool whole; /* its bytes, not its id alone */
};

/* Say that an import carries an operation, as it does or as others of the same import do, too. */
int carry(struct book *book, int64_t import, int64_t op, const struct carried *one, struct fault *f);

/*
 * What the log says of an operation was all there was to say of the import that brought it first; where
 * its row is there already, it says so itself.
 */
int carry_first(struct book *book, int64_t import, int64_t op, const struct carried *one,
		struct fault *f);

/*
 * Lane and mark of an operation as the imports that stand carry it; says_lane: its line names its lane.
 * *moved becomes true when it is of another lane than before: then its record is to be put
 * together anew, though all of it counts as it did.
 */
int carry_refresh(struct book *book, int64_t op, bool says_lane, bool *moved, struct fault *f);

#endif
