#include "config.h"
#include "tui/records/record_form_value.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/catalog/catalog.h"
#include "store/catalog/moves.h"
#include "store/query/list_register.h"
#include "store/record/read.h"
#include "store/record/topics.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/records/next_code.h"
#include "tui/words/text_value.h"
#include "tui/words/when.h"

bool form_field_of_type(enum record_type type)
{
	return type == TYPE_VILLAGE || type == TYPE_HOUSEHOLD || type == TYPE_TEAM ||
	       type == TYPE_MEMBER || type == TYPE_TOPIC || type == TYPE_STATUS;
}

/* ---- choices ---- */

/* Append a choice; code and label are copied when texts is given. */
static void add_choice(struct form_item *item, struct form_field *field, const char *code,
		       const char *label, bool copied)
{
	struct form_choice *choices = memory_resize((void *)(uintptr_t)item->choices,
						    (size_t)item->n_choices + 1, sizeof *choices);

	if (copied) {
		size_t n = 0;

		while (field->texts && field->texts[n])
			n++;
		field->texts = memory_resize(field->texts, n + 3, sizeof *field->texts);
		code = field->texts[n] = memory_strdup(code);
		label = field->texts[n + 1] = memory_strdup(label);
		field->texts[n + 2] = NULL;
	}
	choices[item->n_choices++] = (struct form_choice){ code, label };
	item->choices = choices;
}

struct collecting {
	struct app *app;
	struct form_item *item;
	struct form_field *field;
};

/* A village or team as "Ấp Bắc (26572-01)". */
static int add_register(void *arg, rec_t rec)
{
	struct collecting *c = arg;
	struct fault f;
	json_t *object = record_read(app_book(c->app), rec, &f);
	const char *code = json_string_value(json_object_get(object, "code"));
	const char *name = json_string_value(json_object_get(object, "name"));
	char label[300];

	if (code && name) {
		snprintf(label, sizeof label, "%s (%s)", name, code);
		add_choice(c->item, c->field, code, label, true);
	}
	json_decref(object);
	return object ? FAULT_OK : (int)f.code;
}

static void add_registers(struct app *app, enum record_type type, struct form_item *item,
			  struct form_field *field)
{
	struct collecting c = { app, item, field };
	struct fault f;

	if (list_register(app_book(app), type, NULL, add_register, &c, &f))
		app_fault(app, &f);
}

static void add_vocabulary(const char *list, struct form_item *item, struct form_field *field)
{
	size_t n;
	const struct vocab *v = vocab_list(list, &n);

	for (size_t i = 0; i < n; i++)
		add_choice(item, field, v[i].code, vocab_label(&v[i], lang_english()), false);
}

/* One of the choices already. */
static bool is_offered(const struct form_item *item, const char *code)
{
	for (int i = 0; i < item->n_choices; i++)
		if (item->choices[i].code && !strcmp(item->choices[i].code, code))
			return true;
	return false;
}

static void add_moves(struct form_item *item, struct form_field *field, const char *moves)
{
	struct buffer label = { 0 };

	text_moves(&label, moves);
	if (label.len && !is_offered(item, moves))
		add_choice(item, field, moves, buffer_text(&label), true);
	buffer_release(&label);
}

/* What a topic can move of a household's status: each figure, and what any topic moves at once. */
static void add_figures(struct app *app, struct form_item *item, struct form_field *field)
{
	const struct record_type_info *info = record_type_info(TYPE_STATUS);
	size_t n;
	const struct topic *topics = book_topics(app_book(app), &n);

	for (const struct field *fd = info->fields; fd->name; fd++)
		if (moves_are(fd->name))
			add_moves(item, field, fd->name);
	for (size_t i = 0; i < n; i++)
		add_moves(item, field, topics[i].status);
}

static void add_yes_no(struct form_item *item, struct form_field *field)
{
	add_choice(item, field, "0", _("no"), false);
	add_choice(item, field, "1", _("yes"), false);
}

/* ---- items ---- */

static bool is_yes_no(const struct field *field)
{
	return field->type == FIELD_INT && field->max == 1;
}

static bool is_choice(enum record_type type, const struct field *field)
{
	return is_yes_no(field) || field->type == FIELD_CODE || field->type == FIELD_VILLAGE ||
	       field->type == FIELD_TEAM ||
	       (type == TYPE_TOPIC && field->type == FIELD_IDENT && !(field->flags & FIELD_FIXED));
}

static void choices_of(struct app *app, const struct field *field, struct form_item *item,
		       struct form_field *own)
{
	bool role = field->list && !strcmp(field->list, "role");

	if (!(field->flags & FIELD_REQUIRED) && !role)
		add_choice(item, own, NULL, "—", false);
	switch (field->type) {
	case FIELD_CODE:
		add_vocabulary(field->list, item, own);
		break;
	case FIELD_VILLAGE:
		add_registers(app, TYPE_VILLAGE, item, own);
		break;
	case FIELD_TEAM:
		add_registers(app, TYPE_TEAM, item, own);
		break;
	case FIELD_INT:
		add_yes_no(item, own);
		break;
	default: /* of a topic: what bounds its count, the figure it moves */
		if (!strcmp(field->name, "cap"))
			add_choice(item, own, "people", _("the people present"), false);
		else
			add_figures(app, item, own);
	}
}

