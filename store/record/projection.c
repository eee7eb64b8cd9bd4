#include "config.h"
#include "store/record/projection.h"

#include <string.h>

#include "store/db/statement.h"
#include "store/ledger/certificates.h"
#include "store/record/field.h"
#include "store/record/joined.h"
#include "store/record/projection_put.h"
#include "store/record/search_held.h"
#include "store/record/search_index.h"
#include "store/record/topics.h"

/* ---- sessions whose words a record is part of: its own, or those of sessions that name it ---- */

static const char *const dependents_sql[TYPES] = {
	[TYPE_VILLAGE] = "SELECT rec FROM session WHERE village = ?",
	[TYPE_HOUSEHOLD] = "SELECT rec FROM session WHERE household = ?1 OR named = ?1",
};

/* What those sessions name: a household's record, a village's code. 0 where nothing ever named it. */
static int64_t named_by(struct book *book, rec_t rec, const struct merged *m, struct fault *f,
			int *rc)
{
	struct statement st;
	int64_t key = 0;

	if (m->type != TYPE_VILLAGE)
		return rec;
	st = statement_of(book_db(book), "SELECT k FROM sym WHERE s = ?", f);
	bind_text(&st, text_of(m->values, "code"));
	if (row_next(&st))
		key = row_int(&st, 0);
	*rc = statement_end(&st);
	return key;
}

/* While many are taken in (search_held.h) the first of a code takes its sessions out for all of them. */
static int reindex(struct book *book, rec_t rec, const struct merged *m,
		   int (*index)(struct book *, rec_t, const struct merged *, struct fault *),
		   struct fault *f)
{
	enum held_kind kind = m->type == TYPE_VILLAGE ? HELD_VILLAGE : HELD_HOUSEHOLD;
	struct statement st;
	bool found = false;
	int64_t key;
	int rc = FAULT_OK;

	if (m->type == TYPE_SESSION)
		return rec ? index(book, rec, m, f) : FAULT_OK;
	if (m->type < 0 || !dependents_sql[m->type])
		return FAULT_OK;
	key = named_by(book, rec, m, f, &rc);
	if (rc || !key || held_is(book, kind, key))
		return rc;
	st = statement_of(book_db(book), dependents_sql[m->type], f);
	bind_int(&st, key);
	while (row_next(&st)) {
		st.rc = index(book, row_int(&st, 0), NULL, f);
		found = true;
	}
	rc = statement_end(&st);
	if (!rc && found && index == search_drop)
		held_add(book, kind, key);
	return rc;
}

static int run_for(struct book *book, const char *sql, rec_t rec, const char *text,
		   struct fault *f)
{
	struct statement st = statement_of(book_db(book), sql, f);

	bind_int(&st, rec);
	if (text)
		bind_text(&st, text);
	return statement_run(&st);
}

int projection_before(struct book *book, rec_t rec, const struct merged *was, struct fault *f)
{
	int rc = reindex(book, rec, was, search_drop, f);

	if (!rec)
		return rc; /* nothing of it is there yet */
	for (int i = 0; !rc && was->type >= 0 && i < 3 && projection_tables[was->type].drop[i]; i++)
		rc = run_for(book, projection_tables[was->type].drop[i], rec, NULL, f);
	if (!rc)
		rc = run_for(book, "DELETE FROM conflict WHERE rec = ?", rec, NULL, f);
	return rc;
}

static int put_conflict(struct book *book, rec_t rec, const json_t *fields, struct fault *f)
{
	char names[512] = "";
	json_t *each;
	size_t i, used = 0;

	json_array_foreach(fields, i, each) {
		const char *name = json_string_value(each);
		size_t n = strlen(name);

		if (used + n + 2 > sizeof names)
			break;
		if (used)
			names[used++] = ',';
		memcpy(names + used, name, n + 1);
		used += n;
	}
	return run_for(book, "INSERT INTO conflict(rec, fields) VALUES(?, ?)", rec, names, f);
}

/* A village under another code: its sessions are others, which had no part in projection_before(). */
static bool moved(const struct merged *was, const struct merged *is)
{
	return is->type == TYPE_VILLAGE && !json_equal(json_object_get(was->values, "code"),
						       json_object_get(is->values, "code"));
}

int projection_after(struct book *book, rec_t rec, const struct merged *was,
		     const struct merged *is, struct fault *f)
{
	struct record r = { book, rec, is, NULL, f };
	int rc = FAULT_OK;

	if (is->type < 0)
		return FAULT_OK;
	if (moved(was, is))
		rc = reindex(book, rec, is, search_drop, f);
	if (!rc && projection_tables[is->type].put)
		rc = scope_of(book, is->lane, &r.scope, f);
	if (!rc && projection_tables[is->type].put)
		rc = projection_tables[is->type].put(&r);
	if (!rc && is->conflicts)
		rc = put_conflict(book, rec, is->conflicts, f);
	if (is->type == TYPE_TOPIC)
		topics_changed(book);
	if (!rc)
		rc = reindex(book, rec, is, search_put, f);
	if (!rc && moved(was, is))
		rc = reindex(book, rec, was, search_put, f);
	return rc || is->type != TYPE_HOUSEHOLD ? rc : joined_refresh(book, rec, f);
}

int projection_gone(struct book *book, rec_t rec, const struct merged *was, struct fault *f)
{
	if (was->type == TYPE_TOPIC)
		topics_changed(book);
	if (was->type == TYPE_KEY)
		return trust_set_stale(book_db(book), true, f);
	/* Its own words went before; those it was part of wait, and are put without it. */
	return was->type == TYPE_HOUSEHOLD ? joined_refresh(book, rec, f) : FAULT_OK;
}
