#include "config.h"
#include "tui/entry_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/list_register.h"
#include "store/text.h"
#include "tui/app.h"
#include "tui/entry_form.h"
#include "tui/gettext.h"
#include "tui/say.h"
#include "tui/term.h"

struct entry_view {
	struct view view;
	struct entry e;
};

static struct entry *of(struct view *view)
{
	return &((struct entry_view *)view)->e;
}

/* ---- drafts ---- */

static void keep_draft(struct app *app, struct entry *e)
{
	struct fault f;

	if (e->dirty && app_book(app) && entry_draft_put(e, &f))
		app_fault(app, &f);
}

/* After something was typed: what is finished goes into the draft. */
static void settle(struct app *app, struct entry *e, enum entry_at before)
{
	if (e->at != before || e->at == AT_TOPICS)
		keep_draft(app, e);
}

/* ---- saving ---- */

static bool has_long_number(const struct field_line *line)
{
	char *text = field_get(line);
	bool has = text && text_digit_run(text, strlen(text)) >= TEXT_DIGITS_WARN;

	free(text);
	return has;
}

static void say_saved(struct app *app, const struct entry *e, bool warn)
{
	if (warn)
		app_say(app, TONE_WARN, "%s",
			_("saved, but a long number: do not enter ID card numbers here"));
	else
		app_say(app, TONE_GOOD, "%s%s%s", _("Saved"), *e->house ? " · " : "", e->house);
}

static void entry_free(struct entry *e)
{
	for (int i = 0; i < ENTRY_FIELDS; i++)
		field_release(&e->line[i]);
	entry_unload(e);
	free(e->old_note);
}

/* The form as it is when it is opened, in place of this one. */
static void begin_anew(struct entry *e)
{
	struct entry was = *e;
	struct fault f;

	entry_free(e);
	memset(e, 0, sizeof *e);
	e->book = was.book;
	e->session = was.session;
	memcpy(e->asked_village, was.asked_village, sizeof e->asked_village);
	memcpy(e->asked_house, was.asked_house, sizeof e->asked_house);
	entry_start(e);
	if (e->session)
		entry_read(e, &f);
	entry_load(e);
}

/* Nothing was saved: say it at the field it is about. */
static void say_refused(struct app *app, struct entry *e, enum entry_at at, struct fault *f)
{
	char *why;
	int topic;

	if (at == ENTRY_FIELDS) {
		app_fault(app, f);
		return;
	}
	if (sscanf(f->field, "topics[%d]", &topic) == 1 && topic < e->n_topics)
		e->topic = topic;
	f->field[0] = 0; /* the place says which field */
	why = say_text(f);
	entry_go(e, at);
	entry_refuse(e, at, why ? why : "");
	free(why);
}

static void save(struct app *app, struct view *view, bool next)
{
	struct entry *e = of(view);
	struct entry said;
	enum entry_at at;
	struct fault f;
	bool warn;

	field_leave(&e->line[e->at]);
	if ((entry_listing(e) && !entry_take_row(e)) || !entry_may_leave(e) ||
	    !entry_check_part(e, AT_FEMALE) || !entry_check_part(e, AT_OVER60))
		return;
	warn = has_long_number(&e->line[AT_NOTE]) ||
	       (e->house_new && has_long_number(&e->line[AT_HINT]));
	if (entry_save(e, &at, &f)) {
		say_refused(app, e, at, &f);
		return;
	}
	e->dirty = false;
	said = *e; /* for its codes: what it points to may go */
	if (!e->session)
		entry_remember(e, next);
	*e->asked_village = *e->asked_house = 0; /* that one is written */
	if (next)
		begin_anew(e);
	else
		app_pop(app);
	say_saved(app, &said, warn);
}

/* Drop what is typed; pressed again, with nothing typed since, it comes back. */
static void discard(struct app *app, struct view *view)
{
	struct entry *e = of(view);
	struct fault f;

	if (!e->dirty) {
		if (!entry_draft_return(e))
			term_refuse();
		entry_load(e);
		entry_show_due(e);
		entry_go(e, e->at);
		return;
	}
	if (entry_draft_aside(e, &f)) {
		app_fault(app, &f);
		return;
	}
	begin_anew(e);
	app_say(app, TONE_PLAIN, "%s", _("Dropped; ^X again brings it back"));
}

static bool back(struct app *app, struct entry *e)
{
	bool kept = e->dirty;

	if (entry_listing(e)) {
		entry_go(e, e->at);
		return true;
	}
	keep_draft(app, e);
	e->dirty = false;
	if (app_tone(app) == TONE_BAD && *app_message(app))
		return true; /* it could not be kept: stay with it */
	app_pop(app);
	if (kept)
		app_say(app, TONE_WARN, "%s",
			_("Not saved yet: the draft is kept and opens again here"));
	return true;
}

