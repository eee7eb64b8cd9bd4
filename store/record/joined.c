#include "config.h"
#include "store/record/joined.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/scope.h"
#include "store/record/search_index.h"

enum { CHAIN_MAX = 16 }; /* nobody joins so many in a row; a longer chain ends there */

/* Whom a household names, 0 nobody who is there and of its unit. */
static int named(struct book *book, rec_t household, rec_t *out, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT o.rec, (SELECT lane FROM op WHERE k = h.rec), (SELECT lane FROM op WHERE k = o.rec)"
		" FROM household h JOIN household o ON o.rec = h.same"
		" WHERE h.rec = ? AND o.village = h.village AND NOT h.voided", f);
	int64_t lane = 0, other = 0;
	bool same = true;
	int rc;

	*out = 0;
	bind_int(&st, household);
	if (row_next(&st)) {
		*out = row_int(&st, 0);
		lane = row_int(&st, 1);
		other = row_int(&st, 2);
	}
	rc = statement_end(&st);
	if (!rc && *out)
		rc = scope_may_name(book, lane, other, &same, f);
	if (!same)
		*out = 0;
	return rc;
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

/* Whose lane made it, as far as something that stands brought it, or its id. */
#define CREATOR "SELECT o.lane FROM op o LEFT JOIN intake i ON i.k = o.source WHERE o.k = ?" \
	" AND (i.undone = 0 OR (i.k IS NULL AND o.bytes IS NOT NULL) OR EXISTS(SELECT 1" \
	" FROM intake_again a JOIN intake j ON j.k = a.intake WHERE a.op = o.k AND NOT j.undone))"

int joined_for(struct book *book, int64_t lane, rec_t household, rec_t *root, struct fault *f)
{
	int64_t creator = 0;
	bool same = true;
	int rc = read_int_of(book_db(book), CREATOR, household, &creator, f);

	*root = 0;
	if (!rc)
		rc = scope_may_name(book, lane ? lane : book_lane(book), creator, &same, f);
	return rc || !same ? rc : joined_root(book, household, root, f);
}

/* Whether another one has its code in its village, or is joined to it. */
static int has_others(struct book *book, rec_t household, bool *yes, struct fault *f)
{
	int64_t found = 0;
	int rc = read_int_of(book_db(book),
		"SELECT EXISTS(SELECT 1 FROM household h JOIN household x ON x.village = h.village"
		" AND x.code = h.code AND x.rec <> h.rec WHERE h.rec = ?1 AND NOT x.voided)"
		" OR EXISTS(SELECT 1 FROM household x WHERE x.same = ?1 AND NOT x.voided)",
		household, &found, f);

	*yes = found != 0;
	return rc;
}

static int tell_id(struct book *book, rec_t rec, json_t *object, const char *key, struct fault *f)
{
	char text[ID_TEXT];
	struct id id;
	int rc = op_id(book_db(book), rec, &id, f);

	if (rc)
		return rc;
	id_text(text, &id);
	json_object_set_new(object, key, json_string(text));
	return FAULT_OK;
}

int joined_tell(struct book *book, rec_t household, json_t *object, struct fault *f)
{
	bool others;
	rec_t root;
	int rc = has_others(book, household, &others, f);

	if (!rc)
		rc = joined_root(book, household, &root, f);
	if (rc || (!others && root == household))
		return rc;
	json_object_set_new(object, "same", json_null());
	rc = tell_id(book, household, object, "id", f);
	return rc || root == household ? rc : tell_id(book, root, object, "same", f);
}

int joined_named(struct book *book, rec_t rec, rec_t *household, struct fault *f)
{
	*household = 0;
	return read_int_of(book_db(book),
		"SELECT ifnull(named, household) FROM session WHERE rec = ?1 AND household IS NOT NULL"
		" UNION ALL SELECT ifnull(named, household) FROM status WHERE rec = ?1"
		" AND household IS NOT NULL",
		rec, household, f);
}

/* ---- what names them ---- */

/*
 * Sessions (or status) that name a household have it in `household`, or in `named` where it is
 * joined or of another unit.
 */
#define OF(table) " FROM " table " t JOIN op o ON o.k = t.rec" \
	" WHERE (t.household = ?1 AND t.named IS NULL) OR t.named = ?1"

static int set_household(struct book *book, const char *sql, rec_t rec, rec_t root, rec_t household,
			 struct fault *f)
{
	struct statement st = statement_of(book_db(book), sql, f);

	bind_optional(&st, root != 0, root);
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

/* A record to be moved, and to whom. */
struct move {
	rec_t rec, root;
};

/*
 * Records (and for whom they count, and whose lane made them) that name a household and do not
 * count for whom they are to count for yet; *moves is a new array.
 */
static int those_to_move(struct book *book, struct statement st, rec_t household,
			 struct move **moves, size_t *n)
{
	size_t room = 0;

	*moves = NULL;
	*n = 0;
	bind_int(&st, household);
	while (row_next(&st)) {
		rec_t root;

		st.rc = joined_for(book, row_int(&st, 2), household, &root, st.fault);
		if (st.rc || row_int(&st, 1) == root)
			continue;
		if (*n == room) {
			room = room * 2 + 16;
			*moves = memory_resize(*moves, room, sizeof **moves);
		}
		(*moves)[(*n)++] = (struct move){ row_int(&st, 0), root };
	}
	return statement_end(&st);
}

static int refresh_one(struct book *book, rec_t household, struct fault *f)
{
	struct db *db = book_db(book);
	struct move *moves;
	size_t n;
	int rc = those_to_move(book, statement_of(db, "SELECT t.rec, t.household, o.lane" OF("session"),
						  f), household, &moves, &n);

	for (size_t i = 0; !rc && i < n; i++)
		rc = move_session(book, moves[i].rec, moves[i].root, household, f);
	free(moves);
	if (rc)
		return rc;
	rc = those_to_move(book, statement_of(db, "SELECT t.rec, t.household, o.lane" OF("status"), f),
			   household, &moves, &n);
	for (size_t i = 0; !rc && i < n; i++)
		rc = set_household(book, "UPDATE status SET household = ?, named = ? WHERE rec = ?",
				   moves[i].rec, moves[i].root, household, f);
	free(moves);
	return rc;
}

int joined_refresh(struct book *book, rec_t household, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"WITH RECURSIVE j(rec, far) AS (SELECT ?1, 0 UNION SELECT h.rec, far + 1 FROM household h"
		" JOIN j ON h.same = j.rec WHERE far < ?2) SELECT DISTINCT rec FROM j", f);

	bind_int(&st, household);
	bind_int(&st, CHAIN_MAX); /* whose chain does not reach it has another end */
	while (row_next(&st))
		st.rc = refresh_one(book, row_int(&st, 0), f);
	return statement_end(&st);
}
