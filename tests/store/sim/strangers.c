#include "config.h"
#include "tests/store/sim/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/oplog/merge.h"

/* ---- lines of laptops that are none of the simulation's ---- */

struct lane strange_lane(const struct device *d, uint8_t which)
{
	struct lane lane = device_lane(d);

	memset(lane.id, 0xee, LANE_BYTES);
	lane.id[0] = (uint8_t)(d - world.devices);
	lane.id[1] = which;
	return lane;
}

static void draw_salt(char out[27])
{
	for (int i = 0; i < 26; i++)
		out[i] = "0123456789abcdefghjkmnpqrstvwxyz"[draw(32)];
	out[26] = 0;
}

void make_line(struct buffer *out, const struct strange_line *line)
{
	char salt[27], lane[LANE_TEXT];

	draw_salt(salt);
	buffer_print(out, "{\"n\":%u,", 1 + draw(999));
	if (line->lane) {
		lane_text(lane, line->lane->id);
		buffer_print(out, "\"lane\":\"%s\",", lane);
	}
	if (line->rec)
		buffer_print(out, "\"rec\":\"%s\",", line->rec);
	buffer_print(out, "\"type\":\"%s\",\"set\":%s,", line->type, line->set);
	if (line->rec)
		buffer_print(out, "\"base\":[%s],", line->base);
	buffer_print(out, "\"hlc\":%lld,\"clk\":\"%s\",\"who\":\"Lan\",\"salt\":\"%s\"}",
		     (long long)line->hlc, line->clk ? line->clk : "ok", salt);
}

void line_arrives(struct device *d, const struct lane *lane, const char *text)
{
	struct parcel parcel = { 0 };

	parcel_add(&parcel, lane, text);
	parcel_arrives(d, &parcel);
	parcel_release(&parcel);
}

/* ---- hostile ones ---- */

/* The words by which what no line may do is found: no desk ever shows them. */
#define NEVER "zzkela"
#define NEVER_CODE "ZZKELA"
#define SESSION "{\"date\":\"2026-11-17\",\"village\":\"%s-01\",\"channel\":\"lop_nhom\",\"note\":\"" NEVER "\","

enum says { ITS_UNIT, OTHER_UNIT, RECORD }; /* what stands for %s */

static const struct hostile {
	const char *words, *type, *set;
	enum says says;
	bool changes; /* another team's session */
	bool by_team; /* of another team, else of those like the desk */
} hostile[] = {
	{ "people beyond their bounds", "session", SESSION "\"people\":5001}", ITS_UNIT, false, false },
	{ "people beyond all numbers", "session", SESSION "\"people\":9223372036854775807}", ITS_UNIT,
	  false, false },
	{ "a session in another commune", "session", SESSION "\"people\":7}", OTHER_UNIT, false, false },
	{ "a change of another team's session", "session", "{\"note\":\"" NEVER "%.0s\"}", RECORD, true,
	  true },
	{ "a session that is to be a household", "household",
	  "{\"note\":\"" NEVER "%.0s\",\"code\":\"" NEVER_CODE "\"}", RECORD, true, false },
	{ "a team's erasure", "erase", "{\"records\":[\"%s\"]}", RECORD, false, true },
	{ "a hint that is not marked", "household", "{\"village\":\"%s-01\",\"code\":\"" NEVER_CODE
	  "\",\"hint\":\"" NEVER "\"}", ITS_UNIT, false, false },
};

/* A session that a team of another laptop wrote. */
static int64_t anothers(struct device *d)
{
	return any_key(d, "SELECT o.k FROM op o JOIN lane l ON l.k = o.lane WHERE o.rec = o.k"
			  " AND o.aside IS NULL AND instr(o.bytes, CAST('\"type\":\"session\"' AS BLOB))"
			  " AND NOT l.own AND ifnull(l.team, '') <> '' ORDER BY o.id");
}

static const char *other_unit(const struct device *d)
{
	return strcmp(d->is.unit, "26572") ? "26572" : "26575";
}

void write_hostile(struct device *d)
{
	const struct hostile *h = &hostile[draw(sizeof hostile / sizeof hostile[0])];
	struct lane lane;
	char rec[ID_TEXT] = "", base[ID_TEXT + 3], set[300];
	struct buffer line = { 0 };
	int64_t key;

	if (!device_book(d) || d->is.level == LEVEL_UPPER)
		return say(" nothing");
	key = h->says == RECORD ? anothers(d) : 0;
	if (key)
		id_of_key(d, key, rec);
	else if (h->says == RECORD)
		h = &hostile[draw(3)]; /* which need none */
	lane = strange_lane(d, h->by_team ? 2 : 1);
	if (h->by_team) {
		lane.level = LEVEL_TEAM;
		snprintf(lane.team, sizeof lane.team, "T09");
	}
	say(" %s", h->words);
	snprintf(base, sizeof base, "\"%s\"", rec);
	snprintf(set, sizeof set, h->set, h->says == RECORD ? rec : h->says == ITS_UNIT ? d->is.unit
											: other_unit(d));
	make_line(&line, &(struct strange_line){ .lane = &lane, .rec = h->changes ? rec : NULL, .base = base,
						 .type = h->type, .set = set, .hlc = ((int64_t)1 << 60) - 1 });
	model_add(buffer_text(&line), line.len, NULL, 0);
	line_arrives(d, &lane, buffer_text(&line));
	buffer_release(&line);
	world.counts[N_HOSTILE]++;
}

