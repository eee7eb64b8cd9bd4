#include "config.h"
#include "store/ledger/certificates.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/hex.h"
#include "store/base/memory.h"
#include "store/book/meta.h"
#include "store/ledger/rows.h"
#include "store/oplog/judge.h"
#include "store/oplog/op.h"

/* ---- certificates ---- */

#define CERTIFICATES "SELECT k, sign, issuer, number, payload, signature FROM certificate"

static void take_row(const struct statement *st, struct kept_certificate *out)
{
	struct ledger_bytes payload = row_owned(st, 4);

	memset(out, 0, sizeof *out);
	out->key = row_int(st, 0);
	row_bytes(st, 1, out->sign, LEDGER_KEY);
	row_bytes(st, 2, out->issuer, LEDGER_KEY);
	out->number = row_int(st, 3);
	out->payload = (char *)payload.bytes;
	out->n = payload.n;
	row_bytes(st, 5, out->signature, LEDGER_SIGNATURE);
}

int certificates_keep(struct db *db, const struct kept_certificate *c, bool *is_new,
		      struct fault *f)
{
	struct statement st = statement_of(db, "INSERT INTO certificate(sign, issuer, number, payload,"
		" signature) VALUES(?, ?, ?, ?, ?) ON CONFLICT(payload) DO NOTHING", f);
	int rc;

	bind_blob(&st, c->sign, LEDGER_KEY);
	bind_blob(&st, c->issuer, LEDGER_KEY);
	bind_int(&st, c->number);
	bind_blob(&st, c->payload, c->n);
	bind_blob(&st, c->signature, LEDGER_SIGNATURE);
	rc = statement_run(&st);
	*is_new = !rc && sqlite3_changes(db->conn) > 0;
	return rc || !*is_new ? rc : trust_set_stale(db, true, f);
}

int certificates_of(struct db *db, const uint8_t *sign, struct kept_certificate **out, size_t *n,
		    struct fault *f)
{
	struct statement st = sign ?
		statement_of(db, CERTIFICATES " WHERE sign = ? ORDER BY number, payload", f) :
		statement_of(db, CERTIFICATES " ORDER BY sign, number, payload", f);

	*out = NULL;
	*n = 0;
	if (sign)
		bind_blob(&st, sign, LEDGER_KEY);
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		take_row(&st, &(*out)[(*n)++]);
	}
	return statement_end(&st);
}

int certificates_get(struct db *db, int64_t key, struct kept_certificate *out, struct fault *f)
{
	struct statement st = statement_of(db, CERTIFICATES " WHERE k = ?", f);
	bool there;

	memset(out, 0, sizeof *out);
	bind_int(&st, key);
	there = row_next(&st);
	if (there)
		take_row(&st, out);
	return statement_end_of(&st, there);
}

void certificates_free(struct kept_certificate *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(c[i].payload);
	free(c);
}

/* ---- records of type key ---- */

/* A key as it is written in a record: 64 small hex digits. */
static bool take_sign(uint8_t sign[LEDGER_KEY], const char *text)
{
	return text && hex_read(sign, LEDGER_KEY, text, strlen(text));
}

static int take_certificates(struct db *db, struct key_record *r, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT cert FROM key_certificate WHERE rec = ?"
					       " ORDER BY cert", f);

	bind_int(&st, r->rec);
	while (row_next(&st)) {
		r->certificates = room_for_one(r->certificates, r->n, sizeof *r->certificates);
		r->certificates[r->n++] = memory_strdup(row_text(&st, 0));
	}
	return statement_end(&st);
}

int key_records(struct book *book, struct key_record **out, size_t *n, struct fault *f)
{
	struct db *db = book_db(book);
	struct statement st = statement_of(db, "SELECT r.rec, r.sign, r.keep, o.lane, r.voided"
		" FROM key_record r JOIN op o ON o.k = r.rec ORDER BY r.sign, r.rec", f);

	*out = NULL;
	*n = 0;
	while (row_next(&st)) {
		struct key_record r = { .rec = row_int(&st, 0) };

		if (!take_sign(r.sign, row_text(&st, 1)))
			continue;
		r.keep = memory_strdup(row_text(&st, 2));
		r.voided = row_int(&st, 4) != 0;
		*out = room_for_one(*out, *n, sizeof **out);
		st.rc = lane_load(db, row_int(&st, 3), &r.creator, f);
		if (!st.rc)
			st.rc = take_certificates(db, &r, f);
		(*out)[(*n)++] = r;
	}
	return statement_end(&st);
}

