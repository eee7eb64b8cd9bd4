#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"
#include "store/record/intake.h"
#include "store/record/read.h"
#include "store/upkeep/check.h"
#include "tests/fuzz/book.h"

FUZZ_CHANGES(40);

enum { OPS = 24, DEPTH = 3 };

/* The input, read as decisions; after its end all are 0. */
struct input {
	const uint8_t *at, *end;
};

static unsigned next(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

/* ---- operations as another laptop, or another program, may have made them ---- */

/* What was made, to be the record and the parent of others. */
struct made {
	struct id id[OPS];
	int n;
};

/* A value as a field may hold one, or as none should. */
static json_t *value(struct input *in, const struct made *made, int depth);

static json_t *text(struct input *in, const struct made *made)
{
	static const char *const texts[] = {
		"26572-01", "26572-09", "H001", "T01", "Lan", "Hoa", "VNEID2", "RIENG", "MOI",
		"hoan_thanh", "tai_nha", "den_lai", "mo", "xong", "vang", "people", "2026-11-17",
		"2026-02-30", "2026-W46", "2026-03", "14:30", "Bà tự làm được", "đ\n\"\\\t", "",
	};
	char letters[ID_TEXT];
	unsigned which = next(in);

	if (which < sizeof texts / sizeof texts[0])
		return json_string(texts[which]);
	if (made->n && which < 0x60) {
		id_text(letters, &made->id[which % (unsigned)made->n]);
		return json_string(letters);
	}
	return json_string(which < 0x70 ? "0000000000000000000000000z" : "x");
}

static json_t *list(struct input *in, const struct made *made, int depth)
{
	json_t *array = json_array();

	for (unsigned n = next(in) % 4; n; n--)
		json_array_append_new(array, value(in, made, depth - 1));
	return array;
}

static json_t *object(struct input *in, const struct made *made, int depth)
{
	static const char *const names[] = { "topic", "outcome", "count", "blocker", "kind", "due" };
	json_t *o = json_object();

	for (unsigned n = next(in) % 5; n; n--)
		json_object_set_new(o, names[next(in) % 6], value(in, made, depth - 1));
	return o;
}

static json_t *value(struct input *in, const struct made *made, int depth)
{
	static const json_int_t numbers[] = { 0, 1, 2, -1, 5000, INT64_MAX, INT64_MIN, 1 << 20 };
	unsigned what = next(in);

	switch (what % (depth ? 8 : 6)) {
	case 0:
	case 1:
	case 2:
		return text(in, made);
	case 3:
		return json_integer(numbers[next(in) % 8]);
	case 4:
		return what & 0x80 ? json_real(0.5) : json_boolean(what & 0x40);
	case 5:
		return json_null();
	case 6:
		return list(in, made, depth);
	default:
		return object(in, made, depth);
	}
}

static json_t *fields(struct input *in, const struct made *made, enum record_type type)
{
	const struct field *all = record_type_info(type)->fields;
	json_t *set = json_object();
	unsigned known = 0;

	while (all[known].name)
		known++;
	for (unsigned n = next(in) % 10; n; n--) {
		unsigned which = next(in) % (known + 2);
		const char *name = which < known ? all[which].name : which == known ? "voided" : "la";

		json_object_set_new(set, name, value(in, made, DEPTH));
	}
	return set;
}

/* ---- as lines that come in ---- */

/* Laptops of two teams of the book's unit, of its commune, of another one and of the level above. */
static const struct lane lanes[] = {
	{ .id = { 1 }, .known = true, .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" },
	{ .id = { 2 }, .known = true, .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" },
	{ .id = { 3 }, .known = true, .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" },
	{ .id = { 4 }, .known = true, .level = LEVEL_COMMUNE, .unit = "26575", .codes = "26575" },
	{ .id = { 5 }, .known = true, .level = LEVEL_UPPER, .unit = "77", .codes = "" },
};
enum { LANES = sizeof lanes / sizeof lanes[0] };

/* An operation of the n-th lane; its line. */
static char *line_of(struct input *in, struct made *made, unsigned lane)
{
	static const char *const clocks[] = { "ok", "asked", "bad", "?" };
	enum record_type type = (enum record_type)(next(in) % TYPES);
	unsigned of = next(in), parents = next(in);
	json_t *doc = json_object(), *base = json_array();
	char letters[LANE_TEXT > ID_TEXT ? LANE_TEXT : ID_TEXT];
	char *line;

	json_object_set_new(doc, "n", json_integer(made->n + 1));
	lane_text(letters, lanes[lane].id);
	if (of & 0x40)
		json_object_set_new(doc, "lane", json_string(letters));
	if (made->n && of & 1) {
		id_text(letters, &made->id[(of >> 1) % (unsigned)made->n]);
		json_object_set_new(doc, "rec", json_string(letters));
	}
	json_object_set_new(doc, "type", json_string(record_type_info(type)->name));
	json_object_set_new(doc, "set", fields(in, made, type));
	for (; made->n && of & 1 && parents && json_array_size(base) < 3; parents >>= 3) {
		id_text(letters, &made->id[parents % (unsigned)made->n]);
		json_array_append_new(base, json_string(letters));
	}
	if (of & 0x80)
		json_array_append_new(base, value(in, made, 1));
	if (made->n && of & 1)
		json_object_set(doc, "base", base);
	json_object_set_new(doc, "hlc", json_integer((json_int_t)next(in) << 40 | next(in)));
	json_object_set_new(doc, "clk", json_string(clocks[next(in) % 4]));
	json_object_set_new(doc, "who", json_string("Hoa"));
	json_object_set_new(doc, "salt", json_integer(made->n));
	line = json_dumps(doc, JSON_COMPACT);
	json_decref(doc);
	json_decref(base);
	return line;
}

/* Some lines are held back, or come as their id alone, and some come again. */
static void take(struct intake *intake, struct input *in, struct made *made)
{
	unsigned how = next(in), lane = how % LANES;
	char *line = line_of(in, made, lane);
	bool local = how & 0x10;
	enum taken taken;
	struct fault f;

	made->id[made->n] = id_of(line, strlen(line));
	FUZZ_CHECK(!intake_lane(intake, &lanes[lane], &f));
	if (how >> 5 == 1)
		FUZZ_CHECK(!intake_bare(intake, &made->id[made->n], made->n + 1, local, &f));
	else if (how >> 5 != 2)
		FUZZ_CHECK(!intake_line(intake, line, strlen(line), local, &taken, &f));
	if (how >> 5 == 3)
		FUZZ_CHECK(!intake_line(intake, line, strlen(line), !local, &taken, &f) &&
			   taken == TAKEN_AGAIN);
	made->n++;
	free(line);
}

/* ---- what must hold ---- */

/* The operations say the same in any order. */
static void check_order(struct book *book, int64_t rec)
{
	struct merged one, other;
	struct op *ops, last;
	struct fault f;
	int n;

	FUZZ_CHECK(!op_load(book_db(book), rec, &ops, &n, &f));
	merge_ops(ops, n, &one);
	for (int i = 0; i < n / 2; i++) {
		last = ops[n - 1 - i];
		ops[n - 1 - i] = ops[i];
		ops[i] = last;
	}
	merge_ops(ops, n, &other);
	FUZZ_CHECK(one.type == other.type && one.voided == other.voided && one.born == other.born);
	FUZZ_CHECK(json_equal(one.values, other.values) && one.n_heads == other.n_heads);
	FUZZ_CHECK(!one.conflicts == !other.conflicts &&
		   (!one.conflicts || json_equal(one.conflicts, other.conflicts)));
	merged_release(&one);
	merged_release(&other);
	op_list_free(ops, n);
}

static int64_t count(struct book *book, const char *sql)
{
	struct fault f;
	int64_t n = 0;

	FUZZ_CHECK(!read_int(book_db(book), sql, &n, &f));
	return n;
}

/* Tables and judgements are what the log makes of itself again. */
static void check_tables(struct book *book)
{
	struct fault f = { 0 };

	if (book_check_projections(book, &f))
		fprintf(stderr, "not the same made again: %s\n", f.subject);
	FUZZ_CHECK(!f.code);
}

/* Every record that is there can be read, and nothing adds up to what no number holds. */
static void check_records(struct book *book)
{
	struct fault f;
	struct statement st = statement_of(book_db(book), "SELECT k FROM op WHERE rec = k"
					   " AND length(bytes) > 0 AND aside IS NULL", &f);

	while (row_next(&st)) {
		json_t *read = record_read(book, row_int(&st, 0), &f);

		FUZZ_CHECK(json_is_object(read));
		check_order(book, row_int(&st, 0));
		json_decref(read);
	}
	FUZZ_CHECK(!statement_end(&st));
	FUZZ_CHECK(count(book, "SELECT count(*) FROM session WHERE people NOT BETWEEN 1 AND 5000") == 0);
	check_tables(book);
}

/* Lines taken in together; gives the import's key. */
static int64_t take_some(struct book *book, struct input *in, struct made *made, int upto)
{
	struct intake intake;
	struct fault f;
	int64_t key;

	FUZZ_CHECK(!intake_begin(&intake, book, &f));
	while (made->n < upto && in->at < in->end)
		take(&intake, in, made);
	FUZZ_CHECK(!intake_end(&intake, &f));
	key = intake.key;
	intake_release(&intake);
	return key;
}

/* The tables are what the operations that count add up to; taken back, they are as before. */
FUZZ_TARGET
{
	static const char rows[] = "SELECT (SELECT count(*) FROM session) * 1000000 +"
		" (SELECT count(*) FROM household) * 1000 + (SELECT count(*) FROM village) +"
		" (SELECT count(*) FROM member) + (SELECT count(*) FROM report)";
	struct input in = { data, data + len };
	struct book *book = fuzz_begin();
	int64_t before = count(book, rows), first, second, between;
	struct made made = { 0 };
	struct fault f;

	first = take_some(book, &in, &made, len % OPS);
	between = count(book, rows);
	second = take_some(book, &in, &made, OPS);
	check_records(book);
	FUZZ_CHECK(!intake_undo(book, first, STANDS_NOT_UNDONE, &f));
	check_tables(book);
	FUZZ_CHECK(!intake_undo(book, second, STANDS_NOT_UNDONE, &f) && count(book, rows) == before);
	check_tables(book);
	FUZZ_CHECK(!intake_undo(book, first, STANDS, &f) && count(book, rows) == between);
	check_tables(book);
	fuzz_rollback();
	return 0;
}
