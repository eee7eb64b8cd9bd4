#include "config.h"
#include "tui/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/text.h"
#include "tui/gettext.h"
#include "tui/paint.h"
#include "tui/say.h"
#include "tui/term.h"
#include "tui/typing.h"

enum { ROWS_MIN = 10, COLS_MIN = 40, IDLE_MINUTES = 10 };

struct app {
	const struct launch *launch;
	const struct app_views *views;
	struct book *book; /* NULL while locked */
	struct view *stack[12];
	int depth;
	int status; /* exit code to leave with */
	bool leaving;
	char message[256];
	enum app_tone tone;
	unsigned idle_minutes;
	bool never_locks;
	bool date_declined;
};

/* ---- what others may know ---- */

struct book *app_book(const struct app *app)
{
	return app->book;
}

void app_enter(struct app *app, struct book *book)
{
	app->book = book;
}

const struct launch *app_launch(const struct app *app)
{
	return app->launch;
}

unsigned app_idle_minutes(const struct app *app)
{
	return app->idle_minutes;
}

void app_set_idle_minutes(struct app *app, unsigned minutes)
{
	app->idle_minutes = minutes;
}

void app_never_lock(struct app *app)
{
	app->never_locks = true;
}

bool app_never_locks(const struct app *app)
{
	return app->never_locks;
}

bool app_date_declined(const struct app *app)
{
	return app->date_declined;
}

void app_decline_date(struct app *app, bool declined)
{
	app->date_declined = declined;
}

/* ---- the stack of views ---- */

int app_depth(const struct app *app)
{
	return app->depth;
}

bool app_shows(const struct app *app, const struct view_class *class)
{
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->class == class)
			return true;
	return false;
}

struct view *app_top(const struct app *app)
{
	return app->depth ? app->stack[app->depth - 1] : NULL;
}

void app_push(struct app *app, struct view *view)
{
	if (!view || app->depth == (int)(sizeof app->stack / sizeof app->stack[0])) {
		if (view)
			view->class->close(view);
		return;
	}
	view->app = app;
	app->stack[app->depth++] = view;
	if (view->class->reload)
		view->class->reload(app, view);
}

static void close_all(struct app *app)
{
	while (app->depth) {
		app->depth--;
		app->stack[app->depth]->class->close(app->stack[app->depth]);
	}
}

void app_show_only(struct app *app, struct view *view)
{
	if (!view)
		return;
	close_all(app);
	app_push(app, view);
}

void app_pop(struct app *app)
{
	struct view *view = app_top(app);

	if (!view)
		return;
	app->depth--;
	view->class->close(view);
	view = app_top(app);
	if (!view)
		app->leaving = true;
	else if (view->class->reload)
		view->class->reload(app, view);
}

void app_leave(struct app *app, int status)
{
	app->leaving = true;
	app->status = status;
}

void app_changed(struct app *app)
{
	struct view *view = app_top(app);

	if (view && view->class->reload)
		view->class->reload(app, view);
}

/* ---- the message line ---- */

void app_say(struct app *app, enum app_tone tone, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(app->message, sizeof app->message, format, args);
	va_end(args);
	app->tone = tone;
}

void app_fault(struct app *app, const struct fault *f)
{
	char *text = say_text(f);

	app_say(app, TONE_BAD, "%s", text ? text : "");
	free(text);
	if (f->code == FAULT_CLOCK) /* something was to be saved: ask again */
		app->date_declined = false;
}

const char *app_message(const struct app *app)
{
	return app->message;
}

enum app_tone app_tone(const struct app *app)
{
	return app->tone;
}

void app_say_nothing(struct app *app)
{
	app->message[0] = 0;
}

/* ---- drawing ---- */

static unsigned places_of(struct view *view)
{
	return view->class->places(view);
}

/* Key and word of an action at row and col; the columns they take, 0 when it is not of the footer. */
static int draw_action(enum action action, unsigned places, int row, int col, int cols)
{
	const struct action_row *a = action_row(action);
	char name[16];
	const char *key = action_key_name(a, places, name);
	int width;

	if (!a->word || !*key || !action_works(a, places))
		return 0;
	width = paint_width(key) + 1 + paint_width(_(a->word));
	if (col < 0) /* only measured */
		return width;
	if (col + width > cols)
		return 0;
	col += paint_text(row, col, cols - col, LOOK_KEY, key, false) + 1;
	paint_text(row, col, cols - col, LOOK_FOOTER, _(a->word), false);
	return width;
}

