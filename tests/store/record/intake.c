/* Taking in what other laptops wrote, and taking it back; subsets.c has every way to do so. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/batches.h"
#include "store/record/conflicts.h"
#include "store/record/record.h"
#include "store/record/undo.h"
#include "tests/store/record/exchange.h"

static const struct lane team_1 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" };

/* Two desks: `there` writes, `here` takes it in. */
struct pair {
	struct desk here, there;
	char *before; /* what `here` held before it took anything */
};

static int pair_setup(void **state)
{
	struct pair *p = calloc(1, sizeof *p);

	desk_open(&p->here);
	desk_open(&p->there);
	desk_joins(&p->here, "T01");
	desk_joins(&p->there, "T01");
	desk_add(&p->here, TYPE_SESSION, desk_visit);
	p->before = desk_tables(&p->here);
	*state = p;
	return 0;
}

static int pair_teardown(void **state)
{
	struct pair *p = *state;

	free(p->before);
	desk_close(&p->here);
	desk_close(&p->there);
	free(p);
	return 0;
}

#define PAIR_CASE(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)

/* Something of every kind, with changes, voidings and what is set back. */
static void write_a_week(struct desk *desk)
{
	rec_t visit = desk_add(desk, TYPE_SESSION, desk_visit), other;
	rec_t household = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H050\","
				   "\"hint\":\"gần chợ nổi\",\"kinds\":[\"ngheo\"]}");

	desk_edit(desk, visit, "{\"people\":5,\"note\":\"Ông bà tự làm được\"}");
	other = desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26572-01\","
			 "\"household\":\"H050\",\"channel\":\"tai_nha\",\"people\":1,\"topics\":"
			 "[{\"topic\":\"TTQR\",\"outcome\":\"hoan_thanh\",\"count\":1}],"
			 "\"by\":[\"Minh\"]}");
	desk_edit(desk, household, "{\"hint\":\"nhà có cây xoài\"}");
	desk_void(desk, other);
	desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-19\",\"village\":\"26572-02\",\"channel\":"
		 "\"lop_nhom\",\"people\":12,\"topics\":[{\"topic\":\"TTQR\",\"outcome\":"
		 "\"hoan_thanh\"}],\"tags\":[\"lớp\"]}");
	desk_add(desk, TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H050\",\"date\":"
		 "\"2026-11-18\",\"residents\":4,\"adults\":3,\"eid2\":2}");
}

static void it_stands_as_it_was_written(void **state)
{
	struct pair *p = *state;
	struct parcel all;
	char *there, *here;

	write_a_week(&p->there);
	there = desk_tables(&p->there);
	all = parcel_of(&p->there, 0, &team_1);
	desk_take(&p->here, &all);
	desk_check(&p->here);
	here = desk_tables(&p->here);
	/* Every row that is there is here, too. */
	for (char *row = strtok(there, "\n"); row; row = strtok(NULL, "\n"))
		if (strncmp(row, "word", 4) && !strstr(here, row))
			fail_msg("%s is not in\n%s", row, here);
	free(there);
	free(here);
	parcel_release(&all);
}

static void no_order_and_no_repetition_matters(void **state)
{
	struct pair *p = *state;
	struct parcel all, once;
	uint32_t seed = 7;
	char *first, *again;
	int64_t import;

	write_a_week(&p->there);
	all = parcel_of(&p->there, 0, &team_1);
	import = desk_take(&p->here, &all);
	first = desk_tables(&p->here);
	desk_take_back(&p->here, import, true);
	for (int round = 0; round < 20; round++) {
		int64_t imports[32];
		int n = 0;

		once = (struct parcel){ 0 };
		parcel_append(&once, &all);
		parcel_append(&once, &all);
		parcel_shuffle(&once, &seed);
		for (int at = 0; at < once.n; n++) { /* in several imports of 1 to 9 lines */
			struct parcel part = { once.lines + at, 1 + (int)(seed >> 8) % 9 };

			seed = seed * 1664525 + 1013904223;
			if (part.n > once.n - at || n == 31)
				part.n = once.n - at;
			imports[n] = desk_take(&p->here, &part);
			at += part.n;
		}
		again = desk_tables(&p->here);
		assert_string_equal(again, first);
		free(again);
		desk_check(&p->here);
		while (n--)
			desk_take_back(&p->here, imports[n], true);
		again = desk_tables(&p->here);
		assert_string_equal(again, p->before);
		free(again);
		desk_check(&p->here);
		parcel_release(&once);
	}
	free(first);
	parcel_release(&all);
}

