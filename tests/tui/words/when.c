/* Days and times as people type them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tui/words/when.h"

#define NEAR "2026-11-21"

static day_t day_of(const char *text)
{
	day_t day;

	assert_true(date_parse(&day, text));
	return day;
}

struct day_case {
	const char *text, *near;
	const char *back, *ahead; /* the day read, looking back and ahead; NULL none */
};

static const struct day_case days[] = {
	/* A day of the month, or of the month before or after. */
	{ "17", NEAR, "2026-11-17", "2026-12-17" },
	{ "21", NEAR, "2026-11-21", "2026-11-21" },
	{ "24", NEAR, "2026-10-24", "2026-11-24" },
	{ "1", NEAR, "2026-11-01", "2026-12-01" },
	{ "01", NEAR, "2026-11-01", "2026-12-01" },
	{ "31", NEAR, "2026-10-31", "2026-12-31" },
	{ "31", "2026-03-02", "2026-01-31", "2026-03-31" },
	{ "0", NEAR, NULL, NULL },
	{ "32", NEAR, NULL, NULL },
	/* With the month, and the year left out. */
	{ "17/11", NEAR, "2026-11-17", "2027-11-17" },
	{ "1711", NEAR, "2026-11-17", "2027-11-17" },
	{ "17.11", NEAR, "2026-11-17", "2027-11-17" },
	{ "17 11", NEAR, "2026-11-17", "2027-11-17" },
	{ "17-11", NEAR, "2026-11-17", "2027-11-17" },
	{ "5/1", NEAR, "2026-01-05", "2027-01-05" },
	{ "24/11", NEAR, "2025-11-24", "2026-11-24" },
	{ "29/2", NEAR, "2024-02-29", "2028-02-29" },
	{ "29/2", "2103-01-01", "2096-02-29", "2104-02-29" },
	{ "30/2", NEAR, NULL, NULL },
	{ "17/0", NEAR, NULL, NULL },
	{ "17/13", NEAR, NULL, NULL },
	{ "3211", NEAR, NULL, NULL },
	/* Written out in full: the direction does not matter. */
	{ "17/11/2026", NEAR, "2026-11-17", "2026-11-17" },
	{ "17/11/26", NEAR, "2026-11-17", "2026-11-17" },
	{ "17112026", NEAR, "2026-11-17", "2026-11-17" },
	{ "2026-11-17", NEAR, "2026-11-17", "2026-11-17" },
	{ "24/12/2026", NEAR, "2026-12-24", "2026-12-24" },
	{ "29/2/2026", NEAR, NULL, NULL },
	{ "2026-02-30", NEAR, NULL, NULL },
	/* So many days on, only ahead; else a day of the month. */
	{ "+7", NEAR, "2026-11-07", "2026-11-28" },
	{ "+0", NEAR, NULL, "2026-11-21" },
	{ "+731", NEAR, NULL, "2028-11-21" },
	{ "+732", NEAR, NULL, NULL },
	/* No day. */
	{ "", NEAR, NULL, NULL },
	{ "mai", NEAR, NULL, NULL },
	{ "171", NEAR, NULL, NULL },
	{ "17112", NEAR, NULL, NULL },
	{ "123/4", NEAR, NULL, NULL },
	{ "99999999999", NEAR, NULL, NULL },
};

static void assert_day(const struct day_case *c, bool ahead)
{
	const char *wanted = ahead ? c->ahead : c->back;
	char shown[DATE_SIZE] = "none";
	day_t day;
	bool read = when_day(&day, c->text, day_of(c->near), ahead);

	if (read)
		date_format(shown, day);
	if (read != (wanted != NULL) || (read && day != day_of(wanted)))
		fail_msg("\"%s\" near %s%s is %s, not %s", c->text, c->near, ahead ? ", ahead" : "",
			 shown, wanted ? wanted : "none");
}

static void days_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		assert_day(&days[i], false);
		assert_day(&days[i], true);
	}
}

static void times_are_read(void **state)
{
	static const struct {
		const char *text;
		int minute; /* -1: no time */
	} times[] = {
		{ "14:30", 870 },  { "1430", 870 },  { "14h30", 870 }, { "14 giờ 30", 870 },
		{ "14.30", 870 },  { "930", 570 },   { "0930", 570 },  { "9:5", 545 },
		{ "9", 540 },      { "09", 540 },    { "9h", 540 },    { "0", 0 },
		{ "0:00", 0 },     { "23:59", 1439 }, { "2359", 1439 }, { "24", -1 },
		{ "24:00", -1 },   { "12:60", -1 },  { "1260", -1 },   { "12345", -1 },
		{ "1:2:3", -1 },   { "", -1 },       { "sáng", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		int minute = -1;

		if (!when_time(&minute, times[i].text))
			minute = -1;
		if (minute != times[i].minute)
			fail_msg("\"%s\" is %d, not %d", times[i].text, minute, times[i].minute);
	}
}

static void an_example_is_a_day_that_is_read(void **state)
{
	day_t day;

	(void)state;
	assert_string_equal(when_example(day_of(NEAR) + 7), "28/11");
	assert_string_equal(when_example(day_of("2027-02-01")), "1/2");
	for (int i = 0; i < 366; i++) {
		assert_true(when_day(&day, when_example(day_of(NEAR) + i), day_of(NEAR), true));
		assert_int_equal(day, i < 365 ? day_of(NEAR) + i : day_of(NEAR));
	}
}

/* The year stands where it is another one only. */
static void a_day_near_is_short(void **state)
{
	char text[DATE_SIZE];
	day_t day, near;

	(void)state;
	assert_true(date_make(&day, 2026, 11, 7));
	assert_true(date_make(&near, 2026, 1, 1));
	when_short(text, day, near);
	assert_string_equal(text, "07/11");
	assert_true(date_make(&near, 2027, 1, 1));
	when_short(text, day, near);
	assert_string_equal(text, "07/11/2026");
}

static void a_day_long_past_says_how_long_ago_it_was(void **state)
{
	static const struct {
		const char *day, *ago;
	} cases[] = {
		{ NEAR, "" }, { "2026-11-22", "" }, { "2027-11-22", "" }, { "2026-09-22", "" },
		{ "2026-09-21", "2 months ago" }, { "2025-12-29", "10 months ago" },
		{ "2025-11-22", "11 months ago" }, { "2024-12-01", "23 months ago" },
		{ "2024-11-20", "2 years ago" }, { "2020-01-01", "6 years ago" },
	};
	char ago[WHEN_AGO_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		when_ago(ago, day_of(cases[i].day), day_of(NEAR));
		assert_string_equal(ago, cases[i].ago);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_long_past_says_how_long_ago_it_was),
		cmocka_unit_test(days_are_read),
		cmocka_unit_test(times_are_read),
		cmocka_unit_test(a_day_near_is_short),
		cmocka_unit_test(an_example_is_a_day_that_is_read),
	};

	return cmocka_run_group_tests_name("when", tests, NULL, NULL);
}
