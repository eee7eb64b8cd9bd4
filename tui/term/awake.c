#include "config.h"
#include "tui/term/awake.h"

#include "store/base/platform.h"

enum { SLEEP_MS = 3000, READ_APART_MS = 100, TRIES = 10 };

int64_t awake_slept_ms(void)
{
	int64_t booted = 0, awake = 0;

	/* Stopped between two readings, the process would take that for sleep: read again. */
	for (int i = 0; i < TRIES; i++) {
		booted = platform_booted_ms();
		awake = platform_awake_ms();
		if (platform_booted_ms() - booted < READ_APART_MS)
			break;
	}
	return booted - awake;
}

bool awake_slept(int64_t before, int64_t after)
{
	return after - before >= SLEEP_MS;
}
