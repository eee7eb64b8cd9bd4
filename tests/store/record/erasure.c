/* Records that are erased, and what names a record of another unit. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/id.h"
#include "store/book/now.h"
#include "store/oplog/judge.h"
#include "store/oplog/op.h"
#include "store/record/erasure.h"
#include "store/record/joined.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "tests/store/record/exchange.h"

static const struct lane team_1 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" };
static const struct lane office = { .id = { 7 }, .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" };
static const struct lane other_office = { .id = { 8 }, .level = LEVEL_COMMUNE, .unit = "26575",
					  .codes = "26575" };
static const struct lane upper = { .id = { 9 }, .level = LEVEL_UPPER, .unit = "77" };

/* A commune's desk that took in what a team wrote. */
struct pair {
	struct desk here, there;
	rec_t household, visit; /* at `there` */
};

static char *id_at(struct desk *desk, rec_t rec)
{
	static char text[4][ID_TEXT];
	static int next;
	struct id id;
	struct fault f;

	next = (next + 1) % 4;
	assert_int_equal(op_id(book_db(desk->book), rec, &id, &f), 0);
	id_text(text[next], &id);
	return text[next];
}

static int setup(void **state)
{
	struct pair *p = calloc(1, sizeof *p);

	desk_open_as(&p->here, LEVEL_COMMUNE, "26572");
	desk_open(&p->there);
	desk_joins(&p->there, "T01");
	p->household = desk_add(&p->there, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H050\","
				"\"hint\":\"nhà zxcv\",\"kinds\":[\"ngheo\"]}");
	p->visit = desk_add(&p->there, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26572-01\","
			    "\"household\":\"H050\",\"channel\":\"tai_nha\",\"people\":2,\"note\":\"qwpl\","
			    "\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}],"
			    "\"by\":[\"Minh\"],\"followups\":[{\"kind\":\"den_lai\"}]}");
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct pair *p = *state;

	desk_close(&p->here);
	desk_close(&p->there);
	free(p);
	return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static int64_t take_all(struct desk *to, struct desk *from, const struct lane *as)
{
	struct parcel all = parcel_of(from, 0, as);
	int64_t import = desk_take(to, &all);

	parcel_release(&all);
	return import;
}

/* One line of that lane, taken in. */
static int64_t take_line(struct desk *to, const struct lane *lane, const char *line)
{
	struct parcel parcel = { 0 };
	int64_t import;

	parcel_add(&parcel, lane, line);
	import = desk_take(to, &parcel);
	parcel_release(&parcel);
	return import;
}

static int64_t erase(struct desk *at, const struct lane *by, const char *id)
{
	char line[512];

	snprintf(line, sizeof line, "{\"n\":1,\"type\":\"erase\",\"set\":{\"records\":[\"%s\"]},\"hlc\":5,"
		 "\"clk\":\"ok\",\"who\":\"Ba\",\"salt\":\"%d\"}", id, by->id[0]);
	return take_line(at, by, line);
}

/* The lines without the table `erasure`, which says what is erased and not what is there. */
static char *tables_but_erasures(struct desk *desk)
{
	char *all = desk_tables(desk), *out = all, *line, *next;

	for (line = all; *line; line = next) {
		size_t n = strcspn(line, "\n") + 1;

		next = line + n;
		if (strncmp(line, "erasure:", 8)) {
			memmove(out, line, n);
			out += n;
		}
	}
	*out = 0;
	return all;
}

static void expect_but_erasures(struct desk *desk, const char *wanted)
{
	char *got = tables_but_erasures(desk);

	assert_string_equal(got, wanted);
	free(got);
	desk_check(desk);
}

/* The household goes with its hint, its visit and what was promised there; in time all comes back. */
static void what_names_an_erased_household_goes_with_it(void **state)
{
	struct pair *p = *state;
	struct parcel before = parcel_of(&p->there, 0, &team_1);
	struct parcel rest = { before.lines, 0 };
	char *without;
	int64_t import;

	while (!strstr(before.lines[rest.n].text, "H050"))
		rest.n++;
	desk_take(&p->here, &rest);
	without = desk_tables(&p->here);
	desk_take(&p->here, &before);
	import = erase(&p->here, &office, id_at(&p->there, p->household));
	expect_but_erasures(&p->here, without);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside = 10"), 4);
	/* What comes later goes with it, too, whatever came before it. */
	desk_edit(&p->there, p->visit, "{\"note\":\"zxcv qwpl\"}");
	desk_add(&p->there, TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H050\",\"date\":"
		 "\"2026-11-18\",\"residents\":4}");
	take_all(&p->here, &p->there, &team_1);
	expect_but_erasures(&p->here, without);
	desk_take_back(&p->here, import, true);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM erased"), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM status"), 1);
	desk_check(&p->here);
	free(without);
	parcel_release(&before);
}