static void begin(struct desk *desk)
{
	struct fault f;

	assert_int_equal(book_begin(desk->book, "import", &f), 0);
}

/* Two laptops, a Lan on each: what the other one changed is not mine to take back. */
static void undo_leaves_what_another_laptops_lan_changed(void **state)
{
	struct pair *p = *state;
	struct parcel ours = parcel_of(&p->here, 0, &team_1), theirs;
	rec_t rec = desk_count(&p->here, "SELECT max(rec) FROM session");
	char verb[33], *before, *after;
	struct fault f;
	int count, left;

	desk_take(&p->there, &ours);
	desk_edit(&p->there, desk_count(&p->there, "SELECT max(rec) FROM session"), "{\"people\":7}");
	theirs = parcel_of(&p->there, 0, &team_1);
	desk_take(&p->here, &theirs);
	before = desk_read(&p->here, rec);
	assert_non_null(strstr(before, "\"people\":7"));
	assert_int_equal(book_undo(p->here.book, verb, &count, &left, &f), 0);
	after = desk_read(&p->here, rec);
	assert_string_equal(after, before);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session WHERE voided"), 0);
	free(before);
	free(after);
	parcel_release(&ours);
	parcel_release(&theirs);
	desk_check(&p->here);
}

/* Two sessions of so many people made "-2 people". */
static void no_number_is_beyond_its_bounds(void **state)
{
	static const char *const lines[] = {
		"{\"n\":1,\"type\":\"session\",\"set\":{\"date\":\"2026-11-17\",\"village\":\"26572-01\","
		"\"channel\":\"lop_nhom\",\"people\":9223372036854775807},\"hlc\":5,\"clk\":\"ok\","
		"\"who\":\"Lan\",\"salt\":\"1\"}",
		"{\"n\":2,\"type\":\"session\",\"set\":{\"date\":\"2026-11-17\",\"village\":\"26572-01\","
		"\"channel\":\"lop_nhom\",\"people\":9223372036854775807},\"hlc\":6,\"clk\":\"ok\","
		"\"who\":\"Lan\",\"salt\":\"2\"}",
	};
	struct pair *p = *state;
	struct lane theirs = team_1;
	struct parcel parcel = { 0 };
	char *after;

	theirs.id[0] = 9;
	parcel_add(&parcel, &theirs, lines[0]);
	parcel_add(&parcel, &theirs, lines[1]);
	desk_take(&p->here, &parcel);
	after = desk_tables(&p->here);
	assert_string_equal(after, p->before);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside = 1"), 2);
	free(after);
	parcel_release(&parcel);
	desk_check(&p->here);
}

/* A change that comes before what it changes waits, and a change is no record. */
static void a_change_waits_for_its_record(void **state)
{
	struct pair *p = *state;
	struct parcel all, last, first;
	rec_t rec;
	char *text, *there;

	rec = desk_add(&p->there, TYPE_SESSION, desk_visit);
	desk_edit(&p->there, rec, "{\"people\":7}");
	all = parcel_of(&p->there, rec - 1, &team_1);
	first = (struct parcel){ all.lines, all.n - 1 };
	last = (struct parcel){ all.lines + all.n - 1, 1 };
	desk_take(&p->here, &last);
	text = desk_tables(&p->here);
	assert_string_equal(text, p->before);
	free(text);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside = 9"), 1);
	desk_check(&p->here);
	desk_take(&p->here, &first);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside IS NOT NULL"), 0);
	text = desk_read(&p->here, desk_op(&p->here, &all.lines[0].id));
	there = desk_read(&p->there, rec);
	assert_non_null(strstr(text, "\"people\":7"));
	free(text);
	free(there);
	parcel_release(&all);
	desk_check(&p->here);
}