/* ---- what is said of keys, and does not count ---- */

/* *revokes: what an operation leaves of that; false: it says nothing of it. */
static bool says_of_revoking(const struct op *op, bool *revokes)
{
	const json_t *keep = json_object_get(op->set, "keep"), *voided = json_object_get(op->set, "voided");

	*revokes = keep ? json_is_array(keep) : !json_is_true(voided);
	return keep || voided;
}

/* The record an operation made, or changed, of a key. *is false: it is none. */
static int take_aside(struct db *db, const struct statement *st, struct key_record *r, bool *is,
		      struct fault *f)
{
	struct op created;

	memset(r, 0, sizeof *r);
	r->rec = row_int(st, 1);
	*is = !op_parse(&created, row_blob(st, 3), row_length(st, 3));
	if (!*is)
		return FAULT_OK;
	*is = !strcmp(created.type, "key") &&
	      take_sign(r->sign, json_string_value(json_object_get(created.set, "sign")));
	op_release(&created);
	return *is ? lane_load(db, row_int(st, 2), &r->creator, f) : FAULT_OK;
}

/* The next operation of these: the record it is of becomes the last of the list, or goes. */
static int add_aside(struct db *db, const struct statement *st, struct key_record **out, size_t *n,
		     struct fault *f)
{
	struct key_record r;
	struct op op;
	bool revokes, is;
	int rc;

	if (op_parse(&op, row_blob(st, 0), row_length(st, 0)))
		return FAULT_OK;
	is = says_of_revoking(&op, &revokes);
	op_release(&op);
	rc = is ? take_aside(db, st, &r, &is, f) : FAULT_OK;
	if (rc || !is)
		return rc;
	if (*n && (*out)[*n - 1].rec == r.rec)
		free((*out)[--*n].keep);
	if (!revokes)
		return FAULT_OK;
	r.keep = memory_strdup("[]");
	*out = room_for_one(*out, *n, sizeof **out);
	(*out)[(*n)++] = r;
	return FAULT_OK;
}

int key_records_aside(struct book *book, struct key_record **out, size_t *n, struct fault *f)
{
	struct db *db = book_db(book);
	struct statement st = statement_of(db, "SELECT o.bytes, o.rec, c.lane, c.bytes FROM op o"
		" JOIN lane l ON l.k = o.lane JOIN op c ON c.k = o.rec WHERE o.aside = ? AND l.level > ?"
		" AND o.bytes IS NOT NULL AND c.bytes IS NOT NULL ORDER BY o.rec, l.lane, o.n", f);

	*out = NULL;
	*n = 0;
	bind_int(&st, ASIDE_REVOKED);
	bind_int(&st, LEVEL_TEAM);
	while (row_next(&st))
		st.rc = add_aside(db, &st, out, n, f);
	return statement_end(&st);
}

void key_records_free(struct key_record *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < r[i].n; j++)
			free(r[i].certificates[j]);
		free(r[i].certificates);
		free(r[i].keep);
	}
	free(r);
}

int key_record_of(struct book *book, const uint8_t sign[LEDGER_KEY], rec_t *out, struct fault *f)
{
	char text[2 * LEDGER_KEY + 1];
	struct statement st = statement_of(book_db(book), "SELECT r.rec FROM key_record r JOIN op o"
		" ON o.k = r.rec JOIN lane l ON l.k = o.lane WHERE r.sign = ? AND NOT r.voided"
		" AND (l.own OR l.unit = ?) ORDER BY r.rec LIMIT 1", f);

	hex_text(text, sign, LEDGER_KEY);
	bind_text(&st, text);
	bind_text(&st, book_unit(book));
	*out = row_next(&st) ? row_int(&st, 0) : 0;
	return statement_end(&st);
}

int trust_is_stale(struct db *db, bool *stale, struct fault *f)
{
	int64_t is = 1; /* never worked out */
	int rc = meta_int(db, "trust_stale", &is, f);

	*stale = is != 0;
	return rc;
}

int trust_set_stale(struct db *db, bool stale, struct fault *f)
{
	return meta_set_int(db, "trust_stale", stale, f);
}
