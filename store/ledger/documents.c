#include "config.h"
#include "store/ledger/documents.h"

#include <stdlib.h>
#include <string.h>

#include "store/ledger/rows.h"

/* ---- that came ---- */

#define DOCUMENTS "SELECT k, hash, sign, previous, whole, made, at, intake FROM document"

static int first(struct statement *st, struct document_row *out, bool *there)
{
	*there = row_next(st);
	if (*there) {
		memset(out, 0, sizeof *out);
		out->key = row_int(st, 0);
		row_bytes(st, 1, out->hash, LEDGER_HASH);
		row_bytes(st, 2, out->sign, LEDGER_KEY);
		out->has_previous = row_bytes(st, 3, out->previous, LEDGER_HASH);
		out->whole = row_int(st, 4) != 0;
		out->made = (day_t)row_int(st, 5);
		out->at = row_int(st, 6);
		out->intake = row_int(st, 7);
	}
	return statement_end(st);
}

int documents_find(struct db *db, const uint8_t hash[LEDGER_HASH], struct document_row *out,
		   bool *there, struct fault *f)
{
	struct statement st = statement_of(db, DOCUMENTS " WHERE hash = ?", f);

	bind_blob(&st, hash, LEDGER_HASH);
	return first(&st, out, there);
}

int documents_newest(struct db *db, const uint8_t sign[LEDGER_KEY], struct document_row *out,
		     bool *there, struct fault *f)
{
	struct statement st = statement_of(db, DOCUMENTS " d WHERE sign = ? AND whole AND NOT EXISTS("
		"SELECT 1 FROM document n WHERE n.previous = d.hash AND n.sign = d.sign)"
		" ORDER BY k DESC LIMIT 1", f);

	bind_blob(&st, sign, LEDGER_KEY);
	return first(&st, out, there);
}

/* One became whole: those that go on from it, too. */
static int spread_whole(struct db *db, int64_t key, struct fault *f)
{
	struct statement st = statement_of(db, "WITH RECURSIVE after(k, hash) AS ("
		"SELECT k, hash FROM document WHERE k = ? UNION SELECT d.k, d.hash FROM after a"
		" JOIN document d ON d.previous = a.hash)"
		" UPDATE document SET whole = 1 WHERE k IN (SELECT k FROM after)", f);

	bind_int(&st, key);
	return statement_run(&st);
}

int documents_add(struct db *db, struct document_row *row, struct fault *f)
{
	struct document_row before = { .whole = true };
	struct statement st;
	bool there = true;
	int rc = row->has_previous ? documents_find(db, row->previous, &before, &there, f) : FAULT_OK;

	if (rc)
		return rc;
	row->whole = there && before.whole;
	st = statement_of(db, "INSERT INTO document(hash, sign, previous, whole, made, at, intake)"
			      " VALUES(?, ?, ?, 0, ?, ?, ?)", f);
	bind_blob(&st, row->hash, LEDGER_HASH);
	bind_blob(&st, row->sign, LEDGER_KEY);
	bind_optional_blob(&st, row->has_previous, row->previous, LEDGER_HASH);
	bind_int(&st, row->made);
	bind_int(&st, row->at);
	bind_key(&st, row->intake);
	rc = statement_insert(&st, &row->key);
	return rc || !row->whole ? rc : spread_whole(db, row->key, f);
}

int documents_put_aside(struct db *db, int64_t document, const struct id *op, bool back,
			struct fault *f)
{
	struct statement st = statement_of(db, "INSERT OR REPLACE INTO document_aside(document, op, back)"
		" SELECT ?, k, ? FROM op WHERE id = ? AND source IS NULL AND bytes IS NOT NULL", f);

	bind_int(&st, document);
	bind_int(&st, back);
	bind_blob(&st, op->b, ID_BYTES);
	return statement_run(&st);
}

/* ---- given out ---- */

#define GIVEN "SELECT k, addressee, hash, upto, state, made, at, sealed FROM document_out"

static void take_given(const struct statement *st, struct document_out *out)
{
	memset(out, 0, sizeof *out);
	out->key = row_int(st, 0);
	out->addressee = row_int(st, 1);
	row_bytes(st, 2, out->hash, LEDGER_HASH);
	out->upto = row_int(st, 3);
	out->state = (char *)row_owned(st, 4).bytes;
	out->made = (day_t)row_int(st, 5);
	out->at = row_int(st, 6);
	out->sealed = row_owned(st, 7);
}

