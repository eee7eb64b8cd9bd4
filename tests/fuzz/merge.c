#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"
#include "store/record/projection.h"
#include "store/record/read.h"
#include "store/upkeep/check.h"
#include "tests/fuzz/book.h"

FUZZ_CHANGES(100);

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

/* What was appended, to be the record and the parent of others. */
struct made {
	int64_t rec[OPS];
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

/* ---- the log and the tables ---- */

static int64_t lane_of_book(struct book *book)
{
	struct fault f;
	struct statement st = statement_of(book_db(book), "SELECT min(k) FROM lane", &f);
	int64_t key = row_next(&st) ? row_int(&st, 0) : 0;

	FUZZ_CHECK(!statement_end(&st) && key);
	return key;
}

/* The record as it is; of one that is not there yet, as it will be. */
static int load(struct book *book, int64_t rec, enum record_type type, json_t *set,
		struct merged *out, struct fault *f)
{
	if (rec)
		return merged_load(book_db(book), rec, out, f);
	*out = (struct merged){ .type = type, .values = json_incref(set), .n_ops = 1 };
	return FAULT_OK;
}

static void append(struct book *book, struct input *in, struct made *made, int64_t lane)
{
	static const char *const clocks[] = { "ok", "asked", "bad", "?" };
	enum record_type type = (enum record_type)(next(in) % TYPES);
	unsigned of = next(in), parents = next(in);
	struct op_new op = {
		.rec = made->n && of & 1 ? made->rec[(of >> 1) % (unsigned)made->n] : 0,
		.type = record_type_info(type)->name, .who = "Hoa", .lane = lane,
		.n = 1000 + made->n, .hlc = (int64_t)next(in) << 40 | next(in),
		.clk = clocks[next(in) % 4],
	};
	struct id base[3];
	struct merged was, is;
	struct fault f;
	int64_t key;
	json_t *set = fields(in, made, type);

	op.set = set;
	op.base = base;
	for (; op.rec && op.n_base < 3 && parents; parents >>= 3)
		base[op.n_base++] = made->id[parents % (unsigned)made->n];
	FUZZ_CHECK(!load(book, op.rec, type, set, &was, &f));
	FUZZ_CHECK(!projection_before(book, op.rec, &was, &f));
	FUZZ_CHECK(!op_append(book_db(book), &op, &key, &f));
	made->rec[made->n] = op.rec ? op.rec : key;
	FUZZ_CHECK(!op_id(book_db(book), key, &made->id[made->n], &f));
	FUZZ_CHECK(!merged_load(book_db(book), made->rec[made->n], &is, &f));
	FUZZ_CHECK(!projection_after(book, made->rec[made->n], &was, &is, &f));
	merged_release(&was);
	merged_release(&is);
	made->n++;
	json_decref(set);
}

/* ---- what must hold ---- */

/* The operations say the same in any order. */
static void check_order(struct book *book, int64_t rec)
{
	struct merged one, other;
	struct op *ops, last;
	struct fault f;
	int n;

	FUZZ_CHECK(!op_load(book_db(book), rec, &ops, &n, &f) && n > 0);
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

/* The tables are what the operations add up to, and every record can be read. */
FUZZ_TARGET
{
	struct input in = { data, data + len };
	struct book *book = fuzz_begin();
	int64_t lane = lane_of_book(book);
	struct made made = { 0 };
	struct fault f;

	while (made.n < OPS && in.at < in.end)
		append(book, &in, &made, lane);
	for (int i = 0; i < made.n; i++) {
		json_t *read = record_read(book, made.rec[i], &f);

		FUZZ_CHECK(json_is_object(read));
		check_order(book, made.rec[i]);
		json_decref(read);
	}
	FUZZ_CHECK(!book_check_projections(book, &f));
	fuzz_rollback();
	return 0;
}
