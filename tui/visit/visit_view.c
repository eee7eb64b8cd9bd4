#include "config.h"
#include "tui/visit/visit_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/digits.h"
#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/query/list_register.h"
#include "tui/app/app.h"
#include "tui/app/drafts.h"
#include "tui/app/long_number.h"
#include "tui/app/old_day.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/visit/choices.h"
#include "tui/visit/data.h"
#include "tui/visit/draft.h"
#include "tui/visit/draw.h"
#include "tui/visit/facts.h"
#include "tui/visit/keys.h"
#include "tui/visit/rules.h"
#include "tui/visit/save.h"
#include "tui/visit/sitting.h"
#include "tui/visit/steps.h"
#include "tui/visit/wrong.h"
#include "tui/words/fit.h"
#include "tui/words/household_words.h"
#include "tui/words/say.h"
#include "tui/words/when.h"

struct visit_view {
	struct view view;
	struct visit visit;
};

static struct visit *of(struct view *view)
{
	return &((struct visit_view *)view)->visit;
}

/* ---- drafts ---- */

/* False, and said, when what is typed could not be kept. */
static bool keep_draft(struct app *app, struct visit *v)
{
	struct fault f;

	if (!v->dirty || !visit_draft_put(v, &f))
		return true;
	app_fault(app, &f);
	return false;
}

/* After something was typed: what is finished goes into the draft. */
static void settle(struct app *app, struct visit *v, enum visit_at before)
{
	if (v->cursor.at != before || v->cursor.at == AT_TOPICS)
		keep_draft(app, v);
}

/* ---- saving ---- */

/* Whose visit was saved and of what day: a household by its face, others by how they were met. */
static void describe_saved(const struct visit *v, char *out, size_t size)
{
	const struct visit_values *values = &v->values;
	char day[DATE_SIZE], whom[FACE_SIZE], where[200] = "", more[120] = "";
	int uncounted = visit_uncounted(v), room, code = (int)strlen(values->house);

	when_short(day, visit_day(v), book_now(v->book)->day);
	visit_face(v, whom, sizeof whom);
	if (*whom && *v->moved_from)
		snprintf(where, sizeof where, " · %s",
			 visit_label(&v->facts, LIST_VILLAGE, values->village));
	if (!*whom)
		snprintf(whom, sizeof whom, "%s",
			 visit_label(&v->facts, LIST_CHANNEL, values->channel));
	if (uncounted)
		snprintf(more, sizeof more,
			 P_("%d topic has no count", "%d topics have no count",
			    (unsigned long)uncounted), uncounted);
	/* The code and the day are to be seen: the hint gives way. */
	room = MESSAGE_COLS - paint_width(_("Saved")) - paint_width(day) - 6;
	room -= paint_width(where) + (*more ? paint_width(more) + 3 : 0);
	fit_end(whom, sizeof whom, room > code + 1 ? room : code + 1);
	snprintf(out, size, "%s · %s%s · %s%s%s", _("Saved"), whom, where, day, *more ? " · " : "", more);
}

/* The first field with a number no text is to hold; VISIT_FIELDS for none. */
static enum visit_at long_number_at(const struct visit *v)
{
	const struct visit_values *values = &v->values;

	if (values->house_new && !visit_is_group(values)) {
		if (digits_long(values->house, strlen(values->house)))
			return AT_HOUSE;
		if (field_long_number(&values->line[AT_HINT]))
			return AT_HINT;
	}
	return field_long_number(&values->line[AT_NOTE]) ? AT_NOTE : VISIT_FIELDS;
}

/* Whether saving waits for a number of people that may be a slip; said. key: what saves. */
static bool crowd_asks(struct app *app, struct visit *v, const char *key)
{
	if (!visit_crowded(v))
		return false;
	v->agreed_people = visit_number(&v->values, AT_PEOPLE);
	app_say(app, TONE_WARN, _("%d people, is that so? %s once more saves it"), v->agreed_people,
		key);
	return true;
}

/* Whether saving waits for what may be a slip; said, and gone to. key: what saves. */
static bool asks_once_more(struct app *app, struct visit *v, const char *key)
{
	enum visit_at at = long_number_at(v);

	if (!long_number_asks(app, at != VISIT_FIELDS, &v->number_asked)) {
		if (old_day_asks(app, visit_day(v), &v->agreed, key))
			at = AT_DATE;
		else if (crowd_asks(app, v, key))
			at = AT_PEOPLE;
		else
			return false;
	}
	visit_go(v, at);
	return true;
}

