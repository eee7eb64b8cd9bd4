/*
 * watched: a terminal in which the watched program (watch.c) runs.
 *
 * Keys are given one by one, and each returns when the program has drawn what
 * came of it and waits for the next: no test of these depends on time. What
 * the watching layer finds is collected and told at the end, so that one walk
 * names everything that is wrong. One watched program at a time. Helpers fail
 * the cmocka test they run in.
 */
#ifndef TESTS_TUI_WATCHED_H
#define TESTS_TUI_WATCHED_H

#include <stdbool.h>

#include "tests/tui/terminal.h"

/* Before a program is started: the program of laptop.h is the watched one, and its record is empty. */
void watched_begin(void);
/* Watch this terminal, whose program has been started since, from its first frame on. */
void watched_start(struct terminal *t);

/* Press each key of a string: letters, control characters, escape sequences. */
void watched_press(const char *keys);
/* Another size, if it is another. */
void watched_resize(int cols, int rows);

/* The view on top, as the last frame has it. */
const char *watched_view(void);
/* Whether the program's words on the last frame have this one (English, as in the sources). */
bool watched_word(const char *msgid);
/* A row of the last frame; static. */
const char *watched_row(int row);
int watched_rows(void);

/*
 * The real screen is the frame: each row, the place of the cursor, and there a
 * cell that stands out if the frame says so.
 */
void watched_is_on_screen(void);

/* Whether a view has been on top, or a word seen in a view (NULL: in any), since the last watched_end(). */
bool watched_seen_view(const char *name);
bool watched_seen_word(const char *view, const char *msgid);

/* Forget what was seen; fail when something was found, and name it all. */
void watched_end(void);

#endif
