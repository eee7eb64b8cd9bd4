#include "config.h"
#include "tui/unlock/lock_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/record/open.h"
#include "store/vault/slots.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/app/work.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/unlock/unlock.h"
#include "tui/widgets/field.h"
#include "tui/widgets/field_keys.h"
#include "tui/widgets/lister.h"
#include "tui/words/fit.h"
#include "tui/words/say.h"

enum { NAMES = VAULT_SLOTS_MAX, PATIENCE = 5, WAIT_STEP = 5, WAIT_MAX = 60 };

struct lock_view {
	struct view view;
	const char *path; /* of the data file, which the app knows */
	char names[NAMES][VAULT_NAME_MAX];
	struct lister who;
	struct field_line pass;
	int wrong;         /* in a row */
	time_t not_before; /* by now(): the next try counts from then on */
	char why[256];     /* why there is nobody to choose */
	bool over;         /* views that stay */
	bool leaving;      /* Esc was pressed once */
};

static struct lock_view *of(struct view *view)
{
	return (struct lock_view *)view;
}

static void lock_title(struct view *view, char *out, size_t size)
{
	snprintf(out, size, "%s", of(view)->over ? _("Open the data file again")
						: _("sotay, the field notebook: locked"));
}

static unsigned lock_keymaps(struct view *view)
{
	/* What lies below is not to be lost by a key that leaves. */
	return (of(view)->over ? (unsigned)IN_MODAL : IN_LOCK | IN_UNLOCK) | IN_LIST | IN_TYPING;
}

/* Seconds that run on while the machine sleeps and that no wrong date moves. */
static time_t now(void)
{
	return (time_t)(platform_booted_ms() / 1000);
}

static int seconds_left(const struct lock_view *l)
{
	time_t left = l->not_before - now();

	return left > 0 ? (int)left : 0;
}

/* What is under the password: why there was no luck, or what to do. */
static void draw_advice(struct lock_view *l, int row, int col, int width)
{
	if (seconds_left(l))
		paint_format(row, col, width, STYLE_WARN,
			     P_("Wrong %d times. The next try counts in %d second.",
				"Wrong %d times. The next try counts in %d seconds.",
				(unsigned long)seconds_left(l)),
			     l->wrong, seconds_left(l));
	else if (l->who.count > 1)
		paint_text(row, col, width, STYLE_FAINT,
			   _("↑ ↓ choose your name, type your password, Enter opens"), false);
	else
		paint_text(row, col, width, STYLE_FAINT,
			   _("Type your password, Enter opens"), false);
	if (l->over)
		paint_text(row + 1, col, width, STYLE_FAINT,
			   _("What you had on the screen is still there behind this"), false);
	else if (l->wrong)
		paint_text(row + 1, col, width, STYLE_FAINT,
			   _("Forgotten? ^F sets a new one with the recovery code"), false);
}

static void draw_names(struct lock_view *l, int row, int col, int width)
{
	for (int i = 0; i < l->who.rows && l->who.top + i < l->who.count; i++) {
		int at = l->who.top + i;
		bool on = at == l->who.at;
		char name[sizeof l->names[0] + 4];

		fit_people(name, sizeof name, l->names[at], width - 2);
		paint_format(row + i, col, width, on ? STYLE_ACTIVE : STYLE_TEXT, "%s %s",
			     on ? ">" : " ", name);
	}
}

static void lock_draw(struct view *view, const struct area *area)
{
	struct lock_view *l = of(view);
	/* The blank rows go first where there is no room for them. */
	bool asks = area->rows > 12 && !l->over;
	int gap = area->rows > 8, row = area->row + gap, col = area->col + 2, width = area->cols - 4;

	if (!l->who.count) {
		paint_text(row, col, width, STYLE_BAD, l->why, false);
		paint_text(row + 1, col, width, STYLE_FAINT, l->path, false);
		paint_text(row + 3, col, width, STYLE_TEXT, _("Enter tries again"), false);
		paint_cursor(row, col);
		return;
	}
	paint_text(row, col, width, STYLE_HEADING, _("Who are you?"), false);
	lister_fit(&l->who, area->rows - (gap ? 8 : 6) - asks);
	draw_names(l, row + 1, col, width);
	row += 1 + gap + (l->who.count < l->who.rows ? l->who.count : l->who.rows);
	paint_text(row, col, width, STYLE_HEADING, _("Password"), false);
	draw_advice(l, row + 2 + gap, col, width);
	if (asks) /* who is registered is sealed with the rest: only these are known here */
		paint_text(area->row + area->rows - 1, col, width, STYLE_FAINT,
			   _("Your name is not here? Ask who looks after this laptop"), false);
	field_draw(&l->pass, row + 1, col, width < 40 ? width : 40, true);
}

static void forget_pass(struct lock_view *l)
{
	field_release(&l->pass);
	field_init(&l->pass, UNLOCK_PASS_LETTERS, true);
}

/* Each wrong password after the fifth makes the wait a little longer. */
static void count_wrong(struct lock_view *l)
{
	int wait = (++l->wrong - PATIENCE + 1) * WAIT_STEP;

	if (wait > WAIT_MAX)
		wait = WAIT_MAX;
	if (wait > 0)
		l->not_before = now() + wait;
}