static int first_given(struct statement *st, struct document_out *out, bool *there)
{
	memset(out, 0, sizeof *out);
	*there = row_next(st);
	if (*there)
		take_given(st, out);
	return statement_end(st);
}

int documents_out_find(struct db *db, int64_t addressee, const uint8_t hash[LEDGER_HASH],
		       struct document_out *out, bool *there, struct fault *f)
{
	struct statement st = statement_of(db, GIVEN " WHERE hash = ? AND addressee = ?", f);

	bind_blob(&st, hash, LEDGER_HASH);
	bind_int(&st, addressee);
	return first_given(&st, out, there);
}

int documents_out_last(struct db *db, int64_t addressee, struct document_out *out, bool *there,
		       struct fault *f)
{
	struct statement st = statement_of(db, GIVEN " WHERE addressee = ? ORDER BY k DESC LIMIT 1", f);

	bind_int(&st, addressee);
	return first_given(&st, out, there);
}

int documents_out_waiting(struct db *db, int64_t addressee, struct document_out **out, size_t *n,
			  struct fault *f)
{
	struct statement st = statement_of(db, GIVEN " WHERE addressee = ? AND sealed IS NOT NULL"
					       " ORDER BY k", f);

	*out = NULL;
	*n = 0;
	bind_int(&st, addressee);
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		take_given(&st, &(*out)[(*n)++]);
	}
	return statement_end(&st);
}

static int forget_files(struct db *db, int64_t addressee, struct fault *f)
{
	struct statement st = statement_of(db, "UPDATE document_out SET sealed = NULL WHERE addressee = ?"
					       " AND sealed IS NOT NULL", f);

	bind_int(&st, addressee);
	return statement_run(&st);
}

int documents_out_add(struct db *db, const struct document_out *row, bool goes_on, struct fault *f)
{
	struct statement st;
	int rc = goes_on ? FAULT_OK : forget_files(db, row->addressee, f);

	if (rc)
		return rc;
	st = statement_of(db, "INSERT OR REPLACE INTO document_out(addressee, hash, upto, state, made, at, sealed)"
			      " VALUES(?, ?, ?, ?, ?, ?, ?)", f);
	bind_int(&st, row->addressee);
	bind_blob(&st, row->hash, LEDGER_HASH);
	bind_int(&st, row->upto);
	bind_text(&st, row->state ? row->state : "");
	bind_int(&st, row->made);
	bind_int(&st, row->at);
	bind_optional_blob(&st, row->sealed.bytes != NULL, row->sealed.bytes, row->sealed.n);
	return statement_run(&st);
}

int documents_out_end(struct db *db, int64_t *upto, struct fault *f)
{
	*upto = 0;
	return read_int(db, "SELECT ifnull(max(upto), 0) FROM document_out", upto, f);
}

int documents_out_least(struct db *db, int64_t *upto, struct fault *f)
{
	*upto = 0;
	return read_int(db, "SELECT ifnull(min(upto), 0) FROM (SELECT upto, max(k) FROM document_out"
			    " GROUP BY addressee)", upto, f);
}

int documents_out_anew(struct db *db, int64_t op, int64_t lane, struct fault *f)
{
	/* What a laptop writes now never goes down to it (share.h). */
	struct statement st = statement_of(db, "UPDATE document_out SET state = '' WHERE upto >= ?1 AND (?2 = 0"
		" OR addressee = (SELECT a.k FROM lane l JOIN addressee a ON a.name = 'l-' || lower(hex(l.sign))"
		" WHERE l.k = ?2 AND (SELECT lane FROM op WHERE k = ?1) IS NOT (SELECT b.lane FROM batch b"
		" JOIN lane of ON of.k = b.lane WHERE of.sign = l.sign GROUP BY b.lane"
		" ORDER BY min(b.k) DESC LIMIT 1)))", f);

	bind_int(&st, op);
	bind_int(&st, lane);
	return statement_run(&st);
}

void document_out_release(struct document_out *d)
{
	free(d->state);
	free(d->sealed.bytes);
	memset(d, 0, sizeof *d);
}

void documents_out_free(struct document_out *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		document_out_release(&d[i]);
	free(d);
}
