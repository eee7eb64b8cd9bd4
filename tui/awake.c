#include "config.h"
#include "tui/awake.h"

#include <time.h>

enum { SLEEP_MS = 3000, READ_APART_MS = 100, TRIES = 10 };

static int64_t read_ms(clockid_t id)
{
	struct timespec ts = { 0 };

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t awake_slept_ms(void)
{
	int64_t booted = 0, awake = 0;

	/* Stopped between two readings, the process would take that for sleep: read again. */
	for (int i = 0; i < TRIES; i++) {
		booted = read_ms(CLOCK_BOOTTIME);
		awake = read_ms(CLOCK_MONOTONIC);
		if (read_ms(CLOCK_BOOTTIME) - booted < READ_APART_MS)
			break;
	}
	return booted - awake;
}

bool awake_slept(int64_t before, int64_t after)
{
	return after - before >= SLEEP_MS;
}
