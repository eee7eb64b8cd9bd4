#include "config.h"
#include "store/record/joined.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/search_index.h"

enum { CHAIN_MAX = 64 }; /* nobody joins so many in a row; a longer chain ends there */

/* Whom a household names, 0 nobody who is there. */
static int named(struct book *book, rec_t household, rec_t *out, struct fault *f)
{
	*out = 0;
	return read_int_of(book_db(book),
		"SELECT o.rec FROM household h JOIN household o ON o.rec = h.same"
		" WHERE h.rec = ? AND o.village = h.village AND NOT h.voided", household, out, f);
}

/* Of those from chain[first] on, which go round, the one of the smallest id. */
static int smallest(struct book *book, const rec_t *chain, int first, int n, rec_t *out,
		    struct fault *f)
{
	struct id least, id;
	int rc = FAULT_OK;

	for (int i = first; !rc && i < n; i++) {
		rc = op_id(book_db(book), chain[i], &id, f);
		if (!rc && (i == first || memcmp(id.b, least.b, ID_BYTES) < 0)) {
			least = id;
			*out = chain[i];
		}
	}
	return rc;
}

int joined_root(struct book *book, rec_t household, rec_t *root, struct fault *f)
{
	rec_t chain[CHAIN_MAX], next;
	int n = 0;

	*root = household;
	while (n < CHAIN_MAX) {
		int rc;

		for (int i = 0; i < n; i++)
			if (chain[i] == *root)
				return smallest(book, chain, i, n, root, f);
		chain[n++] = *root;
		rc = named(book, *root, &next, f);
		if (rc || !next)
			return rc;
		*root = next;
	}
	return FAULT_OK;
}

/* ---- what names them ---- */

/* Sessions (or status) that name a household have it in `household`, or in `named` where it is joined. */
#define OF(table) " FROM " table " WHERE (household = ?1 AND named IS NULL) OR named = ?1"

static int set_household(struct book *book, const char *sql, rec_t rec, rec_t root, rec_t household,
			 struct fault *f)
{
	struct statement st = statement_of(book_db(book), sql, f);

	bind_int(&st, root);
	bind_optional(&st, root != household, household);
	bind_int(&st, rec);
	return statement_run(&st);
}

static int move_session(struct book *book, rec_t session, rec_t root, rec_t household, struct fault *f)
{
	int rc = search_drop(book, session, NULL, f);

	if (!rc)
		rc = set_household(book, "UPDATE session SET household = ?, named = ? WHERE rec = ?",
				   session, root, household, f);
	return rc ? rc : search_put(book, session, NULL, f);
}

/* Records that name a household and do not count for `root` yet; *recs is malloc'ed. */
static int those_to_move(struct statement st, rec_t household, rec_t root, rec_t **recs, size_t *n)
{
	size_t room = 0;

	*recs = NULL;
	*n = 0;
	bind_int(&st, household);
	while (row_next(&st)) {
		if (row_int(&st, 1) == root)
			continue;
		if (*n == room) {
			room = room * 2 + 16;
			*recs = memory_resize(*recs, room, sizeof **recs);
		}
		(*recs)[(*n)++] = row_int(&st, 0);
	}
	return statement_end(&st);
}

static int refresh_one(struct book *book, rec_t household, struct fault *f)
{
	struct db *db = book_db(book);
	rec_t root, *recs = NULL;
	size_t n = 0;
	int rc = joined_root(book, household, &root, f);

	if (!rc)
		rc = those_to_move(statement_of(db, "SELECT rec, household" OF("session"), f),
				   household, root, &recs, &n);
	for (size_t i = 0; !rc && i < n; i++)
		rc = move_session(book, recs[i], root, household, f);
	free(recs);
	recs = NULL;
	if (!rc)
		rc = those_to_move(statement_of(db, "SELECT rec, household" OF("status"), f),
				   household, root, &recs, &n);
	for (size_t i = 0; !rc && i < n; i++)
		rc = set_household(book, "UPDATE status SET household = ?, named = ? WHERE rec = ?",
				   recs[i], root, household, f);
	free(recs);
	return rc;
}

int joined_refresh(struct book *book, rec_t household, struct fault *f)
{
	rec_t *joined;
	size_t n;
	int rc = those_to_move(statement_of(book_db(book),
		"WITH RECURSIVE j(rec) AS (SELECT ?1 UNION SELECT h.rec FROM household h JOIN j"
		" ON h.same = j.rec) SELECT rec, 0 FROM j", f), household, -1, &joined, &n);

	for (size_t i = 0; !rc && i < n; i++)
		rc = refresh_one(book, joined[i], f);
	free(joined);
	return rc;
}
