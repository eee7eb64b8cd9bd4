#include "config.h"
#include "tests/store/sim/world.h"

#include <stdlib.h>
#include <string.h>

#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/record/read.h"
#include "store/summary/make.h"
#include "store/upkeep/check.h"

/* ---- what a desk shows ---- */

static int put_records(struct book *book, struct buffer *out, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT k, hex(id) FROM op WHERE rec = k"
		" AND aside IS NULL AND length(bytes) > 0 ORDER BY id", f);

	while (row_next(&st)) {
		json_t *o = record_read(book, row_int(&st, 0), f);
		char *text = o ? json_dumps(o, JSON_COMPACT) : NULL;

		buffer_print(out, "%s: %s\n", row_text(&st, 1), text ? text : "cannot be read");
		free(text);
		json_decref(o);
	}
	return statement_end(&st);
}

static void put_row(struct buffer *out, const struct summary_row *row)
{
	buffer_print(out, "figures of %s:", row->key ? row->key : "all");
	for (size_t i = 0; i < catalog_column_count; i++) {
		const struct summary_value *value = &row->values[i];

		switch (value->type) {
		case SUMMARY_INT:
			buffer_print(out, " %lld", (long long)value->integer);
			break;
		case SUMMARY_REAL:
			buffer_print(out, " %.4f", value->real);
			break;
		case SUMMARY_TEXT:
			buffer_print(out, " \"%s\"", value->text);
			break;
		default:
			buffer_put(out, " -");
		}
	}
	buffer_put_char(out, '\n');
}

/* By another axis in each history. */
static int put_summary(struct book *book, struct buffer *out, struct fault *f)
{
	struct summary summary;
	struct period year;
	enum summary_axis axis = (enum summary_axis)(world.seed % SUMMARY_DAY);
	int rc = period_parse_key(&year, "2026");

	if (!summary_axis_is_for(book, axis))
		axis = SUMMARY_TEAM;
	/* A unit, and a team on its own laptop, has its row by a certificate, which lines do not carry. */
	if (play.enrolled && (axis == SUMMARY_UNIT ||
			      (axis == SUMMARY_TEAM && book_level(book) == LEVEL_TEAM)))
		axis = SUMMARY_VILLAGE;
	if (!rc)
		rc = summary_make(book, &year, axis, &summary, f);
	if (rc)
		return rc;
	put_row(out, &summary.whole);
	for (size_t i = 0; i < summary.group_count; i++)
		put_row(out, &summary.groups[i]);
	if (summary.no_team)
		put_row(out, summary.no_team);
	summary_release(&summary);
	return FAULT_OK;
}

char *desk_shows(struct device *d, struct book *book)
{
	struct buffer out = { 0 };
	struct fault f;
	char *tables;
	int rc;

	device_now(d);
	rc = book_check_clock(book, &f); /* a report says what day it is */
	if (broken(rc, &f, d, "the clock"))
		return NULL;
	rc = book_tables(book, &tables, &f);
	buffer_put(&out, tables);
	free(tables);
	if (!rc)
		rc = put_records(book, &out, &f);
	if (!rc)
		rc = put_summary(book, &out, &f);
	broken(rc, &f, d, "showing");
	return buffer_take(&out, NULL);
}

/* ---- I3: the same operations make the same desk ---- */

/*
 * Everything a desk holds that an import which stands brought, or that it wrote itself; what a
 * person put aside still says whose it is, and no more.
 */
void collect_all(struct device *d, struct parcel *out)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book),
		"SELECT o.bytes, o.lane, o.n, o.local, o.id, o.k IN (SELECT op FROM put_aside)"
		" FROM op o WHERE o.lane IS NOT NULL"
		" AND (o.source IS NULL OR NOT (SELECT undone FROM intake WHERE k = o.source)"
		" OR EXISTS(SELECT 1 FROM intake_again a JOIN intake i ON i.k = a.intake"
		" WHERE a.op = o.k AND NOT i.undone)) ORDER BY o.id", &f);

	while (row_next(&st)) {
		struct parcel_line *line = parcel_more(out);
		const char *text;

		broken(lane_load(book_db(d->book), row_int(&st, 1), &line->lane, &f), &f, d, "lane");
		row_bytes(&st, 4, line->id.b, ID_BYTES);
		line->n = row_int(&st, 2);
		line->local = row_int(&st, 3) != 0;
		if (row_int(&st, 5))
			continue;
		text = row_blob(&st, 0);
		line->len = row_length(&st, 0);
		/* What is blank is as its bytes would be: another's are not blank yet. */
		if (!line->len && !row_null(&st, 0))
			text = model_text(&line->id, &line->len);
		if (line->len)
			line->text = memcpy(malloc(line->len), text, line->len);
	}
	broken(statement_end(&st), &f, d, "all it holds");
}

/* The witness is to be the same laptop: the lanes of all its lives are its own. */
int adopt_lanes(struct device *d, struct book *witness, struct fault *f)
{
	struct statement st = statement_of(book_db(d->book), "SELECT k, inc FROM lane WHERE own", f);
	int rc = FAULT_OK;

	while (!rc && row_next(&st)) {
		uint8_t incarnation[ID_BYTES] = { 0 };
		struct lane lane;
		int64_t key;

		row_bytes(&st, 1, incarnation, ID_BYTES);
		rc = lane_load(book_db(d->book), row_int(&st, 0), &lane, f);
		if (!rc)
			rc = lane_own(book_db(witness), &lane, incarnation, &key, f);
	}
	return statement_end(&st) ? (int)f->code : rc;
}