/* In any order the same is erased. */
static void no_order_of_erasure_and_what_it_covers_matters(void **state)
{
	struct pair *p = *state;
	struct parcel all, once;
	uint32_t seed = 11;
	char line[512], *first = NULL;

	desk_edit(&p->there, p->visit, "{\"household\":\"H001\"}"); /* named H050 once */
	all = parcel_of(&p->there, 0, &team_1);
	snprintf(line, sizeof line, "{\"n\":1,\"type\":\"erase\",\"set\":{\"records\":[\"%s\"]},\"hlc\":5,"
		 "\"clk\":\"ok\",\"who\":\"Ba\",\"salt\":\"1\"}", id_at(&p->there, p->household));
	parcel_add(&all, &office, line);
	for (int round = 0; round < 12; round++) {
		int64_t imports[40];
		int n = 0;
		char *tables;

		once = (struct parcel){ 0 };
		parcel_append(&once, &all);
		parcel_shuffle(&once, &seed);
		for (int at = 0; at < once.n; n++) {
			struct parcel part = { once.lines + at, round % 3 ? 1 + round : once.n };

			if (part.n > once.n - at)
				part.n = once.n - at;
			imports[n] = desk_take(&p->here, &part);
			at += part.n;
		}
		tables = desk_tables(&p->here);
		if (first)
			assert_string_equal(tables, first);
		else
			first = tables;
		assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside = 10"), 5);
		desk_check(&p->here);
		while (n--)
			desk_take_back(&p->here, imports[n], true);
		assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM erased"), 0);
		if (tables != first)
			free(tables);
		parcel_release(&once);
	}
	free(first);
	parcel_release(&all);
}

/* Only the unit's own officers and those above may. */
static void nobody_erases_what_is_another_units(void **state)
{
	struct pair *p = *state;
	char *whole;
	int64_t import;

	take_all(&p->here, &p->there, &team_1);
	whole = tables_but_erasures(&p->here);
	erase(&p->here, &other_office, id_at(&p->there, p->household));
	expect_but_erasures(&p->here, whole);
	import = erase(&p->here, &team_1, id_at(&p->there, p->visit));
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside = 5"), 1); /* a request */
	expect_but_erasures(&p->here, whole);
	desk_take_back(&p->here, import, true);
	import = erase(&p->here, &upper, id_at(&p->there, p->visit));
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session"), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM followup"), 0);
	desk_take_back(&p->here, import, true);
	expect_but_erasures(&p->here, whole);
	free(whole);
}

/* Households that name each other do not keep each other erased. */
static void a_circle_comes_back_as_a_whole(void **state)
{
	static const char same[] = "{\"n\":%d,\"rec\":\"%s\",\"type\":\"household\",\"set\":{\"same\":\"%s\"},"
				   "\"base\":[\"%s\"],\"hlc\":6,\"clk\":\"ok\",\"who\":\"Ba\",\"salt\":\"3\"}";
	struct pair *p = *state;
	char line[512], *one = id_at(&p->there, p->household), *other, *whole;
	int64_t import;

	other = id_at(&p->there, desk_add(&p->there, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\","
					  "\"code\":\"H051\"}"));
	take_all(&p->here, &p->there, &team_1);
	snprintf(line, sizeof line, same, 1, one, other, one);
	take_line(&p->here, &office, line);
	snprintf(line, sizeof line, same, 2, other, one, other);
	take_line(&p->here, &office, line);
	whole = tables_but_erasures(&p->here);
	import = erase(&p->here, &office, one);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM household h JOIN op o ON o.k = h.rec"
					      " WHERE h.code IN ('H050', 'H051')"), 0);
	desk_check(&p->here);
	desk_take_back(&p->here, import, true);
	expect_but_erasures(&p->here, whole);
	desk_take_back(&p->here, import, false);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM household h JOIN op o ON o.k = h.rec"
					      " WHERE h.code IN ('H050', 'H051')"), 0);
	free(whole);
}

