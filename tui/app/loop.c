#include "config.h"
#include "tui/app/loop.h"

#include <string.h>
#include <sysexits.h>

#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/record/read.h"
#include "store/record/undo.h"
#include "tui/app/draw.h"
#include "tui/app/private.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/term/utf8.h"
#include "tui/typing/typing.h"
#include "tui/words/record_brief.h"
#include "tui/words/say.h"
#include "tui/words/transaction_words.h"

enum { IDLE_MINUTES = 10 };

/* ---- what works everywhere ---- */

/* What was changed since unlocking and stands in the message line goes at once; older, when asked twice. */
static bool may_undo(struct app *app, const struct undo_next *next, bool asked, const char *what)
{
	if (next->transaction > app->undo_floor || asked)
		return true;
	app->undo_asked = next->transaction;
	app_say(app, TONE_WARN, _("u once more takes back: %s"), what);
	return false;
}

/* Whether a change took its record out of the count, or put it back; *voided: it is out now. */
static bool changes_count(struct app *app, const struct undo_next *next, bool *voided)
{
	struct record_facts facts;
	struct fault f;

	if (strcmp(next->verb, "void") != 0 || record_facts(app->book, next->rec, &facts, &f))
		return false;
	*voided = facts.voided;
	return true;
}

/* "ghi lượt hướng dẫn · H012 Gần chợ…, 21/11/2026" */
static void name_change(struct app *app, const struct undo_next *next, char *out, size_t size)
{
	char record[160];
	bool voided, counts = changes_count(app, next, &voided) && !voided;
	const char *verb = counts ? _("put back into the count") : transaction_word(next->verb);

	record_brief(record, sizeof record, app->book, next->rec,
		     MESSAGE_COLS - paint_width(_("u once more takes back: %s")) - paint_width(verb) - 3);
	snprintf(out, size, "%s%s%s", verb, *record ? " · " : "", record);
}

/* Of what was taken out or put back: how it stands now. */
static void say_undone(struct app *app, const struct undo_next *next, const char *what)
{
	char record[160];
	bool voided;

	if (!changes_count(app, next, &voided)) {
		app_say(app, TONE_GOOD, _("Taken back: %s"), what);
		return;
	}
	record_brief(record, sizeof record, app->book, next->rec,
		     MESSAGE_COLS - paint_width(_("Taken back: %s is out of the count now")));
	if (voided)
		app_say(app, TONE_GOOD, _("Taken back: %s is out of the count now"), record);
	else
		app_say(app, TONE_GOOD, _("Taken back: %s counts again"), record);
}

