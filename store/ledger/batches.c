#include "config.h"
#include "store/ledger/batches.h"

#include <string.h>

#include "store/ledger/rows.h"

const char *held_name(enum held held)
{
	static const char *const names[HELDS] = {
		[HELD_NOT] = "",          [HELD_REVOKED] = "revoked", [HELD_EXPIRED] = "expired",
		[HELD_NEWER] = "newer",   [HELD_UNDONE] = "undone",
	};

	return held < HELDS ? names[held] : "";
}

/* ---- reading ---- */

#define BATCHES "SELECT b.k, b.lane, l.lane, l.own, b.number, b.hash, b.prev, b.first, b.count, b.made," \
		" b.at, b.intake, b.whole, b.again, b.forwarded, b.held" \
		" FROM batch b JOIN lane l ON l.k = b.lane"

static void take_row(const struct statement *st, struct batch *out)
{
	memset(out, 0, sizeof *out);
	out->key = row_int(st, 0);
	out->lane = row_int(st, 1);
	row_bytes(st, 2, out->lane_id, LANE_BYTES);
	out->own = row_int(st, 3) != 0;
	out->number = row_int(st, 4);
	row_bytes(st, 5, out->hash, LEDGER_HASH);
	out->has_prev = row_bytes(st, 6, out->prev, LEDGER_HASH);
	out->unread = row_null(st, 7);
	out->first = row_int(st, 7);
	out->count = row_int(st, 8);
	out->made = (day_t)row_int(st, 9);
	out->at = row_int(st, 10);
	out->intake = row_int(st, 11);
	out->whole = row_int(st, 12) != 0;
	out->again = row_int(st, 13) != 0;
	out->forwarded = row_int(st, 14) != 0;
	out->held = (enum held)row_int(st, 15);
}

/* The first row of a question that is bound. */
static int first(struct statement *st, struct batch *out, bool *there)
{
	*there = row_next(st);
	if (*there)
		take_row(st, out);
	return statement_end(st);
}

int batches_find(struct db *db, const uint8_t hash[LEDGER_HASH], struct batch *out, bool *there,
		 struct fault *f)
{
	struct statement st = statement_of(db, BATCHES " WHERE b.hash = ?", f);

	bind_blob(&st, hash, LEDGER_HASH);
	return first(&st, out, there);
}

int batches_get(struct db *db, int64_t key, struct batch *out, struct fault *f)
{
	struct statement st = statement_of(db, BATCHES " WHERE b.k = ?", f);
	bool there;

	bind_int(&st, key);
	there = row_next(&st);
	if (there)
		take_row(&st, out);
	return statement_end_of(&st, there);
}

int batches_of_lane(struct db *db, int64_t lane, struct batch **out, size_t *n, struct fault *f)
{
	struct statement st = lane ?
		statement_of(db, BATCHES " WHERE b.lane = ? ORDER BY b.number, b.hash", f) :
		statement_of(db, BATCHES " ORDER BY b.k", f);

	*out = NULL;
	*n = 0;
	if (lane)
		bind_int(&st, lane);
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		take_row(&st, &(*out)[(*n)++]);
	}
	return statement_end(&st);
}

int batches_last(struct db *db, int64_t lane, struct batch *out, bool *there, struct fault *f)
{
	struct statement st = statement_of(db, BATCHES " WHERE b.lane = ? AND l.own AND b.intake IS NULL"
					       " AND b.held IS NULL ORDER BY b.number DESC LIMIT 1", f);

	bind_int(&st, lane);
	return first(&st, out, there);
}

int batches_later(struct db *db, const uint8_t lane[LANE_BYTES], int64_t number, bool *yes,
		  struct fault *f)
{
	struct statement st = statement_of(db, "SELECT 1 FROM lane l JOIN batch b ON b.lane = l.k"
		" WHERE l.lane = ? AND b.number > ? AND b.held IS NULL LIMIT 1", f);

	bind_blob(&st, lane, LANE_BYTES);
	bind_int(&st, number);
	*yes = row_next(&st);
	return statement_end(&st);
}

int batches_at(struct db *db, int64_t lane, int64_t number, int64_t *n, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT count(*) FROM batch WHERE lane = ? AND number = ?", f);

	bind_int(&st, lane);
	bind_int(&st, number);
	*n = row_next(&st) ? row_int(&st, 0) : 0;
	return statement_end(&st);
}

