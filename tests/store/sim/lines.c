#include "config.h"
#include "tests/store/sim/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/oplog/judge.h"

/* ---- taking in ---- */

bool parcel_arrives(struct device *d, const struct parcel *parcel)
{
	struct book *book = device_book(d);
	struct fault f;
	int64_t import;
	int rc;

	if (!book)
		return false;
	rc = book_begin(book, "import", &f);
	if (!rc)
		rc = parcel_take(book, parcel, &import, &f);
	if (!rc)
		rc = book_commit(book, NULL, &f);
	if (rc) {
		book_rollback(book);
		if (!disk_is_dead())
			broken(rc, &f, d, "taking in");
		return false;
	}
	world.counts[N_BATCHES]++;
	world.counts[N_LINES] += parcel->n;
	check_committed(d);
	return true;
}

/* ---- what travels ---- */

/* What of a log goes where: up from a team, up from a commune, down to a team. */
static const char of_a_team[] =
	"SELECT o.bytes, o.lane, o.n, o.local, o.id, o.k FROM op o JOIN lane l ON l.k = o.lane"
	" WHERE o.k > ? AND l.own AND length(o.bytes) > 0 ORDER BY o.k";
static const char of_a_commune[] =
	"SELECT o.bytes, o.lane, o.n, o.local, o.id, o.k FROM op o JOIN lane l ON l.k = o.lane"
	" WHERE o.k > ? AND (l.own OR l.level < 2) AND o.bytes IS NOT NULL AND ifnull(o.aside, 0) <> 7"
	" ORDER BY o.k";
static const char of_an_upper[] =
	"SELECT o.bytes, o.lane, o.n, o.local, o.id, o.k FROM op o JOIN lane l ON l.k = o.lane"
	" WHERE o.k > ?1 AND l.level = 2 AND length(o.bytes) > 0 ORDER BY o.k";
/* Registers, households, and records that lanes of its team created. */
static const char to_a_team[] =
	"SELECT o.bytes, o.lane, o.n, o.local, o.id, o.k FROM op o"
	" LEFT JOIN op c ON c.k = o.rec LEFT JOIN lane l ON l.k = c.lane"
	" WHERE o.k > ?1 AND length(o.bytes) > 0 AND ifnull(o.aside, 0) <> 7 AND (l.team = ?2 OR"
	" l.level > 0 OR instr(o.bytes, CAST('\"type\":\"household\"' AS BLOB))"
	" OR instr(o.bytes, CAST('\"type\":\"village\"' AS BLOB))"
	" OR instr(o.bytes, CAST('\"type\":\"team\"' AS BLOB))"
	" OR instr(o.bytes, CAST('\"type\":\"member\"' AS BLOB))"
	" OR instr(o.bytes, CAST('\"type\":\"topic\"' AS BLOB))) ORDER BY o.k";

/* Lines of another lane than its own are told as that lane was told here. */
static void lane_for(struct device *d, int64_t key, struct lane *lane)
{
	struct fault f;
	struct lane own = device_lane(d);

	broken(lane_load(book_db(d->book), key, lane, &f), &f, d, "lane");
	if (lane->own) {
		memcpy(own.id, lane->id, LANE_BYTES);
		*lane = own;
	}
	lane->own = false;
	lane->known = true;
}

/* What a desk leaves out of what goes above the commune: what is marked, and what should be. */
static bool stays(const struct parcel_line *line)
{
	struct op op;
	bool local = line->local;

	if (!local && line->text && !op_parse(&op, line->text, line->len)) {
		local = judge_is_local(&op);
		op_release(&op);
	}
	return local;
}

static void make_bare(struct parcel_line *line)
{
	free(line->text);
	line->text = NULL;
	world.counts[N_BARE]++;
}

/* above: it leaves the commune, so what stays there goes as an id alone. */
static void collect(struct device *d, const char *sql, int64_t after, const char *team, bool above,
		    struct parcel *out, int64_t *last)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), sql, &f);

	bind_int(&st, after);
	if (team)
		bind_text(&st, team);
	while (row_next(&st)) {
		struct parcel_line *line = parcel_more(out);

		lane_for(d, row_int(&st, 1), &line->lane);
		row_bytes(&st, 4, line->id.b, ID_BYTES);
		line->n = row_int(&st, 2);
		line->local = row_int(&st, 3) != 0;
		line->len = row_length(&st, 0);
		if (line->len) {
			line->text = malloc(line->len + 1);
			memcpy(line->text, row_blob(&st, 0), line->len);
			line->text[line->len] = 0;
		}
		if (above && stays(line))
			make_bare(line);
		*last = row_int(&st, 5);
	}
	broken(statement_end(&st), &f, d, "collecting");
}