/* ---- a laptop of the same team whose clock is nowhere ---- */

/* All that counts of a record here, and its heads as a line says them. */
static int all_of(struct device *d, int64_t rec, struct id *out, int max)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT id FROM op WHERE rec = ?"
		" AND aside IS NULL AND length(bytes) > 0", &f);
	int n = 0;

	bind_int(&st, rec);
	while (row_next(&st) && n < max)
		row_bytes(&st, 0, out[n++].b, ID_BYTES);
	broken(statement_end(&st), &f, d, "what is seen");
	return n;
}

static bool heads_of(struct device *d, int64_t rec, struct buffer *out)
{
	struct merged m;
	struct fault f;

	if (merged_load(book_db(d->book), rec, &m, &f))
		return false;
	for (int i = 0; i < m.n_heads; i++) {
		char id[ID_TEXT];

		id_text(id, &m.heads[i]);
		buffer_print(out, "%s\"%s\"", i ? "," : "", id);
	}
	merged_release(&m);
	return true;
}

/* It saw what is here, and changes a number of it: that holds, whatever its clock says. */
void write_by_old_clock(struct device *d)
{
	static const char sql[] =
		"SELECT o.k FROM op o JOIN lane l ON l.k = o.lane WHERE o.rec = o.k AND o.aside IS NULL"
		" AND instr(o.bytes, CAST('\"type\":\"session\"' AS BLOB)) AND (l.own OR l.team ="
		" (SELECT team FROM lane WHERE own ORDER BY k DESC LIMIT 1)) ORDER BY o.id";
	struct lane lane = strange_lane(d, 3);
	struct buffer base = { 0 }, line = { 0 };
	char rec[ID_TEXT], set[40];
	struct id seen[128];
	int64_t key;
	int n;

	if (!device_book(d) || d->is.level == LEVEL_UPPER)
		return say(" nothing");
	key = any_key(d, sql);
	if (!key || !heads_of(d, key, &base)) {
		buffer_release(&base);
		return say(" nothing");
	}
	n = all_of(d, key, seen, 128);
	id_of_key(d, key, rec);
	snprintf(set, sizeof set, "{\"people\":%u}", 1 + draw(9));
	make_line(&line, &(struct strange_line){ .lane = &lane, .rec = rec, .base = buffer_text(&base),
						 .type = "session", .set = set, .hlc = draw(99), .clk = "bad" });
	model_add(buffer_text(&line), line.len, seen, n);
	line_arrives(d, &lane, buffer_text(&line));
	buffer_release(&base);
	buffer_release(&line);
	world.counts[N_OLD_CLOCKS]++;
}

/* ---- a line of an older program ---- */

/* What a desk shows when two parcels come in this order; it keeps nothing of them. */
static char *shows_after(struct device *d, const struct parcel *one, const struct parcel *two)
{
	struct fault f;
	int64_t import;
	char *out = NULL;
	int rc = book_begin(d->book, "import", &f);

	if (!rc)
		rc = parcel_take(d->book, one, &import, &f);
	if (!rc)
		rc = parcel_take(d->book, two, &import, &f);
	if (!rc)
		out = desk_shows(d, d->book);
	else if (!disk_is_dead())
		broken(rc, &f, d, "taking in");
	book_rollback(d->book);
	return out;
}

static void by_one(struct device *d, struct parcel *parcel, uint8_t which, const char *team, const char *text)
{
	struct lane lane = strange_lane(d, which);

	lane.level = one_in(2) ? LEVEL_TEAM : LEVEL_COMMUNE;
	snprintf(lane.team, sizeof lane.team, "%s", lane.level == LEVEL_TEAM ? team : "");
	parcel_add(parcel, &lane, text);
}

/* It says no lane: two bring it, and it does not matter which is first. */
void take_by_two_lanes(struct device *d)
{
	struct parcel one = { 0 }, two = { 0 };
	struct buffer line = { 0 };
	char set[160], *a, *b;

	if (!device_book(d))
		return;
	snprintf(set, sizeof set, "{\"date\":\"2026-11-1%u\",\"village\":\"%s-01\",\"channel\":\"lop_nhom\","
		 "\"people\":%u}", draw(9), d->is.unit, 1 + draw(9));
	make_line(&line, &(struct strange_line){ .type = "session", .set = set, .hlc = 5 });
	by_one(d, &one, 1, "T02", buffer_text(&line));
	by_one(d, &two, 5, "T01", buffer_text(&line));
	a = shows_after(d, &one, &two);
	b = shows_after(d, &two, &one);
	if (a && b && strcmp(a, b))
		differ("I3", d, a, b);
	free(a);
	free(b);
	buffer_release(&line);
	parcel_release(&one);
	parcel_release(&two);
}

/* ---- an officer's other laptop ---- */

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
