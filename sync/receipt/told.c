#include "config.h"
#include "sync/receipt/told.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/receipts.h"
#include "sync/receipt/above.h"
#include "sync/receipt/receipt_lines.h"
#include "sync/receipt/receipt_reckon.h"

/* One that an issuer keeps aside, if it is here and nobody was heard of it since. */
static int add(struct told *told, struct db *db, const struct issuer *issuer,
	       const uint8_t lane[LANE_BYTES], const struct receipt_batch *said, struct fault *f)
{
	struct acknowledgement last = { 0 };
	struct batch batch;
	bool there;
	int rc = batches_find(db, said->hash, &batch, &there, f);

	there = there && !rc && !memcmp(batch.lane_id, lane, LANE_BYTES);
	if (!rc && there)
		rc = acknowledged(db, batch.key, &last, f);
	if (rc || !there || memcmp(last.by, issuer->sign, LEDGER_KEY) != 0)
		return rc;
	told->held = memory_resize(told->held, told->n + 1, sizeof *told->held);
	told->held[told->n++] = (struct told_batch){ batch.key, said->held };
	return FAULT_OK;
}

static int add_all(struct told *told, struct db *db, const struct issuer *issuer, bool newest,
		   struct fault *f)
{
	struct receipt_lane line;
	int rc = FAULT_OK;

	for (size_t at = 0; !rc && receipt_next_line(&issuer->body, &at, &line);) {
		for (size_t i = 0; !rc && i < line.held.n; i++)
			rc = add(told, db, issuer, line.lane, &line.held.batches[i], f);
		if (newest)
			told->aside += line.aside;
		receipt_lane_release(&line);
	}
	return rc;
}

static int by_key(const void *a, const void *b)
{
	const struct told_batch *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

int told_read(struct told *told, struct book *book, struct fault *f)
{
	struct issuer *issuers = NULL;
	bool newest = true;
	size_t n = 0;
	int rc = receipts_all(book_db(book), &issuers, &n, f);

	memset(told, 0, sizeof *told);
	for (size_t i = 0; !rc && i < n; i++) {
		bool counts = false;

		rc = receipt_counts(book, issuers[i].sign, &counts, f);
		if (rc || !counts)
			continue;
		rc = add_all(told, book_db(book), &issuers[i], newest, f);
		newest = false;
	}
	receipts_free(issuers, n);
	if (told->n)
		qsort(told->held, told->n, sizeof *told->held, by_key);
	return rc;
}

const struct told_batch *told_find(const struct told *told, int64_t batch)
{
	const struct told_batch key = { .key = batch };

	return told->n ? bsearch(&key, told->held, told->n, sizeof key, by_key) : NULL;
}

const char *told_reason(const struct told_batch *batch)
{
	return !batch ? "" : batch->held ? held_name(batch->held) : "unknown";
}

void told_release(struct told *told)
{
	free(told->held);
	memset(told, 0, sizeof *told);
}
