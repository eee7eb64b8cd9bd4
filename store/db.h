/*
 * db: the few things store/ needs on top of SQLite's own interface.
 *
 * A struct db is the one connection of an open vault with its prepared
 * statements. Statements are looked up by the address of their SQL text, so
 * the text must be a string constant; one text is in use once at a time.
 *
 * Invariants: no function here leaves the process; every SQLite error becomes
 * a fault, whose pointer is never NULL in this module. Transactions do not nest: a step (step.h) opens the only one.
 * One thread.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stdint.h>
#include <sqlite3.h>

#include "store/fault.h"

/* A prepared statement, kept for the next time. */
struct db_entry {
	const char *sql;
	sqlite3_stmt *stmt;
	bool in_use; /* between statement_of() and statement_end() */
};

struct db {
	sqlite3 *conn; /* borrowed from the vault */
	struct db_entry **cache; /* a table by the address of sql; entries never move */
	unsigned size, used;
};

void db_init(struct db *db, sqlite3 *conn);
/* Finalize all statements; the connection stays open. */
void db_release(struct db *db);

/* What the last failed call on the connection means, put into *f. */
int db_fault(struct db *db, struct fault *f);
/* The same from a result code alone. */
int db_fault_code(int rc, int sys, const char *subject, struct fault *f);

/*
 * The prepared statement of `sql` (a string constant), for statement.h alone;
 * NULL with the fault filled on error. Owned by db.
 */
struct db_entry *db_entry(struct db *db, const char *sql, struct fault *f);

/*
 * The prepared statement of `sql` (a string constant), reset and without
 * bindings; NULL with the fault filled on error. Owned by db.
 */
sqlite3_stmt *db_stmt(struct db *db, const char *sql, struct fault *f);

/*
 * Step once: SQLITE_ROW or SQLITE_DONE, or -1 with the fault filled. The
 * statement is reset on SQLITE_DONE and on error.
 */
int db_step(struct db *db, sqlite3_stmt *stmt, struct fault *f);

/* Step a statement that returns no row, then reset it. */
int db_run(struct db *db, sqlite3_stmt *stmt, struct fault *f);

/* Several statements at once, without parameters. */
int db_exec(struct db *db, const char *sql, struct fault *f);

/* One integer from a statement without parameters; *out unchanged when there is no row. */
int db_int(struct db *db, const char *sql, int64_t *out, struct fault *f);

/* The same from a statement with one integer parameter. */
int db_int_of(struct db *db, const char *sql, int64_t key, int64_t *out, struct fault *f);

/* Bind an integer, or NULL when `present` is false. */
void db_bind_opt(sqlite3_stmt *stmt, int index, bool present, int64_t value);
/* Bind text that outlives the step, or NULL for a NULL pointer. */
void db_bind_text(sqlite3_stmt *stmt, int index, const char *text);

#endif
