#include "config.h"
#include "tui/app/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/book/now.h"
#include "store/record/undo.h"
#include "tui/app/private.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/words/say.h"

/* ---- what others may know ---- */

struct book *app_book(const struct app *app)
{
	return app->book;
}

/* Views that stayed while it was closed have to do with this one from now on. */
void app_enter(struct app *app, struct book *book)
{
	app->book = book;
	app->warnings_seen = false;
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->class->reload)
			app->stack[i]->class->reload(app, app->stack[i]);
}

bool app_trouble(const struct app *app, struct fault *f)
{
	return app->book && book_trouble(app->book, f) != FAULT_OK;
}

unsigned app_warnings(const struct app *app)
{
	return app->book && !app->warnings_seen ? vault_warnings(book_vault(app->book)) : 0;
}

void app_warnings_seen(struct app *app)
{
	vault_told(book_vault(app->book));
	app->warnings_seen = true;
}

const struct launch *app_launch(const struct app *app)
{
	return app->launch;
}

const struct app_routes *app_routes(const struct app *app)
{
	return app->routes;
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

unsigned app_keymaps(const struct app *app)
{
	struct view *view = app_top(app);
	unsigned keymaps = view->class->keymaps(view);
	struct fault f;

	/* Who takes in what communes send has no visits of his own to begin. */
	if (app->book && book_level(app->book) == LEVEL_UPPER)
		keymaps &= ~(unsigned)IN_VISITS;
	if (app_trouble(app, &f))
		return keymaps | (unsigned)IN_TROUBLE;
	return keymaps | (app_warnings(app) ? (unsigned)IN_WARNING : 0u);
}

static void lay(struct app *app, struct view *view)
{
	view->app = app;
	app->stack[app->depth++] = view;
	if (view->class->reload)
		view->class->reload(app, view);
}

void app_push(struct app *app, struct view *view)
{
	if (view && app->depth < APP_VIEWS_MAX) {
		lay(app, view);
	} else if (view) {
		view->class->close(view);
		app_say(app, TONE_WARN, "%s", _("Too many screens lie on each other: Esc goes back"));
	}
}

void app_cover(struct app *app)
{
	struct view *view = app->routes->reopen(app);

	book_close(app->book);
	app->book = NULL;
	lay(app, view);
}

void app_close_all(struct app *app)
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
	app_close_all(app);
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
	app->change[0] = 0; /* it does not come back: it would look like news */
}

void app_fault(struct app *app, const struct fault *f)
{
	char *text = say_text(f);

	app_say(app, TONE_BAD, "%s", text);
	free(text);
	if (f->code == FAULT_CLOCK) /* something was to be saved: ask again */
		app->date_declined = false;
}

/* Over a form that is being filled in it would look as if that were saved. */
static bool shows_change(const struct app *app)
{
	return !*app->message && app->book && !(app_keymaps(app) & IN_TYPING);
}

const char *app_message(const struct app *app)
{
	return shows_change(app) ? app->change : app->message;
}

enum app_tone app_tone(const struct app *app)
{
	return shows_change(app) ? app->change_tone : app->tone;
}

void app_say_nothing(struct app *app)
{
	app->message[0] = 0;
}

void app_forget_change(struct app *app)
{
	app->change[0] = 0;
}

void app_keep_change(struct app *app)
{
	snprintf(app->change, sizeof app->change, "%s", app->message);
	app->change_tone = app->tone;
}
