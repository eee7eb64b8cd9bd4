#include "config.h"
#include "store/db.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

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

int db_fault_code(int rc, int sys, const char *subject, struct fault *f)
{
	if (rc == SQLITE_CONSTRAINT_COMMITHOOK) /* vault.c */
		return fault_set(f, FAULT_GONE, subject);
	switch (rc & 0xFF) {
	case SQLITE_FULL:
		return fault_sys(f, FAULT_FULL, sys, subject);
	case SQLITE_NOMEM:
		return fault_set(f, FAULT_NOMEM, subject);
	case SQLITE_READONLY:
		return fault_sys(f, FAULT_READONLY, sys, subject);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fault_set(f, FAULT_IN_USE, subject);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return fault_set(f, FAULT_DAMAGED, subject);
	case SQLITE_IOERR:
		if (rc == SQLITE_IOERR_DATA)
			return fault_set(f, FAULT_DAMAGED, subject);
		return fault_sys(f, FAULT_IO, sys, subject);
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return fault_sys(f, FAULT_IO, sys, subject);
	default:
		return fault_set(f, FAULT_INTERNAL, subject);
	}
}

int db_fault(struct db *db, struct fault *f)
{
	int rc = sqlite3_extended_errcode(db->conn);
	int sys = sqlite3_system_errno(db->conn);

	/* Its message is English, for us: only a bug of ours is told in it. */
	db_fault_code(rc, sys, NULL, f);
	if (f->code == FAULT_INTERNAL)
		fault_set(f, FAULT_INTERNAL, sqlite3_errmsg(db->conn));
	return (int)f->code;
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

static int grow(struct db *db, struct fault *f)
{
	struct db old = *db;

	db->size = old.size ? old.size * 2 : 64;
	db->cache = calloc(db->size, sizeof *db->cache);
	if (!db->cache) {
		*db = old;
		return fault_set(f, FAULT_NOMEM, NULL);
	}
	for (unsigned i = 0; i < old.size; i++)
		if (old.cache[i])
			*place_of(db, old.cache[i]->sql) = old.cache[i];
	free(old.cache);
	return FAULT_OK;
}

static struct db_entry *prepare(struct db *db, const char *sql, struct fault *f)
{
	struct db_entry *e = calloc(1, sizeof *e);

	if (!e) {
		fault_set(f, FAULT_NOMEM, NULL);
		return NULL;
	}
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

	if (db->used * 2 >= db->size && grow(db, f))
		return NULL;
	place = place_of(db, sql);
	if (!*place) {
		*place = prepare(db, sql, f);
		db->used += *place != NULL;
	}
	return *place;
}

sqlite3_stmt *db_stmt(struct db *db, const char *sql, struct fault *f)
{
	struct db_entry *e = db_entry(db, sql, f);

	if (!e)
		return NULL;
	sqlite3_reset(e->stmt);
	sqlite3_clear_bindings(e->stmt);
	return e->stmt;
}

int db_step(struct db *db, sqlite3_stmt *stmt, struct fault *f)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return rc;
	if (rc != SQLITE_DONE) {
		db_fault(db, f);
		sqlite3_reset(stmt);
		return -1;
	}
	sqlite3_reset(stmt);
	return rc;
}

int db_run(struct db *db, sqlite3_stmt *stmt, struct fault *f)
{
	int rc = db_step(db, stmt, f);

	if (rc < 0)
		return (int)f->code;
	sqlite3_reset(stmt);
	return FAULT_OK;
}

int db_exec(struct db *db, const char *sql, struct fault *f)
{
	if (sqlite3_exec(db->conn, sql, NULL, NULL, NULL))
		return db_fault(db, f);
	return FAULT_OK;
}

/* The integer of a statement that is bound already. */
static int take_int(struct db *db, sqlite3_stmt *stmt, int64_t *out, struct fault *f)
{
	int rc = db_step(db, stmt, f);

	if (rc < 0)
		return (int)f->code;
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return FAULT_OK;
}

int db_int(struct db *db, const char *sql, int64_t *out, struct fault *f)
{
	sqlite3_stmt *stmt = db_stmt(db, sql, f);

	return stmt ? take_int(db, stmt, out, f) : (int)f->code;
}

int db_int_of(struct db *db, const char *sql, int64_t key, int64_t *out, struct fault *f)
{
	sqlite3_stmt *stmt = db_stmt(db, sql, f);

	if (!stmt)
		return (int)f->code;
	sqlite3_bind_int64(stmt, 1, key);
	return take_int(db, stmt, out, f);
}

void db_bind_opt(sqlite3_stmt *stmt, int index, bool present, int64_t value)
{
	if (present)
		sqlite3_bind_int64(stmt, index, value);
	else
		sqlite3_bind_null(stmt, index);
}

void db_bind_text(sqlite3_stmt *stmt, int index, const char *text)
{
	if (text)
		sqlite3_bind_text(stmt, index, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, index);
}
