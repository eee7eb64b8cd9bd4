/* Taking in what other laptops wrote, and taking it back. */
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

static void what_is_put_in_again_stands_again(void **state)
{
	struct pair *p = *state;
	struct parcel all;
	char *first, *again;
	int64_t import;

	write_a_week(&p->there);
	all = parcel_of(&p->there, 0, &team_1);
	import = desk_take(&p->here, &all);
	first = desk_tables(&p->here);
	desk_take_back(&p->here, import, true);
	desk_take_back(&p->here, import, false);
	again = desk_tables(&p->here);
	assert_string_equal(again, first);
	free(first);
	free(again);
	parcel_release(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAIR_CASE(it_stands_as_it_was_written),
		PAIR_CASE(no_order_and_no_repetition_matters),
		PAIR_CASE(what_is_put_in_again_stands_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
