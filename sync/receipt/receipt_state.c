#include "config.h"
#include "sync/receipt/receipt_state.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/laptops.h"
#include "store/ledger/receipts.h"
#include "store/ledger/roots.h"
#include "store/ledger/share.h"
#include "sync/crypto/limits.h"
#include "sync/receipt/receipt.h"
#include "sync/receipt/receipt_lines.h"

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

/* ---- what was heard from above ---- */

/* Lines of the newest receipts from above, each lane's first one counting. */
struct above {
	struct receipt_lane *lanes; /* up, up_unit and up_made are told */
	size_t n;
};

static void above_release(struct above *above)
{
	for (size_t i = 0; i < above->n; i++)
		receipt_lane_release(&above->lanes[i]);
	free(above->lanes);
}

static const struct receipt_lane *above_find(const struct above *above,
					     const uint8_t lane[LANE_BYTES])
{
	for (size_t i = 0; i < above->n; i++)
		if (!memcmp(above->lanes[i].lane, lane, LANE_BYTES))
			return &above->lanes[i];
	return NULL;
}

/* What a receipt of above says of a lane becomes what is heard of it. */
static void above_add(struct above *above, const struct issuer *issuer, const char *unit,
		      const char *line, size_t len)
{
	struct receipt_lane *lane;

	above->lanes = memory_resize(above->lanes, above->n + 1, sizeof *above->lanes);
	lane = &above->lanes[above->n];
	if (!receipt_line_read(lane, line, len))
		return;
	if (above_find(above, lane->lane) || !lane->whole.n) {
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

static void above_add_all(struct above *above, const struct issuer *issuer, const char *unit)
{
	const char *at = (const char *)issuer->body.bytes, *end = at + issuer->body.n;

	while (at < end) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));

		if (!lf)
			return;
		above_add(above, issuer, unit, at, (size_t)(lf - at));
		at = lf + 1;
	}
}

static int above_read(struct above *above, struct book *book, struct fault *f)
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
			above_add_all(above, &issuers[i], parent.unit);
	}
	receipts_free(issuers, n);
	return rc;
}

/* ---- what above has and this does not ---- */

/* Those of a list that are not here as ones of that lane. */
static int count_lost(struct db *db, const struct receipt_lane *line,
		      const struct receipt_list *list, int64_t *lost, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < list->n; i++) {
		struct batch batch;
		bool there;

		rc = batches_find(db, list->batches[i].hash, &batch, &there, f);
		if (!rc)
			*lost += !there || memcmp(batch.lane_id, line->lane, LANE_BYTES) != 0;
	}
	return rc;
}

static int lost_by(struct db *db, const struct issuer *issuer, int64_t *lost, struct fault *f)
{
	const char *at = (const char *)issuer->body.bytes, *end = at + issuer->body.n, *lf;
	int rc = FAULT_OK;

	for (; !rc && at < end && (lf = memchr(at, '\n', (size_t)(end - at))); at = lf + 1) {
		struct receipt_lane line;

		if (!receipt_line_read(&line, at, (size_t)(lf - at)))
			continue;
		rc = count_lost(db, &line, &line.whole, lost, f);
		if (!rc)
			rc = count_lost(db, &line, &line.part, lost, f);
		receipt_lane_release(&line);
	}
	return rc;
}

int receipt_lost(struct book *book, int64_t *lost, struct fault *f)
{
	struct issuer *issuers = NULL;
	size_t n = 0;
	int rc = receipts_all(book_db(book), &issuers, &n, f);

	*lost = 0;
	for (size_t i = 0; !rc && i < n; i++) {
		int64_t by_this = 0;
		bool counts;

		rc = receipt_counts(book, issuers[i].sign, &counts, f);
		if (!rc && counts)
			rc = lost_by(book_db(book), &issuers[i], &by_this, f);
		/* Each says all that is held, so several desks above do not add up. */
		*lost = by_this > *lost ? by_this : *lost;
	}
	receipts_free(issuers, n);
	return rc;
}

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

/* Whether a batch that is whole goes on from this one. */
static bool is_inner(const struct batch *batches, size_t n, const struct batch *batch)
{
	for (size_t i = 0; i < n; i++)
		if (batches[i].whole && batches[i].number == batch->number + 1 &&
		    batches[i].has_prev && !memcmp(batches[i].prev, batch->hash, LEDGER_HASH))
			return true;
	return false;
}

enum list { LIST_WHOLE, LIST_PART, LIST_HELD };

/*
 * The batches of a lane are by number: those that could go on from one stand behind it, before the
 * first of a number greater by two.
 */
static bool belongs(const struct batch *batches, size_t n, size_t i, enum list list)
{
	const struct batch *batch = &batches[i];
	size_t end = i + 1;

	if (list == LIST_HELD)
		return batch->held != HELD_NOT;
	if (list == LIST_PART || !batch->whole)
		return list == LIST_PART && !batch->whole;
	while (end < n && batches[end].number <= batch->number + 1)
		end++;
	return batch->again || !is_inner(batches + i, end - i, batch);
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
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (belongs(batches, n, i, list))
			those[found++] = &batches[i];
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
	const struct receipt_lane *heard = above_find(above, kept->id);
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

int receipt_state(struct book *book, const char *name, struct buffer *body, struct buffer *plain,
		  struct fault *f)
{
	struct kept_lanes kept = { 0 };
	struct above above = { 0 };
	int rc = find_lanes(&kept, book, name, f);

	if (!rc && !strncmp(name, "l-", 2))
		rc = above_read(&above, book, f);
	for (size_t i = 0; !rc && i < kept.n; i++)
		rc = add_line(body, plain, book_db(book), &kept.lanes[i], &above, f);
	above_release(&above);
	free(kept.lanes);
	return rc;
}
