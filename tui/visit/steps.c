#include "config.h"
#include "tui/visit/steps.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/env/translate.h"
#include "tui/visit/choices.h"
#include "tui/visit/facts.h"
#include "tui/visit/rules.h"
#include "tui/visit/topics.h"
#include "tui/visit/wrong.h"
#include "tui/words/when.h"

/* ---- going from field to field ---- */

void visit_refuse(struct visit *v, enum visit_at at, const char *why)
{
	v->cursor.at = at;
	v->cursor.fresh = true;
	visit_complain(v, why);
}

static bool is_skipped(const struct visit_values *values, enum visit_at at)
{
	switch (at) {
	case AT_HOUSE:
		return visit_is_group(values);
	case AT_HINT:
		return !values->house_new || visit_is_group(values);
	case AT_FEMALE:
	case AT_OVER60:
	case AT_TOPICS:
		return *values->attempt != 0;
	case AT_ABOUT:
		return !values->n_promises || values->n_topics < 2 || *values->attempt;
	case AT_DUE:
		return !values->n_promises;
	default:
		return false;
	}
}

/* The follow-up added last; NULL when there is none. */
static struct visit_promise *last_promise(struct visit_values *values)
{
	return values->n_promises ? &values->promises[values->n_promises - 1] : NULL;
}

void visit_show_due(struct visit *v)
{
	const struct visit_promise *last = last_promise(&v->values);

	field_set(&v->values.line[AT_DUE], "");
	if (last && last->due)
		visit_set_day(&v->values, AT_DUE, last->due);
}

void visit_go(struct visit *v, enum visit_at at)
{
	struct field_line *left = &v->values.line[v->cursor.at];

	field_leave(left);
	if (visit_list_here(v) != VISIT_LISTS)
		field_set(left, "");
	while (at > AT_DATE && is_skipped(&v->values, at))
		at--;
	v->cursor.at = at;
	v->cursor.fresh = at != AT_NOTE && at != AT_HINT;
	v->cursor.mode = MODE_FIELD;
	v->cursor.pick = 0;
}

static void write_date(struct visit *v)
{
	if (visit_wrong(v, AT_DATE))
		return;
	visit_set_day(&v->values, AT_DATE, visit_day(v));
	visit_load_visits(v);
}

static void write_time(struct visit *v)
{
	char *text = field_get(&v->values.line[AT_TIME]), shown[TIME_SIZE];
	int minute;

	if (when_time(&minute, text)) {
		time_format(shown, minute);
		field_set(&v->values.line[AT_TIME], shown);
	}
	memory_free_wiped(text);
}

static void write_due(struct visit *v)
{
	char *text = field_get(&v->values.line[AT_DUE]);
	struct visit_promise *last = last_promise(&v->values);
	day_t due = 0;

	if (last && !visit_wrong(v, AT_DUE)) {
		if (*text)
			when_day(&due, text, visit_day(v), true);
		last->due = due;
		visit_show_due(v);
	}
	memory_free_wiped(text);
}

void visit_write_out(struct visit *v)
{
	if (v->cursor.at == AT_DATE)
		write_date(v);
	if (v->cursor.at == AT_TIME)
		write_time(v);
	/* One that was before the visit may not be any more, after another field was left. */
	write_due(v);
}

void visit_step(struct visit *v, int by)
{
	visit_write_out(v);
	for (int at = (int)v->cursor.at + by; at >= 0 && at < VISIT_FIELDS; at += by)
		if (!is_skipped(&v->values, (enum visit_at)at)) {
			visit_go(v, (enum visit_at)at);
			return;
		}
	visit_go(v, v->cursor.at);
}

/* ---- choosing ---- */

/* Add somebody, or take him out again. */
static void take_person(struct visit_values *values, const char *code)
{
	for (int i = 0; i < values->n_by; i++)
		if (!strcmp(values->by[i], code)) {
			memmove(values->by[i], values->by[i + 1],
				(size_t)(values->n_by - i - 1) * sizeof values->by[0]);
			values->n_by--;
			return;
		}
	if (values->n_by < VISIT_PEOPLE)
		VISIT_COPY(values->by[values->n_by++], code);
}

static void take_house(struct visit *v, const struct match *m)
{
	const struct choices *from = m->elsewhere ? &v->facts.elsewhere : &v->facts.lists[LIST_HOUSE];
	struct visit_values *values = &v->values;

	snprintf(values->house, sizeof values->house, "%.16s",
		 m->at < 0 ? m->code : from->all[m->at].code);
	values->house_new = m->at < 0;
	values->status_taken = false;
	*v->moved_from = 0;
	if (m->elsewhere) {
		VISIT_COPY(v->moved_from, values->village);
		VISIT_COPY(values->village, from->all[m->at].village);
		visit_load_houses(v);
	} else {
		visit_load_house(v);
	}
	visit_step(v, 1);
}

static void take_village(struct visit *v, const char *code)
{
	if (strcmp(v->values.village, code)) {
		snprintf(v->values.village, sizeof v->values.village, "%.16s", code);
		*v->values.house = 0;
		v->values.house_new = v->values.status_taken = false;
		*v->moved_from = 0;
		visit_load_houses(v);
	}
	visit_step(v, 1);
}

static void take_promise(struct visit *v, const char *kind)
{
	struct visit_values *values = &v->values;

	if (values->n_promises < VISIT_PROMISES) {
		struct visit_promise *p = &values->promises[values->n_promises++];

		*p = (struct visit_promise){ .due = visit_day(v) + 7 };
		snprintf(p->kind, sizeof p->kind, "%.16s", kind);
	}
	visit_show_due(v);
	/* Which of several topics it is about is asked for; else only shown. */
	if (!is_skipped(values, AT_ABOUT) && !*visit_promise_topic(values, values->n_promises - 1))
		visit_go(v, AT_ABOUT);
	else
		visit_go(v, AT_DUE);
}

bool visit_take_row(struct visit *v)
{
	struct match found[VISIT_FOUND];
	int n = visit_matches(v, found, VISIT_FOUND);
	enum visit_list list = visit_list_here(v);
	const char *code;

	if (v->cursor.pick < 0 || v->cursor.pick >= n) {
		visit_refuse(v, v->cursor.at, visit_no_row(v));
		return false;
	}
	v->dirty = true;
	if (list == LIST_HOUSE) {
		take_house(v, &found[v->cursor.pick]);
		return true;
	}
	code = v->facts.lists[list].all[found[v->cursor.pick].at].code;
	switch (list) {
	case LIST_CHANNEL:
		snprintf(v->values.channel, sizeof v->values.channel, "%.16s", code);
		visit_step(v, 1);
		break;
	case LIST_VILLAGE:
		take_village(v, code);
		break;
	case LIST_TOPIC:
		visit_topic_add(v, code);
		visit_go(v, AT_TOPICS);
		break;
	case LIST_BLOCKER:
		v->values.topics[v->cursor.topic].blocker = visit_vocab_place("blocker", code);
		visit_go(v, AT_TOPICS);
		break;
	case LIST_MEMBER:
		take_person(&v->values, code);
		visit_go(v, AT_BY);
		break;
	default:
		take_promise(v, code);
	}
	return true;
}
