#include "config.h"
#include "store/ledger/roots.h"

#include <string.h>

#include "store/ledger/certificates.h"
#include "store/ledger/rows.h"

#define ROOTS "SELECT pk, box, whose, level, unit, unit_name, codes, revoked FROM root"

static void take_row(const struct statement *st, struct pinned_root *out)
{
	memset(out, 0, sizeof *out);
	row_bytes(st, 0, out->pk, LEDGER_KEY);
	row_bytes(st, 1, out->box, LEDGER_KEY);
	out->whose = (enum root_whose)row_int(st, 2);
	out->level = (enum book_level)row_int(st, 3);
	row_copy(st, 4, out->unit, sizeof out->unit);
	row_copy(st, 5, out->unit_name, sizeof out->unit_name);
	row_copy(st, 6, out->codes, sizeof out->codes);
	out->revoked = row_int(st, 7) != 0;
}

/* The first row of a question that is bound. */
static int first(struct statement *st, struct pinned_root *out, bool *there)
{
	*there = row_next(st);
	if (*there)
		take_row(st, out);
	return statement_end(st);
}

int roots_find(struct db *db, const uint8_t pk[LEDGER_KEY], struct pinned_root *out, bool *there,
	       struct fault *f)
{
	struct statement st = statement_of(db, ROOTS " WHERE pk = ?", f);

	bind_blob(&st, pk, LEDGER_KEY);
	return first(&st, out, there);
}

static int the_one(struct db *db, enum root_whose whose, struct pinned_root *out, bool *there,
		   struct fault *f)
{
	struct statement st = statement_of(db, ROOTS " WHERE whose = ?", f);

	bind_int(&st, whose);
	return first(&st, out, there);
}

int roots_own(struct db *db, struct pinned_root *out, bool *there, struct fault *f)
{
	return the_one(db, ROOT_OWN, out, there, f);
}

int roots_parent(struct db *db, struct pinned_root *out, bool *there, struct fault *f)
{
	return the_one(db, ROOT_PARENT, out, there, f);
}

int roots_child(struct db *db, const char *unit, struct pinned_root *out, bool *there,
		struct fault *f)
{
	struct statement st = statement_of(db, ROOTS " WHERE whose = ?1 AND unit = ?2 ORDER BY revoked,"
		" (SELECT min(number) FROM certificate WHERE sign = root.pk"
		" AND issuer = (SELECT pk FROM root WHERE whose = ?3)) DESC, pk", f);

	bind_int(&st, ROOT_CHILD);
	bind_text(&st, unit);
	bind_int(&st, ROOT_OWN);
	return first(&st, out, there);
}

int roots_all(struct db *db, struct pinned_root **out, size_t *n, struct fault *f)
{
	struct statement st = statement_of(db, ROOTS " ORDER BY whose, unit, pk", f);

	*out = NULL;
	*n = 0;
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		take_row(&st, &(*out)[(*n)++]);
	}
	return statement_end(&st);
}

/* The parent that was, unless it is this one. */
static int remove_former(struct db *db, const uint8_t pk[LEDGER_KEY], struct fault *f)
{
	struct statement st = statement_of(db, "DELETE FROM root WHERE whose = ? AND pk <> ?", f);

	bind_int(&st, ROOT_PARENT);
	bind_blob(&st, pk, LEDGER_KEY);
	return statement_run(&st);
}

int roots_put(struct db *db, const struct pinned_root *root, struct fault *f)
{
	struct statement st;
	int rc = root->whose == ROOT_PARENT ? remove_former(db, root->pk, f) : FAULT_OK;

	if (rc)
		return rc;
	st = statement_of(db, "INSERT OR REPLACE INTO root(pk, box, whose, level, unit, unit_name, codes,"
			      " revoked) VALUES(?, ?, ?, ?, ?, ?, ?, ?)", f);
	bind_blob(&st, root->pk, LEDGER_KEY);
	bind_blob(&st, root->box, LEDGER_KEY);
	bind_int(&st, root->whose);
	bind_int(&st, root->level);
	bind_text(&st, root->unit);
	bind_text(&st, root->unit_name);
	bind_text(&st, root->codes);
	bind_int(&st, root->revoked);
	rc = statement_run(&st);
	return rc ? rc : trust_set_stale(db, true, f);
}

int roots_remove(struct db *db, const uint8_t pk[LEDGER_KEY], struct fault *f)
{
	struct statement st = statement_of(db, "DELETE FROM root WHERE pk = ?", f);
	int rc;

	bind_blob(&st, pk, LEDGER_KEY);
	rc = statement_run(&st);
	return rc ? rc : trust_set_stale(db, true, f);
}
