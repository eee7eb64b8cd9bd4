#include "config.h"
#include "sync/exchange/standing.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/meta.h"
#include "store/book/transaction.h"
#include "store/ledger/certificates.h"
#include "store/record/settle.h"
#include "sync/batch/batch.h"
#include "sync/exchange/counted.h"
#include "sync/exchange/forget.h"
#include "sync/identity/enrol.h"
#include "sync/identity/known.h"
#include "sync/identity/revoke.h"
#include "sync/identity/trust.h"
#include "sync/receipt/receipt.h"

/* The version of the program that judged what is kept here last. */
static const char judged_by[] = "judged_by";

/* ---- what stays of a revoked key ---- */

/* Hashes of the batches that stay, in order. */
struct stay {
	uint8_t (*hashes)[LEDGER_HASH];
	size_t n, room;
};

static void stay_add(struct stay *stay, const uint8_t hash[LEDGER_HASH])
{
	if (stay->n == stay->room) {
		stay->room = stay->room ? 2 * stay->room : 64;
		stay->hashes = memory_resize(stay->hashes, stay->room, sizeof *stay->hashes);
	}
	memcpy(stay->hashes[stay->n++], hash, LEDGER_HASH);
}

static int by_hash(const void *a, const void *b)
{
	return memcmp(a, b, LEDGER_HASH);
}

static bool stay_has(const struct stay *stay, const uint8_t hash[LEDGER_HASH])
{
	return stay->n && bsearch(hash, stay->hashes, stay->n, sizeof *stay->hashes, by_hash);
}

/* A batch and those before it, as far as the chain is here: nothing is known behind a gap. */
static int stay_from(struct book *book, struct stay *stay, const uint8_t tip[LEDGER_HASH],
		     struct fault *f)
{
	uint8_t hash[LEDGER_HASH];
	struct batch batch;
	bool there = true;
	int rc = FAULT_OK;

	memcpy(hash, tip, sizeof hash);
	while (!rc && there) {
		stay_add(stay, hash);
		rc = batches_find(book_db(book), hash, &batch, &there, f);
		there = there && batch.has_prev;
		if (!rc && there)
			memcpy(hash, batch.prev, sizeof hash);
	}
	return rc;
}

/* `keep` of a record: [[lane, number, hash], …]. What is none of that keeps nothing. */
static int stay_kept(struct book *book, struct stay *stay, const char *keep, struct fault *f)
{
	json_t *list = json_loads(keep, JSON_REJECT_DUPLICATES, NULL), *one;
	int rc = FAULT_OK;
	size_t i;

	json_array_foreach(list, i, one) {
		const json_t *hash = json_array_get(one, 2);
		uint8_t bytes[LEDGER_HASH];

		if (!rc && i < KEEP_MAX && json_is_string(hash) &&
		    hex_read(bytes, sizeof bytes, json_string_value(hash),
			     json_string_length(hash)))
			rc = stay_from(book, stay, bytes, f);
	}
	json_decref(list);
	return rc;
}

/* Of every record that stands and may say so. */
static int stay_of(struct book *book, const struct laptop *laptop, struct stay *stay,
		   struct fault *f)
{
	struct known k;
	size_t at = 0, end = 0;
	int rc = known_read(&k, book, laptop->sign, f);

	memset(stay, 0, sizeof *stay);
	if (!rc)
		known_records_of(&k, laptop->sign, &at, &end);
	for (; !rc && at < end; at++) {
		bool decides;

		rc = known_prevails(&k, &k.records[at], laptop, known_from_table, book_db(book),
				    &decides, f);
		if (!rc && decides)
			rc = stay_kept(book, stay, k.records[at].keep, f);
	}
	known_release(&k);
	if (stay->n)
		qsort(stay->hashes, stay->n, sizeof *stay->hashes, by_hash);
	return rc;
}

/* ---- one batch ---- */

static enum held standing_by(const struct laptop *laptop, const struct stay *stay,
			     const struct batch *batch)
{
	if (laptop->revoked && !stay_has(stay, batch->hash))
		return HELD_REVOKED;
	return batch->made > laptop->expires ? HELD_EXPIRED : HELD_NOT;
}

int standing_of(struct book *book, const struct laptop *laptop, const struct batch *batch,
		enum held *held, struct fault *f)
{
	struct stay stay = { 0 };
	int rc = laptop->revoked ? stay_of(book, laptop, &stay, f) : FAULT_OK;

	*held = standing_by(laptop, &stay, batch);
	free(stay.hashes);
	return rc;
}

/* ---- all of them ---- */

/* A lane, and the laptop it is of. */
struct of_lane {
	int64_t lane;
	bool counts; /* a certificate of it does */
	struct laptop laptop;
	struct stay stay;
};

struct lanes {
	struct of_lane *all;
	size_t n, room;
};

static void lanes_release(struct lanes *lanes)
{
	for (size_t i = 0; i < lanes->n; i++)
		free(lanes->all[i].stay.hashes);
	free(lanes->all);
}

static int load_lane(struct book *book, int64_t lane, struct of_lane *out, struct fault *f)
{
	struct db *db = book_db(book);
	uint8_t sign[LEDGER_KEY];
	int rc;

	memset(out, 0, sizeof *out);
	out->lane = lane;
	rc = laptops_of_lane(db, lane, sign, &out->counts, f);
	if (!rc && out->counts)
		rc = laptops_find(db, sign, &out->laptop, &out->counts, f);
	return rc || !out->counts || !out->laptop.revoked ? rc :
			stay_of(book, &out->laptop, &out->stay, f);
}

