#include "config.h"
#include "tui/records/record_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/book/now.h"
#include "store/record/read.h"
#include "tui/app/app.h"
#include "tui/app/draw.h"
#include "tui/app/long_number.h"
#include "tui/app/old_day.h"
#include "tui/env/translate.h"
#include "tui/records/change.h"
#include "tui/records/household_kinds.h"
#include "tui/records/new_record.h"
#include "tui/records/next_code.h"
#include "tui/records/record_code.h"
#include "tui/records/record_day.h"
#include "tui/records/record_draft.h"
#include "tui/records/record_form_value.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/unlock/member_key.h"
#include "tui/widgets/form.h"
#include "tui/words/figure_groups.h"
#include "tui/words/fit.h"
#include "tui/words/household_words.h"
#include "tui/words/record_type_words.h"
#include "tui/words/say.h"
#include "tui/words/slot_words.h"
#include "tui/words/text_value.h"

struct record_form {
	struct view view;
	enum record_type type;
	rec_t rec;               /* 0: new */
	struct form form;
	struct form_item items[FORM_FIELDS_MAX];
	struct form_field fields[FORM_FIELDS_MAX];
	int n;
	json_t *fixed;           /* codes that come with a new record and are not asked for */
	char name[FACE_SIZE];    /* code of the record that is changed, or the household's face */
	struct record_code code; /* what is proposed for it */
	struct record_draft draft;
	bool restored;           /* opened with a draft */
	bool leaving;            /* Esc was pressed once */
	day_t agreed;            /* the day it had, or that was asked about; 0 none */
	int typed_in;            /* the item last typed in: see is_typed_over() */
};

static struct record_form *of(struct view *view)
{
	return (struct record_form *)view;
}

enum { CODE_LEAST = 4 /* columns of a name that says anything */ };

/* The name gives way: what is done here is said in any case. */
static void form_title(struct view *view, char *out, size_t size)
{
	struct record_form *r = of(view);
	const char *what = record_type_word(r->type), *doing = r->rec ? _("Edit") : _("Add");
	int room = app_title_room(view->app) - paint_width(what) - paint_width(doing) - 3;
	char name[FACE_SIZE];

	snprintf(name, sizeof name, "%s", r->name);
	if (r->restored)
		room -= paint_width(_("Draft")) + 3;
	if (room < CODE_LEAST)
		*name = 0;
	else
		fit_end(name, sizeof name, room);
	snprintf(out, size, "%s%s%s: %s%s%s", what, *name ? " " : "", name, doing,
		 r->restored ? " · " : "", r->restored ? _("Draft") : "");
}

static unsigned record_form_keymaps(struct view *view)
{
	return IN_ANY | form_keymaps(&of(view)->form);
}

static void draw_form(struct view *view, const struct area *area)
{
	struct area below = { area->row + 1, area->col, area->rows - 1, area->cols };

	form_draw(&of(view)->form, &below);
}

/* ---- proposing a code ---- */

static int item_of(const struct record_form *r, const char *field)
{
	return record_code_item_of(&r->form, r->fields, field);
}

/*
 * Figures and codes that were proposed: the first letter typed replaces them. The beginning of a
 * code whose number is asked for is gone on with.
 */
static bool is_typed_over(const struct record_form *r)
{
	int at = r->form.at;

	return r->n && r->typed_in != at &&
	       (r->fields[at].field->type == FIELD_INT ||
		(record_code_proposed(&r->code) == at && !next_code_is_asked(r->view.app, r->type)));
}

/* What follows from what is in the fields. */
static void follow(struct record_form *r)
{
	record_code_propose(&r->code);
	record_day_note(&r->form, r->fields, book_now(app_book(r->view.app))->day);
}

/* ---- saving ---- */

static json_t *input_of(struct record_form *r)
{
	day_t today = book_now(app_book(r->view.app))->day;
	json_t *input = json_object();

	if (r->fixed)
		json_object_update(input, r->fixed);
	for (int i = 0; i < r->n; i++) {
		char *value = r->fields[i].field ? form_value(&r->form, i) : NULL;

		if (!r->fields[i].field) /* a heading */
			continue;
		form_field_take(&r->fields[i], value, today, input);
		free(value);
	}
	return input;
}