/* ---- the way ---- */

static void lose_line(struct parcel *parcel, int i)
{
	free(parcel->lines[i].text);
	memmove(&parcel->lines[i], &parcel->lines[i + 1],
		(size_t)(--parcel->n - i) * sizeof *parcel->lines);
}

/* On the way some are lost, some come twice, and any may come before any. */
static void carry(struct parcel *parcel)
{
	int lost = 0, twice = 0;

	if (one_in(3))
		for (int i = parcel->n; i-- > 0;)
			if (one_in(4)) {
				lose_line(parcel, i);
				lost++;
			}
	if (one_in(3) && parcel->n) {
		struct parcel again = { parcel->lines + draw((uint32_t)parcel->n), 0 };

		again.n = (int)draw((uint32_t)(parcel->lines + parcel->n - again.lines)) + 1;
		twice = again.n;
		again.lines = memcpy(malloc((size_t)again.n * sizeof *again.lines), again.lines,
				     (size_t)again.n * sizeof *again.lines);
		parcel_append(parcel, &again);
		free(again.lines);
	}
	if (one_in(2)) {
		uint32_t seed = draw(UINT32_MAX);

		parcel_shuffle(parcel, &seed);
		say(", shuffled");
		world.counts[N_SHUFFLED]++;
	}
	if (lost)
		say(", %d lost", lost);
	if (twice)
		say(", %d twice", twice);
	world.counts[N_LOST] += lost;
	world.counts[N_TWICE] += twice;
}

/* In batches of any size; what one of them did not bring is not brought by the others. */
static void deliver(struct device *to, struct parcel *parcel)
{
	int at = 0;

	carry(parcel);
	while (at < parcel->n && !world.failed && !disk_is_dead()) {
		struct parcel part = { parcel->lines + at, parcel->n - at };

		if (one_in(2))
			part.n = 1 + (int)draw((uint32_t)part.n);
		if (parcel_arrives(to, &part))
			at += part.n;
		else
			break;
	}
}

static void pass(struct device *from, struct device *to, const char *sql, const char *team, bool above)
{
	struct parcel parcel = { 0 };
	int64_t *sent = &from->sent[to - world.devices], last = *sent;
	bool wrong = one_in(15);

	if (!device_book(from))
		return;
	/* Sometimes all of it again, as when nobody acknowledged it. */
	collect(from, sql, one_in(4) ? 0 : last, team, above, &parcel, &last);
	say(" to %s: %d lines%s", to->is.name, parcel.n, wrong ? ", told as another commune's" : "");
	to->unlike = to->unlike || (wrong && to->blank);
	for (int i = 0; wrong && i < parcel.n; i++)
		if (parcel.lines[i].lane.level == LEVEL_TEAM)
			snprintf(parcel.lines[i].lane.codes, LANE_CODES, "99999");
	*sent = last;
	if (parcel.n)
		deliver(to, &parcel);
	parcel_release(&parcel);
}

void take_up(struct device *from)
{
	struct device *to = from->is.above < 0 ? NULL : &world.devices[from->is.above];

	if (!to || !to->in_use)
		return say(" nowhere");
	if (from->is.level == LEVEL_TEAM)
		pass(from, to, of_a_team, NULL, false);
	else
		pass(from, to, of_a_commune, NULL, true);
}

void take_down(struct device *from, struct device *to)
{
	if (!to->in_use || to->is.above < 0 || &world.devices[to->is.above] != from)
		return say(" to nobody");
	if (from->is.level == LEVEL_UPPER)
		pass(from, to, of_an_upper, NULL, false);
	else
		pass(from, to, to_a_team, to->is.team, false);
}

/* ---- an import as one thing, and one line of it ---- */

/* Inside a transaction that is committed. */
static bool change(struct device *d, const char *verb, int (*act)(struct book *, int64_t, bool, struct fault *),
		   int64_t key, bool on)
{
	struct fault f;
	int rc = book_begin(d->book, verb, &f);

	if (!rc)
		rc = act(d->book, key, on, &f);
	if (!rc)
		rc = book_commit(d->book, NULL, &f);
	if (!rc)
		return true;
	book_rollback(d->book);
	if (!disk_is_dead())
		broken(rc, &f, d, verb);
	return false;
}

