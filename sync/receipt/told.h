/*
 * told: what the newest receipts from above say does not count there.
 *
 * A batch that came can be kept aside as a whole, and operations of those that count can be put
 * aside. Worked out anew from the receipts each time (docs/format-batch.md, "Receipts"): the next
 * one may say otherwise.
 */
#ifndef SYNC_RECEIPT_TOLD_H
#define SYNC_RECEIPT_TOLD_H

#include "store/book/book.h"
#include "store/ledger/batches.h"

struct told {
	struct told_batch {
		int64_t key;    /* of the batch here */
		enum held held; /* why; NOT: for a reason not known here */
	} *held;                /* by key; owned */
	size_t n;
	int64_t aside;          /* operations put aside, as the receipt that came last says */
};

/*
 * Of several issuers whose receipts list a batch the one heard last counts. told_release() it, also
 * on a fault.
 */
int told_read(struct told *told, struct book *book, struct fault *f);
/* NULL: nobody keeps that batch aside. */
const struct told_batch *told_find(const struct told *told, int64_t batch);
/* "revoked" …, "unknown" of a reason that is not known here; "" of NULL. */
const char *told_reason(const struct told_batch *batch);
void told_release(struct told *told);

#endif