/* One line that says what to do about it; those that a person can mend get words of their own. */
static void word_fault(const struct fault *f, char *out, size_t size)
{
	char *why = NULL;

	if (f->code == FAULT_IN_USE)
		snprintf(out, size, "%s",
			 _("Open in another sotay window: lock or leave it there first"));
	else if (f->code == FAULT_STOPPED)
		snprintf(out, size, "%s",
			 _("Open in a sotay stopped in the background: 'fg' in its window goes back"));
	else if (f->code == FAULT_NO_FILE)
		snprintf(out, size, "%s",
			 _("The data file is gone. Is the stick plugged in?"));
	else if (f->code == FAULT_OLD_HEADER)
		snprintf(out, size, "%s",
			 _("The file's header is an older copy's: ^F opens with the recovery code"));
	else
		snprintf(out, size, "%s", why = say_text(f));
	free(why);
}

/* Who has a slot; nobody, and why, when the data file cannot be read now. */
static void load_names(struct app *app, struct lock_view *l)
{
	struct vault_slot_info slots[NAMES];
	const char *member = app_launch(app)->member;
	struct fault f;
	int n, used = 0;

	if (*unlock_last())
		member = unlock_last();
	if (vault_list_slots(l->path, slots, NAMES, &n, &f)) {
		word_fault(&f, l->why, sizeof l->why);
		return;
	}
	for (int i = 0; i < n && i < NAMES; i++) {
		if (slots[i].kind != VAULT_SLOT_MEMBER)
			continue;
		snprintf(l->names[used], sizeof l->names[used], "%s", slots[i].name);
		if (member && !strcmp(member, slots[i].name))
			l->who.at = used;
		used++;
	}
	lister_count(&l->who, used);
}

struct try {
	const char *path, *member;
	struct vault_pass pass;
	struct book *book;
	struct fault fault;
	int rc;
};

static void try_opening(void *arg)
{
	struct try *try = arg;

	try->rc = records_open(try->path, try->member, try->pass, &try->book, &try->fault);
}

/* No terminal tells whether Caps Lock is on, but capitals alone do. */
static bool only_capitals(const char *text)
{
	bool capital = false;

	for (; *text; text++) {
		if (*text >= 'a' && *text <= 'z')
			return false;
		capital = capital || (*text >= 'A' && *text <= 'Z');
	}
	return capital;
}

/* One try: about a second of key derivation. */
static void unlock(struct app *app, struct lock_view *l)
{
	struct try try = { .path = l->path, .member = l->names[l->who.at],
			   .pass.text = field_get(&l->pass) };
	bool capitals = only_capitals(try.pass.text);

	try.pass.len = strlen(try.pass.text);
	if (!try.pass.len || seconds_left(l)) {
		vault_pass_release(&try.pass);
		term_refuse();
		return;
	}
	work_run(app, _("Unlocking"), try_opening, &try);
	vault_pass_release(&try.pass);
	forget_pass(l);
	term_skip('\n'); /* impatience */
	if (!try.rc && l->over) {
		app_enter(app, try.book);
		app_say_nothing(app);
		app_pop(app); /* l is gone after this */
		return;
	}
	if (!try.rc) {
		unlock_enter(app, try.book);
		return;
	}
	if (try.rc != FAULT_PASSPHRASE) {
		char why[256];

		word_fault(&try.fault, why, sizeof why);
		app_say(app, TONE_BAD, "%s", why);
		return;
	}
	count_wrong(l);
	app_say(app, TONE_BAD, "%s",
		capitals ? _("Wrong password: is Caps Lock on?") : _("Wrong password"));
}

/* Going back from here means to give up what lies below: said first. */
static void give_up(struct app *app, struct lock_view *l)
{
	if (l->leaving) {
		app_say_nothing(app);
		app_show_only(app, app_routes(app)->lock(app));
		return;
	}
	l->leaving = true;
	app_say(app, TONE_WARN, "%s", _("Esc once more drops what was typed and not saved"));
}

static bool lock_act(struct app *app, struct view *view, enum action action)
{
	struct lock_view *l = of(view);
	int was = l->who.at;

	if (action == ACT_BACK && l->over) {
		give_up(app, l);
		return true;
	}
	l->leaving = false;
	if (action == ACT_ENTER) {
		if (l->who.count)
			unlock(app, l);
		else
			load_names(app, l);
		return true;
	}
	if (action == ACT_FORGOTTEN) {
		forget_pass(l);
		if (l->who.count)
			app_open_recover(app, l->names[l->who.at]);
		return true;
	}
	if (!lister_act(&l->who, action))
		return false;
	if (l->who.at != was) /* what was typed was for somebody else */
		forget_pass(l);
	return true;
}

static void lock_text(struct app *app, struct view *view, const char *text, size_t len, bool pasted)
{
	(void)app;
	(void)pasted;
	field_text(&of(view)->pass, text, len);
}

static void lock_key(struct app *app, struct view *view, int key)
{
	(void)app;
	if (!field_key(&of(view)->pass, key))
		term_refuse();
}

static void lock_close(struct view *view)
{
	field_release(&of(view)->pass);
	free(view);
}

static const struct view_class lock_class = {
	.name = "lock", .title = lock_title, .keymaps = lock_keymaps, .draw = lock_draw,
	.act = lock_act, .text = lock_text, .key = lock_key, .close = lock_close,
};

static struct lock_view *make(struct app *app)
{
	struct lock_view *l = memory_alloc_zero(1, sizeof *l);

	l->view.class = &lock_class;
	l->path = app_launch(app)->vault;
	field_init(&l->pass, UNLOCK_PASS_LETTERS, true);
	return l;
}

struct view *lock_view_new(struct app *app)
{
	struct lock_view *l = make(app);

	load_names(app, l);
	return &l->view;
}

struct view *lock_view_over(struct app *app)
{
	struct lock_view *l = make(app);

	l->over = true;
	snprintf(l->names[0], sizeof l->names[0], "%s", book_member(app_book(app)));
	lister_count(&l->who, 1);
	return &l->view;
}
