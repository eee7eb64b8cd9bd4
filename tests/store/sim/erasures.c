#include "config.h"
#include "tests/store/sim/world.h"

#include <stdio.h>
#include <string.h>

#include "store/db/statement.h"
#include "store/oplog/op.h"

/*
 * An officer erases a record of the desk's unit, or of one below: as a line of another laptop of
 * that desk. Some days may go by, after which what was erased is blank.
 */
void erase_something(struct device *d)
{
	static const char sql[] =
		"SELECT k FROM op WHERE rec = k AND aside IS NULL AND length(bytes) > 0"
		" AND (instr(bytes, CAST('\"type\":\"session\"' AS BLOB))"
		" OR instr(bytes, CAST('\"type\":\"household\"' AS BLOB))"
		" OR instr(bytes, CAST('\"type\":\"status\"' AS BLOB))) ORDER BY id LIMIT 5";
	struct buffer line = { 0 };
	char rec[ID_TEXT], set[60];
	struct device *office = d->is.level == LEVEL_TEAM ? &world.devices[d->is.above] : d;
	struct lane by = strange_lane(office, 6);
	int64_t key;

	if (!office->in_use || !device_book(office))
		return;
	key = any_key(office, sql);
	if (!key)
		return say(" nothing");
	id_of_key(office, key, rec);
	say(" %s at %s", rec, office->is.name);
	snprintf(set, sizeof set, "{\"records\":[\"%s\"]}", rec);
	make_line(&line, &(struct strange_line){ .lane = &by, .type = "erase", .set = set, .hlc = 5 });
	model_add(buffer_text(&line), line.len, NULL, 0);
	line_arrives(office, &by, buffer_text(&line));
	buffer_release(&line);
	world.counts[N_ERASURES]++;
	if (one_in(2) && !disk_is_dead()) {
		say("; eight days go by");
		office->days_off += 8;
		device_close(office);
	}
}

/* ---- I7 ---- */

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