/* A day or month as one types it: today's is the example. */
static const char *day_hint(struct book *book, bool month_only)
{
	static char hints[2][80]; /* until the next call */
	char *hint = hints[month_only], date[DATE_SIZE];

	date_format_vn(date, book_now(book)->day); /* 17/11/2026 */
	if (month_only)
		snprintf(hint, sizeof hints[0], _("Month/year: %s"), strchr(date, '/') + 1);
	else
		snprintf(hint, sizeof hints[0], _("Day/month/year: %s"), date);
	return hint;
}

static const char *hint_of(struct book *book, const struct field *field)
{
	switch (field->type) {
	case FIELD_DATE:
		return day_hint(book, false);
	case FIELD_MONTH:
		return day_hint(book, true);
	case FIELD_VILLAGES:
		return _("Codes of villages, with commas between");
	case FIELD_INT:
		return is_yes_no(field) ? _("← → or Space chooses")
					: _("A number; empty: not known");
	case FIELD_TEXT:
		if (strcmp(field->name, "hint"))
			return NULL;
		return _("House number or landmark; no names, no phone numbers");
	case FIELD_IDENT:
	case FIELD_LONGTEXT:
		return NULL;
	default:
		return _("← → or Space chooses");
	}
}

static int letters_of(const struct field *field)
{
	switch (field->type) {
	case FIELD_DATE:
		return DATE_SIZE - 1;
	case FIELD_MONTH:
		return MONTH_SIZE - 1;
	case FIELD_INT:
		return field->max > 99 ? 5 : 2;
	case FIELD_VILLAGES:
		return 200;
	default:
		return field->max;
	}
}

/* Codes, days and figures are typed as they are; a member's or team's code is its name. */
static bool is_plain(const struct field *field)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_LONGTEXT:
		return false;
	case FIELD_IDENT:
		return strcmp(field->list, "name") != 0;
	default:
		return true;
	}
}

/* A yes or no for each code of the list. */
static int code_items(const struct field *field, struct form_item *items,
		      struct form_field *fields, int room)
{
	size_t n;
	const struct vocab *v = vocab_list(field->list, &n);
	int made = 0;

	for (size_t i = 0; i < n && made < room; i++, made++) {
		fields[made] = (struct form_field){ .field = field, .code = v[i].code };
		items[made] = (struct form_item){
			.label = vocab_label(&v[i], lang_english()), .hint = hint_of(NULL, field),
			.type = FORM_CHOICE };
		add_yes_no(&items[made], &fields[made]);
	}
	return made;
}

struct offering {
	struct app *app;
	const struct field *field;
	struct form_item *items;
	struct form_field *fields;
	int n, room;
};

/* One village to say yes or no to. */
static int offer_village(void *arg, rec_t rec)
{
	struct offering *o = arg;
	struct form_item *item = &o->items[o->n];
	struct form_field *own = &o->fields[o->n];
	struct fault f;
	json_t *village;

	if (o->n == o->room)
		return LIST_STOP;
	village = record_read(app_book(o->app), rec, &f);
	if (!village)
		return (int)f.code;
	*own = (struct form_field){ .field = o->field };
	own->texts = memory_alloc_zero(3, sizeof *own->texts);
	own->texts[0] = memory_strdup(text_string(village, "code"));
	own->texts[1] = memory_format("%s (%s)", text_string(village, "name"), own->texts[0]);
	own->code = own->texts[0];
	*item = (struct form_item){ .label = own->texts[1], .hint = _("Space: of this team or not"),
				    .type = FORM_CHOICE };
	add_yes_no(item, own);
	o->n++;
	json_decref(village);
	return FAULT_OK;
}

/* A heading and every registered village; none where they are not all to be had: codes are typed. */
static int village_items(struct app *app, const struct field *field, struct form_item *items,
			 struct form_field *fields, int room)
{
	struct offering o = { app, field, items, fields, 1, room };
	struct fault f;
	int villages = 0, rc = list_count(app_book(app), TYPE_VILLAGE, &villages, &f);

	if (rc || !villages || villages >= room)
		return 0;
	fields[0] = (struct form_field){ 0 };
	items[0] = (struct form_item){ .label = _("Villages it looks after"), .type = FORM_NOTE };
	rc = list_register(app_book(app), TYPE_VILLAGE, NULL, offer_village, &o, &f);
	if (rc)
		app_fault(app, &f);
	return o.n;
}

int form_field_items(struct app *app, enum record_type type, const struct field *field,
		     struct form_item *items, struct form_field *fields, int room)
{
	int villages;

