#include "config.h"
#include "sync/receipt/receipt_reckon.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/batches.h"
#include "store/ledger/laptops.h"
#include "sync/receipt/above.h"
#include "sync/receipt/receipt_lines.h"

bool receipt_next_line(const struct ledger_bytes *body, size_t *at, struct receipt_lane *out)
{
	while (*at < body->n) {
		const char *line = (const char *)body->bytes + *at;
		const char *lf = memchr(line, '\n', body->n - *at);
		size_t n = lf ? (size_t)(lf - line) : body->n - *at;

		*at += n + 1;
		if (receipt_line_read(out, line, n))
			return true;
	}
	return false;
}

/* The batches of a lane that is here, and which of them a line acknowledges. */
struct held_lane {
	struct batch *batches; /* by number, then hash */
	size_t n;
	bool *marked;
};

static void held_lane_release(struct held_lane *lane)
{
	free(lane->batches);
	free(lane->marked);
	memset(lane, 0, sizeof *lane);
}

/* The place of a batch, or n. */
static size_t place_of(const struct held_lane *lane, int64_t number,
		       const uint8_t hash[LEDGER_HASH])
{
	size_t low = 0, high = lane->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct batch *at = &lane->batches[middle];
		int order = at->number == number ? memcmp(at->hash, hash, LEDGER_HASH) :
			    at->number < number ? -1 : 1;

		if (!order)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return lane->n;
}

/* A batch, and all it goes on from. */
static void mark_down(struct held_lane *lane, size_t at)
{
	while (at < lane->n && !lane->marked[at]) {
		const struct batch *batch = &lane->batches[at];

		lane->marked[at] = true;
		at = batch->has_prev ? place_of(lane, batch->number - 1, batch->prev) : lane->n;
	}
}

/*
 * Those of a list that are here are marked, those that are not counted. A hash that is here as one
 * of another lane is not here.
 */
static int mark_list(struct held_lane *lane, struct db *db, const uint8_t id[LANE_BYTES],
		     const struct receipt_list *list, bool down, int64_t *unknown, struct fault *f)
{
	for (size_t i = 0; i < list->n; i++) {
		struct batch batch;
		bool there;
		size_t at;
		int rc = batches_find(db, list->batches[i].hash, &batch, &there, f);

		if (!rc && there && !lane->batches && !memcmp(batch.lane_id, id, LANE_BYTES)) {
			rc = batches_of_lane(db, batch.lane, &lane->batches, &lane->n, f);
			lane->marked = memory_alloc_zero(lane->n, sizeof *lane->marked);
		}
		if (rc)
			return rc;
		at = there ? place_of(lane, batch.number, batch.hash) : lane->n;
		*unknown += at == lane->n;
		if (at < lane->n && down)
			mark_down(lane, at);
		else if (at < lane->n)
			lane->marked[at] = true;
	}
	return FAULT_OK;
}

/* Those that are marked become rows; a file that was kept to be sent again is not needed. */
static int put_marked(const struct held_lane *lane, struct db *db, int64_t issuer, bool up,
		      int64_t *count, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < lane->n; i++) {
		if (!lane->marked[i])
			continue;
		rc = acknowledged_put(db, lane->batches[i].key, issuer, up, f);
		if (!rc && !up)
			rc = batches_unseal(db, lane->batches[i].key, f);
		++*count;
	}
	return rc;
}

/* What a line says of the batches that are here. */
static int reckon_line(struct db *db, const struct receipt_lane *line, int64_t issuer,
		       int64_t *acknowledges, int64_t *unknown, struct fault *f)
{
	struct held_lane lane = { 0 };
	int64_t ignored = 0;
	int rc = mark_list(&lane, db, line->lane, &line->whole, true, unknown, f);

	if (!rc)
		rc = mark_list(&lane, db, line->lane, &line->part, false, unknown, f);
	if (!rc)
		rc = put_marked(&lane, db, issuer, false, acknowledges, f);
	held_lane_release(&lane);
	if (!rc && line->has_up)
		rc = mark_list(&lane, db, line->lane, &line->up, true, &ignored, f);
	if (!rc && line->has_up)
		rc = put_marked(&lane, db, issuer, true, &ignored, f);
	held_lane_release(&lane);
	return rc;
}

/* The lane of that id where it is one of this laptop's. */
static int own_lane(struct book *book, const struct identity *id, const uint8_t lane[LANE_BYTES],
		    int64_t *key, struct fault *f)
{
	int64_t *lanes = NULL;
	size_t n = 0;
	int rc = laptops_lanes(book_db(book), id->sign_pk, &lanes, &n, f);

	*key = 0;
	for (size_t i = 0; !rc && i < n; i++) {
		struct lane is;

		rc = lane_load(book_db(book), lanes[i], &is, f);
		if (!rc && is.own && !memcmp(is.id, lane, LANE_BYTES))
			*key = lanes[i];
	}
	free(lanes);
	return rc;
}

/* In a lane of this laptop what it has not made was made by what it was before, or by its copy. */
static int notice(struct book *book, const struct identity *id, const uint8_t lane[LANE_BYTES],
		  struct receipt_taken *taken, struct fault *f)
{
	int64_t own;
	int rc = own_lane(book, id, lane, &own, f);

	if (rc || !own)
		return rc;
	taken->copied = true;
	taken->new_lane = taken->new_lane || own == book_lane(book);
	return FAULT_OK;
}

int reckon_issuer(struct book *book, const struct identity *id, const struct issuer *issuer,
		  struct receipt_taken *taken, struct fault *f)
{
	struct receipt_lane line;
	size_t at = 0;
	int rc = FAULT_OK;

	while (!rc && receipt_next_line(&issuer->body, &at, &line)) {
		int64_t unknown = 0;

		rc = reckon_line(book_db(book), &line, issuer->key, &taken->acknowledged, &unknown,
				 f);
		if (!rc && unknown && id)
			rc = notice(book, id, line.lane, taken, f);
		taken->unknown += unknown;
		taken->held += (int64_t)line.held.n;
		taken->aside += line.aside;
		receipt_lane_release(&line);
	}
	return rc;
}

int receipt_reckon(struct book *book, struct fault *f)
{
	struct issuer *issuers = NULL;
	size_t n = 0;
	int rc = receipts_all(book_db(book), &issuers, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		struct receipt_taken ignored = { 0 };
		bool counts = false;

		rc = acknowledged_forget(book_db(book), issuers[i].key, f);
		if (!rc)
			rc = receipt_counts(book, issuers[i].sign, &counts, f);
		if (!rc && counts)
			rc = reckon_issuer(book, NULL, &issuers[i], &ignored, f);
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
	struct receipt_lane line;
	int rc = FAULT_OK;

	for (size_t at = 0; !rc && receipt_next_line(&issuer->body, &at, &line);) {
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