/* What a laptop is may become known, or another: what hangs on it is judged again. */
static void a_lane_that_becomes_another_is_judged_again(void **state)
{
	struct pair *p = *state;
	struct lane elsewhere = team_1;
	struct parcel all;
	char *text;

	snprintf(elsewhere.codes, sizeof elsewhere.codes, "26999");
	write_a_week(&p->there);
	all = parcel_of(&p->there, 0, &elsewhere);
	desk_take(&p->here, &all);
	assert_true(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside = 4") > 5);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session"), 1);
	for (int i = 0; i < all.n; i++)
		snprintf(all.lines[i].lane.codes, LANE_CODES, "26572");
	desk_take(&p->here, &all);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside IS NOT NULL"), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session"), 4);
	for (int i = 0; i < all.n; i++)
		snprintf(all.lines[i].lane.codes, LANE_CODES, "26999");
	desk_take(&p->here, &all);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session"), 1);
	text = desk_tables(&p->here);
	desk_check(&p->here);
	free(text);
	parcel_release(&all);
}

/* Two laptops change the same number without seeing each other: both are kept, one is chosen. */
static void who_changed_it_without_seeing_the_other_is_told(void **state)
{
	struct pair *p = *state;
	struct parcel ours = parcel_of(&p->here, 0, &team_1), theirs;
	rec_t rec = desk_count(&p->here, "SELECT max(rec) FROM session");
	struct fault f;
	json_t *fields, *values;
	char *text;

	desk_take(&p->there, &ours);
	desk_edit(&p->there, desk_count(&p->there, "SELECT max(rec) FROM session"),
		  "{\"people\":7,\"minutes\":30}");
	desk_edit(&p->here, rec, "{\"people\":4,\"minutes\":30,\"note\":\"mưa\"}");
	theirs = parcel_of(&p->there, 0, &team_1);
	desk_take(&p->here, &theirs);
	fields = conflicts_read(p->here.book, rec, &f);
	assert_int_equal(json_array_size(fields), 1); /* that they agree on the minutes is none */
	assert_string_equal(json_string_value(json_object_get(json_array_get(fields, 0), "field")), "people");
	values = json_object_get(json_array_get(fields, 0), "values");
	assert_int_equal(json_array_size(values), 2);
	begin(&p->here);
	assert_int_equal(conflicts_resolve(p->here.book, rec, "people", 3, &f), FAULT_NOT_FOUND);
	assert_int_equal(conflicts_resolve(p->here.book, rec, "note", 1, &f), FAULT_NOT_FOUND);
	assert_int_equal(conflicts_resolve(p->here.book, rec, "people", 2, &f), 0);
	assert_int_equal(book_commit(p->here.book, NULL, &f), 0);
	text = desk_read(&p->here, rec);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(values, 1), "value")),
			 strstr(text, "\"people\":7") ? 7 : 4);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM conflict"), 0);
	desk_check(&p->here);
	free(text);
	json_decref(fields);
	parcel_release(&ours);
	parcel_release(&theirs);
}

/* A visit of another unit is of no household here, as long as something that stands says whose that is. */
static void whose_a_household_is_goes_with_what_brought_it(void **state)
{
	static const char of_it[] = "SELECT count(household) FROM session WHERE people = 9";
	struct pair *p = *state;
	struct lane elsewhere = { .id = { 8 }, .level = LEVEL_TEAM, .unit = "26575", .team = "T01",
				  .codes = "26575" };
	rec_t home = desk_add(&p->there, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H050\"}");
	struct parcel household = parcel_of(&p->there, home - 1, &team_1), visit = { 0 };
	char line[512], id[ID_TEXT];
	int64_t import;

	id_text(id, &household.lines[0].id);
	snprintf(line, sizeof line, "{\"n\":1,\"type\":\"session\",\"set\":{\"date\":\"2026-11-20\","
		 "\"village\":\"26575-01\",\"household\":\"%s\",\"channel\":\"tai_nha\",\"people\":9,"
		 "\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]},\"hlc\":7,\"clk\":\"ok\","
		 "\"who\":\"Lan\",\"salt\":\"7\"}", id);
	parcel_add(&visit, &elsewhere, line);
	desk_take(&p->here, &visit);
	assert_int_equal(desk_count(&p->here, of_it), 1); /* it may be theirs */
	import = desk_take(&p->here, &household);
	assert_int_equal(desk_count(&p->here, of_it), 0);
	desk_take_back(&p->here, import, true);
	assert_int_equal(desk_count(&p->here, of_it), 1);
	begin(&p->here);
	assert_int_equal(intake_put_aside(p->here.book, desk_op(&p->here, &household.lines[0].id), true,
					  &(struct fault){ 0 }), 0);
	assert_int_equal(book_commit(p->here.book, NULL, &(struct fault){ 0 }), 0);
	desk_take_back(&p->here, import, false);
	assert_int_equal(desk_count(&p->here, of_it), 0); /* put aside it still says so */
	desk_check(&p->here);
	parcel_release(&household);
	parcel_release(&visit);
}

