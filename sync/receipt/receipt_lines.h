/*
 * receipt_lines: the lines of a receipt, one a lane (docs/format-batch.md, "Receipts").
 *
 * Only read and written here; what follows from them is receipt.c's.
 */
#ifndef SYNC_RECEIPT_RECEIPT_LINES_H
#define SYNC_RECEIPT_RECEIPT_LINES_H

#include "store/base/buffer.h"
#include "store/base/crypto.h"
#include "store/ledger/batches.h"
#include "sync/crypto/signed_json.h"

#define RECEIPT_LINES 8192
#define RECEIPT_LANES 64     /* newest ones of a laptop */
#define RECEIPT_BATCHES 1000 /* newest ones in each list of a lane */

struct receipt_batch {
	int64_t number;
	uint8_t hash[HASH_BYTES];
	enum held held; /* in the list `held`: why; NOT: for a reason not known here */
};

struct receipt_list {
	struct receipt_batch *batches; /* owned */
	size_t n;
};

struct receipt_lane {
	uint8_t lane[LANE_BYTES];
	struct receipt_list whole, part, held;
	int64_t aside;
	bool has_up;              /* from here on: heard from above */
	struct receipt_list up;   /* `whole` there */
	char up_unit[SIGNED_CODE];
	day_t up_made;
};

/*
 * Read n bytes of a line; false, and nothing is owned, when something in it is not as it must be.
 */
bool receipt_line_read(struct receipt_lane *out, const char *line, size_t n);
void receipt_lane_release(struct receipt_lane *lane);

/*
 * Append the line, its LF with it. dated false: without the day of what was heard from above, which
 * alone makes no receipt say something else.
 */
void receipt_line_write(struct buffer *out, const struct receipt_lane *lane, bool dated);

#endif
