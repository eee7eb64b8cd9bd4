/* A day's work, typed: what its keys take, and what memory the program holds after it. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"
#include "tests/bench/query.h"
#include "tests/bench/screen.h"

#define SAVE	  "\023"
#define LOCK	  "\014"
#define DOWN	  "\033OB"
#define PAGE_DOWN "\033[6~"

enum { VISITS = 20, AXES = 9 };

/*
 * Private memory in MiB: Pss_Anon, which only root or the owner of a process that
 * may be traced can read; of another, RssAnon, which is the same for a program
 * that has no children.
 */
static double private_memory(pid_t pid)
{
	static const char *const files[] = {"smaps_rollup", "status"};
	char path[64], line[256];
	long kib = -1;

	for (int i = 0; i < 2 && kib < 0; i++) {
		FILE *f;

		snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, files[i]);
		f = fopen(path, "r");
		while (f && kib < 0 && fgets(line, sizeof line, f))
			if (i ? sscanf(line, "RssAnon: %ld", &kib) != 1
			      : sscanf(line, "Pss_Anon: %ld", &kib) != 1)
				kib = -1;
		if (f)
			fclose(f);
	}
	if (kib < 0)
		bench_fail("cannot read the memory of process %d", (int)pid);
	return (double)kib / 1024;
}

static void letters(struct terminal *t, const char *text)
{
	for (char letter[2] = ""; *text; text++) {
		*letter = *text;
		frame_keys(t, letter);
	}
}

/* A visit to household number 10 + i: two people, a woman, an old one; two topics. */
static void visit(struct terminal *t, int i, struct samples *keys, struct samples *saves)
{
	char text[16];

	snprintf(text, sizeof text, "n%d\r21112", 10 + i);
	for (const char *c = text; *c; c++) {
		char letter[2] = {*c, 0};

		samples_add(keys, frame_keys(t, letter));
	}
	samples_add(saves, frame_keys(t, SAVE));
	snprintf(text, sizeof text, "H0%d", 10 + i);
	frame_expect(t, text);
	frame_expect(t, "· Lan");
}

static void look_for(struct terminal *t, const char *query)
{
	frame_keys(t, "s");
	frame_keys(t, "/");
	letters(t, query);
	frame_keys(t, DOWN);
	frame_keys(t, PAGE_DOWN);
	frame_keys(t, "\r");
	for (int i = 0; i < 4; i++)
		screen_back(t);
}

static void week(struct terminal *t)
{
	frame_keys(t, "w");
	for (int i = 0; i < 4; i++)
		frame_keys(t, "<");
	for (int i = 0; i < AXES; i++)
		frame_keys(t, "b");
	frame_keys(t, "p");
	frame_keys(t, "x");
	frame_keys(t, SAVE);
	frame_expect(t, ".csv");
	screen_back(t);
	screen_back(t);
}

/* Keys and saving of the visits into two samples; ends on the main screen. */
static void work(const struct bench *b, struct terminal *t, struct samples *keys,
		 struct samples *saves)
{
	bench_run("rm -f '%s'/sotay_*.csv", b->dir);
	for (int i = 0; i < VISITS; i++) {
		visit(t, i, keys, saves);
		if (i % 2)
			look_for(t, queries[i / 2]);
	}
	week(t);
	frame_expect(t, "· Lan");
}

/* The same searches in SQLite's own shell over the tables unsealed. */
static struct terminal *open_sqlite(const struct bench *b)
{
	char *path = bench_peer("sqlite3"), *line;
	char *argv[] = {path, b->plain, NULL};
	struct terminal *t = path ? frame_start(argv, NULL, NULL) : NULL;

	if (!t)
		return NULL;
	letters(t, "PRAGMA cache_size=-8192;\r"); /* as the vault has it */
	for (int i = 0; i < VISITS / 2; i++) {
		const char *space = strchr(queries[i], ' ');

		line = bench_text(
			"SELECT o.bytes FROM session_fts x JOIN op o ON"
			" o.k = x.rowid & 0xFFFFFFFFF WHERE session_fts MATCH '%.*s* AND %s*'"
			" ORDER BY x.rowid DESC LIMIT 20;\r",
			(int)(space - queries[i]), queries[i], space + 1);
		frame_keys(t, line);
		free(line);
	}
	free(path);
	return t;
}

static struct terminal *open_fzf(const struct bench *b)
{
	struct terminal *t = screen_fzf(b);

	for (int i = 0; t && i < VISITS / 2; i++) {
		letters(t, queries[i]);
		frame_keys(t, "\025"); /* ^U */
	}
	return t;
}

static void measure_peer(struct terminal *t, struct samples *s)
{
	if (!t)
		return;
	samples_add(s, private_memory(terminal_pid(t)));
	terminal_close(t);
}

static void row(const char *what, const char *unit, struct samples *ours, const char *peer,
		struct samples *theirs, double goal)
{
	table_row(&(struct result){.what = what,
				   .unit = unit,
				   .ours = ours,
				   .peer = peer,
				   .theirs = theirs && theirs->n ? theirs : NULL,
				   .goal = goal});
}

void bench_memory(struct bench *b)
{
	enum { KEYS, SAVES, START, DAY, LOCKED, SQLITE, FZF, N };
	struct samples s[N] = {{0}};

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		char *vault = bench_copy(b, "day.vault");
		struct terminal *t = screen_unlocked(b, vault);

		samples_add(&s[START], private_memory(terminal_pid(t)));
		work(b, t, &s[KEYS], &s[SAVES]);
		samples_add(&s[DAY], private_memory(terminal_pid(t)));
		frame_keys(t, LOCK);
		frame_expect(t, "> Lan");
		samples_add(&s[LOCKED], private_memory(terminal_pid(t)));
		terminal_close(t);
		bench_remove(vault);
		measure_peer(open_sqlite(b), &s[SQLITE]);
		measure_peer(open_fzf(b), &s[FZF]);
	}
	row("visit: a key to the screen", "ms", &s[KEYS], NULL, NULL, 0);
	row("visit: save to main screen", "ms", &s[SAVES], NULL, NULL, 0);
	row("memory: unlocked", "MiB", &s[START], NULL, NULL, 0);
	row("memory: after a day", "MiB", &s[DAY], "sqlite3", &s[SQLITE], 24);
	row("memory: after a day", "MiB", &s[DAY], "fzf", &s[FZF], 24);
	row("memory: locked again", "MiB", &s[LOCKED], NULL, NULL, 0);
	for (int i = 0; i < N; i++)
		samples_free(&s[i]);
}