static int count_bare(void *arg, const struct batch_op *op, struct fault *f)
{
	(void)f;
	*(int *)arg += !op->bytes;
	return 0;
}

/* Lines that came whole, and once more as ids by the same import: it brought them whole. */
static void what_an_import_brought_whole_it_has_whole(void **state)
{
	struct pair *p = *state;
	struct batch batch = { 0 };
	struct parcel all;
	struct intake in;
	struct fault f;
	int bare = 0;

	write_a_week(&p->there);
	all = parcel_of(&p->there, 0, &team_1);
	batch.intake = desk_take(&p->here, &all);
	begin(&p->here);
	assert_int_equal(intake_begin_again(&in, p->here.book, batch.intake, &f), 0);
	assert_int_equal(intake_lane(&in, &all.lines[0].lane, &f), 0);
	for (int i = 0; i < all.n; i++)
		assert_int_equal(intake_bare(&in, &all.lines[i].id, all.lines[i].n, all.lines[i].local, &f), 0);
	assert_int_equal(intake_end(&in, &f), 0);
	intake_release(&in);
	assert_int_equal(book_commit(p->here.book, NULL, &f), 0);
	assert_int_equal(batches_ops(book_db(p->here.book), &batch, count_bare, &bare, &f), 0);
	assert_int_equal(bare, 0);
	desk_check(&p->here);
	parcel_release(&all);
}

/* A line of an older program, which names no lane; salt: so that two are two. */
static int64_t take_old_line(struct desk *desk, const struct lane *by, const char *salt)
{
	struct parcel parcel = { 0 };
	char line[300];
	int64_t import;

	snprintf(line, sizeof line, "{\"n\":1,\"type\":\"session\",\"set\":{\"date\":\"2026-11-17\",\"village\":"
		 "\"26572-01\",\"channel\":\"lop_nhom\",\"people\":3},\"hlc\":5,\"clk\":\"ok\",\"who\":\"Lan\","
		 "\"salt\":\"%s\"}", salt);
	parcel_add(&parcel, by, line);
	import = desk_take(desk, &parcel);
	parcel_release(&parcel);
	return import;
}

/* Lanes that are known already bring one line: whose it is does not hang on which came first. */
static void a_line_moves_to_a_better_lane_that_was_known_already(void **state)
{
	static const struct lane team = { .id = { 8 }, .level = LEVEL_TEAM, .unit = "26572", .team = "T02",
					  .codes = "26572" };
	static const struct lane commune = { .id = { 9 }, .level = LEVEL_COMMUNE, .unit = "26572",
					     .codes = "26572" };
	struct pair *p = *state;
	char *by_team, *by_both, *again;
	int64_t import;

	take_old_line(&p->here, &team, "a");
	take_old_line(&p->here, &commune, "b");
	take_old_line(&p->here, &team, "c");
	by_team = desk_tables(&p->here);
	import = take_old_line(&p->here, &commune, "c");
	by_both = desk_tables(&p->here);
	assert_string_not_equal(by_both, by_team);
	desk_check(&p->here);
	desk_take_back(&p->here, import, true);
	again = desk_tables(&p->here);
	assert_string_equal(again, by_team);
	desk_check(&p->here);
	free(by_team);
	free(by_both);
	free(again);
}

/* A mark goes with the import that set it, though the same import has the line without it, too. */
static void a_wrong_mark_goes_with_what_brought_it(void **state)
{
	struct pair *p = *state;
	struct parcel all, twice = { 0 };
	char *before, *after;
	int64_t import;

	write_a_week(&p->there);
	all = parcel_of(&p->there, 0, &team_1);
	desk_take(&p->here, &all);
	before = desk_tables(&p->here);
	parcel_append(&twice, &all);
	parcel_append(&twice, &all);
	for (int i = 0; i < all.n; i++)
		twice.lines[i].local = !twice.lines[i].local;
	import = desk_take(&p->here, &twice);
	desk_check(&p->here);
	desk_take_back(&p->here, import, true);
	after = desk_tables(&p->here);
	assert_string_equal(after, before);
	desk_check(&p->here);
	free(before);
	free(after);
	parcel_release(&twice);
	parcel_release(&all);
}

