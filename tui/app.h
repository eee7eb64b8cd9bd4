/*
 * app: the screen program: a stack of views over an open book.
 *
 * Runs the loop of term.h, draws title, top view, message line and footer,
 * knows the actions that work everywhere (back, help, palette, lock, undo,
 * exit), locks after idle minutes and when the machine has slept, and asks for
 * the date where the clock cannot be right: it looks after every event.
 *
 * Invariants: the lock screen is on the bottom of the stack while the book is
 * closed; no view that needs the book is drawn then, and curses' memory of
 * what they showed is cleared. One struct app, one thread.
 */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "tui/cli.h"
#include "tui/view.h"
#include "store/book.h"

struct app_views;

struct app {
	struct cli *cli;
	const struct app_views *views;
	struct book *book;    /* NULL while locked */
	struct view *stack[12];
	int depth;
	int status;           /* exit code to leave with */
	bool leaving;
	char message[256];
	enum app_tone { TONE_PLAIN, TONE_GOOD, TONE_WARN, TONE_BAD } tone;
	unsigned idle_minutes;
	bool never_locks;     /* a demo: nothing to protect, and nobody could open it again */
	bool date_declined;   /* asked for the date, somebody went on without giving it */
};

/* The views the app itself opens, handed to it so that it need know none (screen.h has them). */
struct app_views {
	struct view *(*first)(struct app *app); /* what the program begins with */
	struct view *(*lock)(struct app *app);
	struct view *(*help)(unsigned places);
	struct view *(*palette)(unsigned places);
	bool (*ask_date)(struct app *app);      /* date_view_ask() */
};

/*
 * Run from the first view to the end; the exit code. The terminal is opened and
 * closed here; views is borrowed until then.
 */
int app_run(struct cli *cli, const struct app_views *views);

void app_push(struct app *app, struct view *view);
/* Close every view and show this one alone. */
void app_show_only(struct app *app, struct view *view);
/* Close the top view; the one below is refreshed. */
void app_pop(struct app *app);
struct view *app_top(struct app *app);
void app_leave(struct app *app, int status);

/* One line at the bottom, until the next key. */
void app_say(struct app *app, enum app_tone tone, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A fault, worded. */
void app_fault(struct app *app, const struct fault *f);

/* The view on top reads its records again; those below do when they come up (app_pop()). */
void app_changed(struct app *app);

/* Lock: drafts kept, book closed, screen cleared. */
void app_lock(struct app *app);

/* Draw everything now; for work.h alone, which does not go back to the loop. */
void app_draw(struct app *app);

/* Do an action as if its key had been pressed (for the palette). */
void app_do(struct app *app, enum action action);

#endif
