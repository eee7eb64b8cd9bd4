#include "config.h"
#include "store/ledger/receipts.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/hex.h"
#include "store/book/meta.h"
#include "store/book/now.h"
#include "store/ledger/rows.h"

#define EPOCH_MAX (((int64_t)1 << 53) - 1) /* the greatest number in a manifest */

/* ---- from others ---- */

#define ISSUERS "SELECT k, sign, epoch, number, token, made, at, body FROM issuer"

static void take_issuer(const struct statement *st, struct issuer *out)
{
	memset(out, 0, sizeof *out);
	out->key = row_int(st, 0);
	row_bytes(st, 1, out->sign, LEDGER_KEY);
	out->epoch = row_int(st, 2);
	out->number = row_int(st, 3);
	row_bytes(st, 4, out->token, LEDGER_TOKEN);
	out->made = (day_t)row_int(st, 5);
	out->at = row_int(st, 6);
	out->body = row_owned(st, 7);
}

int receipts_find(struct db *db, const uint8_t sign[LEDGER_KEY], struct issuer *out, bool *there,
		  struct fault *f)
{
	struct statement st = statement_of(db, ISSUERS " WHERE sign = ?", f);

	memset(out, 0, sizeof *out);
	bind_blob(&st, sign, LEDGER_KEY);
	*there = row_next(&st);
	if (*there)
		take_issuer(&st, out);
	return statement_end(&st);
}

int receipts_all(struct db *db, struct issuer **out, size_t *n, struct fault *f)
{
	struct statement st = statement_of(db, ISSUERS " ORDER BY at DESC, k DESC", f);

	*out = NULL;
	*n = 0;
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		take_issuer(&st, &(*out)[(*n)++]);
	}
	return statement_end(&st);
}

void issuer_release(struct issuer *i)
{
	free(i->body.bytes);
	memset(i, 0, sizeof *i);
}

void receipts_free(struct issuer *i, size_t n)
{
	for (size_t at = 0; at < n; at++)
		issuer_release(&i[at]);
	free(i);
}

int receipts_put(struct db *db, const struct issuer *issuer, int64_t *key, struct fault *f)
{
	struct statement st = statement_of(db, "INSERT INTO issuer(sign, epoch, number, token, made, at,"
		" body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(sign) DO UPDATE SET epoch = ?2,"
		" number = ?3, token = ?4, made = ?5, at = ?6, body = ?7", f);
	int rc;

	bind_blob(&st, issuer->sign, LEDGER_KEY);
	bind_int(&st, issuer->epoch);
	bind_int(&st, issuer->number);
	bind_blob(&st, issuer->token, LEDGER_TOKEN);
	bind_int(&st, issuer->made);
	bind_int(&st, issuer->at);
	bind_blob(&st, issuer->body.bytes ? issuer->body.bytes : (const uint8_t *)"", issuer->body.n);
	rc = statement_run(&st);
	if (rc)
		return rc;
	st = statement_of(db, "SELECT k FROM issuer WHERE sign = ?", f);
	bind_blob(&st, issuer->sign, LEDGER_KEY);
	if (row_next(&st))
		*key = row_int(&st, 0);
	return statement_end(&st);
}

int acknowledged_forget(struct db *db, int64_t issuer, struct fault *f)
{
	struct statement st = statement_of(db, "DELETE FROM acknowledged WHERE issuer = ?", f);

	bind_int(&st, issuer);
	return statement_run(&st);
}

int acknowledged_put(struct db *db, int64_t batch, int64_t issuer, bool up, struct fault *f)
{
	struct statement st = statement_of(db, "INSERT OR IGNORE INTO acknowledged(batch, issuer, up)"
					       " VALUES(?, ?, ?)", f);

	bind_int(&st, batch);
	bind_int(&st, issuer);
	bind_int(&st, up);
	return statement_run(&st);
}

int acknowledged(struct db *db, int64_t batch, struct acknowledgement *out, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT a.up, i.sign, i.made FROM acknowledged a"
		" JOIN issuer i ON i.k = a.issuer JOIN laptop l ON l.sign = i.sign"
		" WHERE a.batch = ? AND NOT l.revoked ORDER BY i.at, i.k", f);

	memset(out, 0, sizeof *out);
	bind_int(&st, batch);
	while (row_next(&st)) {
		if (row_int(&st, 0))
			out->up = true;
		else
			out->here = true;
		row_bytes(&st, 1, out->by, LEDGER_KEY);
		out->made = (day_t)row_int(&st, 2);
	}
	return statement_end(&st);
}

int seen_find(struct db *db, const uint8_t hash[LEDGER_HASH], bool *there, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT 1 FROM seen WHERE hash = ?", f);

	bind_blob(&st, hash, LEDGER_HASH);
	*there = row_next(&st);
	return statement_end(&st);
}

int seen_put(struct db *db, const uint8_t hash[LEDGER_HASH], int format, int64_t at, struct fault *f)
{
	struct statement st = statement_of(db, "INSERT OR IGNORE INTO seen(hash, format, at)"
					       " VALUES(?, ?, ?)", f);

	bind_blob(&st, hash, LEDGER_HASH);
	bind_int(&st, format);
	bind_int(&st, at);
	return statement_run(&st);
}

int receipts_hello(struct book *book, bool *owed, struct fault *f)
{
	int64_t is = 0;
	int rc = meta_int(book_db(book), "hello_owed", &is, f);

	*owed = is != 0;
	return rc;
}