/* The record of that code among those a parcel brought. */
static rec_t brought(struct desk *desk, const struct parcel *parcel, const char *says)
{
	for (int i = 0; i < parcel->n; i++)
		if (strstr(parcel->lines[i].text, says))
			return desk_op(desk, &parcel->lines[i].id);
	fail_msg("nothing says %s", says);
	return 0;
}

/*
 * What no desk would count of a team's laptop is not entered there either: it counted until the
 * record was settled again, and nowhere else.
 */
static void a_change_that_would_be_put_aside_is_refused(void **state)
{
	static const struct lane commune = { .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" };
	struct pair *p = *state;
	struct parcel registers;
	struct fault f;
	rec_t one, other;

	desk_add(&p->there, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H077\"}");
	registers = parcel_of(&p->there, 0, &commune);
	desk_take(&p->here, &registers);
	f = desk_refused(&p->here, TYPE_MEMBER, brought(&p->here, &registers, "\"code\":\"Minh\""),
			 "{\"name\":\"Minh Anh\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	one = brought(&p->here, &registers, "\"code\":\"H077\"");
	f = desk_refused(&p->here, TYPE_HOUSEHOLD, one, "{\"code\":\"H078\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	desk_edit(&p->here, one, "{\"kinds\":[\"ngheo\"]}");
	desk_edit(&p->here, one, "{\"hint\":\"cạnh chợ\"}");
	one = desk_add(&p->here, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H081\"}");
	other = desk_add(&p->here, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H082\"}");
	begin(&p->here);
	assert_int_equal(record_join(p->here.book, one, other, &f), FAULT_NOT_PERMITTED);
	book_rollback(p->here.book);
	desk_check(&p->here);
	parcel_release(&registers);
}

/* A page of an older day with the last number given: that number is not given again. */
static void no_number_is_given_twice(void **state)
{
	struct pair *p = *state;
	struct fault f;

	assert_int_equal(db_exec(book_db(p->here.book), "UPDATE meta SET value = value - 1 WHERE key = 'n'", &f), 0);
	desk_reopen(&p->here, "Lan");
	desk_add(&p->here, TYPE_SESSION, desk_visit);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM (SELECT 1 FROM op GROUP BY lane, n"
					      " HAVING count(*) > 1)"), 0);
	desk_check(&p->here);
}

/* Of this laptop's own lane nothing is taken that it has not made: the numbers are its own. */
static void nothing_is_taken_of_this_laptops_lane(void **state)
{
	static const char line[] = "{\"n\":900,\"type\":\"village\",\"set\":{\"code\":\"26572-09\","
				   "\"name\":\"Ấp Đông\"},\"hlc\":5,\"clk\":\"ok\",\"who\":\"Lan\","
				   "\"salt\":\"1\"}";
	struct pair *p = *state;
	struct parcel ours = parcel_of(&p->here, 0, &team_1);
	struct lane lane = ours.lines[0].lane;
	char *after;

	parcel_add(&ours, &lane, line);
	desk_take(&p->here, &ours);
	after = desk_tables(&p->here);
	assert_string_equal(after, p->before);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE n = 900"), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM (SELECT 1 FROM op GROUP BY lane, n"
					      " HAVING count(*) > 1)"), 0);
	free(after);
	parcel_release(&ours);
	desk_check(&p->here);
}

/* It lay in the operation that made the household, and would have gone up with that. */
static void a_hint_is_an_operation_of_its_own(void **state)
{
	struct pair *p = *state;
	int64_t before = desk_count(&p->here, "SELECT max(k) FROM op");
	char sql[128];
	rec_t rec;

	rec = desk_add(&p->here, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H071\",\"hint\":\"cạnh chợ\","
		       "\"kinds\":[\"ngheo\"]}");
	desk_edit(&p->here, rec, "{\"hint\":\"cạnh đình\",\"guided_since\":\"2025-03\"}");
	snprintf(sql, sizeof sql, "SELECT count(*) FROM op WHERE k > %d", (int)before);
	assert_int_equal(desk_count(&p->here, sql), 4);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM op WHERE k > %d AND local = 1", (int)before);
	assert_int_equal(desk_count(&p->here, sql), 2);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM op WHERE local IS NULL AND instr(bytes,"
		 " CAST('hint' AS BLOB))");
	assert_int_equal(desk_count(&p->here, sql), 0);
}

