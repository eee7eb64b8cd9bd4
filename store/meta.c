#include "config.h"
#include "store/meta.h"

#include <string.h>

#include "store/memory.h"

static int set_value(struct db *db, const char *key, const char *text, int64_t value,
		     struct fault *f)
{
	sqlite3_stmt *st = db_stmt(db, "INSERT INTO meta(key, value) VALUES(?1, ?2)"
				   " ON CONFLICT(key) DO UPDATE SET value = ?2", f);

	if (!st)
		return (int)f->code;
	db_bind_text(st, 1, key);
	if (text)
		db_bind_text(st, 2, text);
	else
		sqlite3_bind_int64(st, 2, value);
	return db_run(db, st, f);
}

int meta_set_int(struct db *db, const char *key, int64_t value, struct fault *f)
{
	return set_value(db, key, NULL, value, f);
}

int meta_set_text(struct db *db, const char *key, const char *value, struct fault *f)
{
	return set_value(db, key, value, 0, f);
}

int meta_set_blob(struct db *db, const char *key, const void *blob, int n, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(db, "INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", f);

	if (!st)
		return (int)f->code;
	db_bind_text(st, 1, key);
	sqlite3_bind_blob(st, 2, blob, n, SQLITE_STATIC);
	return db_run(db, st, f);
}

/* The statement standing on the row of a key, or NULL; the caller resets it. */
static sqlite3_stmt *meta_row(struct db *db, const char *key)
{
	struct fault f;
	sqlite3_stmt *st = db_stmt(db, "SELECT value FROM meta WHERE key = ?", &f);

	if (!st)
		return NULL;
	db_bind_text(st, 1, key);
	return db_step(db, st, &f) == SQLITE_ROW ? st : NULL;
}

char *meta_text(struct db *db, const char *key)
{
	sqlite3_stmt *st = meta_row(db, key);
	char *copy = NULL;

	if (st) {
		copy = memory_strdup((const char *)sqlite3_column_text(st, 0));
		sqlite3_reset(st);
	}
	return copy;
}

int64_t meta_int(struct db *db, const char *key, int64_t missing)
{
	sqlite3_stmt *st = meta_row(db, key);

	if (st) {
		missing = sqlite3_column_int64(st, 0);
		sqlite3_reset(st);
	}
	return missing;
}

bool meta_blob(struct db *db, const char *key, void *out, int n)
{
	sqlite3_stmt *st = meta_row(db, key);
	bool ok = st && sqlite3_column_bytes(st, 0) == n;

	if (ok)
		memcpy(out, sqlite3_column_blob(st, 0), (size_t)n);
	if (st)
		sqlite3_reset(st);
	return ok;
}
