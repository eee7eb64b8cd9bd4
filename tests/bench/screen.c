#include "config.h"
#include "tests/bench/screen.h"

#include <stdlib.h>
#include <unistd.h>

struct terminal *screen_locked(const struct bench *b, const char *vault, double *ms)
{
	char *argv[] = {b->sotay, "--vault", (char *)vault, NULL};
	struct terminal *t = frame_start(argv, NULL, ms);

	frame_expect(t, "> Lan");
	return t;
}

double screen_unlock(struct terminal *t)
{
	double ms;

	frame_keys(t, BENCH_PASS);
	ms = frame_keys(t, "\r");
	frame_expect(t, "· Lan");
	return ms;
}

struct terminal *screen_unlocked(const struct bench *b, const char *vault)
{
	struct terminal *t = screen_locked(b, vault, NULL);

	screen_unlock(t);
	return t;
}

void screen_back(struct terminal *t)
{
	frame_keys(t, "\033");
	usleep(100000); /* longer than any program waits for the rest of a key */
	frame_settle(t);
}

struct terminal *screen_fzf(const struct bench *b)
{
	char *path = bench_peer("fzf"), *command, *count;
	struct terminal *t;

	if (!path)
		return NULL;
	command = bench_text("exec '%s' --exact --no-sort --layout=reverse"
			     " --bind end:last,home:first,pgdn:page-down,pgup:page-up <'%s'",
			     path, b->lines);
	t = frame_start((char *[]){"/bin/sh", "-c", command, NULL}, NULL, NULL);
	count = bench_text("%d/%d", b->sessions, b->sessions);
	while (!terminal_has(t, count))
		frame_settle(t);
	free(count);
	free(command);
	free(path);
	return t;
}
