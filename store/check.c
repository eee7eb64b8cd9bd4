#include "config.h"
#include "store/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/audit.h"
#include "store/cache.h"
#include "store/memory.h"
#include "store/op.h"
#include "store/project.h"
#include "store/schema.h"
#include "store/state.h"
#include "store/vault_verify.h"

enum { DIGESTS = 24 };

/* What the projections and the search index hold, one digest a table. */
struct digests {
	uint8_t table[DIGESTS][HASH_BYTES];
};

/* ---- SQLite's own view ---- */

static int check_sqlite(struct book *book, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(book_db(book), "PRAGMA integrity_check(1)", f);
	bool ok;
	int rc;

	if (!st)
		return (int)f->code;
	rc = db_step(book_db(book), st, f);
	if (rc < 0)
		return (int)f->code;
	ok = rc == SQLITE_ROW && !strcmp((const char *)sqlite3_column_text(st, 0), "ok");
	sqlite3_reset(st);
	if (!ok)
		return fault_set(f, FAULT_DAMAGED, "sqlite");
	st = db_stmt(book_db(book), "PRAGMA foreign_key_check", f);
	if (!st)
		return (int)f->code;
	rc = db_step(book_db(book), st, f);
	sqlite3_reset(st);
	if (rc == SQLITE_ROW)
		return fault_set(f, FAULT_DAMAGED, "references");
	return rc < 0 ? (int)f->code : FAULT_OK;
}

/* ---- the log ---- */

static bool op_is_right(sqlite3_stmt *st)
{
	const void *bytes = sqlite3_column_blob(st, 3);
	size_t len = (size_t)sqlite3_column_bytes(st, 3);
	int64_t key = sqlite3_column_int64(st, 0), rec = sqlite3_column_int64(st, 1);
	struct op op;
	bool right;

	if (op_parse(&op, bytes, len))
		return false;
	right = sqlite3_column_bytes(st, 2) == ID_BYTES &&
		!memcmp(sqlite3_column_blob(st, 2), op.id.b, ID_BYTES) && !op.base == (key == rec);
	op_release(&op);
	return right;
}

static int check_ops(struct book *book, struct check_report *report, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(book_db(book), "SELECT k, rec, id, bytes FROM op"
				   " WHERE bytes IS NOT NULL", f);
	int rc;

	if (!st)
		return (int)f->code;
	while ((rc = db_step(book_db(book), st, f)) == SQLITE_ROW) {
		if (!op_is_right(st)) {
			sqlite3_reset(st);
			return fault_set(f, FAULT_DAMAGED, "operations");
		}
		report->ops++;
		report->records += sqlite3_column_int64(st, 0) == sqlite3_column_int64(st, 1);
	}
	return rc < 0 ? (int)f->code : FAULT_OK;
}

/* ---- projections against the log ---- */

struct buffer {
	uint8_t *bytes;
	size_t used, size;
};

static bool buffer_add(struct buffer *b, const void *bytes, size_t n)
{
	if (b->used + n > b->size) {
		uint8_t *more = memory_resize(b->bytes, (b->used + n) * 2, 1);

		if (!more)
			return false;
		b->bytes = more;
		b->size = (b->used + n) * 2;
	}
	if (n)
		memcpy(b->bytes + b->used, bytes, n);
	b->used += n;
	return true;
}

/* Digest every row of a query, types, lengths and values. */
static int digest(struct book *book, const char *sql, uint8_t out[HASH_BYTES], struct fault *f)
{
	struct buffer b = { 0 };
	sqlite3_stmt *st;
	bool room = true;
	int rc;

	memset(out, 0, HASH_BYTES);
	if (sqlite3_prepare_v2(book_db(book)->conn, sql, -1, &st, NULL))
		return db_fault(book_db(book), f);
	while (room && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		b.used = 0;
		for (int i = 0; room && i < sqlite3_column_count(st); i++) {
			int32_t head[2] = { sqlite3_column_type(st, i), 0 };
			const void *value = sqlite3_column_blob(st, i);

			head[1] = sqlite3_column_bytes(st, i);
			room = buffer_add(&b, head, sizeof head) &&
			       buffer_add(&b, value, (size_t)head[1]);
		}
		hash_two(out, out, HASH_BYTES, b.bytes, b.used);
	}
	free(b.bytes);
	rc = !room ? fault_set(f, FAULT_NOMEM, NULL) :
	     rc == SQLITE_DONE ? FAULT_OK : db_fault(book_db(book), f);
	sqlite3_finalize(st);
	return rc;
}

static int digest_all(struct book *book, struct digests *d, struct fault *f)
{
	const char *const *names = schema_projections();
	char sql[80];
	int rc = FAULT_OK, i;

	for (i = 0; !rc && names[i]; i++) {
		snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", names[i]);
		rc = digest(book, sql, d->table[i], f);
	}
	return rc ? rc : digest(book, "SELECT term, doc FROM temp.search_terms ORDER BY 1",
				d->table[i], f);
}

static int rebuild(struct book *book, struct fault *f)
{
	sqlite3_stmt *st;
	int rc = schema_clear_projections(book_db(book), f);

	if (rc)
		return rc;
	book_cache_clear(book); /* what they said is no longer there */
	st = db_stmt(book_db(book), "SELECT k FROM op WHERE rec = k AND bytes IS NOT NULL", f);
	if (!st)
		return (int)f->code;
	while ((rc = db_step(book_db(book), st, f)) == SQLITE_ROW) {
		rec_t rec = sqlite3_column_int64(st, 0);
		struct state state, none;
		int bad = state_load(book_db(book), rec, &state, f);

		if (!bad) {
			none = state;
			bad = project_before(book, rec, &none, f);
			if (!bad)
				bad = project_after(book, rec, &state, f);
			state_release(&state);
		}
		if (bad) {
			sqlite3_reset(st);
			return bad;
		}
	}
	return rc < 0 ? (int)f->code : FAULT_OK;
}

static int compare(const struct digests *a, const struct digests *b, struct fault *f)
{
	const char *const *names = schema_projections();

	for (int i = 0;; i++) {
		if (memcmp(a->table[i], b->table[i], HASH_BYTES))
			return fault_set(f, FAULT_DAMAGED, names[i] ? names[i] : "session_fts");
		if (!names[i])
			return FAULT_OK;
	}
}

static int check_projections(struct book *book, struct fault *f)
{
	struct digests kept, made;
	int rc = db_exec(book_db(book), "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms"
			 " USING fts5vocab('main', 'session_fts', 'row')", f);

	if (!rc)
		rc = digest_all(book, &kept, f);
	if (!rc)
		rc = db_exec(book_db(book), "BEGIN IMMEDIATE", f);
	if (rc)
		return rc;
	rc = rebuild(book, f);
	if (!rc)
		rc = digest_all(book, &made, f);
	sqlite3_exec(book_db(book)->conn, "ROLLBACK", NULL, NULL, NULL);
	book_cache_clear(book);
	return rc ? rc : compare(&kept, &made, f);
}

int book_check(struct book *book, struct check_report *report, struct fault *f)
{
	uint64_t pages = 0;
	int rc = vault_verify(book_vault(book), &pages, f);

	memset(report, 0, sizeof *report);
	report->pages = (int64_t)pages;
	if (!rc)
		rc = check_sqlite(book, f);
	if (!rc)
		rc = check_ops(book, report, f);
	if (!rc)
		rc = audit_verify(book_db(book), vault_id(book_vault(book)), &report->audit_rows, f);
	if (!rc)
		rc = check_projections(book, f);
	return rc;
}
