#include "config.h"
#include "tui/visit/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/record/read.h"
#include "tui/visit/rules.h"
#include "tui/visit/topics.h"
#include "tui/words/when.h"

/* ---- from a session or a draft ---- */

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void take_number(struct visit_values *values, enum visit_at at, const json_t *object,
			const char *key)
{
	const json_t *value = json_object_get(object, key);
	char text[16];

	if (!json_is_integer(value))
		return;
	snprintf(text, sizeof text, "%d", (int)json_integer_value(value));
	field_set(&values->line[at], text);
}

static void take_topics(struct visit_values *values, const json_t *list)
{
	json_t *each;
	size_t i;

	json_array_foreach(list, i, each) {
		struct visit_topic *t = &values->topics[values->n_topics];
		const json_t *count = json_object_get(each, "count");

		if (values->n_topics == VISIT_TOPICS)
			return;
		VISIT_COPY(t->code, text_of(each, "topic"));
		t->outcome = visit_vocab_place("outcome", text_of(each, "outcome"));
		t->outcome = t->outcome < 0 ? 0 : t->outcome;
		t->blocker = visit_vocab_place("blocker", text_of(each, "blocker"));
		t->count = json_is_integer(count) ? (int)json_integer_value(count) : -1;
		/* Only a draft tells; what was saved without a count stays without. */
		t->own = !json_is_false(json_object_get(each, "own"));
		values->n_topics += *t->code != 0;
	}
}

static void take_promises(struct visit_values *values, const json_t *list)
{
	json_t *each;
	size_t i;

	json_array_foreach(list, i, each) {
		struct visit_promise *p = &values->promises[values->n_promises];
		const char *due = text_of(each, "due");

		if (values->n_promises == VISIT_PROMISES)
			return;
		VISIT_COPY(p->kind, text_of(each, "kind"));
		VISIT_COPY(p->topic, text_of(each, "topic"));
		/* Only a draft tells; what was saved without a topic stays without. */
		p->chosen = !json_is_false(json_object_get(each, "chosen"));
		if (!due || !date_parse(&p->due, due))
			p->due = 0;
		values->n_promises++;
	}
}

static void take_people(struct visit_values *values, const json_t *list)
{
	json_t *each;
	size_t i;

	values->n_by = 0;
	json_array_foreach(list, i, each)
		if (json_is_string(each) && values->n_by < VISIT_PEOPLE)
			VISIT_COPY(values->by[values->n_by++], json_string_value(each));
}

void visit_take(struct visit_values *values, const json_t *session)
{
	const char *date = text_of(session, "date");
	day_t day;

	if (date && date_parse(&day, date))
		visit_set_day(values, AT_DATE, day);
	field_set(&values->line[AT_TIME], text_of(session, "time"));
	field_set(&values->line[AT_NOTE], text_of(session, "note"));
	VISIT_COPY(values->village, text_of(session, "village"));
	VISIT_COPY(values->house, text_of(session, "household"));
	VISIT_COPY(values->channel, text_of(session, "channel"));
	VISIT_COPY(values->attempt, text_of(session, "attempt"));
	take_number(values, AT_MINUTES, session, "minutes");
	take_number(values, AT_PEOPLE, session, "people");
	take_number(values, AT_FEMALE, session, "female");
	take_number(values, AT_OVER60, session, "over60");
	take_topics(values, json_object_get(session, "topics"));
	take_promises(values, json_object_get(session, "followups"));
	take_people(values, json_object_get(session, "by"));
}

int visit_read(struct visit *v, struct fault *f)
{
	json_t *o = record_read(v->book, v->session, f);

	if (!o)
		return (int)f->code;
	visit_take(&v->values, o);
	v->agreed = visit_day(v);
	v->agreed_people = visit_number(&v->values, AT_PEOPLE);
	v->values.old_note = memory_strdup(text_of(o, "note"));
	v->cursor.at = AT_PEOPLE;
	v->cursor.fresh = true; /* a figure is typed over, not added to */
	json_decref(o);
	return FAULT_OK;
}

/* ---- to a session or a draft ---- */

json_t *visit_json_text(const char *text)
{
	return text && *text ? json_string(text) : json_null();
}

