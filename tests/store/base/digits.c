/* Numbers that may name a person. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/digits.h"

static void digits_that_belong_together_are_counted(void **state)
{
	static const struct {
		const char *text;
		int run;
	} cases[] = {
		{"", 0},
		{"không có", 0},
		{"079123456789", 12},
		{"079 123 456 789", 12},
		{"079.123.456.789", 12},
		{"079-123-456-789", 12},
		{"CCCD:079123456789.", 12},
		{"số 079 123.456-789 đó", 12},
		{"17/11/2026", 4},
		{"17-11-2026", 0},
		{"17.11.2026", 0},
		{"2026-11-17", 0},
		{"7.1.2026 14.30", 4},
		{"(17.11.2026 - 18.11.2026)", 0},
		{"17.11.2026.123456", 14},
		{"32-11-2026", 8},
		{"17-13-2026", 8},
		{"17.11-2026", 8},
		{"117-11-2026", 9},
		{"0912-11-2026", 10},
		{"0912-345-678", 10},
		{"0912 - 345 - 678", 10},
		{"0912.345 678", 10},
		{"12 -34", 2},
		{"12 - 34", 4},
		{"12 34", 4},
		{"12  34", 2},
		{"12. 34", 2},
		{"12 a 34", 2},
		{"1234567", 7},
		{"0912 345 678", 10},
		{"(0254) 385-1234", 7},
		{"14:30, 3 người", 2},
		{". 1", 1},
		{"1. ", 1},
		{"079\u00A0123\u2011456\u2013789", 12},
		{"079\u200B123", 6},
		{"٠٧٩١٢٣٤٥٦", 9},
		{"０７９123456", 9},
		{"12\xFF"
		 "34",
		 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (digits_run(cases[i].text, strlen(cases[i].text)) != cases[i].run)
			fail_msg("\"%s\": %d", cases[i].text,
				 digits_run(cases[i].text, strlen(cases[i].text)));
	}
}

static void nine_digits_are_a_long_number(void **state)
{
	static const char *const longs[] = {
		"012345678", "079123456789", "gọi 0912 345 678 nhé", "0912.345.678", "0912-345-678",
		"0912 - 345 - 678", "+84 912 345 678", "STK 1903 4567 8901 23",
	};
	static const char *const others[] = {
		"", "12345678", "17/11/2026", "17.11.2026", "hẹn 17-11-2026 14.30", "2026-11-17",
		"1.500.000 đồng", "14:30, 3 người", "từ 16/11/2026 - 22/11/2026", "2025-2026",
	};

	(void)state;
	for (size_t i = 0; i < sizeof longs / sizeof longs[0]; i++)
		if (!digits_long(longs[i], strlen(longs[i])))
			fail_msg("\"%s\" is none", longs[i]);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (digits_long(others[i], strlen(others[i])))
			fail_msg("\"%s\" is one", others[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_that_belong_together_are_counted),
		cmocka_unit_test(nine_digits_are_a_long_number),
	};

	return cmocka_run_group_tests_name("digits", tests, NULL, NULL);
}
