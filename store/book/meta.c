#include "config.h"
#include "store/book/meta.h"

#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"

static int set_value(struct db *db, const char *key, const char *text, int64_t value,
		     struct fault *f)
{
	struct statement st = statement_of(db, "INSERT INTO meta(key, value) VALUES(?1, ?2)"
					       " ON CONFLICT(key) DO UPDATE SET value = ?2", f);

	bind_text(&st, key);
	if (text)
		bind_text(&st, text);
	else
		bind_int(&st, value);
	return statement_run(&st);
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
	struct statement st = statement_of(db, "INSERT OR REPLACE INTO meta(key, value)"
					       " VALUES(?, ?)", f);

	bind_text(&st, key);
	bind_blob(&st, blob, (size_t)n);
	return statement_run(&st);
}

/* Take the value of a key; whether it is there to be read. The caller ends it. */
static bool find_value(struct statement *st, struct db *db, const char *key, struct fault *ignored)
{
	*st = statement_of(db, "SELECT value FROM meta WHERE key = ?", ignored);
	bind_text(st, key);
	return row_next(st);
}

char *meta_text(struct db *db, const char *key)
{
	struct fault ignored;
	struct statement st;
	bool found = find_value(&st, db, key, &ignored);
	char *copy = found ? memory_strdup(row_text(&st, 0)) : NULL;

	statement_end(&st);
	return copy;
}

int64_t meta_int(struct db *db, const char *key, int64_t missing)
{
	struct fault ignored;
	struct statement st;
	int64_t value = find_value(&st, db, key, &ignored) ? row_int(&st, 0) : missing;

	statement_end(&st);
	return value;
}

bool meta_blob(struct db *db, const char *key, void *out, int n)
{
	struct fault ignored;
	struct statement st;
	bool ok = find_value(&st, db, key, &ignored) && row_bytes(&st, 0, out, (size_t)n);

	statement_end(&st);
	return ok;
}
