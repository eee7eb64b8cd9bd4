#include "config.h"
#include "sync/receipt/receipt_state.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/laptops.h"
#include "store/ledger/share.h"
#include "sync/crypto/limits.h"
#include "sync/receipt/receipt_lines.h"

/* ---- lanes ---- */

/* A lane of which something is kept. */
struct kept_lane {
	int64_t lane, newest; /* key of the batch that came last */
	uint8_t id[LANE_BYTES];
};

struct kept_lanes {
	struct kept_lane *lanes;
	size_t n;
};

static int by_newest(const void *a, const void *b)
{
	const struct kept_lane *x = a, *y = b;

	return (x->newest < y->newest) - (x->newest > y->newest);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct kept_lane *)a)->id, ((const struct kept_lane *)b)->id,
		      LANE_BYTES);
}

static int add_lane(struct kept_lanes *kept, struct db *db, int64_t lane, struct fault *f)
{
	struct batch *batches = NULL;
	struct kept_lane *one;
	size_t n = 0;
	int rc = batches_of_lane(db, lane, &batches, &n, f);

	if (!rc && n) {
		kept->lanes = memory_resize(kept->lanes, kept->n + 1, sizeof *kept->lanes);
		one = &kept->lanes[kept->n++];
		one->lane = lane;
		one->newest = 0;
		memcpy(one->id, batches[0].lane_id, LANE_BYTES);
		for (size_t i = 0; i < n; i++)
			if (batches[i].key > one->newest)
				one->newest = batches[i].key;
	}
	free(batches);
	return rc;
}

/* Of one laptop: the newest ones. */
static int add_laptop(struct kept_lanes *kept, struct db *db, const uint8_t sign[LEDGER_KEY],
		      struct fault *f)
{
	size_t before = kept->n, n = 0;
	int64_t *lanes = NULL;
	int rc = laptops_lanes(db, sign, &lanes, &n, f);

	for (size_t i = 0; !rc && i < n; i++)
		rc = add_lane(kept, db, lanes[i], f);
	free(lanes);
	if (kept->n - before > RECEIPT_LANES) {
		qsort(kept->lanes + before, kept->n - before, sizeof *kept->lanes, by_newest);
		kept->n = before + RECEIPT_LANES;
	}
	return rc;
}

static int add_unit(struct kept_lanes *kept, struct db *db, const char *unit, struct fault *f)
{
	struct laptop *laptops = NULL;
	size_t n = 0;
	int rc = laptops_all(db, &laptops, &n, f);

	for (size_t i = 0; !rc && i < n; i++)
		if (!strcmp(laptops[i].unit, unit))
			rc = add_laptop(kept, db, laptops[i].sign, f);
	free(laptops);
	return rc;
}

static int find_lanes(struct kept_lanes *kept, struct book *book, const char *name, struct fault *f)
{
	uint8_t sign[LEDGER_KEY];
	int rc;

	memset(kept, 0, sizeof *kept);
	if (strncmp(name, "l-", 2))
		rc = add_unit(kept, book_db(book), name, f);
	else if (hex_read(sign, sizeof sign, name + 2, strlen(name + 2)))
		rc = add_laptop(kept, book_db(book), sign, f);
	else
		rc = fault_field(f, "to", REASON_BAD_CODE, NULL);
	if (kept->n > RECEIPT_LINES) {
		qsort(kept->lanes, kept->n, sizeof *kept->lanes, by_newest);
		kept->n = RECEIPT_LINES;
	}
	if (kept->n)
		qsort(kept->lanes, kept->n, sizeof *kept->lanes, by_id);
	return rc;
}

/* ---- one line ---- */

static int by_hash(const void *a, const void *b)
{
	return memcmp(*(const uint8_t *const *)a, *(const uint8_t *const *)b, LEDGER_HASH);
}

/* Hashes of those that a batch which is whole goes on from, in order; borrowed of the batches. */
static const uint8_t **inner_of(const struct batch *batches, size_t n, size_t *count)
{
	const uint8_t **inner = memory_alloc_zero(n, sizeof *inner);

	*count = 0;
	for (size_t i = 0; i < n; i++)
		if (batches[i].whole && batches[i].has_prev)
			inner[(*count)++] = batches[i].prev;
	qsort(inner, *count, sizeof *inner, by_hash);
	return inner;
}

