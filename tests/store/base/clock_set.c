#include "config.h"
#include "tests/store/base/clock_set.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "store/base/date.h"

int __real_clock_gettime(clockid_t id, struct timespec *ts);
int __wrap_clock_gettime(clockid_t id, struct timespec *ts);

static bool set;
static int64_t now, since_boot;

void clock_set(int64_t real, int64_t booted)
{
	set = true;
	now = real;
	since_boot = booted;
}

void clock_set_at(const char *text, int64_t booted)
{
	int year = 1970, month = 1, mday = 1, hour = 0, minute = 0, second = 0;
	day_t day = 0;

	sscanf(text, "%d-%d-%dT%d:%d:%d", &year, &month, &mday, &hour, &minute, &second);
	date_make(&day, year, month, mday);
	clock_set(day * INT64_C(86400) + (hour - 7) * 3600 + minute * 60 + second, booted);
}

int __wrap_clock_gettime(clockid_t id, struct timespec *ts)
{
	if (!set || (id != CLOCK_REALTIME && id != CLOCK_BOOTTIME))
		return __real_clock_gettime(id, ts);
	ts->tv_sec = (time_t)(id == CLOCK_REALTIME ? now : since_boot);
	ts->tv_nsec = 0;
	return 0;
}