/* Seven days later it is blank, stays so whatever arrives, and no word of it is left. */
static void what_was_erased_does_not_return(void **state)
{
	struct pair *p = *state;
	struct parcel all = parcel_of(&p->there, 0, &team_1);
	int64_t import;
	bool final;
	char *without;
	struct fault f;

	desk_take(&p->here, &all);
	import = erase(&p->here, &office, id_at(&p->there, p->household));
	without = tables_but_erasures(&p->here);
	assert_int_equal(erasure_is_final(p->here.book, import, &final, &f), 0);
	assert_false(final);
	setenv("SOTAY_NOW", "2026-11-27T09:00", 1);
	assert_int_equal(book_check_clock(p->here.book, &f), 0);
	assert_int_equal(erasure_blank_due(p->here.book, &f), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE length(bytes) = 0"), 0);
	setenv("SOTAY_NOW", "2026-11-28T09:00", 1);
	assert_int_equal(book_check_clock(p->here.book, &f), 0);
	assert_int_equal(erasure_blank_due(p->here.book, &f), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE length(bytes) = 0"), 4);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM search_word WHERE w IN ('zxcv', 'qwpl')"), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE instr(bytes, CAST('zxcv' AS BLOB))"), 0);
	expect_but_erasures(&p->here, without);
	assert_int_equal(erasure_is_final(p->here.book, import, &final, &f), 0);
	assert_true(final);
	/* The old batch once more, a change of it, a visit that names it; the erasure taken back, too. */
	desk_edit(&p->there, p->visit, "{\"note\":\"zxcv\"}");
	desk_add(&p->there, TYPE_SESSION, "{\"date\":\"2026-11-19\",\"village\":\"26572-01\",\"household\":"
		 "\"H050\",\"channel\":\"tai_nha\",\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}],"
		 "\"by\":[\"Minh\"]}");
	take_all(&p->here, &p->there, &team_1);
	expect_but_erasures(&p->here, without);
	desk_take_back(&p->here, import, true);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM session"), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM household WHERE code = 'H050'"), 0);
	desk_check(&p->here);
	desk_take_back(&p->here, import, false);
	assert_int_equal(erasure_blank_due(p->here.book, &f), 0);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE instr(bytes, CAST('zxcv' AS BLOB))"), 0);
	expect_but_erasures(&p->here, without);
	setenv("SOTAY_NOW", DESK_TODAY "T09:00", 1);
	free(without);
	parcel_release(&all);
}

/* A clock that ran ahead, or a wrong answer, makes the waiting neither shorter nor endless. */
static void what_was_erased_by_a_wrong_clock_waits_its_days(void **state)
{
	static const struct {
		const char *now;
		int64_t blank;
	} days[] = { { DESK_TODAY "T09:00", 0 }, { "2026-11-27T09:00", 0 }, { "2026-11-28T09:00", 4 } };
	struct pair *p = *state;
	struct fault f;

	take_all(&p->here, &p->there, &team_1);
	setenv("SOTAY_NOW", "2027-06-01T09:00", 1);
	assert_int_equal(book_check_clock(p->here.book, &f), 0);
	erase(&p->here, &office, id_at(&p->there, p->household));
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		setenv("SOTAY_NOW", days[i].now, 1);
		assert_int_equal(book_check_clock(p->here.book, &f), 0);
		assert_int_equal(erasure_blank_due(p->here.book, &f), 0);
		assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE length(bytes) = 0"),
				 days[i].blank);
	}
	desk_check(&p->here);
	setenv("SOTAY_NOW", DESK_TODAY "T09:00", 1);
}

/* ---- of another unit ---- */