static int64_t put_aside(struct desk *desk, enum aside aside)
{
	char sql[96];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM op WHERE source IS NOT NULL AND aside = %d", aside);
	return desk_count(desk, sql);
}

/* Revoked where all that carry it are; where a person took one of them back, he did it. */
static void why_nothing_carries_it(void **state)
{
	static const struct {
		enum standing one, other;
		enum aside aside;
	} cases[] = {
		{ STANDS, STANDS_NOT_REVOKED, ASIDE_NOT },
		{ STANDS_NOT_REVOKED, STANDS_NOT_REVOKED, ASIDE_REVOKED },
		{ STANDS_NOT_UNDONE, STANDS_NOT_REVOKED, ASIDE_UNDONE },
		{ STANDS_NOT_UNDONE, STANDS, ASIDE_NOT },
		{ STANDS_NOT_REVOKED, STANDS_NOT_UNDONE, ASIDE_UNDONE },
		{ STANDS_NOT_UNDONE, STANDS_NOT_UNDONE, ASIDE_UNDONE },
		{ STANDS_NOT_REVOKED, STANDS, ASIDE_NOT },
	};
	struct pair *p = *state;
	struct parcel all;
	int64_t one, other;
	char *both;

	write_a_week(&p->there);
	all = parcel_of(&p->there, 0, &team_1);
	one = desk_take(&p->here, &all);
	other = desk_take(&p->here, &all);
	both = desk_tables(&p->here);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		enum standing is;
		struct fault f;
		char *now;

		assert_int_equal(intake_standing(p->here.book, one, &is, &f), FAULT_OK);
		if (is != cases[i].one)
			desk_stands(&p->here, one, cases[i].one);
		assert_int_equal(intake_standing(p->here.book, other, &is, &f), FAULT_OK);
		if (is != cases[i].other)
			desk_stands(&p->here, other, cases[i].other);
		now = desk_tables(&p->here);
		assert_string_equal(now, cases[i].aside ? p->before : both);
		free(now);
		if (cases[i].aside)
			assert_int_equal(put_aside(&p->here, cases[i].aside), all.n);
		else
			assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside"), 0);
		desk_check(&p->here);
	}
	free(both);
	parcel_release(&all);
}

static void retell(struct desk *desk, const struct lane *lane)
{
	struct fault f;

	assert_int_equal(book_begin(desk->book, "import", &f), FAULT_OK);
	assert_int_equal(intake_retell(desk->book, lane, 1, NULL, &f), FAULT_OK);
	assert_int_equal(book_commit(desk->book, NULL, &f), FAULT_OK);
	desk_check(desk);
}

/* It comes to the same as if it had been told so from the beginning, and no import says so. */
static void a_lane_is_told_what_it_is_outside_an_import(void **state)
{
	struct pair *p = *state;
	struct parcel all;
	struct lane other;
	char *as_1, *as_other, *now;
	int64_t import;

	write_a_week(&p->there);
	all = parcel_of(&p->there, 0, &team_1);
	import = desk_take(&p->here, &all);
	as_1 = desk_tables(&p->here);
	for (int i = 0; i < 3; i++) {
		other = all.lines[0].lane;
		switch (i) {
		case 0:
			strcpy(other.team, "T02");
			break;
		case 1:
			strcpy(other.unit, "26575");
			strcpy(other.codes, "26575");
			break;
		default:
			other.level = LEVEL_UPPER;
		}
		retell(&p->here, &other);
		as_other = desk_tables(&p->here);
		assert_string_not_equal(as_other, as_1);
		desk_take_back(&p->here, import, true);
		desk_take_back(&p->here, import, false);
		now = desk_tables(&p->here);
		assert_string_equal(now, as_other);
		free(now);
		free(as_other);
		retell(&p->here, &all.lines[0].lane);
		now = desk_tables(&p->here);
		assert_string_equal(now, as_1);
		free(now);
	}
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM intake"), 1);
	free(as_1);
	parcel_release(&all);
}