static json_t *number_or_null(int value)
{
	return value < 0 ? json_null() : json_integer(value);
}

static json_t *topic_list(const struct visit *v, bool draft)
{
	json_t *list = json_array();

	for (int i = 0; i < v->values.n_topics; i++) {
		const struct visit_topic *t = &v->values.topics[i];
		int count = draft ? t->count : visit_topic_count(v, t);
		json_t *topic = json_pack("{ss ss so so}", "topic", t->code,
			"outcome", visit_vocab_code("outcome", t->outcome),
			"count", number_or_null(count),
			"blocker", visit_json_text(visit_vocab_code("blocker", t->blocker)));

		if (draft)
			json_object_set_new(topic, "own", json_boolean(t->own));
		json_array_append_new(list, topic);
	}
	return list;
}

static json_t *promise_list(const struct visit_values *values, bool draft)
{
	json_t *list = json_array();

	for (int i = 0; i < values->n_promises; i++) {
		const struct visit_promise *p = &values->promises[i];
		const char *topic = draft ? p->topic : visit_promise_topic(values, i);
		char due[DATE_SIZE] = "";
		json_t *promise;

		if (p->due)
			date_format(due, p->due);
		promise = json_pack("{ss so so}", "kind", p->kind, "due", visit_json_text(due),
				    "topic", visit_json_text(topic));
		if (draft)
			json_object_set_new(promise, "chosen", json_boolean(p->chosen));
		json_array_append_new(list, promise);
	}
	return list;
}

static json_t *people_list(const struct visit_values *values)
{
	json_t *list = json_array();

	for (int i = 0; i < values->n_by; i++)
		json_array_append_new(list, json_string(values->by[i]));
	return list;
}

/* The note with its own line breaks where it was not touched: the field shows them as spaces. */
static bool note_untouched(const struct visit_values *values)
{
	struct field_line old;
	char *was, *is = field_get(&values->line[AT_NOTE]);
	bool same;

	field_init(&old, 2000, false);
	field_set(&old, values->old_note);
	was = field_get(&old);
	same = !strcmp(was, is);
	field_release(&old);
	memory_free_wiped(was);
	memory_free_wiped(is);
	return same;
}

static void put_note(json_t *o, const struct visit_values *values)
{
	char *text = field_get(&values->line[AT_NOTE]);

	json_object_set_new(o, "note", visit_json_text(text));
	memory_free_wiped(text);
}

static void put_when(json_t *o, const struct visit *v)
{
	char *typed = field_get(&v->values.line[AT_TIME]);
	char date[DATE_SIZE], time[TIME_SIZE] = "";
	int minute;

	date_format(date, visit_day(v));
	if (when_time(&minute, typed))
		time_format(time, minute);
	free(typed);
	json_object_set_new(o, "date", json_string(date));
	json_object_set_new(o, "time", visit_json_text(time));
}

static void put_number(json_t *o, const char *key, const struct visit_values *values,
		       enum visit_at at, bool given)
{
	json_object_set_new(o, key, number_or_null(given ? visit_number(values, at) : -1));
}

json_t *visit_session(const struct visit *v, bool draft)
{
	const struct visit_values *values = &v->values;
	bool guided = draft || !*values->attempt, housed = draft || !visit_is_group(values);
	json_t *o = json_object();

	put_when(o, v);
	json_object_set_new(o, "village", visit_json_text(values->village));
	json_object_set_new(o, "household", visit_json_text(housed ? values->house : NULL));
	json_object_set_new(o, "channel", visit_json_text(values->channel));
	put_number(o, "minutes", values, AT_MINUTES, true);
	put_number(o, "people", values, AT_PEOPLE, guided);
	put_number(o, "female", values, AT_FEMALE, guided);
	put_number(o, "over60", values, AT_OVER60, guided);
	json_object_set_new(o, "attempt", visit_json_text(values->attempt));
	json_object_set_new(o, "topics", guided && values->n_topics ? topic_list(v, draft)
								     : json_null());
	json_object_set_new(o, "followups", promise_list(values, draft));
	if (draft || !v->session || !note_untouched(values))
		put_note(o, values);
	json_object_set_new(o, "by", values->n_by ? people_list(values) : json_null());
	return o;
}