int receipts_set_hello(struct book *book, bool owed, struct fault *f)
{
	return meta_set_int(book_db(book), "hello_owed", owed, f);
}

/* ---- to others ---- */

/* The greatest epoch of its own that this desk knows of; 0: there was none. */
static int greatest_epoch(struct db *db, int64_t *out, struct fault *f)
{
	int64_t said = 0;
	int rc;

	*out = 0;
	rc = meta_int(db, "epoch", out, f);
	if (!rc)
		rc = read_int(db, "SELECT ifnull(max(epoch), 0) FROM addressee", &said, f);
	if (said > *out)
		*out = said;
	return rc;
}

int receipts_new_epoch(struct book *book, int64_t known, struct fault *f)
{
	struct db *db = book_db(book);
	int64_t epoch = book_now(book)->ms, was;
	int rc = greatest_epoch(db, &was, f);

	if (epoch < 0)
		epoch = 0;
	if (known > was)
		was = known;
	if (was >= EPOCH_MAX)
		epoch = EPOCH_MAX;
	else if (epoch <= was)
		epoch = was + 1;
	if (!rc)
		rc = meta_set_int(db, "epoch", epoch, f);
	return rc ? rc : addressee_owe(db, NULL, f);
}

int receipts_epoch(struct book *book, int64_t *epoch, struct fault *f)
{
	int rc;

	*epoch = 0;
	rc = meta_int(book_db(book), "epoch", epoch, f);
	if (rc || *epoch)
		return rc;
	rc = receipts_new_epoch(book, 0, f);
	return rc ? rc : meta_int(book_db(book), "epoch", epoch, f);
}

#define ADDRESSEES "SELECT k, name, epoch, number, owed, named, hash, made, body, sealed FROM addressee"

static void take_addressee(const struct statement *st, struct addressee *out)
{
	memset(out, 0, sizeof *out);
	out->key = row_int(st, 0);
	row_copy(st, 1, out->name, sizeof out->name);
	out->epoch = row_int(st, 2);
	out->number = row_int(st, 3);
	out->owed = row_int(st, 4) != 0;
	out->has_named = row_bytes(st, 5, out->named, LEDGER_HASH);
	out->has_hash = row_bytes(st, 6, out->hash, LEDGER_HASH);
	out->made = (day_t)row_int(st, 7);
	out->body = row_owned(st, 8);
	out->sealed = row_owned(st, 9);
}

void addressee_laptop(char out[ADDRESSEE_NAME], const uint8_t sign[LEDGER_KEY])
{
	memcpy(out, "l-", 3);
	hex_text(out + 2, sign, LEDGER_KEY);
}

int addressee_get(struct db *db, const char *name, struct addressee *out, struct fault *f)
{
	struct statement st = statement_of(db, "INSERT OR IGNORE INTO addressee(name, epoch, number, owed)"
					       " VALUES(?, 0, 0, 0)", f);
	int rc;

	memset(out, 0, sizeof *out);
	bind_text(&st, name);
	rc = statement_run(&st);
	if (rc)
		return rc;
	st = statement_of(db, ADDRESSEES " WHERE name = ?", f);
	bind_text(&st, name);
	if (row_next(&st))
		take_addressee(&st, out);
	return statement_end(&st);
}

int addressees_all(struct db *db, struct addressee **out, size_t *n, struct fault *f)
{
	struct statement st = statement_of(db, ADDRESSEES " ORDER BY name", f);

	*out = NULL;
	*n = 0;
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		take_addressee(&st, &(*out)[(*n)++]);
	}
	return statement_end(&st);
}

int addressee_put(struct db *db, const struct addressee *a, struct fault *f)
{
	struct statement st = statement_of(db, "UPDATE addressee SET epoch = ?, number = ?, owed = ?,"
		" named = ?, hash = ?, made = ?, body = ?, sealed = ? WHERE name = ?", f);

	bind_int(&st, a->epoch);
	bind_int(&st, a->number);
	bind_int(&st, a->owed);
	bind_optional_blob(&st, a->has_named, a->named, LEDGER_HASH);
	bind_optional_blob(&st, a->has_hash, a->hash, LEDGER_HASH);
	bind_optional(&st, a->has_hash, a->made);
	bind_optional_blob(&st, a->body.bytes != NULL, a->body.bytes, a->body.n);
	bind_optional_blob(&st, a->sealed.bytes != NULL, a->sealed.bytes, a->sealed.n);
	bind_text(&st, a->name);
	return statement_run(&st);
}

void addressee_release(struct addressee *a)
{
	free(a->body.bytes);
	free(a->sealed.bytes);
	memset(a, 0, sizeof *a);
}

void addressees_free(struct addressee *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		addressee_release(&a[i]);
	free(a);
}

int addressee_anew(struct db *db, const char *name, struct fault *f)
{
	struct statement st = statement_of(db, "DELETE FROM document_out WHERE addressee ="
					       " (SELECT k FROM addressee WHERE name = ?)", f);
	int rc;

	bind_text(&st, name);
	rc = statement_run(&st);
	if (rc)
		return rc;
	st = statement_of(db, "UPDATE addressee SET owed = 1, named = NULL, hash = NULL, body = NULL,"
			      " sealed = NULL WHERE name = ?", f);
	bind_text(&st, name);
	return statement_run(&st);
}

int addressee_owe(struct db *db, const char *name, struct fault *f)
{
	struct statement st = statement_of(db, "UPDATE addressee SET owed = 1"
					       " WHERE ?1 IS NULL OR name = ?1", f);

	bind_text(&st, name);
	return statement_run(&st);
}