enum list { LIST_WHOLE, LIST_PART, LIST_HELD };

/* Those of one that does not count are held; of one that does not lead down to the first, part. */
static bool belongs(const struct batch *batch, const uint8_t **inner, size_t n_inner,
		    enum list list)
{
	const uint8_t *hash = batch->hash;

	if (list == LIST_HELD)
		return batch->held != HELD_NOT;
	if (list == LIST_PART || !batch->whole)
		return list == LIST_PART && !batch->whole;
	return batch->again || !bsearch(&hash, inner, n_inner, sizeof *inner, by_hash);
}

static int by_arrival(const void *a, const void *b)
{
	const struct batch *const *x = a, *const *y = b;

	return ((*x)->key < (*y)->key) - ((*x)->key > (*y)->key);
}

static int by_place(const void *a, const void *b)
{
	const struct receipt_batch *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return memcmp(x->hash, y->hash, HASH_BYTES);
}

/* Those that belong there, the newest `most`, by number. */
static void fill_list(struct receipt_list *out, const struct batch *batches, size_t n,
		      enum list list, size_t most)
{
	const struct batch **those = memory_alloc_zero(n, sizeof *those);
	size_t found = 0, n_inner;
	const uint8_t **inner = inner_of(batches, n, &n_inner);

	for (size_t i = 0; i < n; i++)
		if (belongs(&batches[i], inner, n_inner, list))
			those[found++] = &batches[i];
	free(inner);
	if (found > most)
		qsort(those, found, sizeof *those, by_arrival);
	out->n = found < most ? found : most;
	out->batches = memory_alloc_zero(out->n, sizeof *out->batches);
	for (size_t i = 0; i < out->n; i++) {
		out->batches[i].number = those[i]->number;
		out->batches[i].held = those[i]->held;
		memcpy(out->batches[i].hash, those[i]->hash, HASH_BYTES);
	}
	qsort(out->batches, out->n, sizeof *out->batches, by_place);
	free(those);
}

/* A line that is no longer than one may be: of what is too much the newest. */
static void put_line(struct buffer *body, struct buffer *plain, struct receipt_lane *line,
		     const struct batch *batches, size_t n, size_t most)
{
	struct receipt_lane all = *line;
	size_t before = body->len;
	bool fits;

	if (all.up.n > most) {
		all.up.batches += all.up.n - most;
		all.up.n = most;
	}
	fill_list(&all.whole, batches, n, LIST_WHOLE, most);
	fill_list(&all.part, batches, n, LIST_PART, most);
	fill_list(&all.held, batches, n, LIST_HELD, most);
	receipt_line_write(body, &all, true);
	fits = body->len - before <= LIMIT_LINE;
	if (fits)
		receipt_line_write(plain, &all, false);
	free(all.whole.batches);
	free(all.part.batches);
	free(all.held.batches);
	if (fits)
		return;
	body->len = before;
	put_line(body, plain, line, batches, n, most / 2);
}

static int add_line(struct buffer *body, struct buffer *plain, struct db *db,
		    const struct kept_lane *kept, const struct above *above, struct fault *f)
{
	const struct receipt_lane *heard = above ? above_find(above, kept->id) : NULL;
	struct receipt_lane line = { 0 };
	struct batch *batches = NULL;
	size_t n = 0;
	int rc = batches_of_lane(db, kept->lane, &batches, &n, f);

	if (!rc)
		rc = share_count_aside(db, kept->lane, &line.aside, f);
	if (heard) {
		line.has_up = true;
		line.up = heard->up;
		line.up_made = heard->up_made;
		memcpy(line.up_unit, heard->up_unit, sizeof line.up_unit);
	}
	memcpy(line.lane, kept->id, LANE_BYTES);
	if (!rc)
		put_line(body, plain, &line, batches, n, RECEIPT_BATCHES);
	free(batches);
	return rc;
}

int receipt_state(struct book *book, const char *name, const struct above *above,
		  struct buffer *body, struct buffer *plain, struct fault *f)
{
	struct kept_lanes kept = { 0 };
	int rc = find_lanes(&kept, book, name, f);

	for (size_t i = 0; !rc && i < kept.n; i++)
		rc = add_line(body, plain, book_db(book), &kept.lanes[i], above, f);
	free(kept.lanes);
	return rc;
}
