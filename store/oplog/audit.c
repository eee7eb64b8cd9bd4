#include "config.h"
#include "store/oplog/audit.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "store/db/statement.h"

/* Go on to the hash of the next row; false when it holds what no row has. */
static bool chain(uint8_t hash[HASH_BYTES], int64_t n, int64_t at, const char *member,
		  const char *verb, const char *detail)
{
	/* s? and json's NULL handling keep absent texts apart from empty ones. */
	json_t *row = json_pack("{sI ss? sI ss ss?}", "n", (json_int_t)n, "member", member,
				"at", (json_int_t)at, "verb", verb, "detail", detail);
	char *line = row ? json_dumps(row, JSON_COMPACT) : NULL;

	json_decref(row);
	if (!line)
		return false;
	hash_two(hash, hash, HASH_BYTES, line, strlen(line));
	free(line);
	return true;
}

static void first_hash(uint8_t hash[HASH_BYTES], const uint8_t vault_id[ID_BYTES])
{
	memset(hash, 0, HASH_BYTES);
	memcpy(hash, vault_id, ID_BYTES);
}

int audit_head(struct db *db, int64_t *n, uint8_t hash[HASH_BYTES], struct fault *f)
{
	struct statement st = statement_of(db, "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1",
					   f);

	*n = 0;
	if (row_next(&st)) {
		*n = row_int(&st, 0);
		row_bytes(&st, 1, hash, HASH_BYTES);
	}
	return statement_end(&st);
}

int audit_append(struct db *db, const uint8_t vault_id[ID_BYTES], int64_t at, const char *member,
		 const char *verb, const char *detail, struct fault *f)
{
	struct statement st;
	uint8_t hash[HASH_BYTES];
	int64_t n;
	int rc;

	first_hash(hash, vault_id);
	rc = audit_head(db, &n, hash, f);
	if (!rc && !chain(hash, n + 1, at, member, verb, detail))
		rc = fault_set(f, FAULT_INTERNAL, "audit");
	if (rc)
		return rc;
	st = statement_of(db, "INSERT INTO audit(n, at, member, verb, detail, hash)"
			      " VALUES(?, ?, ?, ?, ?, ?)", f);
	bind_int(&st, n + 1);
	bind_int(&st, at);
	bind_text(&st, member);
	bind_text(&st, verb);
	bind_text(&st, detail);
	bind_blob(&st, hash, HASH_BYTES);
	return statement_run(&st);
}

int audit_verify(struct db *db, const uint8_t vault_id[ID_BYTES], int64_t *rows, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT n, at, member, verb, detail, hash"
					       " FROM audit ORDER BY n", f);
	uint8_t hash[HASH_BYTES], kept[HASH_BYTES];

	*rows = 0;
	first_hash(hash, vault_id);
	while (row_next(&st)) {
		if (!chain(hash, *rows + 1, row_int(&st, 1), row_text(&st, 2), row_text(&st, 3),
			   row_text(&st, 4)) ||
		    row_int(&st, 0) != *rows + 1 || !row_bytes(&st, 5, kept, sizeof kept) ||
		    memcmp(kept, hash, HASH_BYTES))
			st.rc = fault_set(f, FAULT_DAMAGED, "audit");
		else
			++*rows;
	}
	return statement_end(&st);
}
