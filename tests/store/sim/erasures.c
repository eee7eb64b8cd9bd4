#include "config.h"
#include "tests/store/sim/world.h"

#include <string.h>

#include "store/db/statement.h"

/* Whether an erasure of one lane covers what another made, by what the sim told of them. */
static bool covers(const struct lane *eraser, const struct lane *creator)
{
	if (eraser->level == LEVEL_UPPER)
		return creator->level != LEVEL_UPPER;
	return eraser->level == LEVEL_COMMUNE && creator->level != LEVEL_UPPER &&
	       !strcmp(eraser->unit, creator->unit);
}

static bool is_shown(struct device *d, int64_t rec)
{
	struct fault f;
	int64_t shown = 0;

	broken(read_int_of(book_db(d->book), "SELECT count(*) FROM (SELECT rec FROM session UNION ALL"
			   " SELECT rec FROM household UNION ALL SELECT rec FROM status UNION ALL"
			   " SELECT rec FROM followup) WHERE rec = ?", rec, &shown, &f), &f, d, "shown");
	return shown != 0;
}

/* By name alone: what goes with it goes at the witness, too. */
void check_erased(struct device *d)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT o.lane, r.lane, r.k FROM erasure e"
		" JOIN op o ON o.k = e.erase JOIN op r ON r.k = e.record"
		" WHERE o.aside IS NULL AND r.lane IS NOT NULL", &f);

	while (row_next(&st)) {
		struct lane eraser, creator;

		if (broken(lane_load(book_db(d->book), row_int(&st, 0), &eraser, &f), &f, d, "lane") ||
		    broken(lane_load(book_db(d->book), row_int(&st, 1), &creator, &f), &f, d, "lane"))
			break;
		if (eraser.level == LEVEL_TEAM)
			violated("I7: %s: a team has erased something", d->is.name);
		if (covers(&eraser, &creator) && is_shown(d, row_int(&st, 2)))
			violated("I7: %s: what was erased shows", d->is.name);
	}
	broken(statement_end(&st), &f, d, "what is erased");
	st = statement_of(book_db(d->book), "SELECT count(*) FROM op WHERE length(bytes) = 0"
					    " AND aside IS NULL", &f);
	if (row_next(&st) && row_int(&st, 0))
		violated("I7: %s: what is blank counts", d->is.name);
	broken(statement_end(&st), &f, d, "what is blank");
}