/* Of this laptop's own it can be told, too: what others of its team wrote is then its team's. */
static void a_laptop_learns_its_own_team(void **state)
{
	struct pair *p = *state;
	const struct lane team_2 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" };
	struct parcel all;
	struct lane own;
	struct fault f;

	desk_add(&p->there, TYPE_SESSION, desk_visit);
	all = parcel_of(&p->there, 0, &team_2);
	desk_take(&p->here, &all);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session WHERE team IS NOT NULL"), 1);
	assert_int_equal(lane_load(book_db(p->here.book), book_lane(p->here.book), &own, &f), FAULT_OK);
	strcpy(own.team, "T02");
	retell(&p->here, &own);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session WHERE team IS NOT NULL"), 0);
	parcel_release(&all);
}

/* ---- sessions whose words hang on many records ---- */

/* How often a statement that begins so was carried out. */
static int runs(struct desk *desk, const char *begins)
{
	sqlite3 *conn = book_db(desk->book)->conn;
	sqlite3_stmt *st = NULL;
	int n = 0;

	while ((st = sqlite3_next_stmt(conn, st)))
		if (!strncmp(sqlite3_sql(st), begins, strlen(begins)))
			n += sqlite3_stmt_status(st, SQLITE_STMTSTATUS_RUN, 0);
	return n;
}

static int puts_of(struct desk *desk)
{
	return runs(desk, "INSERT INTO session_fts(rowid, words)");
}

static int drops_of(struct desk *desk)
{
	return runs(desk, "INSERT INTO session_fts(session_fts, rowid, words) VALUES('delete'");
}

static int found_by(struct desk *desk, const char *words)
{
	char sql[160];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM session_fts WHERE session_fts MATCH '%s'", words);
	return (int)desk_count(desk, sql);
}

enum { VISITS = 20, VILLAGES = 200 };

/* A week, visits in a village, and that village another 200 times over, from a third laptop. */
static struct parcel write_one_village_often(struct desk *there)
{
	struct lane third = team_1;
	struct parcel all;
	char line[300];

	write_a_week(there);
	for (int i = 0; i < VISITS; i++)
		desk_add(there, TYPE_SESSION, desk_visit);
	all = parcel_of(there, 0, &team_1);
	lane_parse(third.id, "00112233445566aa");
	for (int i = 1; i <= VILLAGES; i++) {
		snprintf(line, sizeof line, "{\"n\":%d,\"type\":\"village\",\"set\":{\"code\":\"26572-01\","
			 "\"name\":\"Khu số %d\"},\"hlc\":%d,\"clk\":\"ok\",\"who\":\"Ba\","
			 "\"salt\":\"%d\"}", i, 1000 + i, i, i);
		parcel_add(&all, &third, line);
	}
	return all;
}

/* Each of so many villages put every session of their code anew, and so did taking them back. */
static void words_are_put_once_an_import(void **state)
{
	static const char of_it[] = "SELECT count(*) FROM session WHERE village = (SELECT k FROM sym"
				    " WHERE s = '26572-01')";
	struct pair *p = *state;
	struct parcel all = write_one_village_often(&p->there);
	int puts = puts_of(&p->here), drops = drops_of(&p->here), there;
	char *first, *again;
	int64_t import = desk_take(&p->here, &all), *imports;

	there = (int)desk_count(&p->here, of_it);
	assert_true(there > VISITS);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session"), there + 1);
	/* Each once, the one of another village, too; its own alone was there before. */
	assert_int_equal(puts_of(&p->here) - puts, there + 1);
	assert_int_equal(drops_of(&p->here) - drops, 1);
	assert_int_equal(found_by(&p->here, "1001 1200"), there);
	desk_check(&p->here);
	first = desk_tables(&p->here);
	puts = puts_of(&p->here);
	drops = drops_of(&p->here);
	desk_take_back(&p->here, import, true);
	assert_int_equal(puts_of(&p->here) - puts, 1); /* its own */
	assert_int_equal(drops_of(&p->here) - drops, there + 1);
	again = desk_tables(&p->here);
	assert_string_equal(again, p->before);
	free(again);
	/* One by one they come to the same. */
	imports = malloc((size_t)all.n * sizeof *imports);
	for (int i = 0; i < all.n; i++) {
		struct parcel one = { all.lines + i, 1 };

		imports[i] = desk_take(&p->here, &one);
	}
	again = desk_tables(&p->here);
	assert_string_equal(again, first);
	free(again);
	desk_check(&p->here);
	for (int i = 0; i < all.n; i++)
		desk_take_back(&p->here, imports[i], true);
	again = desk_tables(&p->here);
	assert_string_equal(again, p->before);
	desk_check(&p->here);
	free(again);
	free(first);
	free(imports);
	parcel_release(&all);
}