/* ---- adding ---- */

/* Whether the chain of `prev` of one being added leads down to number 1. */
static int is_whole(struct db *db, const struct batch *b, bool *whole, struct fault *f)
{
	struct statement st;

	*whole = b->number == 1 && !b->has_prev;
	if (*whole || !b->has_prev)
		return FAULT_OK;
	st = statement_of(db, "SELECT whole FROM batch WHERE hash = ? AND lane = ? AND number = ?", f);
	bind_blob(&st, b->prev, LEDGER_HASH);
	bind_int(&st, b->lane);
	bind_int(&st, b->number - 1);
	*whole = row_next(&st) && row_int(&st, 0);
	return statement_end(&st);
}

/* One became whole: those that go on from it, too. */
static int spread_whole(struct db *db, int64_t key, struct fault *f)
{
	struct statement st = statement_of(db, "WITH RECURSIVE after(k, lane, number, hash) AS ("
		"SELECT k, lane, number, hash FROM batch WHERE k = ? UNION ALL"
		" SELECT b.k, b.lane, b.number, b.hash FROM after a JOIN batch b ON b.prev = a.hash"
		" WHERE b.lane = a.lane AND b.number = a.number + 1 AND NOT b.whole)"
		" UPDATE batch SET whole = 1 WHERE k IN (SELECT k FROM after)", f);

	bind_int(&st, key);
	return statement_run(&st);
}

int batches_add(struct db *db, const struct batch *b, const void *manifest, size_t n,
		const uint8_t signature[LEDGER_SIGNATURE], int64_t *key, struct fault *f)
{
	struct statement st;
	bool whole;
	int rc = is_whole(db, b, &whole, f);

	if (rc)
		return rc;
	st = statement_of(db, "INSERT INTO batch(lane, number, hash, prev, first, count, made, manifest,"
		" signature, at, intake, whole, held) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)", f);
	bind_int(&st, b->lane);
	bind_int(&st, b->number);
	bind_blob(&st, b->hash, LEDGER_HASH);
	bind_optional_blob(&st, b->has_prev, b->prev, LEDGER_HASH);
	bind_optional(&st, !b->unread, b->first);
	bind_optional(&st, !b->unread, b->count);
	bind_int(&st, b->made);
	bind_blob(&st, manifest, n);
	bind_blob(&st, signature, LEDGER_SIGNATURE);
	bind_int(&st, b->at);
	bind_key(&st, b->intake);
	bind_optional(&st, b->held != HELD_NOT, b->held);
	rc = statement_insert(&st, key);
	return rc || !whole ? rc : spread_whole(db, *key, f);
}

/* ---- what is kept of one ---- */

int batches_manifest(struct db *db, int64_t key, struct ledger_bytes *manifest,
		     uint8_t signature[LEDGER_SIGNATURE], struct fault *f)
{
	struct statement st = statement_of(db, "SELECT manifest, signature FROM batch WHERE k = ?", f);
	bool there;

	*manifest = (struct ledger_bytes){ NULL, 0 };
	bind_int(&st, key);
	there = row_next(&st);
	if (there) {
		*manifest = row_owned(&st, 0);
		row_bytes(&st, 1, signature, LEDGER_SIGNATURE);
	}
	return statement_end_of(&st, there);
}

/* A change of one row: `value`, then its key. */
static int set(struct db *db, const char *sql, int64_t value, int64_t key, struct fault *f)
{
	struct statement st = statement_of(db, sql, f);

	bind_key(&st, value);
	bind_int(&st, key);
	return statement_run(&st);
}

int batches_set_held(struct db *db, int64_t key, enum held held, struct fault *f)
{
	return set(db, "UPDATE batch SET held = ? WHERE k = ?", held, key, f);
}

int batches_set_intake(struct db *db, int64_t key, int64_t intake, struct fault *f)
{
	return set(db, "UPDATE batch SET intake = ? WHERE k = ?", intake, key, f);
}

int batches_set_read(struct db *db, int64_t key, int64_t first_n, int64_t count, struct fault *f)
{
	struct statement st = statement_of(db, "UPDATE batch SET first = ?, count = ? WHERE k = ?", f);

	bind_int(&st, first_n);
	bind_int(&st, count);
	bind_int(&st, key);
	return statement_run(&st);
}