static int take_import_back(struct book *book, int64_t key, bool undone, struct fault *f)
{
	return intake_undo(book, key, undone ? STANDS_NOT_UNDONE : STANDS, f);
}

void take_back(struct device *d)
{
	bool undone = !one_in(3);
	int64_t key;

	if (!device_book(d))
		return;
	key = any_key(d, undone ? "SELECT k FROM intake WHERE NOT undone ORDER BY k"
				: "SELECT k FROM intake WHERE undone ORDER BY k");
	if (!key)
		return say(" nothing");
	say(" import %d %s", (int)key, undone ? "back" : "in again");
	d->unlike = d->unlike || d->blank;
	if (change(d, "import_undo", take_import_back, key, undone))
		world.counts[N_TAKEN_BACK]++;
}

void put_aside(struct device *d)
{
	bool aside = !one_in(3);
	int64_t key;

	if (!device_book(d))
		return;
	key = any_key(d, aside ? "SELECT k FROM op WHERE source IS NOT NULL AND length(bytes) > 0"
				 " AND k NOT IN (SELECT op FROM put_aside) ORDER BY id"
			       : "SELECT op FROM put_aside ORDER BY (SELECT id FROM op WHERE k = op)");
	if (!key)
		return say(" nothing");
	say(" one line %s", aside ? "aside" : "back in");
	d->unlike = d->unlike || d->blank;
	if (change(d, "aside", intake_put_aside, key, aside))
		world.counts[N_ASIDE]++;
}

/* What lanes are is not the import's to say, nor taken back with it. */
static int tell_lanes(struct book *book, const struct parcel *parcel, struct fault *f)
{
	struct intake in;
	int rc = intake_begin(&in, book, f);

	for (int i = 0; !rc && i < parcel->n; i++)
		rc = intake_lane(&in, &parcel->lines[i].lane, f);
	if (!rc)
		rc = intake_end(&in, f);
	intake_release(&in);
	return rc;
}

/* I6 and I11: what an import brings is gone when it is taken back, and again is no more than once. */
static void again(struct device *d, const struct parcel *parcel)
{
	char *before = NULL, *after = NULL, *back = NULL, *twice = NULL;
	struct fault f;
	int64_t import = 0, second = 0;
	int rc = book_begin(d->book, "import", &f);

	if (!rc)
		rc = tell_lanes(d->book, parcel, &f);
	if (!rc)
		before = desk_shows(d, d->book);
	if (!rc)
		rc = parcel_take(d->book, parcel, &import, &f);
	if (!rc)
		after = desk_shows(d, d->book);
	if (!rc)
		rc = parcel_take(d->book, parcel, &second, &f);
	if (!rc)
		twice = desk_shows(d, d->book);
	if (!rc)
		rc = intake_undo(d->book, second, STANDS_NOT_UNDONE, &f);
	if (!rc)
		rc = intake_undo(d->book, import, STANDS_NOT_UNDONE, &f);
	if (!rc)
		back = desk_shows(d, d->book);
	if (!rc && one_in(2))
		rc = intake_undo(d->book, import, STANDS, &f);
	if (!rc)
		rc = book_commit(d->book, NULL, &f);
	if (rc)
		book_rollback(d->book);
	if (rc && !disk_is_dead())
		broken(rc, &f, d, "taking in and back");
	if (!rc && strcmp(after, twice))
		differ("I6", d, after, twice);
	if (!rc && strcmp(before, back))
		differ("I11", d, before, back);
	free(before);
	free(after);
	free(back);
	free(twice);
}

void take_again(struct device *d)
{
	struct parcel parcel = { 0 };
	struct device *from = NULL;
	int64_t last = 0;

	for (int i = 0, at = (int)draw(DEVICES); i < DEVICES && !from; i++, at = (at + 1) % DEVICES)
		if (world.devices[at].in_use && world.devices[at].is.above == d - world.devices)
			from = &world.devices[at];
	if (!from || !device_book(from) || !device_book(d))
		return say(" nothing");
	if (from->is.level == LEVEL_TEAM)
		collect(from, of_a_team, 0, NULL, false, &parcel, &last);
	else
		collect(from, of_a_commune, 0, NULL, true, &parcel, &last);
	say(" from %s: %d lines", from->is.name, parcel.n);
	carry(&parcel);
	if (parcel.n && one_in(3)) {
		bool *local = &parcel.lines[draw((uint32_t)parcel.n)].local;

		*local = !*local;
		say(", one marked wrongly");
	}
	again(d, &parcel);
	parcel_release(&parcel);
}
