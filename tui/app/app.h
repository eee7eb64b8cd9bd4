/*
 * app: the screen program: a stack of views over an open book.
 *
 * What views may ask of it and tell it. loop.h runs it and knows the
 * actions that work everywhere, draw.h draws it, routes.h opens a view.
 *
 * Invariants: while the book is closed the lock screen is on the bottom of the stack, or
 * one that opens it again over views that stay on top; no view that needs the book is drawn then, and curses' memory of
 * what they showed is cleared. The open book is the app's alone: it closes it
 * when it locks and when it ends. One struct app, one thread.
 */
#ifndef TUI_APP_APP_H
#define TUI_APP_APP_H

#include "store/book/book.h"
#include "tui/app/view.h"
#include "tui/env/launch.h"

struct app;
struct app_routes;

enum app_tone { TONE_PLAIN, TONE_GOOD, TONE_WARN, TONE_BAD };

/* The open book, NULL while it is locked; the app's, never kept longer than a call. */
struct book *app_book(const struct app *app);
/* Hand it a book that has been unlocked. */
void app_enter(struct app *app, struct book *book);
/*
 * Close the book and ask for the password over the views, which stay as they are; with the book
 * entered anew they go on. There is always room for that.
 */
void app_cover(struct app *app);
/*
 * Whether something in the open book could not be read (book_trouble()): what is shown may lack
 * it, nothing can be saved, and a line says so until the book is opened again.
 */
bool app_trouble(const struct app *app, struct fault *f);

/*
 * What opening the data file found (vault_warnings()) that has not been acknowledged, for a line
 * that stays until it is. app_warnings_seen() needs an open book.
 */
unsigned app_warnings(const struct app *app);
void app_warnings_seen(struct app *app);

/* What the program was started with. */
const struct launch *app_launch(const struct app *app);
/* The ways to the other views; to go one of them, routes.h. */
const struct app_routes *app_routes(const struct app *app);

/* Lay a view over the others; the app closes it. One too many is said; NULL: nothing happens. */
void app_push(struct app *app, struct view *view);
/* Close every view; the second then shows this one alone, if there is one. */
void app_close_all(struct app *app);
void app_show_only(struct app *app, struct view *view);
/* Close the top view; the one below is refreshed. */
void app_pop(struct app *app);
/* The view one sees; NULL before the first and after the last. */
struct view *app_top(const struct app *app);
/* Those of the top view (enum keymap). */
unsigned app_keymaps(const struct app *app);
/* How many views lie on each other. */
int app_depth(const struct app *app);
/* Whether one of this class is among them. */
bool app_shows(const struct app *app, const struct view_class *class);
/* End with that exit code. */
void app_leave(struct app *app, int status);

/* One line at the bottom, until the next key; what it says of a change, until the next change. */
void app_say(struct app *app, enum app_tone tone, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A fault, worded. */
void app_fault(struct app *app, const struct fault *f);
/* What is said there now, "" nothing, and how it is meant. */
const char *app_message(const struct app *app);
enum app_tone app_tone(const struct app *app);
void app_say_nothing(struct app *app);
/*
 * What was said is of a change that was saved; "" none was. It stays also when the window becomes
 * narrow: it should not be longer than MESSAGE_COLS.
 */
enum { MESSAGE_COLS = 60 };
void app_keep_change(struct app *app);
/* It says nothing any more of what one looks at now. */
void app_forget_change(struct app *app);

/* The view on top reads its records again; those below do when they come up (app_pop()). */
void app_changed(struct app *app);

/* Minutes without a key until it locks. */
unsigned app_idle_minutes(const struct app *app);
void app_set_idle_minutes(struct app *app, unsigned minutes);
/* It does not: a trial, where there is nothing to protect, and nobody could open it again. */
void app_never_lock(struct app *app);
bool app_never_locks(const struct app *app);

/* Asked for the date, somebody went on without giving it; undone when it counts again. */
bool app_date_declined(const struct app *app);
void app_decline_date(struct app *app, bool declined);

#endif