/* An action's words at the right end of what is free; the columns that are free still. */
static int draw_at_right(enum action action, unsigned places, int row, int cols)
{
	int width = draw_action(action, places, row, -1, cols);

	if (!width || width > cols)
		return cols;
	draw_action(action, places, row, cols - width, cols);
	return cols - width - 2;
}

/* Help and the way back (from the first screen: out) on the right, always; the others from the
 * left, as many as fit. */
static void draw_footer(struct app *app, int row, int cols)
{
	unsigned places = places_of(app_top(app));
	enum action back = app->depth > 1 ? ACT_BACK : ACT_QUIT;
	int col = 0;

	cols = draw_at_right(ACT_HELP, places, row, cols);
	cols = draw_at_right(back, places, row, cols);
	/* Its room stays free in codes and passwords, where it does not work. */
	if (places & IN_TYPING && typing_get() != TYPING_OFF) {
		cols -= paint_width(typing_name());
		if (places & IN_WORDS)
			paint_text(row, cols, 10, LOOK_FAINT, typing_name(), false);
		cols -= 2;
	}
	for (int i = 1; i < ACT_COUNT; i++) {
		int width = 0;

		if (i != ACT_HELP && i != (int)back)
			width = draw_action((enum action)i, places, row, col, cols);
		col += width ? width + 2 : 0;
	}
}

static void draw_title(struct app *app, int cols)
{
	char title[256], right[160] = "";
	int width;

	app_top(app)->class->title(app_top(app), title, sizeof title);
	paint_fill(0, 0, cols, LOOK_TITLE);
	if (app->book)
		snprintf(right, sizeof right, "%s · %s", book_unit_name(app->book),
			 book_member(app->book));
	width = paint_width(right);
	if (width > cols / 2)
		width = cols / 2;
	paint_text(0, 1, cols - width - 3, LOOK_TITLE, title, false);
	paint_text(0, cols - width - 1, width, LOOK_TITLE, right, false);
}

static void draw_message(struct app *app, int row, int cols)
{
	static const enum role_of_text looks[] = { LOOK_TEXT, LOOK_GOOD, LOOK_WARN, LOOK_BAD };

	if (*app->message)
		paint_text(row, 0, cols, looks[app->tone], app->message, false);
}

void app_draw(struct app *app)
{
	int rows = term_rows(), cols = term_cols();
	struct area area = { 1, 0, rows - 3, cols };

	paint_clear();
	if (rows < ROWS_MIN || cols < COLS_MIN) {
		paint_format(0, 0, cols, LOOK_WARN, _("Screen too small (80x24 needed)"));
		paint_cursor(0, 0);
	} else {
		draw_title(app, cols);
		draw_message(app, rows - 2, cols);
		draw_footer(app, rows - 1, cols);
		app_top(app)->class->draw(app_top(app), &area);
	}
	term_show();
}

/* ---- acting ---- */

static void undo(struct app *app)
{
	char verb[33];
	struct fault f;
	int count, left;

	if (book_undo(app->book, verb, &count, &left, &f)) {
		app_fault(app, &f);
		return;
	}
	app_changed(app);
	if (!count)
		app_say(app, TONE_WARN, "%s",
			_("Others have changed it since: nothing taken back"));
	else if (left)
		app_say(app, TONE_WARN, _("Taken back, but %d had to stay"), left);
	else
		app_say(app, TONE_GOOD, "%s", _("Taken back"));
}

/* Telex, VNI, off, and round again; kept as a setting of the data file. */
static void next_typing(struct app *app)
{
	struct fault f;

	typing_set((enum typing)((typing_get() + 1) % 3), typing_style());
	if (app->book)
		book_setting_set(app->book, "typing", typing_code(typing_get()), &f);
	app_say(app, TONE_PLAIN, "%s: %s", _("Typing method"),
		typing_get() == TYPING_OFF ? _("off") : typing_name());
}

