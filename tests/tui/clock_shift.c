/*
 * The program's clocks moved by a test, for a binary of tests only (Makefile.am,
 * sotay_clock), where clock_gettime() and timerfd_*() of the program are these.
 *
 * The file $SOTAY_TEST_CLOCK holds two numbers, read anew each time: seconds by
 * which the time of day is off, and seconds the machine has slept. A byte written to the
 * pipe $SOTAY_TEST_CLOCK.set is what the kernel does when the clock is set or
 * the machine wakes up: the timer that waits for that becomes readable.
 * $SOTAY_TEST_HASTE makes the other timers so many times faster.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <time.h>

int __real_clock_gettime(clockid_t id, struct timespec *ts);
int __wrap_clock_gettime(clockid_t id, struct timespec *ts);
int __real_timerfd_create(int id, int flags);
int __wrap_timerfd_create(int id, int flags);
int __real_timerfd_settime(int fd, int flags, const struct itimerspec *new_value,
			   struct itimerspec *old_value);
int __wrap_timerfd_settime(int fd, int flags, const struct itimerspec *new_value,
			   struct itimerspec *old_value);

static int set_pipe = -1;

static void read_file(long long *off, long long *slept)
{
	const char *name = getenv("SOTAY_TEST_CLOCK");
	FILE *in = name ? fopen(name, "re") : NULL;

	if (!in || fscanf(in, "%lld %lld", off, slept) != 2)
		*off = *slept = 0;
	if (in)
		fclose(in);
}

int __wrap_clock_gettime(clockid_t id, struct timespec *ts)
{
	long long off, slept;
	int rc = __real_clock_gettime(id, ts);

	read_file(&off, &slept);
	if (id == CLOCK_REALTIME)
		ts->tv_sec += (time_t)off;
	if (id == CLOCK_BOOTTIME)
		ts->tv_sec += (time_t)slept;
	return rc;
}

int __wrap_timerfd_create(int id, int flags)
{
	const char *clock = getenv("SOTAY_TEST_CLOCK");
	char name[4096];

	if (id != CLOCK_REALTIME || !clock)
		return __real_timerfd_create(id, flags);
	snprintf(name, sizeof name, "%s.set", clock);
	set_pipe = open(name, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return set_pipe;
}

int __wrap_timerfd_settime(int fd, int flags, const struct itimerspec *new_value,
			   struct itimerspec *old_value)
{
	const char *haste = getenv("SOTAY_TEST_HASTE");
	struct itimerspec sooner = *new_value;
	long long ns;

	if (fd == set_pipe)
		return 0;
	if (haste && !(flags & TFD_TIMER_ABSTIME)) { /* "never" stays what it is */
		ns = (sooner.it_value.tv_sec * 1000000000LL + sooner.it_value.tv_nsec) / atoi(haste);
		sooner.it_value.tv_sec = (time_t)(ns / 1000000000);
		sooner.it_value.tv_nsec = (long)(ns % 1000000000);
	}
	return __real_timerfd_settime(fd, flags, &sooner, old_value);
}
