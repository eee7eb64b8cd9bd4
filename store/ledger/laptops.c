#include "config.h"
#include "store/ledger/laptops.h"

#include <string.h>

#include "store/ledger/rows.h"

#define LAPTOPS "SELECT sign, root, box, level, unit, team, codes, name, number, newest, expires," \
		" revoked FROM laptop"

static void take_row(const struct statement *st, struct laptop *out)
{
	memset(out, 0, sizeof *out);
	row_bytes(st, 0, out->sign, LEDGER_KEY);
	row_bytes(st, 1, out->root, LEDGER_KEY);
	row_bytes(st, 2, out->box, LEDGER_KEY);
	out->level = (enum book_level)row_int(st, 3);
	row_copy(st, 4, out->unit, sizeof out->unit);
	row_copy(st, 5, out->team, sizeof out->team);
	row_copy(st, 6, out->codes, sizeof out->codes);
	row_copy(st, 7, out->name, sizeof out->name);
	out->number = row_int(st, 8);
	out->newest = row_int(st, 9);
	out->expires = (day_t)row_int_or(st, 10, DAY_MAX);
	out->revoked = row_int(st, 11) != 0;
}

int laptops_find(struct db *db, const uint8_t sign[LEDGER_KEY], struct laptop *out, bool *there,
		 struct fault *f)
{
	struct statement st = statement_of(db, LAPTOPS " WHERE sign = ?", f);

	bind_blob(&st, sign, LEDGER_KEY);
	*there = row_next(&st);
	if (*there)
		take_row(&st, out);
	return statement_end(&st);
}

int laptops_all(struct db *db, struct laptop **out, size_t *n, struct fault *f)
{
	struct statement st = statement_of(db, LAPTOPS " ORDER BY unit, level, team, number, sign", f);

	*out = NULL;
	*n = 0;
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		take_row(&st, &(*out)[(*n)++]);
	}
	return statement_end(&st);
}

int laptops_put(struct db *db, const struct laptop *laptop, struct fault *f)
{
	struct statement st = statement_of(db, "INSERT OR REPLACE INTO laptop(sign, root, box, level, unit,"
		" team, codes, name, number, newest, expires, revoked) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?)", f);

	bind_blob(&st, laptop->sign, LEDGER_KEY);
	bind_blob(&st, laptop->root, LEDGER_KEY);
	bind_blob(&st, laptop->box, LEDGER_KEY);
	bind_int(&st, laptop->level);
	bind_text(&st, laptop->unit);
	bind_text(&st, laptop->team);
	bind_text(&st, laptop->codes);
	bind_text(&st, laptop->name);
	bind_int(&st, laptop->number);
	bind_int(&st, laptop->newest);
	bind_optional(&st, laptop->expires != DAY_MAX, laptop->expires);
	bind_int(&st, laptop->revoked);
	return statement_run(&st);
}

int laptops_remove(struct db *db, const uint8_t sign[LEDGER_KEY], struct fault *f)
{
	struct statement st = statement_of(db, "DELETE FROM laptop WHERE sign = ?", f);

	bind_blob(&st, sign, LEDGER_KEY);
	return statement_run(&st);
}

/* ---- lanes and their keys ---- */

int laptops_bind_lane(struct db *db, int64_t lane, const uint8_t sign[LEDGER_KEY], bool *fits,
		      struct fault *f)
{
	uint8_t is[LEDGER_KEY];
	struct statement st;
	bool there;
	int rc = laptops_of_lane(db, lane, is, &there, f);

	*fits = !rc && (!there || !memcmp(is, sign, LEDGER_KEY));
	if (rc || there)
		return rc;
	st = statement_of(db, "UPDATE lane SET sign = ? WHERE k = ?", f);
	bind_blob(&st, sign, LEDGER_KEY);
	bind_int(&st, lane);
	return statement_run(&st);
}

int laptops_lanes(struct db *db, const uint8_t sign[LEDGER_KEY], int64_t **out, size_t *n,
		  struct fault *f)
{
	struct statement st = statement_of(db, "SELECT k FROM lane WHERE sign = ? ORDER BY k", f);

	*out = NULL;
	*n = 0;
	bind_blob(&st, sign, LEDGER_KEY);
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		(*out)[(*n)++] = row_int(&st, 0);
	}
	return statement_end(&st);
}

int laptops_of_lane(struct db *db, int64_t lane, uint8_t sign[LEDGER_KEY], bool *there,
		    struct fault *f)
{
	struct statement st = statement_of(db, "SELECT sign FROM lane WHERE k = ?", f);

	bind_int(&st, lane);
	*there = row_next(&st) && row_bytes(&st, 0, sign, LEDGER_KEY);
	return statement_end(&st);
}