static void take_back(struct app *app, const struct undo_next *next, const char *what)
{
	char verb[33];
	struct fault f;
	int count, left;

	if (book_undo(app->book, verb, &count, &left, &f)) {
		app_changed(app); /* a password may have gone all the same */
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
		say_undone(app, next, what);
}

/* From here on what there was before is no longer the change one has just made. */
static void settle_undo(struct app *app)
{
	struct undo_next next;
	struct fault f;

	app->undo_floor = book_undo_next(app->book, &next, &f) ? 0 : next.transaction;
}

static void undo(struct app *app, int64_t asked)
{
	struct undo_next next;
	struct fault f;
	char what[224];

	if (book_undo_next(app->book, &next, &f)) {
		app_fault(app, &f);
		return;
	}
	name_change(app, &next, what, sizeof what);
	if (!may_undo(app, &next, asked == next.transaction, what))
		return;
	take_back(app, &next, what);
	settle_undo(app);
}

/*
 * Telex, VNI, off, and round again; kept as a setting of the data file. What only stands aside
 * works again.
 */
static void next_typing(struct app *app)
{
	struct fault f;
	int rc = FAULT_OK;

	typing_set((enum typing)((typing_get() + !typing_aside()) % 3), typing_style());
	if (app->book)
		rc = book_setting_set(app->book, "typing", typing_code(typing_get()), &f);
	if (rc) /* it holds until the end, but will not be remembered */
		app_fault(app, &f);
	else
		app_say(app, TONE_PLAIN, "%s: %s", _("Typing method"),
		typing_get() == TYPING_OFF ? _("off") : typing_name());
}

/* Whether everything typed that is not saved yet has been kept. */
static bool keep_drafts(struct app *app)
{
	bool kept = true;

	for (int i = 0; app->book && i < app->depth; i++) {
		struct view *view = app->stack[i];

		if (view->class->keep && !view->class->keep(app, view))
			kept = false;
	}
	return kept;
}

/*
 * Drafts kept, book closed, what the views had drawn gone. What could not be kept stays in its
 * form, covered.
 */
static void lock(struct app *app)
{
	if (!app->book)
		return;
	if (app->never_locks) {
		app_say(app, TONE_PLAIN, _("A trial does not lock: everything in it is invented"));
		return;
	}
	app->date_declined = false;
	if (!keep_drafts(app)) {
		app_cover(app);
		return;
	}
	app_close_all(app);
	book_close(app->book);
	app->book = NULL;
	app_say_nothing(app);
	app_push(app, app->routes->lock(app));
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
		app_open_help(app);
		break;
	case ACT_PALETTE:
		app_open_palette(app);
		break;
	case ACT_LOCK:
		lock(app);
		break;
	case ACT_REOPEN:
		if (app->never_locks) /* what is in no file yet would be gone */
			app_say(app, TONE_WARN, "%s",
				_("A trial is not opened again: leave it and begin another"));
		else
			app_cover(app);
		break;
	case ACT_SEEN:
		app_warnings_seen(app);
		break;
	case ACT_UNDO:
		undo(app, app->undo_asked);
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
		if (app->book && app_ask_date(app))
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

/* What a letter does to records at once, without a form or a second press. */
static bool changes_records(enum action action)
{
	return action == ACT_UNDO || action == ACT_DONE || action == ACT_TAKE_KEY;
}

/* Somebody who types a word has forgotten "/": no letter of it changes anything. */
static void refuse_astray(struct app *app, uint32_t ch)
{
	term_refuse();
	app_say(app, TONE_WARN, _("Letters are no search here; if you meant %c: first an arrow key"),
		(char)ch);
}

static void take_letter(struct app *app, uint32_t ch)
{
	unsigned keymaps = app_keymaps(app);
	bool typing = keymaps & IN_TYPING;
	enum action action = ch < 127 ? action_of_key((int)ch, keymaps, typing) : ACT_NONE;
	char utf8[5];

	if (keymaps & IN_WORDS && telex_is_composed(ch))
		typing_stand_aside(); /* that came from an input method */
	if (action != ACT_UNDO)
		app->undo_asked = 0;
	if (app->astray && changes_records(action)) {
		refuse_astray(app, ch);
	} else if (action != ACT_NONE) {
		app_do(app, action);
	} else {
		app->astray = !typing;
		take_text(app, utf8, utf8_put(utf8, ch), false);
	}
}

static void take_key(struct app *app, int key)
{
	struct view *view = app_top(app);
	unsigned keymaps = app_keymaps(app);
	enum action action = action_of_key(key, keymaps, keymaps & IN_TYPING);

	app->astray = false;
	app->undo_asked = 0;
	if (action != ACT_NONE)
		app_do(app, action);
	else if (view->class->key)
		view->class->key(app, view, key);
	else
		term_refuse();
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
	app_ask_date(app);
}

static void take_event(struct app *app, const struct event *event)
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
			lock(app);
		break;
	case EVENT_STOP: /* who else gets at the terminal finds nothing open */
		if (!app->never_locks)
			lock(app);
		term_stop();
		break;
	case EVENT_END:
		keep_drafts(app);
		app_leave(app, EX_OK);
		break;
	default:
		break;
	}
}

/* An event, and what it said of a change is kept until the next one. */
static void take(struct app *app, const struct event *event)
{
	const struct book *book = app->book;
	unsigned changes = book ? book_changes(book) : 0;

	take_event(app, event);
	if (app->book != book) {
		app->change[0] = 0;
		if (app->book)
			settle_undo(app);
	} else if (book && book_changes(book) != changes) {
		app_keep_change(app);
	}
}

int app_run(const struct launch *launch, struct book *book, const struct app_routes *routes)
{
	struct app app = { .launch = launch, .routes = routes, .book = book,
			   .idle_minutes = IDLE_MINUTES };
	struct event event;

	if (term_open()) {
		say_line(NULL, NULL, _("this terminal cannot show the screen; 'sotay help' lists the commands"));
		return EX_UNAVAILABLE;
	}
	app_push(&app, routes->first(&app));
	if (app.book)
		settle_undo(&app);
	look_at_clock(&app);
	while (!app.leaving && app.depth) {
		app_draw(&app);
		term_next(&event, app.book && !app.never_locks ? app.idle_minutes * 60 : 0);
		take(&app, &event);
		if (!app.leaving)
			look_at_clock(&app);
	}
	app_close_all(&app);
	term_close();
	book_close(app.book);
	return app.status;
}
