#include "config.h"
#include "store/upkeep/check.h"

#include <stdio.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/book/cache.h"
#include "store/db/schema.h"
#include "store/db/statement.h"
#include "store/ledger/batches.h"
#include "store/oplog/audit.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"
#include "store/record/projection.h"
#include "store/record/search_held.h"
#include "store/record/search_index.h"
#include "store/record/settle.h"
#include "store/vault/verify.h"

enum { DIGESTS = 24 };

/* What the projections and the search index hold, one digest a table. */
struct digests {
	uint8_t table[DIGESTS][HASH_BYTES];
};

/* ---- SQLite's own view ---- */

static int check_sqlite(struct book *book, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "PRAGMA integrity_check(1)", f);
	bool ok = row_next(&st) && !strcmp(row_text(&st, 0), "ok");
	int rc = statement_end(&st);

	if (rc)
		return rc;
	if (!ok)
		return fault_set(f, FAULT_DAMAGED, "sqlite");
	st = statement_of(book_db(book), "PRAGMA foreign_key_check", f);
	if (row_next(&st))
		st.rc = fault_set(f, FAULT_DAMAGED, "references");
	return statement_end(&st);
}

/* ---- the log ---- */

static bool op_is_right(const struct statement *st)
{
	struct id id;
	struct op op;
	bool right;

	if (op_parse(&op, row_blob(st, 3), row_length(st, 3)))
		return false;
	right = row_bytes(st, 2, id.b, ID_BYTES) && !memcmp(id.b, op.id.b, ID_BYTES) &&
		!op.base == (row_int(st, 0) == row_int(st, 1));
	op_release(&op);
	return right;
}

static int check_ops(struct book *book, struct check_report *report, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT k, rec, id, bytes FROM op"
						      " WHERE length(bytes) > 0", f);

	while (row_next(&st)) {
		if (!op_is_right(&st)) {
			st.rc = fault_set(f, FAULT_DAMAGED, "operations");
			break;
		}
		report->ops++;
		report->records += row_int(&st, 0) == row_int(&st, 1);
	}
	return statement_end(&st);
}

/* ---- projections against the log ---- */

/* Digest every row of a query, types, lengths and values. */
static int digest(struct book *book, const char *sql, uint8_t out[HASH_BYTES], struct fault *f)
{
	struct statement st = statement_once(book_db(book), sql, f);
	struct buffer b = { 0 };

	memset(out, 0, HASH_BYTES);
	while (row_next(&st)) {
		b.len = 0;
		for (int i = 0; i < sqlite3_column_count(st.stmt); i++) {
			int32_t head[2] = { sqlite3_column_type(st.stmt, i), 0 };
			const void *value = row_blob(&st, i);

			head[1] = (int32_t)row_length(&st, i);
			buffer_put_bytes(&b, head, sizeof head);
			buffer_put_bytes(&b, value, (size_t)head[1]);
		}
		hash_two(out, out, HASH_BYTES, b.text, b.len);
	}
	buffer_release(&b);
	return statement_end(&st);
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

/* What this laptop made is numbered 1, 2, 3 …, and the last number is known. */
static int check_numbers(struct book *book, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT count(*), ifnull(max(n), 0),"
		" (SELECT value FROM meta WHERE key = 'n') FROM op WHERE lane = ? AND bytes IS NOT NULL", f);

	bind_int(&st, book_lane(book));
	if (row_next(&st) && (row_int(&st, 0) != row_int(&st, 1) || row_int(&st, 0) != row_int(&st, 2)))
		st.rc = fault_set(f, FAULT_DAMAGED, "numbers");
	return statement_end(&st);
}

/* ---- what counts, where others' operations are here ---- */

static int digest_judged(struct book *book, uint8_t out[2][HASH_BYTES], struct fault *f)
{
	int rc = digest(book, "SELECT k, aside FROM op WHERE aside IS NOT NULL ORDER BY k", out[0], f);

	return rc ? rc : digest(book, "SELECT rec FROM erased ORDER BY rec", out[1], f);
}

/* Judge all of it again: it must come to the same. In a savepoint that is rolled back. */
static int check_judged(struct book *book, struct fault *f)
{
	uint8_t kept[2][HASH_BYTES], made[2][HASH_BYTES];
	int64_t foreign = 0;
	int rc = read_int(book_db(book), "SELECT count(*) FROM (SELECT 1 FROM intake LIMIT 1)",
			  &foreign, f);

	if (rc || !foreign)
		return rc;
	rc = digest_judged(book, kept, f);
	if (!rc)
		rc = db_exec(book_db(book), "DELETE FROM erased WHERE NOT EXISTS(SELECT 1 FROM op"
			     " WHERE k = erased.rec AND length(bytes) = 0)", f);
	if (!rc)
		rc = record_settle_all(book, false, f);
	if (!rc)
		rc = digest_judged(book, made, f);
	if (!rc && memcmp(kept, made, sizeof kept))
		rc = fault_set(f, FAULT_DAMAGED, "judging");
	return rc;
}

static int rebuild_record(struct book *book, rec_t rec, struct fault *f)
{
	struct merged merged;
	int rc = merged_load(book_db(book), rec, &merged, f);

	if (rc)
		return rc;
	rc = projection_before(book, rec, &merged, f);
	if (!rc)
		rc = projection_after(book, rec, &merged, &merged, f);
	merged_release(&merged);
	return rc;
}

static int rebuild(struct book *book, struct fault *f)
{
	struct statement st;
	int rc = schema_clear_projections(book_db(book), f);

	if (rc)
		return rc;
	book_cache_clear(book); /* what they said is no longer there */
	held_begin(book);
	st = statement_of(book_db(book), "SELECT k FROM op WHERE rec = k AND length(bytes) > 0"
					  " AND aside IS NULL", f);
	while (row_next(&st))
		st.rc = rebuild_record(book, row_int(&st, 0), f);
	return search_let_go(book, statement_end(&st), f);
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

int book_check_projections(struct book *book, struct fault *f)
{
	struct digests kept, made;
	struct fault gone; /* what failed may have ended the transaction already */
	int rc = db_exec(book_db(book), "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms"
			 " USING fts5vocab('main', 'session_fts', 'row')", f);

	if (!rc)
		rc = digest_all(book, &kept, f);
	if (!rc)
		rc = db_exec(book_db(book), "SAVEPOINT made_anew", f);
	if (rc)
		return rc;
	rc = check_judged(book, f);
	if (!rc)
		rc = rebuild(book, f);
	if (!rc)
		rc = digest_all(book, &made, f);
	db_exec(book_db(book), "ROLLBACK TO made_anew; RELEASE made_anew", &gone);
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
		rc = check_numbers(book, f);
	if (!rc)
		rc = batches_check(book_db(book), f);
	if (!rc)
		rc = audit_verify(book_db(book), vault_id(book_vault(book)), &report->audit_rows, f);
	if (!rc)
		rc = book_check_projections(book, f);
	return rc;
}
