/* What a program does while nobody does anything. */
#include "config.h"

#include <stdlib.h>

#include "tests/bench/bench.h"
#include "tests/bench/screen.h"

enum { SECONDS = 30 };

/* A program that is watched; t NULL: not there. */
struct watched {
	const char *what;
	struct terminal *t;
	int64_t switches;
};

static struct terminal *in_form(const struct bench *b, const char *vault)
{
	struct terminal *t = screen_unlocked(b, vault);

	frame_keys(t, "n");
	frame_keys(t, "1");
	return t;
}

static struct terminal *peer(const char *name, const char *argument)
{
	char *argv[] = {bench_peer(name), (char *)argument, NULL};
	struct terminal *t = argv[0] ? frame_start(argv, NULL, NULL) : NULL;

	free(argv[0]);
	return t;
}

/* Their terminals are read on, or a program that draws would be stopped by a full one. */
static void watch(struct watched *w, int n)
{
	int64_t end, when;

	for (int i = 0; i < n; i++)
		if (w[i].t)
			frame_settle(w[i].t);
	for (int i = 0; i < n; i++)
		w[i].switches = w[i].t ? frame_switches(terminal_pid(w[i].t)) : 0;
	for (end = bench_now() + SECONDS * 1000000000LL; bench_now() < end;)
		for (int i = 0; i < n; i++)
			if (w[i].t)
				terminal_read(w[i].t, 100, &when);
	for (int i = 0; i < n; i++)
		w[i].switches = w[i].t ? frame_switches(terminal_pid(w[i].t)) - w[i].switches : 0;
}

void bench_idle(struct bench *b)
{
	enum { LOCK, MAIN, FORM, OURS, NANO = OURS, HTOP, N };
	char *main_vault = bench_copy(b, "idle.vault"), *form_vault = bench_copy(b, "form.vault");
	struct watched w[N] = {
		[LOCK] = {"wake-ups in 30 s: lock screen", screen_locked(b, b->vault, NULL), 0},
		[MAIN] = {"wake-ups in 30 s: main screen", screen_unlocked(b, main_vault), 0},
		[FORM] = {"wake-ups in 30 s: entry form", in_form(b, form_vault), 0},
		[NANO] = {"nano", peer("nano", "--ignorercfiles"), 0},
		[HTOP] = {"htop", peer("htop", NULL), 0},
	};
	struct samples ours = {0}, theirs = {0};

	watch(w, N);
	for (int i = 0; i < OURS; i++) {
		struct watched *p = &w[i == LOCK ? NANO : HTOP];

		samples_add(&ours, (double)w[i].switches);
		samples_add(&theirs, (double)p->switches);
		table_row(&(struct result){.what = w[i].what,
					   .unit = "times",
					   .ours = &ours,
					   .peer = p->what,
					   .theirs = p->t ? &theirs : NULL,
					   .goal = 1});
		samples_free(&ours);
		samples_free(&theirs);
	}
	for (int i = 0; i < N; i++)
		if (w[i].t)
			terminal_close(w[i].t);
	bench_remove(main_vault);
	bench_remove(form_vault);
}
