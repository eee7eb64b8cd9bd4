#include "config.h"
#include "store/record/carried.h"

#include <string.h>

#include "store/db/statement.h"
#include "store/record/scope.h"

/* One more that carries it. */
static int add_carrier(struct book *book, struct carried *all, const struct carried *one,
		       struct fault *f)
{
	int64_t lane = one->lane;
	struct lane have, other;
	int rc = FAULT_OK;

	if (all->there && all->lane != lane) {
		rc = scope_lane(book, all->lane, &have, f);
		if (!rc)
			rc = scope_lane(book, lane, &other, f);
		if (!rc && (other.level != have.level ? other.level < have.level :
			    memcmp(other.id, have.id, LANE_BYTES) > 0))
			lane = all->lane;
	}
	*all = (struct carried){ true, lane, all->local || one->local, all->whole || one->whole };
	return rc;
}

static struct carried carried_row(const struct statement *st)
{
	return (struct carried){ true, row_int(st, 0), row_int(st, 1) != 0, row_int(st, 2) != 0 };
}

static int put(struct book *book, const char *sql, int64_t import, int64_t op,
	       const struct carried *one, struct fault *f)
{
	struct statement st = statement_of(book_db(book), sql, f);

	bind_int(&st, import);
	bind_int(&st, op);
	bind_int(&st, one->lane);
	bind_optional(&st, one->local, 1);
	bind_optional(&st, one->whole, 1);
	return statement_run(&st);
}

int carry(struct book *book, int64_t import, int64_t op, const struct carried *one,
	  struct fault *f)
{
	struct carried all = { 0 };
	struct statement st = statement_of(book_db(book), "SELECT lane, local, whole FROM intake_again"
							  " WHERE intake = ? AND op = ?", f);
	int rc;

	bind_int(&st, import);
	bind_int(&st, op);
	if (row_next(&st))
		all = carried_row(&st);
	rc = statement_end(&st);
	if (!rc)
		rc = add_carrier(book, &all, one, f);
	return rc ? rc : put(book, "INSERT OR REPLACE INTO intake_again(intake, op, lane, local, whole)"
			     " VALUES(?, ?, ?, ?, ?)", import, op, &all, f);
}

int carry_first(struct book *book, int64_t import, int64_t op, const struct carried *one,
		struct fault *f)
{
	return put(book, "INSERT OR IGNORE INTO intake_again(intake, op, lane, local, whole)"
		   " VALUES(?, ?, ?, ?, ?)", import, op, one, f);
}

static int move(struct book *book, int64_t op, int64_t lane, bool *moved, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "UPDATE op SET lane = ?1 WHERE k = ?2"
							  " AND lane IS NOT ?1", f);
	int rc;

	bind_int(&st, lane);
	bind_int(&st, op);
	rc = statement_run(&st);
	*moved = *moved || (!rc && sqlite3_changes(book_db(book)->conn));
	return rc;
}

int carry_refresh(struct book *book, int64_t op, bool says_lane, bool *moved, struct fault *f)
{
	struct carried all = { 0 };
	struct statement st = statement_of(book_db(book), "SELECT a.lane, a.local, a.whole"
					   " FROM intake_again a JOIN intake i ON i.k = a.intake WHERE a.op = ? AND NOT i.undone",
					   f);
	int rc;

	bind_int(&st, op);
	while (row_next(&st)) {
		const struct carried one = carried_row(&st);

		st.rc = add_carrier(book, &all, &one, f);
	}
	rc = statement_end(&st);
	if (!rc && all.there && !says_lane)
		rc = move(book, op, all.lane, moved, f);
	if (rc || !all.there)
		return rc;
	st = statement_of(book_db(book), "UPDATE op SET local = ? WHERE k = ?", f);
	bind_optional(&st, all.local, 1);
	bind_int(&st, op);
	return statement_run(&st);
}
