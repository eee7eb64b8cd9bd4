#include "config.h"
#include "store/audit.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static int chain(uint8_t hash[HASH_BYTES], int64_t n, int64_t at, const char *member,
		 const char *verb, const char *detail, struct fault *f)
{
	/* s? and json's NULL handling keep absent texts apart from empty ones. */
	json_t *row = json_pack("{sI ss? sI ss ss?}", "n", (json_int_t)n, "member", member,
				"at", (json_int_t)at, "verb", verb, "detail", detail);
	char *line = row ? json_dumps(row, JSON_COMPACT) : NULL;

	json_decref(row);
	if (!line)
		return fault_set(f, FAULT_NOMEM, NULL);
	hash_two(hash, hash, HASH_BYTES, line, strlen(line));
	free(line);
	return FAULT_OK;
}

static void first_hash(uint8_t hash[HASH_BYTES], const uint8_t vault_id[ID_BYTES])
{
	memset(hash, 0, HASH_BYTES);
	memcpy(hash, vault_id, ID_BYTES);
}

int audit_append(struct db *db, const uint8_t vault_id[ID_BYTES], int64_t at, const char *member,
		 const char *verb, const char *detail, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(db, "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1", f);
	uint8_t hash[HASH_BYTES];
	int64_t n = 0;
	int rc;

	if (!st)
		return (int)f->code;
	first_hash(hash, vault_id);
	rc = db_step(db, st, f);
	if (rc < 0)
		return (int)f->code;
	if (rc == SQLITE_ROW) {
		n = sqlite3_column_int64(st, 0);
		if (sqlite3_column_bytes(st, 1) == HASH_BYTES)
			memcpy(hash, sqlite3_column_blob(st, 1), HASH_BYTES);
	}
	sqlite3_reset(st);
	rc = chain(hash, n + 1, at, member, verb, detail, f);
	if (rc)
		return rc;
	st = db_stmt(db, "INSERT INTO audit(n, at, member, verb, detail, hash)"
		     " VALUES(?, ?, ?, ?, ?, ?)", f);
	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, n + 1);
	sqlite3_bind_int64(st, 2, at);
	db_bind_text(st, 3, member);
	db_bind_text(st, 4, verb);
	db_bind_text(st, 5, detail);
	sqlite3_bind_blob(st, 6, hash, HASH_BYTES, SQLITE_STATIC);
	return db_run(db, st, f);
}

int audit_verify(struct db *db, const uint8_t vault_id[ID_BYTES], int64_t *rows, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(db, "SELECT n, at, member, verb, detail, hash FROM audit"
				   " ORDER BY n", f);
	uint8_t hash[HASH_BYTES];
	int rc;

	*rows = 0;
	if (!st)
		return (int)f->code;
	first_hash(hash, vault_id);
	while ((rc = db_step(db, st, f)) == SQLITE_ROW) {
		int bad = chain(hash, *rows + 1, sqlite3_column_int64(st, 1),
				(const char *)sqlite3_column_text(st, 2),
				(const char *)sqlite3_column_text(st, 3),
				(const char *)sqlite3_column_text(st, 4), f);

		if (!bad && (sqlite3_column_int64(st, 0) != *rows + 1 ||
			     sqlite3_column_bytes(st, 5) != HASH_BYTES ||
			     memcmp(sqlite3_column_blob(st, 5), hash, HASH_BYTES)))
			bad = fault_set(f, FAULT_DAMAGED, "audit");
		if (bad) {
			sqlite3_reset(st);
			return bad;
		}
		++*rows;
	}
	return rc < 0 ? (int)f->code : FAULT_OK;
}