int batches_set_again(struct db *db, int64_t key, struct fault *f)
{
	return set(db, "UPDATE batch SET again = ? WHERE k = ?", 1, key, f);
}

int batches_set_forwarded(struct db *db, int64_t key, struct fault *f)
{
	return set(db, "UPDATE batch SET forwarded = ? WHERE k = ?", 1, key, f);
}

int batches_kept(struct db *db, int64_t key, struct ledger_bytes *out, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT package FROM batch_kept WHERE batch = ?", f);

	*out = (struct ledger_bytes){ NULL, 0 };
	bind_int(&st, key);
	if (row_next(&st))
		*out = row_owned(&st, 0);
	return statement_end(&st);
}

static int drop(struct db *db, const char *sql, int64_t key, struct fault *f)
{
	struct statement st = statement_of(db, sql, f);

	bind_int(&st, key);
	return statement_run(&st);
}

int batches_keep(struct db *db, int64_t key, const void *bytes, size_t n, struct fault *f)
{
	struct statement st;

	if (!bytes)
		return drop(db, "DELETE FROM batch_kept WHERE batch = ?", key, f);
	st = statement_of(db, "INSERT OR REPLACE INTO batch_kept(batch, package) VALUES(?, ?)", f);
	bind_int(&st, key);
	bind_blob(&st, bytes, n);
	return statement_run(&st);
}

/* ---- sending ---- */

int batches_sealed(struct db *db, int64_t key, struct sealed_batch *out, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT body, recipient, file FROM batch_sealed"
					       " WHERE batch = ?", f);

	memset(out, 0, sizeof *out);
	bind_int(&st, key);
	if (row_next(&st)) {
		row_bytes(&st, 0, out->body, LEDGER_HASH);
		row_bytes(&st, 1, out->recipient, LEDGER_KEY);
		out->file = row_owned(&st, 2);
	}
	return statement_end(&st);
}

int batches_seal(struct db *db, int64_t key, const struct sealed_batch *sealed, struct fault *f)
{
	struct statement st = statement_of(db, "INSERT OR REPLACE INTO batch_sealed(batch, body, recipient,"
					       " file) VALUES(?, ?, ?, ?)", f);

	bind_int(&st, key);
	bind_blob(&st, sealed->body, LEDGER_HASH);
	bind_blob(&st, sealed->recipient, LEDGER_KEY);
	bind_blob(&st, sealed->file.bytes, sealed->file.n);
	return statement_run(&st);
}

int batches_unseal(struct db *db, int64_t key, struct fault *f)
{
	return drop(db, "DELETE FROM batch_sealed WHERE batch = ?", key, f);
}

int batches_sent(struct db *db, int64_t key, const char *carrier, int64_t at, struct fault *f)
{
	struct statement st = statement_of(db, "INSERT OR REPLACE INTO batch_sent(batch, carrier, at)"
					       " VALUES(?, ?, ?)", f);

	bind_int(&st, key);
	bind_text(&st, carrier);
	bind_int(&st, at);
	return statement_run(&st);
}

int batches_last_sent(struct db *db, int64_t key, int64_t *at, char carrier[LEDGER_NAME],
		      struct fault *f)
{
	struct statement st = statement_of(db, "SELECT at, carrier FROM batch_sent WHERE batch = ?"
					       " ORDER BY at DESC, carrier LIMIT 1", f);

	*at = 0;
	*carrier = 0;
	bind_int(&st, key);
	if (row_next(&st)) {
		*at = row_int(&st, 0);
		row_copy(&st, 1, carrier, LEDGER_NAME);
	}
	return statement_end(&st);
}

/* ---- what a batch holds ---- */

/* Of one packed here. An id alone made here is none: it has its bytes, or is erased. */
#define OPS_OWN "SELECT id, n, k, local, bytes FROM op WHERE lane = ?1 AND source IS NULL" \
		" AND bytes IS NOT NULL AND n >= ?2 AND n < ?2 + ?3 ORDER BY n"
