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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_code_is_written_like_the_highest),
		cmocka_unit_test(a_code_has_the_number_it_ends_in),
	};

	return cmocka_run_group_tests_name("code_series", tests, NULL, NULL);
}