/* What works everywhere, after the view had its chance. */
static void act_anywhere(struct app *app, enum action action)
{
	switch (action) {
	case ACT_BACK:
		if (app->depth > 1)
			app_pop(app);
		break;
	case ACT_HELP:
		app_push(app, app->views->help(places_of(app_top(app))));
		break;
	case ACT_PALETTE:
		app_push(app, app->views->palette(places_of(app_top(app))));
		break;
	case ACT_LOCK:
		app_lock(app);
		break;
	case ACT_UNDO:
		undo(app);
		break;
	case ACT_TYPING:
		next_typing(app);
		break;
	case ACT_QUIT:
		app_leave(app, EX_OK);
		break;
	default:
		term_refuse();
	}
}

void app_do(struct app *app, enum action action)
{
	struct view *view = app_top(app);

	if (action == ACT_NEW) { /* nothing is begun on a day nobody knows, wherever from */
		app->date_declined = false;
		if (app->book && app->views->ask_date(app))
			return;
	}
	if (!view->class->act || !view->class->act(app, view, action))
		act_anywhere(app, action);
}

static void take_text(struct app *app, const char *text, size_t len, bool pasted)
{
	struct view *view = app_top(app);

	if (view->class->text)
		view->class->text(app, view, text, len, pasted);
	else
		term_refuse();
}

static void take_letter(struct app *app, uint32_t ch)
{
	unsigned places = places_of(app_top(app));
	bool typing = places & IN_TYPING;
	enum action action = ch < 127 ? action_of_key((int)ch, places, typing) : ACT_NONE;
	char utf8[5];

	if (action != ACT_NONE)
		app_do(app, action);
	else
		take_text(app, utf8, term_utf8(utf8, ch), false);
}

static void take_key(struct app *app, int key)
{
	struct view *view = app_top(app);
	unsigned places = places_of(view);
	enum action action = action_of_key(key, places, places & IN_TYPING);

	if (action != ACT_NONE)
		app_do(app, action);
	else if (view->class->key)
		view->class->key(app, view, key);
	else
		term_refuse();
}

static void keep_drafts(struct app *app)
{
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->class->keep)
			app->stack[i]->class->keep(app, app->stack[i]);
}

void app_lock(struct app *app)
{
	if (!app->book)
		return;
	if (app->never_locks) {
		app_say(app, TONE_PLAIN, _("A trial does not lock: everything in it is invented"));
		return;
	}
	keep_drafts(app);
	close_all(app);
	book_close(app->book);
	app->book = NULL;
	app_say_nothing(app);
	app->date_declined = false;
	app_push(app, app->views->lock(app));
}

/* Midnight may have passed, or the clock been set: views show it, and a wrong one is asked about. */
static void look_at_clock(struct app *app)
{
	struct moment was;
	struct fault f;

	if (!app->book)
		return;
	was = *book_now(app->book);
	book_check_clock(app->book, &f);
	if (was.day != book_now(app->book)->day || was.trust != book_now(app->book)->trust)
		app_changed(app);
	app->views->ask_date(app);
}

static void take(struct app *app, const struct event *event)
{
	switch (event->type) {
	case EVENT_TEXT:
		app_say_nothing(app);
		take_letter(app, event->ch);
		break;
	case EVENT_KEY:
		app_say_nothing(app);
		take_key(app, event->key);
		break;
	case EVENT_PASTE:
		take_text(app, event->paste, event->paste_len, true);
		break;
	case EVENT_WAKE:
	case EVENT_SLEPT:
		if (!app->never_locks)
			app_lock(app);
		break;
	case EVENT_END:
		keep_drafts(app);
		app_leave(app, EX_OK);
		break;
	default:
		break;
	}
}

int app_run(const struct launch *launch, struct book *book, const struct app_views *views)
{
	struct app app = { .launch = launch, .views = views, .book = book,
			   .idle_minutes = IDLE_MINUTES };
	struct event event;

	if (term_open()) {
		say_line(NULL, NULL, _("this terminal cannot show the screen; 'sotay help' lists the commands"));
		return EX_UNAVAILABLE;
	}
	app_push(&app, views->first(&app));
	look_at_clock(&app);
	while (!app.leaving && app.depth) {
		app_draw(&app);
		term_next(&event, app.book && !app.never_locks ? app.idle_minutes * 60 : 0);
		take(&app, &event);
		if (!app.leaving)
			look_at_clock(&app);
	}
	close_all(&app);
	term_close();
	book_close(app.book);
	return app.status;
}