	if (room < 1)
		return 0;
	if (field->type == FIELD_CODES)
		return code_items(field, items, fields, room);
	if (field->type == FIELD_VILLAGES && (villages = village_items(app, field, items, fields, room)))
		return villages;
	fields[0] = (struct form_field){ .field = field };
	items[0] = (struct form_item){ .label = text_label(type, field->name),
				       .hint = hint_of(app_book(app), field),
				       .max = letters_of(field), .plain = is_plain(field),
				       .only = field->type == FIELD_INT ? FORM_DIGITS : NULL,
				       .words = record_type_has_words(type, field) };
	if (!strcmp(field->name, "code") && next_code_is_asked(app, type))
		items[0].hint = _("Its number on the commune's list: ask the officer");
	if (!is_choice(type, field))
		return 1;
	items[0].type = FORM_CHOICE;
	items[0].hint = _("← → or Space chooses");
	choices_of(app, field, &items[0], &fields[0]);
	return 1;
}

void form_field_release(struct form_field *field, struct form_item *item)
{
	for (size_t i = 0; field->texts && field->texts[i]; i++)
		free(field->texts[i]);
	free(field->texts);
	free((void *)(uintptr_t)item->choices);
}

/* ---- values in ---- */

static void show_date(const json_t *value, struct form *form, int i)
{
	char shown[DATE_SIZE] = "";
	day_t day;

	if (json_is_string(value) && date_parse(&day, json_string_value(value)))
		date_format_vn(shown, day);
	form_set(form, i, shown);
}

static void show_month(const json_t *value, struct form *form, int i)
{
	char shown[16] = "";
	day_t day;
	int year, month;

	if (json_is_string(value) && date_parse_month(&day, json_string_value(value))) {
		date_split(day, &year, &month, NULL);
		snprintf(shown, sizeof shown, "%02d/%d", month, year);
	}
	form_set(form, i, shown);
}

static bool has_code(const json_t *list, const char *code)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item)
		if (json_is_string(item) && !strcmp(json_string_value(item), code))
			return true;
	return false;
}

void form_field_show(const struct form_field *field, const json_t *values, struct form *form,
		     int i)
{
	const json_t *value = json_object_get(values, field->field->name);
	char text[512];

	switch (field->field->type) {
	case FIELD_DATE:
		show_date(value, form, i);
		break;
	case FIELD_MONTH:
		show_month(value, form, i);
		break;
	case FIELD_CODES:
		form_set(form, i, has_code(value, field->code) ? "1" : "0");
		break;
	case FIELD_VILLAGES:
		text_join(text, sizeof text, NULL, value);
		form_set(form, i, !field->code ? text : has_code(value, field->code) ? "1" : "0");
		break;
	case FIELD_INT:
		snprintf(text, sizeof text, "%d", (int)json_integer_value(value));
		if (json_is_integer(value))
			form_set(form, i, text);
		break;
	default:
		if (json_is_string(value))
			form_set(form, i, json_string_value(value));
	}
}

/* ---- values out ---- */

/* A day as people type it as "2026-11-17"; anything else as it is. */
static json_t *date_of(const char *text, day_t today)
{
	char iso[DATE_SIZE];
	day_t day;

	if (!when_day(&day, text, today, false))
		return json_string(text);
	date_format(iso, day);
	return json_string(iso);
}

/* "11/2026" as "2026-11"; anything else as it is. */
static json_t *month_of(const char *text)
{
	int m, y, end = 0;
	char iso[DATE_SIZE];
	day_t day;

	if (sscanf(text, "%2d/%4d%n", &m, &y, &end) != 2 || text[end] || !date_make(&day, y, m, 1))
		return json_string(text);
	date_format_month(iso, day);
	return json_string(iso);
}

static json_t *list_of(const char *text)
{
	static const char between[] = ", ;";
	json_t *list = json_array();

	for (text += strspn(text, between); *text; text += strspn(text, between)) {
		size_t n = strcspn(text, between);

		json_array_append_new(list, json_stringn(text, n));
		text += n;
	}
	return list;
}

static json_t *number_of(const char *text)
{
	char *end;
	long number = strtol(text, &end, 10);

	return *end || !isdigit((unsigned char)*text) ? json_string(text) : json_integer(number);
}

/* The list of codes is made when its first item comes, also when none is said yes to. */
static void take_code(const struct form_field *field, bool yes, json_t *input)
{
	json_t *list = json_object_get(input, field->field->name);

	if (!list) {
		list = json_array();
		json_object_set_new(input, field->field->name, list);
	}
	if (yes)
		json_array_append_new(list, json_string(field->code));
}

void form_field_take(const struct form_field *field, const char *value, day_t today, json_t *input)
{
	const char *name = field->field->name;
	json_t *json;

	if (field->code) {
		take_code(field, value && *value == '1', input);
		return;
	}
	if (!value || !*value)
		json = json_null();
	else if (field->field->type == FIELD_INT)
		json = number_of(value);
	else if (field->field->type == FIELD_DATE)
		json = date_of(value, today);
	else if (field->field->type == FIELD_MONTH)
		json = month_of(value);
	else if (field->field->type == FIELD_VILLAGES)
		json = list_of(value);
	else
		json = json_string(value);
	json_object_set_new(input, name, json ? json : json_null());
}
