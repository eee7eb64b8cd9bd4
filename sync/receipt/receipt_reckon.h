/*
 * receipt_reckon: what the newest receipt of an issuer acknowledges, as rows of the ledger.
 */
#ifndef SYNC_RECEIPT_RECEIPT_RECKON_H
#define SYNC_RECEIPT_RECEIPT_RECKON_H

#include "sync/receipt/receipt.h"

/*
 * The next line of a receipt's body from *at on that can be read; false at its end. *out is the
 * caller's to release.
 */
bool receipt_next_line(const struct ledger_bytes *body, size_t *at, struct receipt_lane *out);

/*
 * All that its lines say, added to *taken; id NULL: of the batches alone. What was acknowledged
 * before is forgotten by the caller.
 */
int reckon_issuer(struct book *book, const struct identity *id, const struct issuer *issuer,
		  struct receipt_taken *taken, struct fault *f);

#endif
