#include "config.h"
#include "tui/records/record_view.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/base/memory.h"
#include "store/record/conflicts.h"
#include "store/record/joined.h"
#include "store/record/read.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/records/change.h"
#include "tui/records/record_form_value.h"
#include "tui/term/term.h"
#include "tui/widgets/rows.h"
#include "tui/words/household_words.h"
#include "tui/words/record_type_words.h"
#include "tui/words/text_history.h"
#include "tui/words/text_value.h"

enum { LABEL_WIDTH = 30, LABEL_NARROW = 24, WIDE = 74 };
enum tag { TAG_FIELD, TAG_STEP, TAGS };

struct record_view {
	struct view view;
	rec_t rec;
	enum record_type type;
	rec_t household; /* of the session or snapshot; 0 none */
	json_t *conflicts; /* of conflicts_read(); NULL none */
	struct rows rows;
	int width;       /* for which the rows were broken; 0: read anew */
};

static struct record_view *of(struct view *view)
{
	return (struct record_view *)view;
}

static void record_title(struct view *view, char *out, size_t size)
{
	snprintf(out, size, "%s", record_type_word(of(view)->type));
}

static unsigned record_keymaps(struct view *view)
{
	(void)view;
	return IN_ANY | IN_LIST | IN_RECORD;
}

/* ---- the lines ---- */

static void add_line(struct record_view *r, enum tag tag, enum style style,
		     const char *label, const char *text, int width)
{
	rows_wrap(&r->rows, (struct row){ .tag = tag, .style = style }, label, text, width);
}

/* The very household, where several have its code; false: it cannot be read. */
static bool put_household(const struct record_view *r, struct buffer *text)
{
	struct fault f;
	json_t *household = record_read(app_book(r->view.app), r->household, &f);
	bool read = household != NULL;
	char face[FACE_SIZE];

	if (read) {
		household_face(face, sizeof face, text_string(household, "code"),
			       text_string(household, "hint"), 0);
		buffer_put(text, face);
	}
	json_decref(household);
	return read;
}

static void add_fields(struct record_view *r, const json_t *object, int width)
{
	const struct record_type_info *info = record_type_info(r->type);

	for (const struct field *fd = info ? info->fields : NULL; fd && fd->name; fd++) {
		const json_t *value = json_object_get(object, fd->name);
		struct buffer text = { 0 };

		if (!text_has_value(value))
			continue;
		if (fd->type != FIELD_HOUSEHOLD || !put_household(r, &text))
			text_field(&text, app_book(r->view.app), fd, value,
				   text_string(object, "village"), 0);
		add_line(r, TAG_FIELD, STYLE_TEXT, text_label(r->type, fd->name),
			 buffer_text(&text), width);
		buffer_release(&text);
	}
}

/* What else was given for a field, by whom, and how to take it. */
static void add_conflicts(struct record_view *r, const char *id, int width)
{
	struct buffer text = { 0 };
	json_t *one, *value;
	size_t i, j;

	add_line(r, TAG_FIELD, STYLE_WARN, "", _("entered differently on two computers"), width);
	json_array_foreach(r->conflicts, i, one) {
		const char *name = text_string(one, "field");

		json_array_foreach(json_object_get(one, "values"), j, value) {
			if (!j) /* it stands above */
				continue;
			text_conflict_value(&text, app_book(r->view.app),
					    record_type_field(r->type, name), value);
			add_line(r, TAG_FIELD, STYLE_WARN, text_label(r->type, name),
				 buffer_text(&text), width);
			buffer_release(&text);
			buffer_print(&text, "sotay conflicts resolve %.10s %s %d", id, name, (int)j + 1);
			add_line(r, TAG_FIELD, STYLE_FAINT, j == 1 && !i ? _("To take it: quit, then type") : "",
				 buffer_text(&text), width);
			buffer_release(&text);
		}
	}
}

static void add_facts(struct record_view *r, const struct record_facts *facts, int width)
{
	add_line(r, TAG_FIELD, STYLE_TEXT, _("Id"), facts->id, width);
	add_line(r, TAG_FIELD, STYLE_TEXT, _("State"),
		 text_state(app_book(r->view.app), facts->state), width);
	if (facts->voided)
		add_line(r, TAG_FIELD, STYLE_WARN, "", _("taken out of the count"), width);
	if (facts->conflict)
		add_conflicts(r, facts->id, width);
}