/* What is half typed is finished; false, and said, when it is not to be saved as it is. */
static bool is_ready(struct app *app, struct visit *v, const char *key)
{
	enum visit_at at;

	field_leave(&v->values.line[v->cursor.at]);
	if (visit_listing(v) && !visit_take_row(v)) {
		app_say(app, TONE_BAD, _("Not saved. %s"), v->cursor.error);
		return false;
	}
	visit_write_out(v);
	at = visit_first_wrong(v);
	if (at != VISIT_FIELDS) {
		visit_go(v, at);
		visit_refuse(v, at, visit_wrong(v, at));
		return false;
	}
	return !asks_once_more(app, v, key);
}

static void release(struct visit *v)
{
	for (int i = 0; i < VISIT_FIELDS; i++)
		field_release(&v->values.line[i]);
	visit_unload(v);
	free(v->values.old_note);
}

/*
 * The form as it is when it is opened, in place of this one. On a fault it shows nothing of its
 * session and must not stay: saved, it would replace all of it.
 */
static int begin_anew(struct visit *v, struct fault *f)
{
	struct visit was = *v;
	int rc = FAULT_OK;

	release(v);
	memset(v, 0, sizeof *v);
	v->book = was.book;
	v->session = was.session;
	VISIT_COPY(v->asked_village, was.asked_village);
	VISIT_COPY(v->asked_house, was.asked_house);
	v->sitting = was.sitting;
	visit_start(v);
	if (v->session)
		rc = visit_read(v, f);
	visit_show_due(v);
	visit_load(v);
	return rc;
}

/* Nothing was saved: say it at the field it is about. */
static void say_refused(struct app *app, struct visit *v, enum visit_at at, struct fault *f)
{
	char *why;
	int topic;

	if (at == VISIT_FIELDS) {
		app_fault(app, f);
		return;
	}
	if (sscanf(f->field, "topics[%d]", &topic) == 1 && topic < v->values.n_topics)
		v->cursor.topic = topic;
	f->field[0] = 0; /* the place says which field */
	why = say_text(f);
	visit_go(v, at);
	visit_refuse(v, at, why);
	free(why);
}

static void save(struct app *app, struct view *view, bool next)
{
	struct visit *v = of(view);
	enum visit_at at;
	struct fault f;
	char saved[256];
	enum app_tone tone;

	if (!is_ready(app, v, next ? "^N" : "^S"))
		return;
	if (visit_save(v, &at, &f)) {
		say_refused(app, v, at, &f);
		return;
	}
	v->dirty = false;
	describe_saved(v, saved, sizeof saved);
	tone = visit_uncounted(v) ? TONE_WARN : TONE_GOOD;
	*v->asked_village = *v->asked_house = 0; /* that one is written */
	if (next) {
		visit_go_on(v);
		begin_anew(v, &f); /* of a new session nothing has to be read */
	} else {
		app_pop(app); /* v is gone after this */
	}
	app_say(app, tone, "%s", saved);
}

/* Drop what is typed; pressed again, with nothing typed since, it comes back. */
static void discard(struct app *app, struct view *view)
{
	struct visit *v = of(view);
	struct fault f;

	if (!v->dirty) {
		if (!visit_draft_return(v))
			term_refuse();
		visit_load(v);
		visit_go(v, v->cursor.at);
		return;
	}
	if (visit_draft_aside(v, &f)) {
		app_fault(app, &f);
		return;
	}
	if (begin_anew(v, &f)) {
		app_pop(app); /* v is gone after this */
		app_fault(app, &f);
		return;
	}
	app_say(app, TONE_PLAIN, "%s", _("Dropped; ^X again brings it back"));
}

static bool back(struct app *app, struct visit *v)
{
	bool kept = v->dirty;

	if (visit_listing(v)) {
		visit_go(v, v->cursor.at);
		return true;
	}
	if (!keep_draft(app, v))
		return true; /* stay with it */
	v->dirty = false;
	app_pop(app);
	if (kept)
		app_say(app, TONE_WARN, "%s",
			_("Not saved yet: the draft is kept and opens again here"));
	return true;
}

/* ---- what is typed ---- */

/*
 * Enter ends the number that is typed and goes nowhere: a topic's digit or count, and one whose
 * digit has led on already. Who presses Enter after every number fills in the same boxes as who
 * does not.
 */
static bool ends_a_number(const struct visit *v)
{
	return v->cursor.mode == MODE_COUNT || v->cursor.mode == MODE_TOPIC ||
	       v->cursor.mode == MODE_DIGIT_LED;
}