/* A refused field gets its reason below it; anything else goes to the message line. */
static void refuse(struct app *app, struct record_form *r, struct fault *f)
{
	char name[48];
	int item;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(f->field, "[."), f->field);
	item = f->code == FAULT_FIELD ? item_of(r, name) : -1;
	if (item >= 0) {
		struct fault reason = *f;
		char *typed = form_value(&r->form, item), *text;

		reason.field[0] = 0;
		if (typed && !strcmp(typed, f->subject)) /* it stands above */
			reason.subject[0] = 0;
		memory_free_wiped(typed);
		text = say_text(&reason);
		form_error(&r->form, item, text);
		free(text);
	} else {
		app_fault(app, f);
	}
}

/* A member's code is for good, and the lock screen cannot bear every one. */
static bool long_name(struct record_form *r, const json_t *input)
{
	const char *code = json_string_value(json_object_get(input, "code"));
	char *why;

	if (r->rec || r->type != TYPE_MEMBER || !code || strlen(code) < VAULT_NAME_MAX)
		return false;
	why = say_sentence(slot_why(SLOT_LONG_NAME));
	form_error(&r->form, item_of(r, "code"), why);
	free(why);
	return true;
}

/* The code a new member was saved under, which his key slot will bear; "" of other records. */
static void new_member(const struct record_form *r, const json_t *input, char out[VAULT_NAME_MAX])
{
	const char *code = text_string(input, "code");
	char *name;
	size_t n;

	*out = 0;
	if (r->rec || r->type != TYPE_MEMBER || text_name(code, strlen(code), &name, &n))
		return;
	snprintf(out, VAULT_NAME_MAX, "%s", name);
	free(name);
}

/* Of which household something was saved, as a message has room for; "" for what is none's. */
static void saved_face(const struct record_form *r, const json_t *input, char out[FACE_SIZE])
{
	int room = MESSAGE_COLS - paint_width(_("Saved · %s; u takes that back")) + 2;

	if (r->type == TYPE_HOUSEHOLD)
		household_face(out, FACE_SIZE, text_string(input, "code"),
			       text_string(input, "hint"), room);
	else
		snprintf(out, FACE_SIZE, "%s", r->type == TYPE_STATUS ? r->name : "");
	fit_end(out, FACE_SIZE, room);
}

/* Whether saving waits for what may be a slip; said, and gone to. */
static bool asks_once_more(struct app *app, struct record_form *r)
{
	day_t day;
	int item;

	if (long_number_in_form(app, &r->form))
		return true;
	item = record_day_item(&r->form, r->fields, book_now(app_book(app))->day, &day);
	if (item < 0 || !old_day_asks(app, day, &r->agreed, "^S"))
		return false;
	r->form.at = item;
	return true;
}

/* joined: members whom a new team took in. */
static void say_saved(struct app *app, int rc, const char *face, int joined)
{
	if (rc)
		app_say(app, TONE_PLAIN, _("Nothing was changed"));
	else if (joined)
		app_say(app, TONE_GOOD,
			P_("Saved; %d member is in this team now; u takes that back",
			   "Saved; %d members are in this team now; u takes that back",
			   (unsigned long)joined), joined);
	else if (*face)
		app_say(app, TONE_GOOD, _("Saved · %s; u takes that back"), face);
	else
		app_say(app, TONE_GOOD, _("Saved; u takes that back"));
}

static void save(struct app *app, struct record_form *r)
{
	char verb[33], member[VAULT_NAME_MAX], face[FACE_SIZE];
	struct fault f = { 0 };
	json_t *input;
	int rc, joined;

	record_code_complete(&r->code);
	input = input_of(r);
	form_error(&r->form, 0, NULL);
	if (record_code_lacks_number(&r->code))
		form_error(&r->form, item_of(r, "code"),
			   _("No number yet: ask the officer; Esc keeps it for later"));
	if (record_code_lacks_number(&r->code) || asks_once_more(app, r) || long_name(r, input)) {
		json_decref(input);
		return;
	}
	snprintf(verb, sizeof verb, "%s%s", r->rec ? "edit" : record_type_info(r->type)->name,
		 r->rec ? "" : "_add");
	rc = change_record(app, verb, r->type, r->rec, input, r->draft.key, &joined, &f);
	new_member(r, input, member);
	saved_face(r, input, face);
	json_decref(input);
	if (rc && rc != FAULT_NOTHING) {
		refuse(app, r, &f);
		return;
	}
	if (rc && !record_draft_drop(app, &r->draft))
		return;
	app_pop(app);
	say_saved(app, rc, face, joined);
	if (!rc && *member && member_key_offer(app, member))
		app_say(app, TONE_GOOD, _("Saved: %s"), member); /* u is a letter there */
}

