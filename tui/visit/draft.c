#include "config.h"
#include "tui/visit/draft.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/visit/data.h"

/* What was dropped last. */
static const char aside[] = "draft.dropped";

static const char *draft_key(const struct visit *v)
{
	return v->session ? "draft.edit" : "draft.session";
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
	char *hint = field_get(&values->line[AT_HINT]), *text;
	int rc;

	json_object_set_new(o, "closing", closing_list(values));
	json_object_set_new(o, "status", json_boolean(values->status_taken));
	json_object_set_new(o, "new", json_boolean(values->house_new));
	json_object_set_new(o, "at", json_integer(v->cursor.at));
	json_object_set_new(o, "session", json_integer(v->session));
	json_object_set_new(o, "old_note", visit_json_text(values->old_note));
	json_object_set_new(o, "hint", visit_json_text(hint));
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	memory_free_wiped(hint);
	rc = book_setting_set(v->book, draft_key(v), text, f);
	memory_free_wiped(text);
	return rc;
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
	const char *text = book_setting(v->book, key);
	json_t *o = text && *text ? json_loads(text, 0, NULL) : NULL;

	if (o && json_integer_value(json_object_get(o, "session")) == v->session)
		return o;
	json_decref(o);
	return NULL;
}

bool visit_draft_get(struct visit *v)
{
	json_t *o = own_draft(v, draft_key(v));
	json_int_t at = json_integer_value(json_object_get(o, "at"));
	bool ours = o != NULL;

	if (ours) {
		take_draft(&v->values, o);
		v->cursor.at = at >= 0 && at < VISIT_FIELDS ? (enum visit_at)at : AT_HOUSE;
		v->dirty = v->restored = true;
	}
	json_decref(o);
	return ours;
}

int visit_draft_drop(const struct visit *v, struct fault *f)
{
	int rc = book_setting_set(v->book, draft_key(v), "", f);

	return rc ? rc : book_setting_set(v->book, aside, "", f);
}

static int move_setting(struct book *book, const char *to, const char *from, struct fault *f)
{
	const char *text = book_setting(book, from);
	char *copy = memory_strdup(text ? text : "");
	int rc = book_setting_set(book, to, copy, f);

	memory_free_wiped(copy);
	return rc ? rc : book_setting_set(book, from, "", f);
}

int visit_draft_aside(const struct visit *v, struct fault *f)
{
	int rc = visit_draft_put(v, f);

	return rc ? rc : move_setting(v->book, aside, draft_key(v), f);
}

bool visit_draft_return(struct visit *v)
{
	json_t *dropped = own_draft(v, aside);
	struct fault f;

	/* One of another session must not take the place of a draft that is kept. */
	if (!dropped)
		return false;
	json_decref(dropped);
	return !move_setting(v->book, draft_key(v), aside, &f) && visit_draft_get(v);
}
