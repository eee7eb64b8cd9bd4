#include "config.h"
#include "store/base/clock.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/platform.h"

#ifndef SOTAY_BUILD_DATE
#define SOTAY_BUILD_DATE "2026-11-01"
#endif

#define MINUTES_PER_DAY 1440
#define MS_PER_MINUTE	60000
#define MS_PER_DAY	((int64_t)MINUTES_PER_DAY * MS_PER_MINUTE)
#define VIETNAM_MINUTES (7 * 60) /* ahead of UTC */

static struct {
	bool given, confirmed;
	day_t day;      /* confirmed: the day both named */
	int64_t ms;     /* given: the moment it named … */
	int64_t booted; /* … and what the clock nobody sets showed then */
} answer;

static int64_t moment_ms(day_t day, int minute)
{
	return day * MS_PER_DAY + (int64_t)(minute - VIETNAM_MINUTES) * MS_PER_MINUTE;
}

static void set_ms(struct moment *out, int64_t ms)
{
	int64_t local = ms + (int64_t)VIETNAM_MINUTES * MS_PER_MINUTE;
	int64_t day = local / MS_PER_DAY, rest = local % MS_PER_DAY;

	if (rest < 0) { /* before 1970 */
		rest += MS_PER_DAY;
		day--;
	}
	out->ms = ms;
	out->day = day < DAY_MIN ? DAY_MIN : day > DAY_MAX ? DAY_MAX : (day_t)day;
	out->minute = (int)(rest / MS_PER_MINUTE);
	out->fixed = false;
}

/* "2026-11-21T09:00" or "2026-11-21T09:00:30". */
static bool parse_moment(struct moment *out, const char *text)
{
	enum { TIME_AT = DATE_SIZE, SECONDS_AT = DATE_SIZE + TIME_SIZE - 1 };
	char copy[] = "YYYY-MM-DDTHH:MM:SS", second[TIME_SIZE] = "00:";
	size_t len = strlen(text);
	int seconds = 0;

	if (len != sizeof copy - 1 && len != SECONDS_AT)
		return false;
	memcpy(copy, text, len);
	if (copy[TIME_AT - 1] != 'T' || (len > SECONDS_AT && copy[SECONDS_AT] != ':'))
		return false;
	copy[TIME_AT - 1] = copy[SECONDS_AT] = 0;
	if (len > SECONDS_AT) {
		memcpy(second + 3, copy + SECONDS_AT + 1, 3); /* seconds are written as minutes are */
		if (!time_parse(&seconds, second))
			return false;
	}
	if (!date_parse(&out->day, copy) || !time_parse(&out->minute, copy + TIME_AT))
		return false;
	out->ms = moment_ms(out->day, out->minute) + seconds * 1000;
	out->fixed = true;
	out->trust = CLOCK_RIGHT;
	return true;
}

void clock_system(struct moment *out)
{
	set_ms(out, platform_time_ms());
	out->trust = CLOCK_WRONG;
}

int clock_now(struct moment *out, day_t floor, struct fault *f)
{
	const char *set = getenv("SOTAY_NOW");

	if (set && *set)
		return parse_moment(out, set) ? FAULT_OK : fault_set(f, FAULT_USAGE, "SOTAY_NOW");
	clock_system(out);
	if (answer.confirmed)
		floor = answer.day;
	if (out->day >= floor && out->day - floor <= CLOCK_AHEAD) {
		out->trust = CLOCK_RIGHT;
	} else if (answer.given) {
		set_ms(out, answer.ms + platform_booted_ms() - answer.booted);
		out->trust = CLOCK_ASKED;
	}
	return FAULT_OK;
}

void clock_answer(day_t day, int minute)
{
	struct moment system;

	clock_system(&system);
	answer.confirmed = system.day == day;
	answer.given = !answer.confirmed;
	answer.day = day;
	answer.ms = moment_ms(day, minute);
	answer.booted = platform_booted_ms();
}

day_t clock_day_of(int64_t ms)
{
	struct moment moment;

	set_ms(&moment, ms);
	return moment.day;
}

int clock_minute_of(int64_t ms)
{
	struct moment moment;

	set_ms(&moment, ms);
	return moment.minute;
}

bool clock_confirmed(void)
{
	return answer.confirmed;
}

void clock_forget(void)
{
	memset(&answer, 0, sizeof answer);
}

day_t clock_build_day(void)
{
	day_t day = 0;

	date_parse(&day, SOTAY_BUILD_DATE);
	return day;
}
