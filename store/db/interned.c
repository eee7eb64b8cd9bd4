#include "config.h"
#include "store/db/interned.h"

#include "store/db/statement.h"

int code_find(struct db *db, const char *text, int64_t *key, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT k FROM sym WHERE s = ?", f);

	*key = 0;
	bind_text(&st, text);
	if (row_next(&st))
		*key = row_int(&st, 0);
	return statement_end(&st);
}

int code_intern(struct db *db, const char *text, int64_t *key, struct fault *f)
{
	struct statement st;
	int rc;

	*key = 0;
	if (!text)
		return FAULT_OK;
	rc = code_find(db, text, key, f);
	if (rc || *key)
		return rc;
	st = statement_of(db, "INSERT INTO sym(s) VALUES(?)", f);
	bind_text(&st, text);
	return statement_insert(&st, key);
}
