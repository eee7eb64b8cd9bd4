/* Whose a session, a person, a team, a household is, when several laptops wrote. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/buffer.h"
#include "store/book/transaction.h"
#include "store/record/lookup.h"
#include "store/record/record.h"
#include "store/record/undo.h"
#include "store/record/unit_codes.h"
#include "store/summary/make.h"
#include "tests/store/record/exchange.h"

static const struct lane team_1 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" };
static const struct lane team_2 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" };
static const struct lane elsewhere = { .level = LEVEL_TEAM, .unit = "26575", .team = "T01", .codes = "26575" };

/* "KEY=sessions" of every group, in the order of the summary. */
static char *by(struct desk *desk, enum summary_axis axis)
{
	struct buffer out = { 0 };
	struct summary summary;
	struct period week;
	struct fault f;
	size_t column = (size_t)(column_find("so_luot") - catalog_columns);

	assert_int_equal(period_parse_key(&week, "2026-W47"), 0);
	assert_int_equal(summary_make(desk->book, &week, axis, &summary, &f), 0);
	for (size_t i = 0; i < summary.group_count; i++)
		buffer_print(&out, "%s%s=%d", i ? " " : "", summary.groups[i].key,
			     (int)summary.groups[i].values[column].integer);
	summary_release(&summary);
	return buffer_take(&out, NULL);
}

static int64_t figure(struct desk *desk, const char *code)
{
	struct summary summary;
	struct period week;
	struct fault f;
	int64_t value;

	assert_int_equal(period_parse_key(&week, "2026-W47"), 0);
	assert_int_equal(summary_make(desk->book, &week, SUMMARY_WHOLE, &summary, &f), 0);
	value = summary.whole.values[column_find(code) - catalog_columns].integer;
	summary_release(&summary);
	return value;
}

static void expect_by(struct desk *desk, enum summary_axis axis, const char *wanted)
{
	char *got = by(desk, axis);

	assert_string_equal(got, wanted);
	free(got);
}

/* A commune's desk, and teams of which each has a Lan, a T01 and a household H001. */
struct three {
	struct desk commune, one, two;
};

static void visits(struct desk *desk, int n)
{
	while (n--)
		desk_add(desk, TYPE_SESSION, desk_visit);
}

static int setup(void **state)
{
	struct three *t = calloc(1, sizeof *t);

	desk_open_as(&t->commune, LEVEL_COMMUNE, "26572");
	desk_open(&t->one);
	desk_open(&t->two);
	visits(&t->one, 3);
	visits(&t->two, 2);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct three *t = *state;

	desk_close(&t->commune);
	desk_close(&t->one);
	desk_close(&t->two);
	free(t);
	return 0;
}

static int64_t take(struct desk *to, struct desk *from, const struct lane *as)
{
	struct parcel all = parcel_of(from, 0, as);
	int64_t import = desk_take(to, &all);

	parcel_release(&all);
	return import;
}

/* All of T01's visits counted for T02 because each has a Lan. */
static void a_visit_counts_for_the_team_that_wrote_it(void **state)
{
	struct three *t = *state;

	take(&t->commune, &t->one, &team_1);
	take(&t->commune, &t->two, &team_2);
	expect_by(&t->commune, SUMMARY_TEAM, "T01=3 T02=2");
	expect_by(&t->commune, SUMMARY_MEMBER, "T01/Lan=3 T02/Lan=2");
	desk_check(&t->commune);
}

/* Two communes' T01 became one. */
static void the_teams_of_two_communes_are_two(void **state)
{
	struct three *t = *state;
	struct desk there, upper;

	desk_open_as(&there, LEVEL_TEAM, "26575");
	desk_open_as(&upper, LEVEL_UPPER, "77");
	desk_add(&there, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26575-01\",\"channel\":"
		 "\"lop_nhom\",\"people\":9,\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}");
	take(&upper, &t->one, &team_1);
	take(&upper, &there, &elsewhere);
	expect_by(&upper, SUMMARY_TEAM, "26572/T01=3 26575/T01=1");
	expect_by(&upper, SUMMARY_MEMBER, "26572/T01/Lan=3 26575/T01/Lan=1");
	expect_by(&upper, SUMMARY_TOPIC, "VNEID2=3 TTQR=1");
	desk_check(&upper);
	desk_close(&there);
	desk_close(&upper);
}

