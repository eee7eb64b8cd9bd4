#include "config.h"
#include "tui/records/record_draft.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/words/text_value.h"

void record_draft_begin(struct record_draft *d, struct book *book, enum record_type type, rec_t rec,
			const json_t *fixed, const char *waiting, struct form *form,
			const struct form_field *fields)
{
	const char *name = record_type_info(type)->name;

	*d = (struct record_draft){ .form = form, .fields = fields, .is_new = !rec };
	if (rec)
		snprintf(d->key, sizeof d->key, "%s %" PRId64, name, rec);
	else if (fixed)
		snprintf(d->key, sizeof d->key, "%s %s/%s", name, text_string(fixed, "village"),
			 text_string(fixed, "household"));
	else if (waiting)
		snprintf(d->key, sizeof d->key, "%s", waiting);
	else
		drafts_free_key(book, name, d->key);
	for (int i = 0; i < form->n; i++)
		d->shown[i] = form_value(form, i);
}

void record_draft_release(struct record_draft *d)
{
	for (int i = 0; i < FORM_FIELDS_MAX; i++)
		memory_free_wiped(d->shown[i]);
}

static void item_key(const struct form_field *field, char *out, size_t size)
{
	drafts_item(field->field->name, field->code, out, size);
}

/* Where and of when a new record is goes with what was typed: another form may begin elsewhere. */
static void keep_place(const struct record_draft *d, json_t *draft)
{
	char key[80], *value;

	for (int i = 0; d->is_new && i < d->form->n; i++) {
		const struct field *field = d->fields[i].field;

		if (!field || (field->type != FIELD_VILLAGE && field->type != FIELD_DATE))
			continue;
		item_key(&d->fields[i], key, sizeof key);
		value = form_value(d->form, i);
		json_object_set_new(draft, key, value ? json_string(value) : json_null());
		memory_free_wiped(value);
	}
}

/* What was typed, item by item; NULL for nothing. */
static json_t *typed(const struct record_draft *d, int proposed)
{
	json_t *draft = json_object();
	char key[80];

	for (int i = 0; i < d->form->n; i++) {
		const char *was = d->shown[i];
		char *now = form_value(d->form, i);
		bool same = now && was ? !strcmp(now, was) : !now == !was;

		if (!same && i != proposed && d->fields[i].field) { /* else a heading */
			item_key(&d->fields[i], key, sizeof key);
			json_object_set_new(draft, key, now ? json_string(now) : json_null());
		}
		memory_free_wiped(now);
	}
	if (json_object_size(draft)) {
		keep_place(d, draft);
		return draft;
	}
	json_decref(draft);
	return NULL;
}

bool record_draft_restore(struct app *app, struct record_draft *d)
{
	json_t *draft = drafts_fetch(app_book(app), d->key), *value;
	bool there = draft != NULL;
	char key[80];

	for (int i = 0; i < d->form->n; i++) {
		if (!d->fields[i].field)
			continue;
		item_key(&d->fields[i], key, sizeof key);
		value = json_object_get(draft, key);
		if (value)
			form_set(d->form, i, json_string_value(value));
	}
	json_decref(draft);
	return there;
}

bool record_draft_any(const struct record_draft *d, int proposed)
{
	json_t *draft = typed(d, proposed);
	bool any = draft != NULL;

	json_decref(draft);
	return any;
}

bool record_draft_keep(struct app *app, struct record_draft *d, int proposed)
{
	json_t *draft;
	struct fault f;

	if (!d->unkept)
		return true;
	draft = typed(d, proposed);
	if (!draft)
		return record_draft_drop(app, d);
	if (drafts_keep(app_book(app), d->key, draft, &f)) {
		app_fault(app, &f);
		return false;
	}
	d->unkept = false;
	return true;
}

bool record_draft_drop(struct app *app, struct record_draft *d)
{
	struct fault f;

	if (drafts_drop(app_book(app), d->key, &f)) {
		app_fault(app, &f);
		return false;
	}
	d->unkept = false;
	return true;
}
