#include "config.h"
#include "store/vault/notes.h"

#include "store/base/clock.h"
#include "store/vault/database.h"
#include "store/vault/private.h"

#include <sqlite3.h>

static const char table[] =
	"CREATE TABLE IF NOT EXISTS vault_note(day INTEGER NOT NULL, what INTEGER NOT NULL,"
	" told INTEGER NOT NULL) STRICT";

static int run(struct vault *v, const char *sql)
{
	return sqlite3_exec(v->db, sql, NULL, NULL, NULL);
}

/* A vault where nothing ever was found has no table. */
static bool are_kept(struct vault *v)
{
	return sqlite3_table_column_metadata(v->db, "main", "vault_note", "day", NULL, NULL, NULL,
					     NULL, NULL) == SQLITE_OK;
}

/* What is only owed may have been noted just before the power went: then it is not said yet. */
static int insert(struct vault *v, day_t day, unsigned what, bool found)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(v->db, "INSERT INTO vault_note SELECT ?1, ?2, 0 WHERE ?3 OR"
				    " NOT EXISTS(SELECT 1 FROM vault_note WHERE what = ?2"
				    " AND told = 0)", -1, &st, NULL);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_bind_int64(st, 1, day);
	sqlite3_bind_int64(st, 2, what);
	sqlite3_bind_int(st, 3, found);
	sqlite3_step(st);
	return sqlite3_finalize(st);
}

/*
 * After a log that was cut, the rest of it goes: frames of commits that follow its end would
 * be found again. The note's own commit begins another log, or goes on in this one.
 */
static void write_notes(struct vault *v, unsigned found, unsigned owed)
{
	struct moment now;
	int rc = run(v, "BEGIN IMMEDIATE");

	if (clock_now(&now, clock_build_day(), NULL) != FAULT_OK)
		clock_system(&now);
	if (rc == SQLITE_OK)
		rc = run(v, table);
	for (unsigned one = 1; rc == SQLITE_OK && one < VAULT_WARNINGS; one <<= 1)
		if (owed & one)
			rc = insert(v, now.day, one, found & one);
	if (rc == SQLITE_OK)
		rc = run(v, "COMMIT");
	if (rc == SQLITE_OK) {
		vault_vfs_noted(v->vfs);
		vault_checkpoint(v, NULL); /* and the header owes it no more */
	} else if (!sqlite3_get_autocommit(v->db)) {
		run(v, "ROLLBACK");
	}
}

void notes_take(struct vault *v, unsigned found)
{
	unsigned owed = vault_vfs_owed(v->vfs);
	sqlite3_stmt *st = NULL;

	v->warnings |= owed;
	if (owed)
		write_notes(v, found, owed);
	if (!are_kept(v))
		return;
	if (sqlite3_prepare_v2(v->db, "SELECT what FROM vault_note WHERE told = 0", -1, &st,
			       NULL) == SQLITE_OK)
		while (sqlite3_step(st) == SQLITE_ROW)
			v->warnings |= (unsigned)sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
}

void vault_told(struct vault *v)
{
	if (v->warnings && are_kept(v))
		run(v, "UPDATE vault_note SET told = 1 WHERE told = 0");
}

int vault_notes(struct vault *v, struct vault_note *out, int max, int *n, struct fault *f)
{
	sqlite3_stmt *st = NULL;
	int rc;

	*n = 0;
	if (!are_kept(v))
		return vault_vfs_trouble(v->vfs, f);
	rc = sqlite3_prepare_v2(v->db, "SELECT day, what FROM vault_note ORDER BY rowid", -1, &st,
				NULL);
	while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (*n < max)
			out[*n] = (struct vault_note){ .day = (day_t)sqlite3_column_int64(st, 0),
						       .what = (enum vault_warning)
							       sqlite3_column_int(st, 1) };
		(*n)++;
		rc = SQLITE_OK;
	}
	sqlite3_finalize(st);
	return vault_fault(v, rc, f);
}
