/*
 * counted: the operations of a batch come in and count, or go out again as one thing.
 *
 * Inside a transaction. That a batch is to count, or why not, is decided elsewhere (standing.h).
 */
#ifndef SYNC_EXCHANGE_COUNTED_H
#define SYNC_EXCHANGE_COUNTED_H

#include "store/ledger/batches.h"
#include "store/ledger/laptops.h"
#include "store/ledger/receipts.h"
#include "sync/batch/take.h"
#include "sync/identity/identity.h"

/* A package of a batch that stands at its body, and what it says of itself. */
struct batch_package {
	struct package *package;
	const struct manifest *manifest;
	const struct batch_keys *keys;
};

/* What a lane of that laptop is. */
struct lane counted_lane(const struct laptop *laptop, const uint8_t id[LANE_BYTES]);

/* Whom receipts for its batches go to: the laptop; at the upper level its unit. */
void counted_addressee(struct book *book, const struct laptop *laptop, char out[ADDRESSEE_NAME]);
/*
 * `seen` of a batch of that laptop (receipt_heard()), if what is given to that name is given to its
 * unit's root: what another one had is nobody's to go on from.
 */
int counted_heard(struct book *book, const struct identity *id, const struct laptop *laptop,
		  const struct batch_keys *keys, bool *wrong, struct fault *f);

/*
 * Take its lines in, as an import of its own, *intake, in a lane that is told what its laptop is.
 * *no: NONE, or why its body is not as it must be: then the caller takes the part of the
 * transaction back.
 */
int counted_take(struct book *book, const struct laptop *laptop, const struct batch_package *of,
		 int64_t *intake, struct batch_counts *counts, enum refusal *no, struct fault *f);

/* Whether some operation of a batch is here by its id alone, or erased. */
int counted_lacks(struct book *book, const struct batch *batch, bool *lacks, struct fault *f);
/* Lines of one that is here: what was known by its id alone is filled in; *filled how many. */
int counted_fill(struct book *book, const struct batch *batch, const struct batch_package *of,
		 int64_t *filled, struct batch_counts *counts, enum refusal *no, struct fault *f);

/* What counts is taken out; its package is not needed for coming in again. held: why. */
int counted_out(struct book *book, const struct batch *batch, enum held held, struct fault *f);
/* One that is kept unread: *can: this program reads it, and its first and count are known. */
int counted_read(struct book *book, const struct batch *batch, bool *can, struct fault *f);
/*
 * What is held counts again, or for the first time from the package that is kept; what it says it
 * has seen is heard. *can false: it cannot be read by this program, and all stays as it is.
 */
int counted_in(struct book *book, const struct identity *id, const struct laptop *laptop,
	       const struct batch *batch, bool *can, struct fault *f);

#endif