/* A visit of another unit's household names none, and what was promised at its visit hangs on nothing. */
static void what_is_of_another_unit_reads_as_none(void **state)
{
	static const char visit[] = "{\"n\":1,\"type\":\"session\",\"set\":{\"date\":\"2026-11-18\",\"village\":"
		"\"26575-01\",\"household\":\"%s\",\"channel\":\"tai_nha\"},\"hlc\":6,\"clk\":\"ok\","
		"\"who\":\"Lan\",\"salt\":\"4\"}";
	static const char promise[] = "{\"n\":2,\"type\":\"followup\",\"set\":{\"session\":\"%s\",\"kind\":"
		"\"den_lai\"},\"hlc\":7,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"5\"}";
	struct lane far = { .id = { 5 }, .level = LEVEL_TEAM, .unit = "26575", .team = "T01", .codes = "26575" };
	struct pair *p = *state;
	struct desk high;
	char line[512], *first = NULL, *again;
	json_t *promised;
	struct fault f;
	int64_t ours = 0;

	desk_open_as(&high, LEVEL_UPPER, "77");
	for (int first_comes = 0; first_comes < 2; first_comes++) {
		if (!first_comes)
			ours = take_all(&high, &p->there, &team_1);
		snprintf(line, sizeof line, visit, id_at(&p->there, p->household));
		take_line(&high, &far, line);
		snprintf(line, sizeof line, promise, id_at(&p->there, p->visit));
		take_line(&high, &far, line);
		if (first_comes)
			desk_take_back(&high, ours, false);
		assert_int_equal(desk_count(&high, "SELECT count(*) FROM session"), 2);
		assert_int_equal(desk_count(&high, "SELECT count(*) FROM session WHERE household IS NULL"), 1);
		assert_int_equal(desk_count(&high, "SELECT count(*) FROM followup"), 1);
		promised = record_read(high.book, desk_count(&high, "SELECT rec FROM followup_apart"), &f);
		assert_true(json_is_null(json_object_get(promised, "session")));
		json_decref(promised);
		desk_check(&high);
		again = desk_tables(&high);
		if (first_comes)
			assert_string_equal(first, again);
		desk_take_back(&high, ours, true);
		if (first_comes) {
			free(first);
			free(again);
		} else {
			first = again;
		}
		desk_check(&high);
	}
	/* The unit turns out to be the same: then it does name it. */
	desk_take_back(&high, ours, false);
	snprintf(far.codes, sizeof far.codes, "26575,26572");
	take_line(&high, &far, line);
	assert_int_equal(desk_count(&high, "SELECT count(*) FROM session WHERE household IS NULL"), 0);
	assert_int_equal(desk_count(&high, "SELECT count(*) FROM followup"), 2);
	desk_check(&high);
	desk_close(&high);
}

static void a_household_is_joined_to_none_of_another_unit(void **state)
{
	static const char made[] = "{\"n\":1,\"type\":\"household\",\"set\":{\"village\":\"26572-01\","
		"\"code\":\"%s\"},\"hlc\":6,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"7\"}";
	static const char same[] = "{\"n\":2,\"rec\":\"%s\",\"type\":\"household\",\"set\":{\"same\":\"%s\"},"
		"\"base\":[],\"hlc\":7,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"8\"}";
	struct lane theirs = upper;
	struct pair *p = *state;
	rec_t one, other, root;
	char line[512];
	struct fault f;

	snprintf(line, sizeof line, made, "H071");
	take_line(&p->here, &office, line);
	snprintf(line, sizeof line, made, "H072");
	take_line(&p->here, &theirs, line);
	one = desk_count(&p->here, "SELECT rec FROM household WHERE code = 'H071'");
	other = desk_count(&p->here, "SELECT rec FROM household WHERE code = 'H072'");
	snprintf(line, sizeof line, same, id_at(&p->here, one), id_at(&p->here, other));
	take_line(&p->here, &office, line);
	assert_int_equal(joined_root(p->here.book, one, &root, &f), 0);
	assert_int_equal(root, one);
	desk_check(&p->here);
	/* Were that unit one of its communes, it would be. */
	theirs.level = LEVEL_COMMUNE;
	snprintf(theirs.unit, sizeof theirs.unit, "26572");
	snprintf(theirs.codes, sizeof theirs.codes, "26572");
	snprintf(line, sizeof line, made, "H073");
	take_line(&p->here, &theirs, line);
	assert_int_equal(joined_root(p->here.book, one, &root, &f), 0);
	assert_int_equal(root, other);
	desk_check(&p->here);
}

