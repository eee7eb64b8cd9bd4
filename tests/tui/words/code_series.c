/* Codes that end in a number, and the one after the highest. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tui/words/code_series.h"

static void the_next_code_is_written_like_the_highest(void **state)
{
	static const struct {
		const char *seen[3];
		const char *next, *fifth;
	} cases[] = {
		{ { NULL }, "H001", "H005" },
		{ { "H001", "H012", "H002" }, "H013", "H005" },
		{ { "H999" }, "H1000", "H005" },
		{ { "A-7", "H3" }, "A-8", "A-5" },
		{ { "X", "" }, "H001", "H005" },
		{ { "07" }, "08", "05" },
		{ { "H000000001" }, "H001", "H005" }, /* no number any more */
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct code_series series = code_series_of_households();

		for (int j = 0; j < 3 && cases[i].seen[j]; j++)
			code_series_see(&series, cases[i].seen[j]);
		code_series_next(&series, out, sizeof out);
		assert_string_equal(out, cases[i].next);
		code_series_code(&series, 5, out, sizeof out);
		assert_string_equal(out, cases[i].fifth);
	}
}

static void a_code_has_the_number_it_ends_in(void **state)
{
	int digits;

	(void)state;
	assert_int_equal(code_number("H012", &digits), 12);
	assert_int_equal(digits, 3);
	assert_int_equal(code_number("H", &digits), -1);
	assert_int_equal(code_number("", &digits), -1);
	assert_int_equal(code_number("123456789", &digits), -1);
	assert_int_equal(code_number("26572-07", &digits), 7);
}

static void a_number_alone_gets_its_stem_and_its_digits(void **state)
{
	static const struct {
		const char *typed, *team, *village;
	} cases[] = {
		{ "3", "T03", "26572-03" },   { "03", "T03", "26572-03" }, { "123", "T123", "26572-123" },
		{ "t3", "T03", "t3" },        { "T03", "T03", "T03" },     { "A3", "A3", "A3" },
		{ "26572-3", "26572-3", "26572-03" }, { "26575-3", "26575-3", "26575-03" },
		{ "T", "T", "T" },            { "", "", "" },              { "26572", "26572", "26572" },
		{ "007", "T007", "26572-007" },
	};
	const struct code_series teams = code_series_of_teams();
	const struct code_series villages = code_series_of_villages("26572");
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		code_series_complete(&teams, cases[i].typed, out, sizeof out);
		assert_string_equal(out, cases[i].team);
		code_series_complete(&villages, cases[i].typed, out, sizeof out);
		assert_string_equal(out, cases[i].village);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_code_is_written_like_the_highest),
		cmocka_unit_test(a_code_has_the_number_it_ends_in),
		cmocka_unit_test(a_number_alone_gets_its_stem_and_its_digits),
	};

	return cmocka_run_group_tests_name("code_series", tests, NULL, NULL);
}
