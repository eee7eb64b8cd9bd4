/* screen: ways around the screen of the program, in Vietnamese as people use it. */
#ifndef TESTS_BENCH_SCREEN_H
#define TESTS_BENCH_SCREEN_H

#include "tests/bench/bench.h"
#include "tests/bench/frame.h"

/* At the lock screen; *ms (may be NULL) as frame_start() has it. */
struct terminal *screen_locked(const struct bench *b, const char *vault, double *ms);
/* Type the password; ms from Enter to the whole main screen. */
double screen_unlock(struct terminal *t);
/* At the main screen. */
struct terminal *screen_unlocked(const struct bench *b, const char *vault);
/* Escape, which a terminal program recognises by nothing following it. */
void screen_back(struct terminal *t);

/*
 * A peer: fzf over the same sessions as lines, newest first as in the list, words
 * in any order, unsorted; all lines read. It has every line in memory and looks
 * at all of them; the list asks an index in a sealed file. NULL: not installed.
 */
struct terminal *screen_fzf(const struct bench *b);

#endif
