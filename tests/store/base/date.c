#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/date.h"

static day_t day_of(const char *text)
{
	day_t day = 0;

	if (!date_parse(&day, text))
		fail_msg("%s is no date", text);
	return day;
}

/* The calendar counted up day by day, against every function that knows a formula. */
static void test_every_day(void **state)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 1, month = 1, mday = 1, weekday = 1;

	(void)state;
	for (day_t day = DAY_MIN; day <= DAY_MAX; day++) {
		int y, m, d, leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		day_t back = 0;

		date_split(day, &y, &m, &d);
		if (y != year || m != month || d != mday || date_weekday(day) != weekday ||
		    !date_make(&back, y, m, d) || back != day)
			fail_msg("day %d is %d-%d-%d, not %d-%d-%d", day, year, month, mday, y, m,
				 d);
		weekday = weekday % 7 + 1;
		if (++mday > lengths[month - 1] + (month == 2 && leap)) {
			mday = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
	assert_int_equal(year, 10000);
	assert_int_equal(day_of("1970-01-01"), 0);
	assert_int_equal(day_of("2026-11-17"), 20774);
}

static void test_parse_strictly(void **state)
{
	static const char *const bad[] = {
		"",
		"2026",
		"2026-11",
		"2026-11-1",
		"2026-1-01",
		"26-11-17",
		"2026-11-17 ",
		" 2026-11-17",
		"2026-11-31",
		"2026-02-29",
		"1900-02-29",
		"2026-00-10",
		"2026-13-01",
		"2026-11-00",
		"0000-01-01",
		"2026/11/17",
		"17/11/2026",
		"+026-11-17",
		"2026-11-1x",
		"-026-11-17",
		"20261117",
		"2026-11-17T00:00",
		"２026-11-17",
	};
	char text[DATE_SIZE];
	day_t day = 5;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (date_parse(&day, bad[i]))
			fail_msg("%s was taken", bad[i]);
		assert_int_equal(day, 5);
	}
	assert_true(date_parse(&day, "2000-02-29"));
	assert_true(date_parse(&day, "2024-02-29"));
	assert_int_equal(day_of("0001-01-01"), DAY_MIN);
	assert_int_equal(day_of("9999-12-31"), DAY_MAX);
	date_format(text, day_of("2026-03-05"));
	assert_string_equal(text, "2026-03-05");
	date_format_vn(text, day_of("2026-03-05"));
	assert_string_equal(text, "05/03/2026");
	date_format(text, INT32_MAX);
	assert_string_equal(text, "9999-12-31");
	date_format(text, INT32_MIN);
	assert_string_equal(text, "0001-01-01");
}

static void test_months_and_times(void **state)
{
	static const char *const bad_times[] = {"",	 "9:00",  "24:00",  "25:61",
						"12:60", "12:5",  "12:05 ", "12:05:00",
						"1205",	 "-1:00", "ab:cd"};
	static const char *const bad_months[] = {"",	   "2026",	 "2026-13", "2026-00",
						 "2026-1", "2026-11-01", "0000-05"};
	char text[MONTH_SIZE], time[TIME_SIZE];
	day_t month = 0;
	int minute = -1;

	(void)state;
	assert_true(date_parse_month(&month, "2026-11"));
	assert_int_equal(month, day_of("2026-11-01"));
	date_format_month(text, day_of("2026-11-30"));
	assert_string_equal(text, "2026-11");
	for (size_t i = 0; i < sizeof bad_months / sizeof *bad_months; i++)
		assert_false(date_parse_month(&month, bad_months[i]));
	for (size_t i = 0; i < sizeof bad_times / sizeof *bad_times; i++)
		assert_false(time_parse(&minute, bad_times[i]));
	assert_int_equal(minute, -1);
	for (int i = 0; i < 1440; i++) {
		time_format(time, i);
		assert_true(time_parse(&minute, time));
		assert_int_equal(minute, i);
	}
	assert_string_equal(time, "23:59");
	assert_int_equal(date_add_months(day_of("2024-02-29"), 12), day_of("2025-02-28"));
	assert_int_equal(date_add_months(day_of("2024-02-29"), 48), day_of("2028-02-29"));
	assert_int_equal(date_add_months(day_of("2026-01-31"), 1), day_of("2026-02-28"));
	assert_int_equal(date_add_months(day_of("2026-01-31"), -2), day_of("2025-11-30"));
	assert_int_equal(date_add_months(day_of("2026-03-15"), -24), day_of("2024-03-15"));
	assert_int_equal(date_add_months(DAY_MIN, -1), DAY_MIN);
	assert_int_equal(date_add_months(DAY_MAX, 1), DAY_MAX);
	assert_int_equal(date_year_start(day_of("2026-12-31")), day_of("2026-01-01"));
}

