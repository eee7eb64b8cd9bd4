/*
 * terminal: the real program in a terminal of its own, read cell by cell.
 *
 * Runs a program on a pty, feeds it keys, keeps its screen with libvterm.
 * Every wait is for a condition: it reads what comes until the condition holds
 * and the screen is whole (nothing more is coming), or ten seconds have passed. Helpers fail the cmocka test
 * they run in, with the screen in the message.
 *
 * The program waits for nothing after Escape (ESCDELAY=0), unless env says otherwise.
 */
#ifndef TESTS_TUI_TERMINAL_H
#define TESTS_TUI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct terminal;

/* argv[0] is a path; env is added to the environment ("NAME=value", NULL at the end), may be NULL. */
struct terminal *terminal_open(int cols, int rows, char *const argv[], char *const env[]);
/* Close the pty (the program gets SIGHUP) and wait: exit status, or 128 + signal. */
int terminal_close(struct terminal *t);
/* Wait for the program to end by itself: exit status, or 128 + signal. */
int terminal_wait_end(struct terminal *t);

/*
 * Type: UTF-8, control characters as they are. Escape that begins no longer key ("\033[", "\033O")
 * is one by itself: what is typed after it comes when the program has read it.
 */
void terminal_type(struct terminal *t, const char *keys);
/* Bytes as they are, in one write; or each by itself, when the program has read the one before. */
void terminal_send(struct terminal *t, const char *bytes);
void terminal_send_apart(struct terminal *t, const char *bytes);
void terminal_paste(struct terminal *t, const char *text); /* as a bracketed paste */
/* Whether the program has asked for pastes to be bracketed. */
bool terminal_brackets_pastes(struct terminal *t);
/* Whether it would report the mouse or the focus, because somebody has asked for it. */
bool terminal_reports(struct terminal *t);
void terminal_resize(struct terminal *t, int cols, int rows);
void terminal_kill(struct terminal *t, int sig);

/* Until the text is on the screen (in one row); fails the test after ten seconds. */
void terminal_expect(struct terminal *t, const char *text);
/* Until it is not there any more. */
void terminal_expect_gone(struct terminal *t, const char *text);
bool terminal_has(struct terminal *t, const char *text);
/* Until it holds; false when it has not after ten seconds, or the program has ended. */
bool terminal_until(struct terminal *t, bool (*holds)(struct terminal *t, const void *arg),
		    const void *arg);

/* From now on nothing is read of what the program shows; until it waits for that. */
void terminal_deafen(struct terminal *t);

/* A row as UTF-8 without trailing blanks, or the whole screen, row by row: malloc'ed. */
char *terminal_row(struct terminal *t, int row);
char *terminal_screen(struct terminal *t);

/*
 * For timing: take what comes within ms, one read's worth. Whether anything came;
 * *when: the last byte so far was read, in ns of CLOCK_MONOTONIC.
 */
bool terminal_read(struct terminal *t, int ms, int64_t *when);

void terminal_cursor(struct terminal *t, int *row, int *col);
/* The least contrast with white that a letter on the terminal's own background has; 21 is black. */
double terminal_contrast_on_white(struct terminal *t);
/* Whether that cell has colours or a style of its own: reversed, or a background. */
bool terminal_stands_out(struct terminal *t, int row, int col);
/* The colour of its letter: the number of a palette's, -1 the terminal's own. */
int terminal_colour(struct terminal *t, int row, int col);
pid_t terminal_pid(struct terminal *t);

#endif