static bool view_act(struct app *app, struct view *view, enum action action)
{
	struct visit *v = of(view);
	enum visit_at before = v->cursor.at;

	*v->cursor.error = 0;
	switch (action) {
	case ACT_FIELD_DONE:
	case ACT_NEXT_FIELD:
		if (action == ACT_FIELD_DONE && ends_a_number(v))
			v->cursor.mode = MODE_FIELD;
		else if (visit_listing(v))
			visit_take_row(v);
		else
			visit_step(v, 1);
		break;
	case ACT_PREVIOUS_FIELD:
		visit_step(v, -1);
		break;
	case ACT_UP:
		visit_move_row(v, -1);
		break;
	case ACT_DOWN:
		visit_move_row(v, 1);
		break;
	case ACT_TAKE_STATUS:
		visit_take_status(v);
		break;
	case ACT_CLOSE_PROMISE:
		visit_close_next(v);
		break;
	case ACT_SAVE:
	case ACT_SAVE_NEXT:
		save(app, view, action == ACT_SAVE_NEXT);
		return true;
	case ACT_DISCARD:
		discard(app, view);
		return true;
	case ACT_BACK:
		return back(app, v);
	default:
		return false;
	}
	settle(app, v, before);
	return true;
}

static void view_text(struct app *app, struct view *view, const char *text, size_t len,
		       bool pasted)
{
	struct visit *v = of(view);
	enum visit_at before = v->cursor.at;

	visit_letters(v, text, len, pasted);
	settle(app, v, before);
}

static void view_key(struct app *app, struct view *view, int key)
{
	struct visit *v = of(view);
	enum visit_at before = v->cursor.at;

	visit_editing_key(v, key);
	settle(app, v, before);
}

/* ---- the view ---- */

static void view_title(struct view *view, char *out, size_t size)
{
	const struct visit *v = of(view);

	snprintf(out, size, "%s%s%s", v->session ? _("Edit") : _("New session"),
		 v->restored ? " · " : "", v->restored ? _("Draft") : "");
}

static unsigned view_keymaps(struct view *view)
{
	const struct visit *v = of(view);

	return IN_ANY | IN_FORM | IN_SAVE | IN_VISIT | IN_TYPING | (v->session ? 0u : (unsigned)IN_NEW_VISIT) |
	       (field_takes_words(&v->values.line[v->cursor.at]) ? IN_WORDS : 0u);
}

static void view_draw(struct view *view, const struct area *area)
{
	visit_draw(of(view), area);
}

static void view_reload(struct app *app, struct view *view)
{
	struct visit *v = of(view);

	v->book = app_book(app);
	visit_load(v);
}

static bool view_keep(struct app *app, struct view *view)
{
	struct visit *v = of(view);

	field_leave(&v->values.line[v->cursor.at]); /* a word that is half typed is kept as one */
	return keep_draft(app, v);
}

static void view_close(struct view *view)
{
	release(of(view));
	free(view);
}

static const struct view_class visit_class = {
	.name = "visit", .title = view_title, .keymaps = view_keymaps, .draw = view_draw,
	.act = view_act, .text = view_text, .key = view_key, .reload = view_reload,
	.keep = view_keep, .close = view_close,
};

static int found(void *arg, rec_t rec)
{
	*(rec_t *)arg = rec;
	return LIST_STOP;
}

/* A session lies in a village: without one the form could never be saved. */
static bool has_village(struct app *app)
{
	struct fault f;
	rec_t any = 0;

	if (list_register(app_book(app), TYPE_VILLAGE, NULL, found, &any, &f))
		app_fault(app, &f);
	else if (!any)
		app_say(app, TONE_WARN, "%s",
			drafts_wait(app_book(app), record_type_info(TYPE_VILLAGE)->name)
				? _("The village has no number yet: ask the officer, then h, Villages, Enter")
				: _("There is no village yet: h, then Villages, adds one"));
	return any != 0;
}

static struct view *make(struct app *app, rec_t session, const char *village, const char *house)
{
	struct visit_view *view;
	struct visit *v;
	struct fault f;

	if (!has_village(app))
		return NULL;
	view = memory_alloc_zero(1, sizeof *view);
	view->view.class = &visit_class;
	v = &view->visit;
	v->book = app_book(app);
	v->session = session;
	VISIT_COPY(v->asked_village, village);
	VISIT_COPY(v->asked_house, house);
	visit_start(v);
	if (session && visit_read(v, &f)) {
		app_fault(app, &f);
		view_close(&view->view);
		return NULL;
	}
	if (visit_draft_get(v))
		app_say(app, TONE_WARN, "%s", _("The draft is open again; ^X drops it"));
	visit_go(v, v->cursor.at);
	return &view->view;
}

struct view *visit_view_new(struct app *app, rec_t session)
{
	return make(app, session, "", "");
}

struct view *visit_view_at(struct app *app, const char *village, const char *household)
{
	return make(app, 0, village, household);
}
