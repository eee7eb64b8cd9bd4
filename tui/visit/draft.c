#include "config.h"
#include "tui/visit/draft.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/base/memory.h"
#include "tui/app/drafts.h"
#include "tui/visit/data.h"
#include "tui/visit/steps.h"

/* What was dropped last. */
static const char aside[] = "dropped";

static const char *draft_key(const struct visit *v, char out[40])
{
	if (v->session)
		snprintf(out, 40, "session %" PRId64, v->session);
	else
		snprintf(out, 40, "session");
	return out;
}

/* Texts as they are typed: half a date is none yet, and comes back all the same. */
static const struct {
	const char *name;
	enum visit_at at;
} raw[] = { { "date", AT_DATE }, { "time", AT_TIME }, { "due", AT_DUE } };
enum { RAW = sizeof raw / sizeof raw[0] };

static json_t *raw_texts(const struct visit_values *values)
{
	json_t *texts = json_object();

	for (int i = 0; i < RAW; i++) {
		char *text = field_get(&values->line[raw[i].at]);

		json_object_set_new(texts, raw[i].name, json_string(text));
		memory_free_wiped(text);
	}
	return texts;
}

static void take_raw(struct visit_values *values, const json_t *texts)
{
	for (int i = 0; i < RAW; i++) {
		const char *text = json_string_value(json_object_get(texts, raw[i].name));

		if (text)
			field_set(&values->line[raw[i].at], text);
	}
}

static json_t *closing_list(const struct visit_values *values)
{
	json_t *list = json_array();

	for (int i = 0; i < values->n_closing; i++)
		json_array_append_new(list, json_integer(values->closing[i]));
	return list;
}

int visit_draft_put(const struct visit *v, struct fault *f)
{
	const struct visit_values *values = &v->values;
	json_t *o = visit_session(v, true);
	char *hint = field_get(&values->line[AT_HINT]), key[40];

	json_object_set_new(o, "closing", closing_list(values));
	json_object_set_new(o, "status", json_boolean(values->status_taken));
	json_object_set_new(o, "new", json_boolean(values->house_new));
	json_object_set_new(o, "at", json_integer(v->cursor.at));
	json_object_set_new(o, "session", json_integer(v->session));
	json_object_set_new(o, "old_note", visit_json_text(values->old_note));
	json_object_set_new(o, "hint", visit_json_text(hint));
	json_object_set_new(o, "typed", raw_texts(values));
	memory_free_wiped(hint);
	return drafts_keep(v->book, draft_key(v, key), o, f);
}

static void take_closing(struct visit_values *values, const json_t *list)
{
	json_t *each;
	size_t i;

	values->n_closing = 0;
	json_array_foreach(list, i, each)
		if (values->n_closing < VISIT_OPEN)
			values->closing[values->n_closing++] = json_integer_value(each);
}

static void take_draft(struct visit_values *values, const json_t *o)
{
	values->n_topics = values->n_promises = 0;
	visit_take(values, o);
	take_closing(values, json_object_get(o, "closing"));
	values->status_taken = json_is_true(json_object_get(o, "status"));
	values->house_new = json_is_true(json_object_get(o, "new"));
	free(values->old_note);
	values->old_note = memory_strdup(json_string_value(json_object_get(o, "old_note")));
	field_set(&values->line[AT_HINT], json_string_value(json_object_get(o, "hint")));
}

/* The draft kept under a key if it is of this form's session, else NULL. */
static json_t *own_draft(const struct visit *v, const char *key)
{
	json_t *o = drafts_fetch(v->book, key);

	if (o && json_integer_value(json_object_get(o, "session")) == v->session)
		return o;
	json_decref(o);
	return NULL;
}

bool visit_draft_get(struct visit *v)
{
	char key[40];
	json_t *o = own_draft(v, draft_key(v, key));
	json_int_t at = json_integer_value(json_object_get(o, "at"));
	bool ours = o != NULL;

	if (ours) {
		take_draft(&v->values, o);
		v->cursor.at = at >= 0 && at < VISIT_FIELDS ? (enum visit_at)at : AT_HOUSE;
		v->dirty = v->restored = true;
	}
	visit_show_due(v);
	take_raw(&v->values, json_object_get(o, "typed"));
	json_decref(o);
	return ours;
}

int visit_draft_drop(const struct visit *v, struct fault *f)
{
	char key[40];
	int rc = drafts_drop(v->book, draft_key(v, key), f);

	return rc ? rc : drafts_drop(v->book, aside, f);
}

/* Nothing takes the place of what lies there when there is none to be moved. */
static int move_draft(struct book *book, const char *to, const char *from, struct fault *f)
{
	json_t *draft = drafts_fetch(book, from);
	int rc = draft ? drafts_keep(book, to, draft, f) : FAULT_OK;

	return rc ? rc : drafts_drop(book, from, f);
}

int visit_draft_aside(const struct visit *v, struct fault *f)
{
	char key[40];
	int rc = visit_draft_put(v, f);

	return rc ? rc : move_draft(v->book, aside, draft_key(v, key), f);
}

bool visit_draft_return(struct visit *v)
{
	json_t *dropped = own_draft(v, aside);
	char key[40];
	struct fault f;

	/* One of another session must not take the place of a draft that is kept. */
	if (!dropped)
		return false;
	json_decref(dropped);
	return !move_draft(v->book, draft_key(v, key), aside, &f) && visit_draft_get(v);
}