static void add_history(struct record_view *r, const json_t *history, int width)
{
	rows_heading(&r->rows, _("History:"));
	for (size_t i = 0; i < json_array_size(history); i++) {
		struct buffer text = { 0 };

		if (text_change_is_told(r->type, history, i))
			continue;
		text_change(&text, app_book(r->view.app), r->type, history, i);
		add_line(r, TAG_STEP, STYLE_TEXT, i ? "" : "+", buffer_text(&text), width);
		buffer_release(&text);
	}
}

/* The history, after all else of the record was read. */
static json_t *read_history(struct record_view *r, const struct record_facts *facts, json_t *object,
			    struct fault *f)
{
	struct book *book = app_book(r->view.app);

	if (facts->type == TYPE_HOUSEHOLD && joined_tell(book, r->rec, object, f))
		return NULL;
	json_decref(r->conflicts);
	r->conflicts = facts->conflict ? conflicts_read(book, r->rec, f) : NULL;
	return facts->conflict && !r->conflicts ? NULL : record_history(book, r->rec, f);
}

static void lay_out(struct record_view *r, int width)
{
	struct book *book = app_book(r->view.app);
	struct record_facts facts;
	struct fault f = { 0 };
	int label = width >= WIDE ? LABEL_WIDTH : LABEL_NARROW;
	json_t *object, *history = NULL;

	rows_clear(&r->rows);
	r->width = width;
	object = record_facts(book, r->rec, &facts, &f) ? NULL : record_read(book, r->rec, &f);
	if (object && !joined_named(book, r->rec, &r->household, &f))
		history = read_history(r, &facts, object, &f);
	if (history) {
		r->type = facts.type;
		add_fields(r, object, width - label - 3);
		add_facts(r, &facts, width - label - 3);
		add_history(r, history, width - 5);
	} else {
		app_fault(r->view.app, &f);
		rows_unread(&r->rows);
	}
	json_decref(object);
	json_decref(history);
	rows_show(&r->rows, NULL);
}

static void record_draw(struct view *view, const struct area *area)
{
	struct record_view *r = of(view);
	int label = area->cols >= WIDE ? LABEL_WIDTH : LABEL_NARROW;
	row_widths widths[TAGS] = {
		[TAG_FIELD] = { label, 0, -1, -1, -1, -1 },
		[TAG_STEP] = { 1, 0, -1, -1, -1, -1 },
	};

	if (r->width != area->cols)
		lay_out(r, area->cols);
	rows_draw(&r->rows, area, (const row_widths *)widths, true);
}

/* ---- acting ---- */

static void record_reload(struct app *app, struct view *view)
{
	struct record_view *r = of(view);
	struct record_facts facts;
	struct fault f;

	if (!record_facts(app_book(app), r->rec, &facts, &f))
		r->type = facts.type; /* else lay_out() says it */
	r->width = 0;
}

static void edit(struct app *app, const struct record_view *r)
{
	if (r->type == TYPE_SESSION)
		app_open_visit(app, r->rec);
	else if (form_field_of_type(r->type))
		app_open_record_form(app, r->type, r->rec, NULL);
	else
		term_refuse();
}

static bool record_act(struct app *app, struct view *view, enum action action)
{
	struct record_view *r = of(view);

	switch (action) {
	case ACT_EDIT:
		edit(app, r);
		return true;
	case ACT_VOID:
		change_void(app, r->rec);
		return true;
	case ACT_ENTER:
		if (r->household)
			app_open_household(app, r->household);
		else
			app_say(app, TONE_PLAIN, _("There is no household to open here"));
		return true;
	default:
		return rows_act(&r->rows, action);
	}
}

static void record_close(struct view *view)
{
	rows_release(&of(view)->rows);
	json_decref(of(view)->conflicts);
	free(view);
}

static const struct view_class record_class = {
	.name = "record", .title = record_title, .keymaps = record_keymaps, .draw = record_draw,
	.act = record_act, .reload = record_reload, .close = record_close,
};

struct view *record_view_new(struct app *app, rec_t rec)
{
	struct record_view *r = memory_alloc_zero(1, sizeof *r);

	(void)app;
	r->view.class = &record_class;
	r->rec = rec;
	r->type = TYPE_ANY;
	return &r->view;
}