static int find_lane(struct lanes *lanes, struct book *book, int64_t lane,
		     const struct of_lane **out, struct fault *f)
{
	for (size_t i = lanes->n; i-- > 0;)
		if (lanes->all[i].lane == lane) {
			*out = &lanes->all[i];
			return FAULT_OK;
		}
	if (lanes->n == lanes->room) {
		lanes->room = lanes->room ? 2 * lanes->room : 16;
		lanes->all = memory_resize(lanes->all, lanes->room, sizeof *lanes->all);
	}
	*out = &lanes->all[lanes->n];
	return load_lane(book, lane, &lanes->all[lanes->n++], f);
}

static int refresh(struct book *book, const struct identity *id, const struct of_lane *of,
		   const struct batch *batch, struct fault *f)
{
	enum held held = batch->own ? HELD_NOT : /* nobody takes from a laptop what it wrote itself */
			 of->counts ? standing_by(&of->laptop, &of->stay, batch) : HELD_REVOKED;
	bool can = true;
	int rc;

	if (batch->held == HELD_UNDONE || batch->held == held)
		return FAULT_OK;
	rc = batch->held == HELD_NEWER ? counted_read(book, batch, &can, f) : FAULT_OK;
	if (rc || !can)
		return rc;
	if (!held)
		return counted_in(book, id, &of->laptop, batch, &can, f);
	if (!batch->held)
		return counted_out(book, batch, held, f);
	return batches_set_held(book_db(book), batch->key, held, f);
}

/* Every batch of every lane; of this laptop's own those that it could not read. */
static int refresh_all(struct book *book, const struct identity *id, struct fault *f)
{
	struct lanes lanes = { 0 };
	struct batch *batches;
	size_t n;
	int rc = batches_of_lane(book_db(book), 0, &batches, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		const struct of_lane *of;

		if (batches[i].own && batches[i].held != HELD_NEWER)
			continue;
		rc = find_lane(&lanes, book, batches[i].lane, &of, f);
		if (!rc)
			rc = refresh(book, id, of, &batches[i], f);
	}
	lanes_release(&lanes);
	free(batches);
	return rc;
}

/* ---- before anything is exchanged ---- */

int standing_settle(struct book *book, const struct identity *id, bool always, bool *changed,
		    struct fault *f)
{
	struct db *db = book_db(book);
	bool stale = true, round;
	int rc = FAULT_OK;

	*changed = always;
	/* Taking out and in may change records of type key, on which trust hangs. */
	for (int i = 0; !rc && stale && i < 8; i++) {
		rc = trust_refresh(book, id, false, &round, f);
		if (!rc && (round || (always && !i))) {
			*changed = true;
			rc = refresh_all(book, id, f);
		}
		if (!rc)
			rc = trust_is_stale(db, &stale, f);
	}
	return rc || !*changed ? rc : receipt_reckon(book, f);
}

/* How the program that judged last differs from this one. */
struct other_program {
	bool version; /* what it could not read, this one may */
	bool judging; /* it judged operations otherwise */
};

static int is_other_program(struct db *db, struct other_program *other, struct fault *f)
{
	char *by = NULL;
	int64_t judging = 0;
	int rc = meta_text(db, judged_by, &by, f);

	if (!rc)
		rc = meta_int(db, JUDGING, &judging, f);
	other->version = !rc && (!by || strcmp(by, PACKAGE_VERSION) != 0);
	other->judging = !rc && judging != JUDGING_NUMBER;
	free(by);
	return rc;
}

/* On operations of type key trust hangs: the log goes first. */
static int judge_log(struct book *book, struct fault *f)
{
	int rc = record_settle_all(book, true, f);

	return rc ? rc : meta_set_int(book_db(book), JUDGING, JUDGING_NUMBER, f);
}

/* What this desk is certified for hangs on its roots, and others' standing on that. */
int exchange_settle_within(struct book *book, const struct identity *id, bool *changed,
			   struct fault *f)
{
	bool stale = false, first = false, again = false, certified = false, other;
	struct db *db = book_db(book);
	struct other_program by;
	int rc = is_other_program(db, &by, f);

	*changed = false;
	if (rc)
		return rc;
	other = by.version || by.judging;
	if (by.judging)
		rc = judge_log(book, f);
	if (!rc)
		rc = trust_is_stale(db, &stale, f);
	if (!rc)
		rc = standing_settle(book, id, other, &first, f);
	if (!rc && id->has_unit)
		rc = enrol_self(book, id, f);
	if (!rc)
		rc = trust_is_stale(db, &certified, f);
	if (!rc && certified)
		rc = standing_settle(book, id, false, &again, f);
	if (!rc && by.version)
		rc = meta_set_text(db, judged_by, PACKAGE_VERSION, f);
	*changed = stale || first || certified || other;
	return rc;
}

int exchange_settle(struct book *book, const struct identity *id, struct fault *f)
{
	bool changed = false, forgot = false;
	int rc = book_begin(book, SETTLE_VERB, f);

	if (rc)
		return rc;
	rc = exchange_settle_within(book, id, &changed, f);
	if (!rc) /* of what is still kept whole then */
		rc = forget_due(book, &forgot, f);
	changed = changed || forgot;
	if (!rc && changed)
		rc = book_commit(book, NULL, f);
	if (rc || !changed)
		book_rollback(book);
	if (rc == FAULT_DONE) { /* this is; what was asked for has not begun */
		const struct fault done = *f;

		rc = fault_sys(f, FAULT_IO, done.sys, done.subject);
	}
	return rc;
}
