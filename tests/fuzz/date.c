#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/base/date.h"

static void check_day(const char *text)
{
	char again[DATE_SIZE];
	day_t day;

	if (!date_parse(&day, text))
		return;
	FUZZ_CHECK(day >= DAY_MIN && day <= DAY_MAX);
	date_format(again, day);
	FUZZ_CHECK(!strcmp(again, text));
}

static void check_month(const char *text)
{
	char again[MONTH_SIZE];
	day_t first;

	if (!date_parse_month(&first, text))
		return;
	date_format_month(again, first);
	FUZZ_CHECK(!strcmp(again, text));
}

static void check_time(const char *text)
{
	char again[TIME_SIZE];
	int minute;

	if (!time_parse(&minute, text))
		return;
	FUZZ_CHECK(minute >= 0 && minute < 24 * 60);
	time_format(again, minute);
	FUZZ_CHECK(!strcmp(again, text));
}

static void check_period(const char *text)
{
	struct period p, again, before;

	if (period_parse_key(&p, text))
		return;
	FUZZ_CHECK(p.from >= DAY_MIN && p.from <= p.to && p.to <= DAY_MAX);
	FUZZ_CHECK(!period_parse(&again, p.kind, p.label));
	FUZZ_CHECK(again.from == p.from && again.to == p.to && !strcmp(again.label, p.label));
	if (!period_previous(&before, &p) && p.kind != PERIOD_NINE_MONTHS)
		FUZZ_CHECK(before.to == p.from - 1);
}

FUZZ_TARGET
{
	char *text = fuzz_string(data, len);

	check_day(text);
	check_month(text);
	check_time(text);
	check_period(text);
	free(text);
	return 0;
}
