/* Texts where there is little room. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "tui/words/fit.h"

static void a_text_loses_its_end(void **state)
{
	static const struct {
		const char *text;
		int width;
		const char *shown;
	} cases[] = {
		{ "H012 Gần chợ", 12, "H012 Gần chợ" },
		{ "H012 Gần chợ", 11, "H012 Gần c…" },
		{ "H012 Gần chợ", 10, "H012 Gần…" },
		{ "H012 Gần chợ", 1, "…" },
		{ "H012 Gần chợ", 0, "H012 Gần chợ" },
		{ "ab", 1, "…" },
		{ "", 3, "" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		snprintf(out, sizeof out, "%s", cases[i].text);
		fit_end(out, sizeof out, cases[i].width);
		assert_string_equal(out, cases[i].shown);
	}
}

static void a_name_keeps_the_given_name(void **state)
{
	static const struct {
		const char *names;
		int width;
		const char *shown;
	} cases[] = {
		{ "Nguyễn Thị Lan", 14, "Nguyễn Thị Lan" },
		{ "Nguyễn Thị Lan", 13, "…Thị Lan" },
		{ "Nguyễn Thị Lan", 8, "…Thị Lan" },
		{ "Nguyễn Thị Lan", 7, "…Lan" },
		{ "Nguyễn Thị Lan", 2, "…Lan" },
		{ "Lan", 2, "Lan" },
		{ "Nguyễn Thị Lan, Trần Văn Hùng", 29, "Nguyễn Thị Lan, Trần Văn Hùng" },
		{ "Nguyễn Thị Lan, Trần Văn Hùng", 20, "Lan, Hùng" },
		{ "", 5, "" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		fit_people(out, sizeof out, cases[i].names, cases[i].width);
		assert_string_equal(out, cases[i].shown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_loses_its_end),
		cmocka_unit_test(a_name_keeps_the_given_name),
	};

	return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
