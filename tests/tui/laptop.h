/*
 * laptop: a data file in the test's home, and the program open on it.
 *
 * The clock stands at Saturday 2026-11-21 09:00. One data file and one running
 * program at a time; every test that opens the program has laptop_stop() as
 * its teardown, or the data file would stay in use after one that failed.
 * Helpers fail the cmocka test they run in.
 */
#ifndef TESTS_TUI_LAPTOP_H
#define TESTS_TUI_LAPTOP_H

#include <stdbool.h>

#include "tests/tui/terminal.h"

#define ESC "\033"
#define UP "\033OA"
#define DOWN "\033OB"
#define RIGHT "\033OC"
#define LEFT "\033OD"
#define END "\033OF"
#define HOME_KEY "\033OH"
#define SHIFT_TAB "\033[Z"
#define BACKSPACE "\177"
#define DELETE "\033[3~"
#define CTRL_F "\006"
#define CTRL_G "\007"
#define CTRL_K "\013"
#define CTRL_L "\014"
#define CTRL_N "\016"
#define CTRL_Q "\021"
#define CTRL_S "\023"
#define CTRL_U "\025"
#define CTRL_X "\030"

/* The data file: $HOME/NAME/sotay.vault, of member Lan. */
extern char laptop_vault[512];

/* The invented year of `sotay demo`: unit 99001, two villages. */
void laptop_make_demo(const char *name);
/* Unit 26572, village 26572-01 "Ấp Bắc", households H001 (nhà cổng xanh), H002, H012; nothing logged. */
void laptop_make_small(const char *name);
/*
 * A commune's desk: villages 26572-01 "Ấp Bắc", 26572-02 "Ấp Đông", one or two teams that look
 * after one each (T01 "Tổ Ấp Bắc", T02 "Tổ Ấp Đông"), one visit to H001 in the first this week.
 */
void laptop_make_officer(const char *name, int teams);
/* The desk above communes, empty. */
void laptop_make_upper(const char *name);

/* The program at its lock screen. lang: "vi", "en". env as for terminal_open(). */
struct terminal *laptop_start(int cols, int rows, const char *lang, char *const env[]);
/* The program with the data file unlocked, at its main screen. */
struct terminal *laptop_open(int cols, int rows, const char *lang);
/* Told of a program that the caller started himself: laptop_stop() ends it, too. Returns t. */
struct terminal *laptop_runs(struct terminal *t);
/* Back to the main screen, from anywhere; 80 columns, 24 rows from then on. */
void laptop_home(struct terminal *t);
/* The same and out; the exit status is 0. */
void laptop_leave(struct terminal *t);
/* Wait until it has ended by itself or by a signal: as terminal_wait_end(). */
int laptop_wait_end(struct terminal *t);
/* Kill it with this signal and wait: as terminal_wait_end(). */
int laptop_kill(struct terminal *t, int sig);
/* Close its terminal (SIGHUP) and wait: as terminal_close(). */
int laptop_hang_up(struct terminal *t);
/* Teardown: end what still runs. */
int laptop_stop(void **state);

/*
 * What the command line prints over the data file, in English, standard error
 * too: static until the next call. `input` is a shell command to pipe from
 * ("printf … |"), or "". laptop_tells() does not mind the exit status.
 */
const char *laptop_prints(const char *input, const char *command);
const char *laptop_tells(const char *input, const char *command);

/* Wait until the cursor is there; until a row has the text, or has it no more. */
void expect_cursor(struct terminal *t, int row, int col);
void expect_row(struct terminal *t, int row, const char *text, bool there);

#endif
