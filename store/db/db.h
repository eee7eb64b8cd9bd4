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
	int (*below)(void *arg, struct fault *f); /* trouble of what the connection reads from */
	void *below_arg;
	struct fault trouble; /* what SQLite itself found damaged first; code FAULT_OK: nothing */
	struct db_entry **cache; /* a table by the address of sql; entries never move */
	unsigned size, used;
};

void db_init(struct db *db, sqlite3 *conn);
/* Finalize all statements, none of which may be in use; the connection stays open. */
void db_release(struct db *db);

/* Ask `below` for the trouble of what the connection reads from. */
void db_watch(struct db *db, int (*below)(void *arg, struct fault *f), void *arg);

/* What the last failed call on the connection means, put into *f. */
int db_fault(struct db *db, struct fault *f);

/*
 * The first read that failed since db_init(), if any, whoever may have passed over it: what is
 * shown or decided since may lack something. FAULT_OK, FAULT_DAMAGED or FAULT_IO.
 */
int db_trouble(const struct db *db, struct fault *f);

/* A reader found what cannot be: trouble like SQLite's own. FAULT_DAMAGED with `subject`. */
int db_damaged(struct db *db, const char *subject, struct fault *f);

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
