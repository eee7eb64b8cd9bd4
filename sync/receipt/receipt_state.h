/*
 * receipt_state: what this desk holds of an addressee's lanes, as the lines of a receipt say it.
 */
#ifndef SYNC_RECEIPT_RECEIPT_STATE_H
#define SYNC_RECEIPT_RECEIPT_STATE_H

#include "store/base/buffer.h"
#include "store/book/book.h"
#include "store/ledger/ledger.h"
#include "sync/receipt/above.h"

/*
 * Append the lines for the addressee of that name ("l-" and a laptop's key in hex, or a unit's
 * code), a lane each, in the order of lanes: to `body`, and to `plain` without days, which are
 * compared. above: what was heard of lanes there; NULL: that is not said.
 */
int receipt_state(struct book *book, const char *name, const struct above *above,
		  struct buffer *body, struct buffer *plain, struct fault *f);

#endif
