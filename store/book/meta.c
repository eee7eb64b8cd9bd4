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

/* The statement that takes the value of a key. */
static struct statement value_of(struct db *db, const char *key, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT value FROM meta WHERE key = ?", f);

	bind_text(&st, key);
	return st;
}

int meta_has(struct db *db, const char *key, bool *out, struct fault *f)
{
	struct statement st = value_of(db, key, f);

	*out = row_next(&st);
	return statement_end(&st);
}

int meta_text(struct db *db, const char *key, char **out, struct fault *f)
{
	struct statement st = value_of(db, key, f);

	*out = NULL;
	if (row_next(&st) && !row_null(&st, 0))
		*out = memory_strdup(row_text(&st, 0));
	return statement_end(&st);
}

int meta_int(struct db *db, const char *key, int64_t *out, struct fault *f)
{
	struct statement st = value_of(db, key, f);

	if (row_next(&st))
		*out = row_int(&st, 0);
	return statement_end(&st);
}

int meta_blob(struct db *db, const char *key, void *out, int n, struct fault *f)
{
	struct statement st = value_of(db, key, f);

	if (row_next(&st) ? !row_bytes(&st, 0, out, (size_t)n) : !st.rc)
		st.rc = db_damaged(db, "meta", f);
	return statement_end(&st);
}