/* Weeks as ISO 8601 defines them: that of the year in which its Thursday lies. */
static void test_weeks(void **state)
{
	static const struct {
		const char *date;
		int year, week;
	} known[] = {
		{"2005-01-01", 2004, 53}, {"2005-12-31", 2005, 52}, {"2007-01-01", 2007, 1},
		{"2008-12-29", 2009, 1},  {"2010-01-03", 2009, 53}, {"2020-12-28", 2020, 53},
		{"2021-01-03", 2020, 53}, {"2021-01-04", 2021, 1},  {"2024-12-30", 2025, 1},
		{"2026-11-17", 2026, 47}, {"2026-12-31", 2026, 53}, {"2027-01-03", 2026, 53},
		{"2027-01-04", 2027, 1},  {"0001-01-01", 1, 1},	    {"9999-12-31", 9999, 52},
	};
	int year, week, long_years = 0;
	day_t monday;

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		date_week(day_of(known[i].date), &year, &week);
		assert_int_equal(year, known[i].year);
		assert_int_equal(week, known[i].week);
	}
	for (day_t day = day_of("1999-01-01"); day < day_of("2101-01-01"); day++) {
		day_t thursday = day - date_weekday(day) + 4;
		int thursday_year;

		date_week(day, &year, &week);
		date_split(thursday, &thursday_year, NULL, NULL);
		assert_int_equal(year, thursday_year);
		assert_int_equal(week, (thursday - date_year_start(thursday)) / 7 + 1);
		assert_true(date_from_week(&monday, year, week));
		assert_int_equal(monday, thursday - 3);
	}
	for (year = 1; year <= 400; year++)
		long_years += date_weeks(year) == 53;
	assert_int_equal(long_years, 71); /* in every 400 years */
	assert_int_equal(date_weeks(2026), 53);
	assert_false(date_from_week(&monday, 2025, 53));
	assert_false(date_from_week(&monday, 2026, 0));
	assert_false(date_from_week(&monday, 2026, 54));
}

