#include "config.h"
#include "store/sym.h"

int sym_find(struct db *db, const char *text, int64_t *key, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(db, "SELECT k FROM sym WHERE s = ?", f);
	int rc;

	*key = 0;
	if (!st)
		return (int)f->code;
	db_bind_text(st, 1, text);
	rc = db_step(db, st, f);
	if (rc < 0)
		return (int)f->code;
	if (rc == SQLITE_ROW)
		*key = sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return FAULT_OK;
}

int sym_intern(struct db *db, const char *text, int64_t *key, struct fault *f)
{
	sqlite3_stmt *st;
	int rc;

	*key = 0;
	if (!text)
		return FAULT_OK;
	rc = sym_find(db, text, key, f);
	if (rc || *key)
		return rc;
	st = db_stmt(db, "INSERT INTO sym(s) VALUES(?)", f);
	if (!st)
		return (int)f->code;
	db_bind_text(st, 1, text);
	rc = db_run(db, st, f);
	if (!rc)
		*key = sqlite3_last_insert_rowid(db->conn);
	return rc;
}
