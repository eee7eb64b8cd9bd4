/*
 * take: the lines of a batch into the log.
 *
 * Step 10 and the operations of step 12 of judging (docs/format-batch.md), in one walk: the caller
 * has a savepoint open and rolls back to it when anything is not as it must be.
 */
#ifndef SYNC_BATCH_TAKE_H
#define SYNC_BATCH_TAKE_H

#include "store/record/intake.h"
#include "sync/batch/batch.h"
#include "sync/crypto/package.h"

/* What a batch brought, for a person. */
struct batch_counts {
	int64_t operations, fresh; /* in all; not known before, or by their ids alone */
	int64_t sessions, reports; /* created, fresh */
	int64_t withheld;          /* came by their id alone */
};

/*
 * Walk the body of a package that stands at it: every line an operation of this lane with the
 * number it must have, or an id alone; the count, bytes and root of the manifest. `in` stands at
 * the batch's lane (intake_lane()); NULL: nothing is taken in, only looked at, and all
 * is counted as fresh. *no: NONE, BAD_BODY, UNREAD …; the fault is for the store's own, and goes before.
 */
int batch_take(struct intake *in, struct package *p, const struct manifest *m,
	       const struct batch_keys *keys, struct batch_counts *counts, enum refusal *no,
	       struct fault *f);

#endif