/* ---- acting ---- */

/* Whether it goes on waiting when one leaves: it did before, or its number is not known. */
static bool waits(const struct record_form *r)
{
	return (!r->rec && !r->fixed && r->restored) || record_code_lacks_number(&r->code);
}

/* What is typed waits, or goes at the second press only. true: the form stays, or has gone. */
static bool stays(struct app *app, struct record_form *r, bool again)
{
	bool any = record_draft_any(&r->draft, record_code_proposed(&r->code));

	if (any && waits(r)) {
		bool numberless = record_code_lacks_number(&r->code);

		if (!record_draft_keep(app, &r->draft, record_code_proposed(&r->code)))
			return true;
		app_pop(app); /* r is gone after this */
		app_say(app, TONE_WARN, "%s",
			numberless ? _("Waits in the list, without its number: Enter goes on, Del drops it")
				   : _("Waits in the list: Enter goes on with it, Del drops it"));
		return true;
	}
	if (again || !any)
		return !record_draft_drop(app, &r->draft);
	r->leaving = true;
	app_say(app, TONE_WARN, _("Not saved yet: ^S saves, Esc once more drops it"));
	return true;
}

static bool form_keep(struct app *app, struct view *view)
{
	struct record_form *r = of(view);

	return record_draft_keep(app, &r->draft, record_code_proposed(&r->code));
}

static bool form_base_act(struct app *app, struct view *view, enum action action)
{
	struct record_form *r = of(view);
	bool last, leaving = r->leaving;

	r->leaving = false;
	if (action == ACT_SAVE) {
		save(app, r);
		return true;
	}
	if (action == ACT_BACK)
		return stays(app, r, leaving);
	if (!form_act(&r->form, action, &last))
		return false;
	r->typed_in = -1;
	record_code_complete(&r->code);
	record_day_write(&r->form, r->fields, book_now(app_book(app))->day);
	follow(r);
	form_keep(app, view);
	if (last)
		save(app, r);
	return true;
}

/* Something was typed, or chosen, in the item one is on. */
static void typed_here(struct record_form *r)
{
	const char *off = household_kinds_settle(&r->form, r->fields, r->form.at);

	if (off)
		app_say(r->view.app, TONE_PLAIN, _("%s: no, for the two cannot go together"), off);
	r->draft.unkept = true;
	follow(r);
}

static void form_base_text(struct app *app, struct view *view, const char *text, size_t len,
			   bool pasted)
{
	struct record_form *r = of(view);

	(void)app;
	(void)pasted;
	r->leaving = false;
	if (is_typed_over(r))
		form_set(&r->form, r->form.at, "");
	r->typed_in = r->form.at;
	if (!form_text(&r->form, text, len))
		term_refuse();
	typed_here(r);
}

static void form_base_key(struct app *app, struct view *view, int key)
{
	struct record_form *r = of(view);

	(void)app;
	r->leaving = false;
	r->typed_in = r->form.at;
	if (form_key(&r->form, key))
		typed_here(r);
	else
		term_refuse();
}

static void form_close(struct view *view)
{
	struct record_form *r = of(view);

	form_release(&r->form);
	record_draft_release(&r->draft);
	for (int i = 0; i < r->n; i++)
		form_field_release(&r->fields[i], &r->items[i]);
	json_decref(r->fixed);
	free(r);
}

static const struct view_class form_class = {
	.name = "record_form", .title = form_title, .keymaps = record_form_keymaps,
	.draw = draw_form,
	.act = form_base_act, .text = form_base_text, .key = form_base_key, .keep = form_keep,
	.close = form_close,
};

