#include "config.h"
#include "tests/bench/frame.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"

enum { COLS = 80, ROWS = 24, QUIET_MS = 20, STEP_MS = 4, PATIENCE_S = 120 };

/* What the threads of a process do. */
struct doing {
	bool awake;
	int64_t slept;	  /* times a thread has gone to sleep by itself */
	int64_t switches; /* these, and the times one was put aside */
};

static void add_thread(struct doing *d, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[128];
	long long n;

	while (f && fgets(line, sizeof line, f)) {
		if (!strncmp(line, "State:", 6))
			d->awake = d->awake || line[7] != 'S';
		if (sscanf(line, "voluntary_ctxt_switches: %lld", &n) == 1) {
			d->slept += n;
			d->switches += n;
		}
		if (sscanf(line, "nonvoluntary_ctxt_switches: %lld", &n) == 1)
			d->switches += n;
	}
	if (f)
		fclose(f);
}

static struct doing look(pid_t pid)
{
	struct doing d = {.awake = false};
	char dir[64], path[384];
	struct dirent *e;
	DIR *tasks;

	snprintf(dir, sizeof dir, "/proc/%d/task", (int)pid);
	tasks = opendir(dir);
	while (tasks && (e = readdir(tasks))) {
		if (*e->d_name == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s/status", dir, e->d_name);
		add_thread(&d, path);
	}
	if (tasks)
		closedir(tasks);
	return d;
}

int64_t frame_switches(pid_t pid)
{
	return look(pid).switches;
}

/* Read until the frame is over; when its last byte came, `from` when none did. */
static int64_t last_byte(struct terminal *t, int64_t from, int64_t slept)
{
	int64_t last = from, when;

	for (;;) {
		if (terminal_read(t, STEP_MS, &when)) {
			last = when;
			continue;
		}
		if (bench_now() - last >= QUIET_MS * 1000000LL) {
			struct doing d = look(terminal_pid(t));

			/* What came between the two looks belongs to it. */
			if (!d.awake && d.slept > slept && !terminal_read(t, 0, &when))
				return last;
		}
		if (bench_now() - from > PATIENCE_S * 1000000000LL)
			bench_fail("a program draws no end");
	}
}

struct terminal *frame_start(char *const argv[], char *const env[], double *ms)
{
	int64_t from = bench_now();
	struct terminal *t = terminal_open(COLS, ROWS, argv, env);
	int64_t last = last_byte(t, from, 0);

	if (ms)
		*ms = (double)(last - from) / 1e6;
	return t;
}

double frame_keys(struct terminal *t, const char *keys)
{
	int64_t slept = look(terminal_pid(t)).slept, from = bench_now();

	terminal_type(t, keys);
	return (double)(last_byte(t, from, slept) - from) / 1e6;
}

void frame_settle(struct terminal *t)
{
	last_byte(t, bench_now(), 0);
}

void frame_expect(struct terminal *t, const char *text)
{
	if (!terminal_has(t, text)) {
		char *screen = terminal_screen(t);

		bench_fail("no \"%s\" on the screen:\n%s", text, screen);
	}
}