static void test_periods(void **state)
{
	static const struct {
		enum period_kind kind;
		const char *label, *from, *to, *previous;
	} cases[] = {
		{PERIOD_WEEK, "2026-W47", "2026-11-16", "2026-11-22", "2026-W46"},
		{PERIOD_WEEK, "2020-W53", "2020-12-28", "2021-01-03", "2020-W52"},
		{PERIOD_WEEK, "2021-W01", "2021-01-04", "2021-01-10", "2020-W53"},
		{PERIOD_WEEK, "2025-W01", "2024-12-30", "2025-01-05", "2024-W52"},
		{PERIOD_MONTH, "2026-11", "2026-11-01", "2026-11-30", "2026-10"},
		{PERIOD_MONTH, "2024-02", "2024-02-01", "2024-02-29", "2024-01"},
		{PERIOD_MONTH, "2026-01", "2026-01-01", "2026-01-31", "2025-12"},
		{PERIOD_QUARTER, "2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"},
		{PERIOD_QUARTER, "2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3"},
		{PERIOD_HALF, "2026-H1", "2026-01-01", "2026-06-30", "2025-H2"},
		{PERIOD_HALF, "2026-H2", "2026-07-01", "2026-12-31", "2026-H1"},
		{PERIOD_NINE_MONTHS, "2026-9M", "2026-01-01", "2026-09-30", "2025-9M"},
		{PERIOD_YEAR, "2026", "2026-01-01", "2026-12-31", "2025"},
		{PERIOD_RANGE, "2026-11-16..2026-11-22", "2026-11-16", "2026-11-22",
		 "2026-11-09..2026-11-15"},
		{PERIOD_RANGE, "2026-11-16..2026-11-16", "2026-11-16", "2026-11-16",
		 "2026-11-15..2026-11-15"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct period p, key, before;

		assert_int_equal(period_parse(&p, cases[i].kind, cases[i].label), FAULT_OK);
		assert_int_equal(p.kind, cases[i].kind);
		assert_string_equal(p.label, cases[i].label);
		assert_int_equal(p.from, day_of(cases[i].from));
		assert_int_equal(p.to, day_of(cases[i].to));
		assert_int_equal(period_parse_key(&key, cases[i].label), FAULT_OK);
		assert_int_equal(key.kind, cases[i].kind);
		assert_int_equal(period_previous(&before, &p), FAULT_OK);
		assert_string_equal(before.label, cases[i].previous);
		assert_int_equal(before.kind, p.kind);
		assert_int_equal(period_parse_key(&key, before.label), FAULT_OK);
		assert_int_equal(key.from, before.from);
		assert_int_equal(key.to, before.to);
		assert_int_equal(period_previous(&p, &p), FAULT_OK); /* in place */
		assert_string_equal(p.label, before.label);
		for (enum period_kind kind = 0; kind < PERIOD_KINDS; kind++)
			assert_int_equal(period_parse(&p, kind, cases[i].label),
					 kind == cases[i].kind ? FAULT_OK : FAULT_USAGE);
	}
}

static void test_bad_periods(void **state)
{
	static const char *const bad[] = {
		"",
		"26",
		"202",
		"20260",
		"2026-",
		"2026-W",
		"2026-W5",
		"2026-W00",
		"2026-W54",
		"2025-W53",
		"2026-W471",
		"2026-Q0",
		"2026-Q5",
		"2026-Q",
		"2026-Q11",
		"2026-H0",
		"2026-H3",
		"2026-13",
		"2026-00",
		"2026-1",
		"2026-9m ",
		"2026-9",
		"2026-8M",
		"2026-11-17",
		"0000",
		"0000-01",
		"2026W47",
		"2026-11-16..2026-11-15",
		"2026-11-16..",
		"2026-11-16..2026-11",
		"2026-11-16..2026-11-31",
		"2026-11-16-2026-11-22",
		"2026-11-16..2026-11-22 ",
		"9999-W52",
	};
	struct period p = {.label = "kept"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (period_parse_key(&p, bad[i]) != FAULT_USAGE)
			fail_msg("%s was taken", bad[i]);
		for (enum period_kind kind = 0; kind < PERIOD_KINDS; kind++)
			assert_int_equal(period_parse(&p, kind, bad[i]), FAULT_USAGE);
		assert_string_equal(p.label, "kept");
	}
	assert_int_equal(period_parse_key(&p, "2026-w47"), FAULT_OK);
	assert_string_equal(p.label, "2026-W47");
	assert_int_equal(period_parse_key(&p, "2026-9m"), FAULT_OK);
	assert_string_equal(p.label, "2026-9M");
	assert_int_equal(period_parse(&p, PERIOD_YEAR, "0001"), FAULT_OK);
	assert_int_equal(period_previous(&p, &p), FAULT_USAGE);
	assert_int_equal(period_range(&p, 1, 0), FAULT_USAGE);
}

/* Every day lies in its period, the one before ends the day before it, and both have keys. */
static void test_period_of_day(void **state)
{
	(void)state;
	for (day_t day = day_of("2019-12-25"); day < day_of("2028-01-10"); day++) {
		for (enum period_kind kind = 0; kind < PERIOD_KINDS; kind++) {
			struct period p, again, before;

			assert_int_equal(period_of_day(&p, kind, day), FAULT_OK);
			assert_int_equal(p.kind, kind);
			assert_true(p.from <= day);
			assert_true(kind == PERIOD_NINE_MONTHS || day <= p.to);
			assert_int_equal(period_parse_key(&again, p.label), FAULT_OK);
			assert_int_equal(again.kind, kind);
			assert_int_equal(again.from, p.from);
			assert_int_equal(again.to, p.to);
			assert_int_equal(period_previous(&before, &p), FAULT_OK);
			if (kind != PERIOD_NINE_MONTHS)
				assert_int_equal(before.to, p.from - 1);
		}
	}
	assert_string_equal(period_kind_name(PERIOD_WEEK), "week");
	assert_string_equal(period_kind_name(PERIOD_RANGE), "range");
}

static void test_numbers(void **state)
{
	static const struct {
		double value;
		int decimals;
		const char *text;
	} cases[] = {
		{0, 0, "0"},
		{0, 1, "0,0"},
		{5, 0, "5"},
		{999, 0, "999"},
		{1000, 0, "1.000"},
		{1234.5, 1, "1.234,5"},
		{1234567, 0, "1.234.567"},
		{-1234567.891, 2, "-1.234.567,89"},
		{95.52, 2, "95,52"},
		{0.05, 1, "0,1"},
		{12.5, 0, "13"},
		{-12.5, 0, "-13"},
		{-0.04, 1, "0,0"},
		{-0.0, 0, "0"},
		{999.95, 1, "1.000,0"},
		{100000, 0, "100.000"},
		{7.0667, 4, "7,0667"},
		{0.000001, 6, "0,000001"},
		{999999999999.0, 0, "999.999.999.999"},
		{1e12, 0, "—"},
		{-1e300, 2, "—"},
		{3.7, -1, "4"},
		{1.5, 9, "1,500000"},
	};
	char text[40], small[4];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(
			number_format_vn(text, sizeof text, cases[i].value, cases[i].decimals),
			strlen(cases[i].text));
		assert_string_equal(text, cases[i].text);
	}
	number_format_vn(text, sizeof text, strtod("nan", NULL), 0);
	assert_string_equal(text, "—");
	number_format_vn(text, sizeof text, strtod("-inf", NULL), 0);
	assert_string_equal(text, "—");
	assert_int_equal(number_format_vn(small, sizeof small, 123456, 0), 7);
	assert_string_equal(small, "123");
	assert_int_equal(number_format_vn(NULL, 0, 123456, 0), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_parse_strictly),
		cmocka_unit_test(test_months_and_times),
		cmocka_unit_test(test_weeks),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_bad_periods),
		cmocka_unit_test(test_period_of_day),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