/* ---- making it ---- */

/* Codes a new record gets from where it is added, not from the form. */
static void keep_fixed(struct record_form *r, const json_t *start)
{
	static const char *const names[] = { "village", "household" };

	if (r->type != TYPE_STATUS || r->rec)
		return;
	r->fixed = json_object();
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		json_object_set(r->fixed, names[i], json_object_get(start, names[i]));
}

/* Not asked for: what is fixed or the program's to set, and the place of what is there already. */
static bool is_asked(const struct record_form *r, const struct field *fd)
{
	bool place = fd->type == FIELD_VILLAGE || fd->type == FIELD_HOUSEHOLD;

	if (r->rec || fd->flags & FIELD_INTERNAL)
		return !place && !(fd->flags & (FIELD_FIXED | FIELD_INTERNAL));
	return !place || r->type != TYPE_STATUS;
}

static void keep_name(struct record_form *r, const json_t *values)
{
	const char *code = text_string(values, "code");

	if (r->type == TYPE_STATUS)
		household_face_of(r->name, sizeof r->name, app_book(r->view.app),
				  text_string(values, "village"), text_string(values, "household"),
				  0);
	else if (r->type == TYPE_HOUSEHOLD && *code)
		household_face(r->name, sizeof r->name, code, text_string(values, "hint"), 0);
	else
		snprintf(r->name, sizeof r->name, "%s", code);
}

static void add_field(struct record_form *r, const struct field *fd)
{
	if (is_asked(r, fd))
		r->n += form_field_items(r->view.app, r->type, fd, r->items + r->n,
					 r->fields + r->n, FORM_FIELDS_MAX - r->n);
}

/* Two dozen figures are no list to fill in: they stand in groups, under a heading each. */
static void add_figures(struct record_form *r)
{
	const struct field *fd;

	for (int group = 0; group < FIGURE_GROUPS; group++) {
		r->items[r->n++] = (struct form_item){ .label = _(figure_groups[group].label),
						       .type = FORM_NOTE };
		for (int at = 0; (fd = figure_group_field(group, at)); at++)
			add_field(r, fd);
	}
}

static void add_fields(struct record_form *r)
{
	const struct record_type_info *info = record_type_info(r->type);

	for (const struct field *fd = info->fields; fd->name; fd++)
		if (r->type != TYPE_STATUS || fd->type != FIELD_INT)
			add_field(r, fd);
	if (r->type == TYPE_STATUS)
		add_figures(r);
}

struct view *record_form_new(struct app *app, enum record_type type, rec_t rec, const json_t *start,
			     const char *draft)
{
	struct record_form *r;
	struct fault f = { 0 };
	json_t *values = rec ? record_read(app_book(app), rec, &f)
			     : new_record_begin(app_book(app), type, start, &f);

	if (f.code)
		app_fault(app, &f);
	if (!values)
		return NULL;
	r = memory_alloc_zero(1, sizeof *r);
	r->view.class = &form_class;
	r->view.app = app;
	r->type = type;
	r->rec = rec;
	r->typed_in = -1;
	keep_name(r, values);
	keep_fixed(r, values);
	add_fields(r);
	form_init(&r->form, r->items, r->n);
	for (int i = 0; i < r->n; i++)
		if (r->fields[i].field)
			form_field_show(&r->fields[i], values, &r->form, i);
	json_decref(values);
	r->code = (struct record_code){ .app = app, .type = type, .form = &r->form,
					.fields = r->fields, .is_new = !rec };
	record_code_propose(&r->code);
	if (!rec || record_day_item(&r->form, r->fields, book_now(app_book(app))->day, &r->agreed) < 0)
		r->agreed = 0;
	record_draft_begin(&r->draft, app_book(app), r->type, r->rec, r->fixed, draft, &r->form,
			   r->fields);
	r->restored = record_draft_restore(app, &r->draft);
	follow(r); /* the village, a day of the draft */
	if (r->restored)
		app_say(app, TONE_WARN, "%s", waits(r) ? _("The draft is open again; Esc keeps it")
						       : _("The draft is open again; Esc twice drops it"));
	return &r->view;
}