/* ---- lines without a lane ---- */

/* Who carries it decides whose it is, while what carries it stands. */
static void a_line_without_a_lane_is_of_the_best_that_carry_it(void **state)
{
	static const char line[] = "{\"n\":1,\"type\":\"village\",\"set\":{\"code\":\"26572-09\",\"name\":\"Ấp Chín\"},"
				   "\"hlc\":6,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"6\"}";
	static const char lane_is[] = "SELECT l.lane = x'0700000000000000' FROM op o JOIN lane l ON l.k = o.lane"
				      " WHERE o.k = (SELECT rec FROM village JOIN sym ON sym.k = code WHERE s ="
				      " '26572-09')";
	struct lane team = team_1;
	struct pair *p = *state;
	int64_t by_team, by_office;

	team.id[0] = 3;
	by_team = take_line(&p->here, &team, line);
	assert_int_equal(desk_count(&p->here, lane_is), 0);
	by_office = take_line(&p->here, &office, line);
	assert_int_equal(desk_count(&p->here, lane_is), 1);
	desk_take_back(&p->here, by_office, true);
	assert_int_equal(desk_count(&p->here, lane_is), 0);
	desk_take_back(&p->here, by_office, false);
	desk_take_back(&p->here, by_team, true);
	assert_int_equal(desk_count(&p->here, lane_is), 1);
	desk_check(&p->here);
}

/* An id alone says whose the record is, while what brought it stands. */
static void what_is_known_by_its_id_alone_goes_with_what_brought_it(void **state)
{
	struct pair *p = *state;
	struct parcel all = parcel_of(&p->there, p->household - 1, &team_1);
	struct parcel changes = { all.lines + 1, 1 }, bare = { 0 };
	int64_t import;

	assert_non_null(strstr(changes.lines[0].text, "hint"));
	desk_take(&p->here, &changes);
	assert_int_equal(desk_count(&p->here, "SELECT aside FROM op WHERE length(bytes) > 0 ORDER BY k DESC"
					      " LIMIT 1"), ASIDE_WAITS);
	parcel_append(&bare, &all);
	for (int i = 1; i < bare.n; i++)
		free(bare.lines[i].text);
	bare.n = 1;
	free(bare.lines[0].text);
	bare.lines[0].text = NULL;
	import = desk_take(&p->here, &bare);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside = 9"), 0);
	desk_take_back(&p->here, import, true);
	assert_int_equal(desk_count(&p->here, "SELECT count(*) FROM op WHERE aside = 9"), 1);
	desk_check(&p->here);
	parcel_release(&bare);
	parcel_release(&all);
}

/* Of a record that was blank before it came up only the id is here, and the erasure. */
static void what_is_known_by_its_id_alone_may_be_erased(void **state)
{
	struct pair *p = *state;
	struct parcel all = parcel_of(&p->there, 0, &team_1);
	const char *visit = id_at(&p->there, p->visit);

	for (int i = 0; i < all.n; i++) {
		struct id id;

		if (!id_parse(&id, visit) && !memcmp(&id, &all.lines[i].id, sizeof id)) {
			free(all.lines[i].text);
			all.lines[i].text = NULL;
		}
	}
	desk_take(&p->here, &all);
	erase(&p->here, &office, visit);
	desk_check(&p->here);
	parcel_release(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_names_an_erased_household_goes_with_it),
		CASE(no_order_of_erasure_and_what_it_covers_matters),
		CASE(nobody_erases_what_is_another_units),
		CASE(a_circle_comes_back_as_a_whole),
		CASE(what_was_erased_does_not_return),
		CASE(what_was_erased_by_a_wrong_clock_waits_its_days),
		CASE(what_is_of_another_unit_reads_as_none),
		CASE(a_household_is_joined_to_none_of_another_unit),
		CASE(a_line_without_a_lane_is_of_the_best_that_carry_it),
		CASE(what_is_known_by_its_id_alone_goes_with_what_brought_it),
		CASE(what_is_known_by_its_id_alone_may_be_erased),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
