/* Keys in the list of sessions: searching as one types, and walking the list. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/bench/bench.h"
#include "tests/bench/query.h"
#include "tests/bench/screen.h"

#define PAGE_DOWN "\033[6~"
#define PAGE_UP	  "\033[5~"
#define HOME	  "\033OH"
#define END	  "\033OF"
#define BACKSPACE "\177"

enum { PAGES = 20 };

static void key(struct terminal *t, const char *keys, struct samples *s)
{
	double ms = t ? frame_keys(t, keys) : 0;

	if (ms > 0)
		samples_add(s, ms);
}

/* Letter by letter, and back. */
static void type_query(struct terminal *t, const char *query, struct samples *typed,
		       struct samples *erased)
{
	char letter[2] = "";

	for (const char *c = query; *c; c++) {
		*letter = *c;
		key(t, letter, typed);
	}
	if (t)
		frame_expect(t, query);
	for (const char *c = query; *c; c++)
		key(t, BACKSPACE, erased);
}

static void free_all(struct samples *s, int n)
{
	for (int i = 0; i < n; i++)
		samples_free(&s[i]);
}

void bench_search(struct bench *b)
{
	enum { TYPED, ERASED, TYPED_FZF, ERASED_FZF, N };
	struct samples s[N] = {{0}};
	char *vault = bench_copy(b, "search.vault");
	struct terminal *t = screen_unlocked(b, vault), *fzf = screen_fzf(b);

	frame_keys(t, "s");
	frame_keys(t, "/");
	for (int round = 0; round < BENCH_ROUNDS; round++)
		for (int q = 0; q < query_count; q++) {
			type_query(t, queries[q], &s[TYPED], &s[ERASED]);
			type_query(fzf, queries[q], &s[TYPED_FZF], &s[ERASED_FZF]);
		}
	table_row(&(struct result){.what = "search: a letter to the screen",
				   .unit = "ms",
				   .ours = &s[TYPED],
				   .peer = "fzf",
				   .theirs = fzf ? &s[TYPED_FZF] : NULL,
				   .goal = 16,
				   .by_p99 = true});
	table_row(&(struct result){.what = "search: backspace",
				   .unit = "ms",
				   .ours = &s[ERASED],
				   .peer = "fzf",
				   .theirs = fzf ? &s[ERASED_FZF] : NULL,
				   .goal = 16,
				   .by_p99 = true});
	free_all(s, N);
	terminal_close(t);
	if (fzf)
		terminal_close(fzf);
	bench_remove(vault);
}

/* ---- the list ---- */

enum move { FIRST_END, TO_HOME, NEXT_PAGE, NEXT_END, OLDEST, OLDEST_END, MOVES };

static void walk(struct terminal *t, struct samples *s)
{
	if (!t)
		return;
	key(t, END, &s[FIRST_END]);
	key(t, HOME, &s[TO_HOME]);
	for (int i = 0; i < PAGES; i++)
		key(t, PAGE_DOWN, &s[NEXT_PAGE]);
	key(t, HOME, &s[TO_HOME]);
	key(t, END, &s[NEXT_END]);
	key(t, HOME, &s[TO_HOME]);
}

void bench_list(struct bench *b)
{
	static const char *const names[MOVES] = {"list: first End", "list: Home", "list: PageDown",
						 "list: End again", "list: oldest first",
						 "list: oldest first, first End"};
	struct samples ours[MOVES] = {{0}}, theirs[MOVES] = {{0}};
	char *vault = bench_copy(b, "list.vault");
	struct terminal *t = screen_unlocked(b, vault), *fzf = screen_fzf(b);

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		frame_keys(t, "s");
		frame_expect(t, "Tất cả · mới trước");
		walk(t, ours);
		key(t, "o", &ours[OLDEST]);
		key(t, END, &ours[OLDEST_END]);
		screen_back(t);
		walk(fzf, theirs);
	}
	for (int m = 0; m < MOVES; m++)
		table_row(&(struct result){.what = names[m],
					   .unit = "ms",
					   .ours = &ours[m],
					   .peer = "fzf",
					   .theirs = theirs[m].n ? &theirs[m] : NULL});
	free_all(ours, MOVES);
	free_all(theirs, MOVES);
	terminal_close(t);
	if (fzf)
		terminal_close(fzf);
	bench_remove(vault);
}