/* Communes that became one: what was another unit's is judged, and named, as this one's. */
static void codes_of_a_unit_that_grows_are_its_own(void **state)
{
	struct three *t = *state;
	struct desk there;
	struct fault f;

	desk_open_as(&there, LEVEL_TEAM, "26575");
	desk_add(&there, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26575-01\",\"channel\":"
		 "\"lop_nhom\",\"people\":9,\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}");
	take(&t->commune, &there, &elsewhere);
	expect_by(&t->commune, SUMMARY_TEAM, "26575/T01=1");
	assert_int_equal(unit_codes_set(t->commune.book, "26575", &f), 0);
	expect_by(&t->commune, SUMMARY_TEAM, "T01=1");
	expect_by(&t->commune, SUMMARY_MEMBER, "T01/Lan=1");
	desk_check(&t->commune);
	desk_close(&there);
}

/* H001 typed on two laptops counted twice. */
static void a_household_written_twice_is_joined(void **state)
{
	struct three *t = *state;
	int64_t from_one, from_two;
	rec_t first, second;
	char verb[33];
	struct fault f;
	int count, left;

	from_one = take(&t->commune, &t->one, &team_1);
	from_two = take(&t->commune, &t->two, &team_2);
	(void)from_one;
	assert_int_equal(figure(&t->commune, "ho_tham"), 2);
	first = desk_count(&t->commune, "SELECT min(household) FROM session");
	second = desk_count(&t->commune, "SELECT max(household) FROM session");
	assert_int_equal(book_begin(t->commune.book, "household_same", &f), 0);
	assert_int_equal(record_join(t->commune.book, second, first, &f), 0);
	assert_int_equal(book_commit(t->commune.book, NULL, &f), 0);
	assert_int_equal(figure(&t->commune, "ho_tham"), 1);
	assert_int_equal(desk_count(&t->commune, "SELECT count(DISTINCT household) FROM session"), 1);
	desk_check(&t->commune);
	/* What it was joined to goes, and comes again. */
	desk_take_back(&t->commune, from_two, true);
	assert_int_equal(figure(&t->commune, "so_luot"), 3);
	desk_check(&t->commune);
	desk_take_back(&t->commune, from_two, false);
	assert_int_equal(figure(&t->commune, "ho_tham"), 1);
	desk_check(&t->commune);
	assert_int_equal(book_undo(t->commune.book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "household_same");
	assert_int_equal(figure(&t->commune, "ho_tham"), 2);
	desk_check(&t->commune);
}

/* The commune's record of a village or household goes before a team's of the same code. */
static void the_communes_record_stands_first(void **state)
{
	struct three *t = *state;
	struct fault f;
	rec_t village, household, found;

	village = desk_add(&t->commune, TYPE_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"Ấp Bắc Một\"}");
	household = desk_add(&t->commune, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H001\"}");
	take(&t->commune, &t->one, &team_1);
	take(&t->commune, &t->two, &team_2);
	assert_int_equal(record_lookup_code(t->commune.book, TYPE_VILLAGE, "26572-01", &found, &f), 0);
	assert_int_equal(found, village);
	assert_int_equal(household_lookup(t->commune.book, "26572-01/H001", &found, &f), 0);
	assert_int_equal(found, household);
	desk_check(&t->commune);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_visit_counts_for_the_team_that_wrote_it),
		CASE(the_teams_of_two_communes_are_two),
		CASE(codes_of_a_unit_that_grows_are_its_own),
		CASE(a_household_written_twice_is_joined),
		CASE(the_communes_record_stands_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