/* What an import says of an operation goes before what the log does. */
#define OPS_BROUGHT "SELECT o.id, o.n, o.k, o.local, o.bytes FROM intake i JOIN op o" \
		" ON o.k BETWEEN i.first AND i.last WHERE i.k = ?1 AND o.source = ?1" \
		" AND NOT EXISTS(SELECT 1 FROM intake_again a WHERE a.intake = ?1 AND a.op = o.k)" \
		" UNION ALL SELECT o.id, o.n, o.k, a.local, CASE WHEN a.whole THEN o.bytes END" \
		" FROM intake_again a JOIN op o ON o.k = a.op WHERE a.intake = ?1 ORDER BY 2, 3"

/* Of one this laptop packed before it was restored: what was made by then is here as its own. */
#define OPS_BACK "WITH brought(id, n, k, local, bytes) AS (" OPS_BROUGHT ") SELECT * FROM brought" \
	" UNION ALL SELECT id, n, k, local, bytes FROM op WHERE lane = ?2 AND source IS NULL" \
	" AND bytes IS NOT NULL AND n >= ?3 AND n < ?3 + ?4 AND n NOT IN (SELECT n FROM brought)" \
	" ORDER BY 2, 3"

int batches_ops(struct db *db, const struct batch *batch, batch_op_fn *each, void *arg,
		struct fault *f)
{
	struct statement st;

	if (!batch->intake && (!batch->own || batch->unread))
		return FAULT_OK; /* kept, and not read */
	st = statement_of(db, !batch->intake ? OPS_OWN : batch->own ? OPS_BACK : OPS_BROUGHT, f);
	if (batch->intake)
		bind_int(&st, batch->intake);
	if (batch->own) {
		bind_int(&st, batch->lane);
		bind_int(&st, batch->first);
		bind_int(&st, batch->count);
	}
	while (row_next(&st)) {
		struct batch_op op = { .n = row_int(&st, 1), .key = row_int(&st, 2),
				       .local = row_int(&st, 3) != 0 };

		row_bytes(&st, 0, op.id.b, ID_BYTES);
		op.len = row_length(&st, 4);
		op.bytes = op.len ? row_blob(&st, 4) : NULL;
		st.rc = each(arg, &op, f);
	}
	return statement_end(&st);
}

/* ---- whether it agrees ---- */

/* Each gives a row where something is not as it must be. */
static const char *const contradictions[] = {
	/* whole, by the one before */
	"SELECT 1 FROM batch b WHERE b.whole IS NOT ((b.number = 1 AND b.prev IS NULL) OR EXISTS("
	"SELECT 1 FROM batch p WHERE p.hash = b.prev AND p.lane = b.lane AND p.number = b.number - 1"
	" AND p.whole))",
	/* what was packed here holds all there is from 1 on, each number once */
	"SELECT 1 FROM (SELECT b.first, b.number, row_number() OVER after AS place,"
	" lag(b.first + b.count, 1, 1) OVER after AS next FROM batch b JOIN lane l ON l.k = b.lane"
	" WHERE l.own AND b.intake IS NULL AND b.held IS NULL"
	" WINDOW after AS (PARTITION BY b.lane ORDER BY b.number))"
	" WHERE number <> place OR first IS NOT next",
	"SELECT 1 FROM (SELECT b.lane, max(b.first + b.count) AS end FROM batch b JOIN lane l"
	" ON l.k = b.lane WHERE l.own AND b.intake IS NULL AND b.held IS NULL GROUP BY b.lane) e"
	" WHERE e.end - 1 <> (SELECT count(*) FROM op WHERE lane = e.lane AND source IS NULL"
	" AND bytes IS NOT NULL AND n < e.end)",
	/* what came counts by its import, or is held and kept */
	"SELECT 1 FROM batch b JOIN lane l ON l.k = b.lane LEFT JOIN intake i ON i.k = b.intake"
	" WHERE CASE WHEN b.intake IS NOT NULL THEN (b.held IS NULL) <> (i.undone = 0)"
	" WHEN b.held IS NULL THEN l.own IS NULL"
	" ELSE NOT EXISTS(SELECT 1 FROM batch_kept WHERE batch = b.k) END",
};

int batches_check(struct db *db, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < sizeof contradictions / sizeof contradictions[0]; i++) {
		int64_t found = 0;

		rc = read_int(db, contradictions[i], &found, f);
		if (!rc && found)
			rc = fault_set(f, FAULT_DAMAGED, "batches");
	}
	return rc;
}
