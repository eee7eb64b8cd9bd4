/*
 * tty: the terminal as a device: its modes, its size, bytes in and out.
 *
 * It knows no curses, but what curses writes passes between tty_shows(true) and
 * tty_shows(false), so that the end is never kept waiting by a terminal that reads nothing.
 *
 * Invariants
 * - The modes that were found are put back by tty_give_back(), which waits for nothing.
 * - After tty_end_soon(), what cannot be written within a second or two goes nowhere; nothing
 *   else is cut short by that.
 * Between tty_take() and tty_give_back() SIGALRM is this module's. One thread.
 */
#ifndef TUI_TERM_TTY_H
#define TUI_TERM_TTY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Remember the modes, and echo nothing any more; fine when it was taken. False: no terminal, or
 * nothing could be set up.
 */
bool tty_take(void);
/* The modes as they were found, for a while or for good. Fine when it was not taken. */
void tty_lend(void);
void tty_give_back(void);

/* Every key is one to read, also ^S ^Q ^C ^V ^O; ^Z still is a signal; reading never waits. */
void tty_free_keys(void);

/* How many bytes can be read; -1: it is gone. */
int tty_waiting(void);
/* Up to n bytes, 0 when there are none. */
size_t tty_read(void *to, size_t n);

/* Around whatever writes to the terminal. */
void tty_shows(bool shows);
/* All of it, unless nobody reads and the end is near; false when the terminal is gone. */
bool tty_write(const void *bytes, size_t n);

/* The size in *rows and *cols; false, and they stay, where the terminal does not know it. */
bool tty_size(int *rows, int *cols);

/* Whether a stopped program could be brought back: it does not lead its session. */
bool tty_has_shell(void);

/* In a signal handler: the program is to end. */
void tty_end_soon(void);

#endif
