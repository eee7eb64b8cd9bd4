#include "config.h"
#include "store/db/statement.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"

struct statement statement_of(struct db *db, const char *sql, struct fault *f)
{
	struct statement st = { .db = db, .fault = f };

	st.entry = db_entry(db, sql, f);
	if (!st.entry) {
		st.rc = (int)f->code;
		return st;
	}
	assert(!st.entry->in_use);
	st.entry->in_use = true;
	st.stmt = st.entry->stmt;
	return st;
}

struct statement statement_once(struct db *db, const char *sql, struct fault *f)
{
	struct statement st = { .db = db, .fault = f };

	if (sqlite3_prepare_v2(db->conn, sql, -1, &st.stmt, NULL))
		st.rc = db_fault(db, f);
	return st;
}

/* Where the next value goes; 0 once something has failed. */
static int next_place(struct statement *st)
{
	return st->rc ? 0 : ++st->bound;
}

static void bound(struct statement *st, int rc)
{
	if (rc && !st->rc)
		st->rc = db_fault(st->db, st->fault);
}

static void bind_null(struct statement *st)
{
	int at = next_place(st);

	if (at)
		bound(st, sqlite3_bind_null(st->stmt, at));
}

void bind_int(struct statement *st, int64_t value)
{
	int at = next_place(st);

	if (at)
		bound(st, sqlite3_bind_int64(st->stmt, at, value));
}

void bind_optional(struct statement *st, bool present, int64_t value)
{
	if (present)
		bind_int(st, value);
	else
		bind_null(st);
}

void bind_optional_real(struct statement *st, bool present, double value)
{
	int at = present ? next_place(st) : 0;

	if (!present)
		bind_null(st);
	else if (at)
		bound(st, sqlite3_bind_double(st->stmt, at, value));
}

void bind_text(struct statement *st, const char *text)
{
	if (text)
		bind_letters(st, text, strlen(text));
	else
		bind_null(st);
}

void bind_letters(struct statement *st, const char *text, size_t n)
{
	int at = next_place(st);

	if (at)
		bound(st, sqlite3_bind_text64(st->stmt, at, text, n, SQLITE_STATIC, SQLITE_UTF8));
}

void bind_blob(struct statement *st, const void *bytes, size_t n)
{
	int at = next_place(st);

	if (at)
		bound(st, sqlite3_bind_blob64(st->stmt, at, bytes, n, SQLITE_STATIC));
}

bool row_next(struct statement *st)
{
	int rc;

	if (st->rc)
		return false;
	rc = sqlite3_step(st->stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		st->rc = db_fault(st->db, st->fault);
	return rc == SQLITE_ROW;
}

int statement_end(struct statement *st)
{
	if (!st->entry) {
		sqlite3_finalize(st->stmt);
	} else {
		/* Both speak of the step before, which has been heard. */
		sqlite3_reset(st->stmt);
		sqlite3_clear_bindings(st->stmt);
		st->entry->in_use = false;
	}
	st->stmt = NULL;
	return st->rc;
}

int statement_end_of(struct statement *st, bool there)
{
	int rc = statement_end(st);

	return rc || there ? rc : fault_set(st->fault, FAULT_NOT_FOUND, NULL);
}

int statement_run(struct statement *st)
{
	row_next(st);
	return statement_end(st);
}

int statement_insert(struct statement *st, int64_t *key)
{
	int rc = statement_run(st);

	if (!rc)
		*key = sqlite3_last_insert_rowid(st->db->conn);
	return rc;
}

/* The integer of a statement that is bound already. */
static int take_int(struct statement *st, int64_t *out)
{
	if (row_next(st))
		*out = row_int(st, 0);
	return statement_end(st);
}

int read_int(struct db *db, const char *sql, int64_t *out, struct fault *f)
{
	struct statement st = statement_of(db, sql, f);

	return take_int(&st, out);
}

int read_int_of(struct db *db, const char *sql, int64_t key, int64_t *out, struct fault *f)
{
	struct statement st = statement_of(db, sql, f);

	bind_int(&st, key);
	return take_int(&st, out);
}

int read_text_of(struct db *db, const char *sql, int64_t key, char **out, struct fault *f)
{
	struct statement st = statement_of(db, sql, f);
	const char *text;

	bind_int(&st, key);
	text = row_next(&st) ? row_text(&st, 0) : NULL;
	*out = text ? memory_strdup(text) : NULL;
	return statement_end(&st);
}

void row_copy(const struct statement *st, int column, char *out, size_t size)
{
	const char *text = row_text(st, column);

	snprintf(out, size, "%s", text ? text : "");
}

bool row_bytes(const struct statement *st, int column, void *out, size_t n)
{
	const void *bytes = row_blob(st, column);

	if (!bytes || row_length(st, column) != n)
		return false;
	memcpy(out, bytes, n);
	return true;
}
