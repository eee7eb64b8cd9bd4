#include "config.h"
#include "store/db/db.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"

void db_init(struct db *db, sqlite3 *conn)
{
	memset(db, 0, sizeof *db);
	db->conn = conn;
}

void db_release(struct db *db)
{
	for (unsigned i = 0; i < db->size; i++)
		if (db->cache[i]) {
			assert(!db->cache[i]->in_use);
			sqlite3_finalize(db->cache[i]->stmt);
			free(db->cache[i]);
		}
	free(db->cache);
	memset(db, 0, sizeof *db);
}

void db_watch(struct db *db, int (*below)(void *arg, struct fault *f), void *arg)
{
	db->below = below;
	db->below_arg = arg;
}

/* What is below knows best what went wrong there: SQLite calls much of it "malformed". */
int db_trouble(const struct db *db, struct fault *f)
{
	int rc = db->below ? db->below(db->below_arg, f) : FAULT_OK;

	if (rc || !db->trouble.code)
		return rc;
	*f = db->trouble;
	return (int)f->code;
}

int db_damaged(struct db *db, const char *subject, struct fault *f)
{
	fault_set(f, FAULT_DAMAGED, subject);
	if (!db->trouble.code)
		db->trouble = *f;
	return FAULT_DAMAGED;
}

/* A read that failed; SQLite may have made another error of it. */
static int fault_of_read(struct db *db, int rc, int sys, struct fault *f)
{
	if (rc == SQLITE_IOERR_COMMIT_ATOMIC) /* the vault's, see VAULT_IOERR_UNSURE */
		return fault_sys(f, FAULT_UNSURE, sys, NULL);
	if (db_trouble(db, f))
		return (int)f->code;
	if (rc == SQLITE_CONSTRAINT_COMMITHOOK) /* store/vault/database.c */
		return fault_set(f, FAULT_GONE, NULL);
	switch (rc & 0xFF) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return db_damaged(db, NULL, f);
	case SQLITE_IOERR:
		if (rc == SQLITE_IOERR_DATA)
			return fault_set(f, FAULT_DAMAGED, NULL);
		return fault_sys(f, FAULT_IO, sys, NULL);
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return fault_sys(f, FAULT_IO, sys, NULL);
	default:
		/* Its message is English, for us: only a bug of ours is told in it. */
		return fault_set(f, FAULT_INTERNAL, sqlite3_errmsg(db->conn));
	}
}

int db_fault(struct db *db, struct fault *f)
{
	int rc = sqlite3_extended_errcode(db->conn);
	int sys = sqlite3_system_errno(db->conn);

	switch (rc & 0xFF) {
	case SQLITE_FULL:
		return fault_sys(f, FAULT_FULL, sys, NULL);
	case SQLITE_READONLY:
		return fault_sys(f, FAULT_READONLY, sys, NULL);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fault_set(f, FAULT_IN_USE, NULL);
	default:
		return fault_of_read(db, rc, sys, f);
	}
}

/* The place of a text in the cache: where it is, or would be. */
static struct db_entry **place_of(const struct db *db, const char *sql)
{
	uint64_t h = (uint64_t)(uintptr_t)sql * 0x9E3779B97F4A7C15u;
	unsigned i = (unsigned)(h >> 32) & (db->size - 1);

	while (db->cache[i] && db->cache[i]->sql != sql)
		i = (i + 1) & (db->size - 1);
	return &db->cache[i];
}

static void grow(struct db *db)
{
	struct db old = *db;

	db->size = old.size ? old.size * 2 : 64;
	db->cache = memory_alloc_zero(db->size, sizeof *db->cache);
	for (unsigned i = 0; i < old.size; i++)
		if (old.cache[i])
			*place_of(db, old.cache[i]->sql) = old.cache[i];
	free(old.cache);
}

static struct db_entry *prepare(struct db *db, const char *sql, struct fault *f)
{
	struct db_entry *e = memory_alloc_zero(1, sizeof *e);

	if (sqlite3_prepare_v3(db->conn, sql, -1, SQLITE_PREPARE_PERSISTENT, &e->stmt, NULL)) {
		db_fault(db, f);
		free(e);
		return NULL;
	}
	e->sql = sql;
	return e;
}

struct db_entry *db_entry(struct db *db, const char *sql, struct fault *f)
{
	struct db_entry **place;

	if (db->used * 2 >= db->size)
		grow(db);
	place = place_of(db, sql);
	if (!*place) {
		*place = prepare(db, sql, f);
		db->used += *place != NULL;
	}
	return *place;
}

int db_exec(struct db *db, const char *sql, struct fault *f)
{
	if (sqlite3_exec(db->conn, sql, NULL, NULL, NULL))
		return db_fault(db, f);
	return FAULT_OK;
}

void db_rollback(struct db *db)
{
	sqlite3_exec(db->conn, "ROLLBACK", NULL, NULL, NULL);
}
