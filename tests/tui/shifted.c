#include "config.h"
#include "tests/tui/shifted.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char file[512], pipe_name[520];
static long long off, slept;
static int to_program = -1;

static void write_file(void)
{
	char fresh[520];
	FILE *out;

	snprintf(fresh, sizeof fresh, "%s.new", file);
	out = fopen(fresh, "w");
	if (!out || fprintf(out, "%lld %lld\n", off, slept) < 0 || fclose(out) ||
	    rename(fresh, file))
		abort();
}

int shifted_init(void)
{
	snprintf(file, sizeof file, "%s/clock", getenv("HOME"));
	snprintf(pipe_name, sizeof pipe_name, "%s.set", file);
	setenv("SOTAY_TEST_CLOCK", file, 1);
	write_file();
	if (mkfifo(pipe_name, 0600))
		return -1;
	to_program = open(pipe_name, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return to_program < 0 ? -1 : 0;
}

void shifted_show(day_t day)
{
	off = day * 86400LL + 2 * 3600 - (long long)time(NULL);
	write_file();
}

void shifted_sleep(int seconds)
{
	slept += seconds;
	off += seconds;
	write_file();
}

void shifted_tell(void)
{
	if (write(to_program, "!", 1) != 1)
		abort();
}