static void twice_over(struct parcel *all)
{
	struct parcel some = { all->lines, all->n / 3 };
	uint32_t seed = draw(UINT32_MAX);

	some.lines = malloc(((size_t)some.n + 1) * sizeof *some.lines);
	memcpy(some.lines, all->lines, (size_t)some.n * sizeof *some.lines);
	parcel_append(all, &some);
	free(some.lines);
	parcel_shuffle(all, &seed);
}

static int take_in_parts(struct book *witness, const struct parcel *all, struct fault *f)
{
	int rc = FAULT_OK;

	for (int at = 0; !rc && at < all->n;) {
		struct parcel part = { all->lines + at, 1 + (int)draw((uint32_t)(all->n - at)) };
		int64_t import;

		rc = parcel_take(witness, &part, &import, f);
		at += part.n;
	}
	return rc;
}

void differ(const char *invariant, struct device *d, const char *here, const char *there)
{
	const char *line = here, *at = here;
	int same, n, m;

	while (*at && *at == *there) {
		if (*at == '\n')
			line = at + 1;
		at++;
		there++;
	}
	same = at - line < 60 ? (int)(at - line) : 60;
	n = (int)strcspn(at, "\n");
	m = (int)strcspn(there, "\n");
	violated("%s: %s: in \"%.*s\", \"%.*s\" shows, and should be \"%.*s\"", invariant, d->is.name,
		 (int)(at - line < 50 ? at - line : 50), line, same + (n < 40 ? n : 40),
		 at - same, same + (m < 40 ? m : 40), there - same);
}

static void check_witness(struct device *d, const char *here)
{
	struct book *witness = device_witness(d);
	struct parcel all = { 0 };
	char *there = NULL;
	struct fault f;
	int rc;

	collect_all(d, &all);
	twice_over(&all);
	rc = book_begin(witness, "import", &f);
	if (!rc)
		rc = adopt_lanes(d, witness, &f);
	if (!rc)
		rc = take_in_parts(witness, &all, &f);
	if (!broken(rc, &f, d, "a witness")) {
		there = desk_shows(d, witness);
		if (!world.failed && strcmp(here, there))
			differ("I3", d, here, there);
	}
	book_rollback(witness);
	world.counts[N_WITNESSES]++;
	free(there);
	parcel_release(&all);
}

/* ---- the others ---- */

int64_t count_of(struct device *d, const char *sql)
{
	struct fault f;
	int64_t n = 0;

	broken(read_int(book_db(d->book), sql, &n, &f), &f, d, sql);
	return n;
}

/* What was acknowledged is there still. */
void check_committed(struct device *d)
{
	int64_t whole = count_of(d, "SELECT count(*) FROM op WHERE bytes IS NOT NULL"), blank;

	model_scan(d);
	if (whole < d->whole)
		violated("%s: %d of %d operations are gone", d->is.name, (int)(d->whole - whole),
			 (int)d->whole);
	d->whole = whole;
	blank = count_of(d, "SELECT count(*) FROM op WHERE length(bytes) = 0");
	if (blank < d->blank)
		violated("I7: %s: %d operations are blank no more", d->is.name, (int)(d->blank - blank));
	d->blank = blank;
}

/* Its own lane counts 1, 2, 3 … and no number twice. */
static void check_numbers(struct device *d)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT count(*), count(DISTINCT n),"
		" ifnull(max(n), 0) FROM op WHERE lane = ? AND bytes IS NOT NULL", &f);

	bind_int(&st, book_lane(d->book));
	if (row_next(&st) && (row_int(&st, 0) != row_int(&st, 1) || row_int(&st, 0) != row_int(&st, 2)))
		violated("%s: its own lane has %d operations of %d numbers up to %d", d->is.name,
			 (int)row_int(&st, 0), (int)row_int(&st, 1), (int)row_int(&st, 2));
	broken(statement_end(&st), &f, d, "numbers");
}

/* What lines that no desk takes would have brought; and above the commune no hint. */
static void check_absent(struct device *d, const char *shown)
{
	if (strstr(shown, "zzkela") || strstr(shown, "ZZKELA") || strstr(shown, "9223372036854775807"))
		violated("%s: what a hostile line says shows", d->is.name);
	if (d->is.level == LEVEL_UPPER &&
	    count_of(d, "SELECT count(*) FROM op WHERE instr(bytes, CAST('\"hint\":' AS BLOB))"))
		violated("%s: a hint left its commune", d->is.name);
}

/* What costs little. */
static bool is_sound(struct device *d)
{
	if (!device_book(d))
		return false;
	check_committed(d);
	check_numbers(d);
	if (!world.failed)
		model_judge(d);
	if (!world.failed)
		check_erased(d);
	return !world.failed;
}

void check_desk(struct device *d)
{
	struct check_report report;
	struct fault f;
	char *shown;

	if (!is_sound(d))
		return;
	/* Of what costs most half is enough, but where every history is to be looked at. */
	if ((world.thorough || one_in(2)) && broken(book_check(d->book, &report, &f), &f, d, "check"))
		return;
	shown = desk_shows(d, d->book);
	check_absent(d, shown);
	if (!world.failed && !d->unlike)
		check_witness(d, shown);
	free(shown);
	world.counts[N_CHECKS]++;
}

/* One of those in use. */
static int drawn_desk(void)
{
	int found = 0, n = 0;

	for (int i = 0; i < DEVICES; i++)
		if (world.devices[i].used && draw((uint32_t)++n) == 0)
			found = i;
	return found;
}

void check_all(void)
{
	int drawn = drawn_desk();

	for (int i = 0; i < DEVICES && !world.failed; i++) {
		struct device *d = &world.devices[i];

		if (!d->used)
			continue;
		chance_from(world.seed ^ (uint64_t)i << 32);
		if (world.thorough || i == drawn)
			check_desk(d);
		else
			is_sound(d);
	}
}
