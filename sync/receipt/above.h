/*
 * above: what the newest receipts from above say of lanes, to be said to those below.
 */
#ifndef SYNC_RECEIPT_ABOVE_H
#define SYNC_RECEIPT_ABOVE_H

#include "store/book/book.h"
#include "store/ledger/ledger.h"
#include "sync/receipt/receipt_lines.h"

/*
 * Whether a receipt of that laptop counts here: one of the parent's root and level, not revoked.
 */
int receipt_counts(struct book *book, const uint8_t sign[LEDGER_KEY], bool *counts,
		   struct fault *f);

struct above {
	struct receipt_lane *lanes; /* by lane, each once; up, up_unit and up_made are told */
	size_t n, room;
};

/* Of several issuers the one whose receipt came last counts. above_release() it, also on a fault. */
int above_read(struct above *above, struct book *book, struct fault *f);
/* NULL: nothing was heard of that lane. */
const struct receipt_lane *above_find(const struct above *above, const uint8_t lane[LANE_BYTES]);
void above_release(struct above *above);

#endif
