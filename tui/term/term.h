/*
 * term: the terminal as a stream of events and a place to draw.
 *
 * One event at a time: a letter, a key, a paste, a new size, the machine back
 * from sleep, a clock that was set, Ctrl-Z, the end. The program sleeps until there is
 * one; nothing wakes it in vain. All curses calls of the program are in term.c,
 * theme.c and paint.c; curses only draws: input.h makes the keys.
 *
 * Invariants
 * - Signal handlers only write a byte to a pipe. A resize that comes just
 *   before poll() is not lost.
 * - A paste is one event and never a key: pasted newlines submit nothing.
 * - Between term_open() and term_close() the terminal is in curses mode but while term_stop()
 *   waits. Nothing that is typed is echoed from the first on.
 * - The size is the terminal's own; LINES and COLUMNS count where it has none to say.
 * - A terminal that reads nothing keeps nobody: a second or two after SIGHUP or SIGTERM what
 *   could not be shown is given up, and nothing else.
 * - After sleep and after the time given to term_next() nothing that was typed
 *   is handed out before the event that says so.
 * - On SIGHUP, SIGTERM or a closed terminal EVENT_END comes, and again at each
 *   further call: what is open is kept by whoever owns it, then it leaves.
 * One thread.
 */
#ifndef TUI_TERM_TERM_H
#define TUI_TERM_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/platform.h"
#include "tui/term/refuse.h"

enum event_type {
	EVENT_TEXT,   /* a letter was typed: ch */
	EVENT_KEY,    /* a control or function key: key */
	EVENT_PASTE,  /* text was pasted: paste, good until the next event */
	EVENT_RESIZE, /* the size changed: draw everything */
	EVENT_WAKE,   /* the time given to term_next() has passed, also while the machine slept */
	EVENT_SLEPT,  /* the machine was suspended (awake.h) */
	EVENT_CLOCK,  /* somebody has set the computer's clock */
	EVENT_STOP,   /* Ctrl-Z, SIGTSTP: lock, then term_stop() */
	EVENT_END     /* leave: hang-up, termination, closed terminal */
};

struct event {
	enum event_type type;
	uint32_t ch;       /* code point */
	int key;           /* curses key code, or a control character below 32, or 127 */
	const char *paste; /* valid UTF-8 in NFC, at most TERM_PASTE_MAX bytes */
	size_t paste_len;
};

#define TERM_PASTE_MAX (64 * 1024) /* what goes beyond is dropped: no field is that long */

/*
 * Enter curses mode, with reports of the mouse and of focus off that were left on. 0, or -1 when standard input or output is no terminal, or
 * TERM is missing, unknown or cannot move the cursor.
 */
int term_open(void);
/*
 * It will be opened, but not at once: what is typed meanwhile is not echoed. term_close() undoes
 * that, too.
 */
void term_quiet(void);
/* Leave it, clear the screen and give everything back. Fine when it is not open. */
void term_close(void);

/*
 * The next event. seconds: wake up after so long without one (0: never);
 * counted by a clock that runs on while the machine is suspended.
 */
void term_next(struct event *event, unsigned seconds);

/*
 * Stop as a job of the shell, the screen cleared: what is open must not stay open. Returns when
 * the job is continued, at once where nobody could have done that; all is to be drawn again.
 */
void term_stop(void);

/*
 * While something runs elsewhere: wait until `done` can be read, which is true,
 * or `ms` have passed or a signal has come; what the signal asks for is done
 * (size) or kept for term_next() (^Z, the end). What is typed stays unread.
 */
bool term_pause(handle_t done, int ms);

/* Drop this key as often as it has been typed already and not been read. */
void term_skip(int key);

/* Show what was drawn. */
void term_show(void);

int term_rows(void);
int term_cols(void);

#endif
