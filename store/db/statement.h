/*
 * statement: putting a question to the database, or a change.
 *
 * A question: take the statement, bind its parameters in their order, read
 * its rows, end it. Whatever fails on the way stays with the statement and
 * makes the rest do nothing, so the end alone need be looked at:
 *
 *	struct statement st = statement_of(db, "SELECT k FROM sym WHERE s = ?", f);
 *
 *	bind_text(&st, text);
 *	if (row_next(&st))
 *		*key = row_int(&st, 0);
 *	return statement_end(&st);
 *
 * A walk may say that it failed itself, and no further row comes:
 *
 *	while (row_next(&st))
 *		st.rc = each(arg, row_int(&st, 0));
 *
 * A change: statement_run() or statement_insert() in place of rows and end.
 *
 * Invariants: every statement taken is ended, also one that could not be
 * prepared. A cached one is in use from the taking to the end; taking its text
 * again meanwhile would reset the walk under its reader's feet, and is a bug
 * that ends the program (assert). The fault's pointer is never NULL. What is
 * bound is borrowed and must outlive the end.
 */
#ifndef STORE_DB_STATEMENT_H
#define STORE_DB_STATEMENT_H

#include <stddef.h>

#include "store/db/db.h"

struct statement {
	struct db *db;
	struct db_entry *entry; /* in the cache of db; NULL for one that is not kept */
	sqlite3_stmt *stmt;     /* NULL when it could not be prepared */
	struct fault *fault;
	int bound;              /* parameters bound so far */
	int rc;                 /* what failed first: statement or reader; no row comes after it */
};

/* The cached statement of `sql`, which must be a string constant (db.h). */
struct statement statement_of(struct db *db, const char *sql, struct fault *f);
/* One prepared for this once, of a text that was put together. */
struct statement statement_once(struct db *db, const char *sql, struct fault *f);

/* Bind the next parameter. */
void bind_int(struct statement *st, int64_t value);
/* NULL when `present` is false. */
void bind_optional(struct statement *st, bool present, int64_t value);
void bind_optional_real(struct statement *st, bool present, double value);
/* NULL for a NULL pointer. */
void bind_text(struct statement *st, const char *text);
/* n bytes of it, with no NUL. */
void bind_letters(struct statement *st, const char *text, size_t n);
void bind_blob(struct statement *st, const void *bytes, size_t n);

/* Go on to the next row; false when there is none, or something failed. Not to be asked after that. */
bool row_next(struct statement *st);

/* Free it for the next use. st->rc: FAULT_OK, the fault, or what a reader put there. */
int statement_end(struct statement *st);
/* The same of a question for one row: FAULT_NOT_FOUND where it was not `there`, and nothing failed. */
int statement_end_of(struct statement *st, bool there);

/* Carry a change out and end. */
int statement_run(struct statement *st);
/* The same for an INSERT; *key is the new row's, and untouched when it fails. */
int statement_insert(struct statement *st, int64_t *key);

/* In one line: the integer of the first row; *out unchanged when there is none. */
int read_int(struct db *db, const char *sql, int64_t *out, struct fault *f);
/* The same with an integer for the one parameter. */
int read_int_of(struct db *db, const char *sql, int64_t key, int64_t *out, struct fault *f);
/* Likewise its text, malloc'ed; *out NULL when there is none. */
int read_text_of(struct db *db, const char *sql, int64_t key, char **out, struct fault *f);

/* ---- columns of the row it stands on, from 0; what they point to is good until the next row ---- */

/* Integers; 0 for NULL. */
static inline int64_t row_int(const struct statement *st, int column)
{
	return sqlite3_column_int64(st->stmt, column);
}

static inline double row_real(const struct statement *st, int column)
{
	return sqlite3_column_double(st->stmt, column);
}

static inline bool row_null(const struct statement *st, int column)
{
	return sqlite3_column_type(st->stmt, column) == SQLITE_NULL;
}

/* An integer, or what stands for NULL. */
static inline int64_t row_int_or(const struct statement *st, int column, int64_t missing)
{
	return row_null(st, column) ? missing : row_int(st, column);
}

/* NULL for NULL. */
static inline const char *row_text(const struct statement *st, int column)
{
	return (const char *)sqlite3_column_text(st->stmt, column);
}

/* The bytes of a text (without its NUL) or blob. */
static inline size_t row_length(const struct statement *st, int column)
{
	return (size_t)sqlite3_column_bytes(st->stmt, column);
}

static inline const void *row_blob(const struct statement *st, int column)
{
	return sqlite3_column_blob(st->stmt, column);
}

/* Copy a text, cut to `size` with its NUL; "" for NULL. */
void row_copy(const struct statement *st, int column, char *out, size_t size);

/* Copy a blob of exactly n bytes; false, and nothing copied, when it is not so long. */
bool row_bytes(const struct statement *st, int column, void *out, size_t n);

#endif
