#include "config.h"
#include "sync/receipt/above.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/laptops.h"
#include "store/ledger/receipts.h"
#include "store/ledger/roots.h"

int receipt_counts(struct book *book, const uint8_t sign[LEDGER_KEY], bool *counts, struct fault *f)
{
	struct pinned_root parent;
	struct laptop laptop;
	bool there;
	int rc = roots_parent(book_db(book), &parent, &there, f);

	*counts = false;
	if (rc || !there)
		return rc;
	rc = laptops_find(book_db(book), sign, &laptop, &there, f);
	*counts = !rc && there && !laptop.revoked && laptop.level == parent.level &&
		  !memcmp(laptop.root, parent.pk, LEDGER_KEY);
	return rc;
}

void above_release(struct above *above)
{
	for (size_t i = 0; i < above->n; i++)
		receipt_lane_release(&above->lanes[i]);
	free(above->lanes);
	memset(above, 0, sizeof *above);
}

static int by_lane(const void *a, const void *b)
{
	const struct receipt_lane *x = a, *y = b;

	return memcmp(x->lane, y->lane, LANE_BYTES);
}

const struct receipt_lane *above_find(const struct above *above, const uint8_t lane[LANE_BYTES])
{
	struct receipt_lane key;

	memcpy(key.lane, lane, sizeof key.lane);
	return above->n ? bsearch(&key, above->lanes, above->n, sizeof key, by_lane) : NULL;
}

/* What a receipt of above says of a lane becomes what is heard of it. */
static void add(struct above *above, const struct issuer *issuer, const char *unit,
		const char *line, size_t len)
{
	struct receipt_lane *lane;

	if (above->n == above->room) {
		above->room = above->room ? 2 * above->room : 64;
		above->lanes = memory_resize(above->lanes, above->room, sizeof *above->lanes);
	}
	lane = &above->lanes[above->n];
	if (!receipt_line_read(lane, line, len))
		return;
	if (!lane->whole.n) {
		receipt_lane_release(lane);
		return;
	}
	free(lane->up.batches);
	lane->up = lane->whole;
	lane->whole = (struct receipt_list){ 0 };
	lane->has_up = true;
	lane->up_made = issuer->made;
	memcpy(lane->up_unit, unit, strlen(unit) + 1);
	above->n++;
}

static void add_all(struct above *above, const struct issuer *issuer, const char *unit)
{
	const char *at = (const char *)issuer->body.bytes, *end = at + issuer->body.n;

	while (at < end) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));

		if (!lf)
			return;
		add(above, issuer, unit, at, (size_t)(lf - at));
		at = lf + 1;
	}
}

/* Lines in the order they were read, as places in a list. */
static int by_lane_then_place(const void *a, const void *b)
{
	const struct receipt_lane *const *x = a, *const *y = b;
	int order = memcmp((*x)->lane, (*y)->lane, LANE_BYTES);

	return order ? order : (*x > *y) - (*x < *y);
}

/* By lane, of each the one that was read first. */
static void put_in_order(struct above *above)
{
	struct receipt_lane **at = memory_alloc_zero(above->n + 1, sizeof *at), *all;
	size_t n = 0;

	for (size_t i = 0; i < above->n; i++)
		at[i] = &above->lanes[i];
	qsort(at, above->n, sizeof *at, by_lane_then_place);
	all = memory_alloc_zero(above->n + 1, sizeof *all);
	for (size_t i = 0; i < above->n; i++)
		if (n && !memcmp(all[n - 1].lane, at[i]->lane, LANE_BYTES))
			receipt_lane_release(at[i]);
		else
			all[n++] = *at[i];
	free(at);
	free(above->lanes);
	*above = (struct above){ .lanes = all, .n = n, .room = above->n + 1 };
}

int above_read(struct above *above, struct book *book, struct fault *f)
{
	struct pinned_root parent;
	struct issuer *issuers = NULL;
	size_t n = 0;
	bool there;
	int rc = roots_parent(book_db(book), &parent, &there, f);

	memset(above, 0, sizeof *above);
	if (rc || !there)
		return rc;
	rc = receipts_all(book_db(book), &issuers, &n, f);
	for (size_t i = 0; !rc && i < n; i++) {
		bool counts;

		rc = receipt_counts(book, issuers[i].sign, &counts, f);
		if (!rc && counts)
			add_all(above, &issuers[i], parent.unit);
	}
	receipts_free(issuers, n);
	put_in_order(above);
	return rc;
}
