/*
 * db: the few things store/ needs on top of SQLite's own interface.
 *
 * A struct db is the one connection of an open vault with its prepared
 * statements; statement.h puts questions to it. Statements are looked up by
 * the address of their SQL text, so the text must be a string constant; one
 * text is in use once at a time.
 *
 * Invariants: no function here leaves the process; every SQLite error becomes
 * a fault, whose pointer is never NULL in this module. Transactions do not
 * nest: a transaction (transaction.h) opens the only one. One thread.
 */
#ifndef STORE_DB_DB_H
#define STORE_DB_DB_H

#include <stdbool.h>
#include <stdint.h>
#include <sqlite3.h>

#include "store/base/fault.h"

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
/* Finalize all statements, none of which may be in use; the connection stays open. */
void db_release(struct db *db);

/* What the last failed call on the connection means, put into *f. */
int db_fault(struct db *db, struct fault *f);

/*
 * The prepared statement of `sql` (a string constant), for statement.h alone;
 * NULL with the fault filled on error. Owned by db.
 */
struct db_entry *db_entry(struct db *db, const char *sql, struct fault *f);

/* Several statements at once, without parameters. */
int db_exec(struct db *db, const char *sql, struct fault *f);

/* Take the open transaction back; whether there still is one does not matter. */
void db_rollback(struct db *db);

#endif