/* Lines without their end, as of a package whose last part is torn: sessions of the village wait. */
static void take_half(struct desk *desk, const struct parcel *parcel)
{
	struct intake in;
	enum taken taken;
	struct fault f;

	assert_int_equal(intake_begin(&in, desk->book, &f), 0);
	for (int i = 0; i < parcel->n; i++) {
		const struct parcel_line *line = &parcel->lines[i];

		assert_int_equal(intake_lane(&in, &line->lane, &f), 0);
		assert_int_equal(intake_line(&in, line->text, line->len, line->local, &taken, &f), 0);
	}
	assert_int_equal(found_by(desk, "tu lam duoc"), 0);
	intake_release(&in);
}

static void what_waits_goes_with_what_is_rolled_back(void **state)
{
	struct pair *p = *state;
	struct parcel all = write_one_village_often(&p->there);
	struct fault f;
	char *first, *after;
	int64_t import;

	assert_int_equal(found_by(&p->here, "tu lam duoc"), 1);
	/* All of it; and what is changed here then is found at once. */
	assert_int_equal(book_begin(p->here.book, "import", &f), 0);
	take_half(&p->here, &all);
	book_rollback(p->here.book);
	after = desk_tables(&p->here);
	assert_string_equal(after, p->before);
	free(after);
	desk_edit(&p->here, desk_count(&p->here, "SELECT rec FROM village"), "{\"name\":\"Ấp Mới\"}");
	assert_int_equal(found_by(&p->here, "moi tu lam duoc"), 1);
	desk_check(&p->here);
	/* A part that is taken back, and in the same transaction one that stays. */
	assert_int_equal(book_begin(p->here.book, "import", &f), 0);
	assert_int_equal(book_part_begin(p->here.book, &f), 0);
	take_half(&p->here, &all);
	assert_int_equal(book_part_end(p->here.book, false, &f), 0);
	assert_int_equal(found_by(&p->here, "moi tu lam duoc"), 1);
	assert_int_equal(book_part_begin(p->here.book, &f), 0);
	import = desk_take_within(&p->here, &all);
	assert_int_equal(found_by(&p->here, "1001 1200 moi tu lam duoc"), 2 + VISITS);
	assert_int_equal(book_part_end(p->here.book, true, &f), 0);
	assert_int_equal(book_commit(p->here.book, NULL, &f), 0);
	first = desk_tables(&p->here);
	desk_check(&p->here);
	desk_take_back(&p->here, import, true);
	desk_take(&p->here, &all);
	after = desk_tables(&p->here);
	assert_string_equal(after, first);
	desk_check(&p->here);
	free(after);
	free(first);
	parcel_release(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAIR_CASE(it_stands_as_it_was_written),
		PAIR_CASE(no_order_and_no_repetition_matters),
		PAIR_CASE(undo_leaves_what_another_laptops_lan_changed),
		PAIR_CASE(no_number_is_beyond_its_bounds),
		PAIR_CASE(a_change_waits_for_its_record),
		PAIR_CASE(a_lane_that_becomes_another_is_judged_again),
		PAIR_CASE(who_changed_it_without_seeing_the_other_is_told),
		PAIR_CASE(whose_a_household_is_goes_with_what_brought_it),
		PAIR_CASE(a_line_moves_to_a_better_lane_that_was_known_already),
		PAIR_CASE(what_an_import_brought_whole_it_has_whole),
		PAIR_CASE(a_wrong_mark_goes_with_what_brought_it),
		PAIR_CASE(a_change_that_would_be_put_aside_is_refused),
		PAIR_CASE(no_number_is_given_twice),
		PAIR_CASE(nothing_is_taken_of_this_laptops_lane),
		PAIR_CASE(a_hint_is_an_operation_of_its_own),
		PAIR_CASE(why_nothing_carries_it),
		PAIR_CASE(a_lane_is_told_what_it_is_outside_an_import),
		PAIR_CASE(a_laptop_learns_its_own_team),
		PAIR_CASE(words_are_put_once_an_import),
		PAIR_CASE(what_waits_goes_with_what_is_rolled_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
