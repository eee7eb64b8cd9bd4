/*
 * view: one screen, as a small table of functions.
 *
 * The app (app.h) keeps a stack of views, gives the top one what was typed and
 * asks it to draw. A view draws only in draw(), into the rows it is given;
 * title, message line and footer are the app's. Handlers change the view's
 * data and return; they never draw.
 *
 * Invariants: a view owns its data, made by whoever pushes it and freed by
 * close(). Between two calls of its functions the book may have been locked
 * and opened again: keys of records (rec_t) stay good, statements do not.
 */
#ifndef TUI_APP_VIEW_H
#define TUI_APP_VIEW_H

#include <stddef.h>

#include "tui/term/action.h"
#include "tui/term/paint.h"

struct app;
struct view;

struct view_class {
	const char *name;                                 /* for tests and the palette */
	/* The title, already translated, into out. */
	void (*title)(struct view *view, char *out, size_t size);
	/* What holds in it (enum keymap); IN_TYPING while letters go into a text. */
	unsigned (*keymaps)(struct view *view);
	void (*draw)(struct view *view, const struct area *area);
	/* An action that works here; not ACT_BACK unless it has steps of its own. true: it was taken. */
	bool (*act)(struct app *app, struct view *view, enum action action);
	/* Letters for a text: one typed, or a paste. UTF-8 in NFC. NULL: takes none. */
	void (*text)(struct app *app, struct view *view, const char *text, size_t len, bool pasted);
	/* An editing key no action has: arrows, Home, Delete, backspace. NULL: none. */
	void (*key)(struct app *app, struct view *view, int key);
	/* It is on top again, or records changed under it: read anew what it shows. */
	void (*reload)(struct app *app, struct view *view);
	/* Put away what is not saved yet: before locking and leaving. False, and said, when that
	 * failed. NULL: nothing to keep. */
	bool (*keep)(struct app *app, struct view *view);
	void (*close)(struct view *view);                 /* free it */
};

/* The first member of every view's own structure. */
struct view {
	const struct view_class *class;
	struct app *app;
};

#endif