/* ---- what is typed ---- */

static bool entry_act(struct app *app, struct view *view, enum action action)
{
	struct entry *e = of(view);
	enum entry_at before = e->at;

	*e->error = 0;
	switch (action) {
	case ACT_NEXT_FIELD:
		if (entry_listing(e))
			entry_take_row(e);
		else
			entry_step(e, 1);
		break;
	case ACT_PREVIOUS_FIELD:
		entry_step(e, -1);
		break;
	case ACT_UP:
		entry_move_row(e, -1);
		break;
	case ACT_DOWN:
		entry_move_row(e, 1);
		break;
	case ACT_TAKE_STATUS:
		entry_take_status(e);
		break;
	case ACT_CLOSE_PROMISE:
		entry_close_next(e);
		break;
	case ACT_SAVE:
	case ACT_SAVE_NEXT:
		save(app, view, action == ACT_SAVE_NEXT);
		return true;
	case ACT_DISCARD:
		discard(app, view);
		return true;
	case ACT_BACK:
		return back(app, e);
	default:
		return false;
	}
	settle(app, e, before);
	return true;
}

static void entry_text(struct app *app, struct view *view, const char *text, size_t len,
		       bool pasted)
{
	struct entry *e = of(view);
	enum entry_at before = e->at;

	entry_letters(e, text, len, pasted);
	settle(app, e, before);
}

static void entry_key(struct app *app, struct view *view, int key)
{
	struct entry *e = of(view);
	enum entry_at before = e->at;

	entry_editing_key(e, key);
	settle(app, e, before);
}

/* ---- the view ---- */

static void entry_title(struct view *view, char *out, size_t size)
{
	const struct entry *e = of(view);

	snprintf(out, size, "%s%s%s", e->session ? _("Edit") : _("New session"),
		 e->restored ? " · " : "", e->restored ? _("Draft") : "");
}

static unsigned entry_places(struct view *view)
{
	const struct entry *e = of(view);

	return IN_ANY | IN_FORM | IN_ENTRY | IN_TYPING | (e->session ? 0u : (unsigned)IN_NEW_ENTRY) |
	       (field_takes_words(&e->line[e->at]) ? IN_WORDS : 0u);
}

static void view_draw(struct view *view, const struct area *area)
{
	entry_draw(of(view), area);
}

static void entry_reload(struct app *app, struct view *view)
{
	struct entry *e = of(view);

	e->book = app_book(app);
	entry_load(e);
	if (e->restored && e->at == AT_DUE)
		entry_show_due(e);
}

static void entry_keep(struct app *app, struct view *view)
{
	keep_draft(app, of(view));
}

static void entry_close(struct view *view)
{
	entry_free(of(view));
	free(view);
}

static const struct view_class entry_class = {
	.name = "entry", .title = entry_title, .places = entry_places, .draw = view_draw,
	.act = entry_act, .text = entry_text, .key = entry_key, .reload = entry_reload,
	.keep = entry_keep, .close = entry_close,
};

static int found(void *arg, rec_t rec)
{
	*(rec_t *)arg = rec;
	return 1;
}

/* A session lies in a village: without one the form could never be saved. */
static bool has_village(struct app *app)
{
	struct fault f;
	rec_t any = 0;

	list_register(app_book(app), KIND_VILLAGE, NULL, found, &any, &f);
	if (!any)
		app_say(app, TONE_WARN, "%s", _("There is no village yet: h, then Villages, adds one"));
	return any != 0;
}

static struct view *make(struct app *app, rec_t session, const char *village, const char *house)
{
	struct entry_view *v = has_village(app) ? calloc(1, sizeof *v) : NULL;
	struct fault f;

	if (!v)
		return NULL;
	v->view.class = &entry_class;
	v->e.book = app_book(app);
	v->e.session = session;
	snprintf(v->e.asked_village, sizeof v->e.asked_village, "%s", village);
	snprintf(v->e.asked_house, sizeof v->e.asked_house, "%s", house);
	entry_start(&v->e);
	if (session && entry_read(&v->e, &f)) {
		app_fault(app, &f);
		entry_close(&v->view);
		return NULL;
	}
	if (entry_draft_get(&v->e))
		app_say(app, TONE_WARN, "%s", _("The draft is open again; ^X drops it"));
	entry_show_due(&v->e);
	entry_go(&v->e, v->e.at);
	return &v->view;
}

struct view *entry_view_new(struct app *app, rec_t session)
{
	return make(app, session, "", "");
}

struct view *entry_view_at(struct app *app, const char *village, const char *household)
{
	return make(app, 0, village, household);
}
