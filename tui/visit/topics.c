#include "config.h"
#include "tui/visit/topics.h"

#include <stdio.h>
#include <string.h>

#include "store/catalog/catalog.h"
#include "tui/env/translate.h"
#include "tui/visit/rules.h"

enum { COUNT_MAX = 5000 };

static int place_of_topic(const struct visit_values *values, const char *code)
{
	for (int i = 0; i < values->n_topics; i++)
		if (!strcmp(values->topics[i].code, code))
			return i;
	return -1;
}

void visit_topic_add(struct visit *v, const char *code)
{
	struct visit_values *values = &v->values;
	int at = place_of_topic(values, code);
	struct visit_topic *t;

	v->dirty = true;
	if (at >= 0)
		v->cursor.topic = at;
	if (at >= 0 || values->n_topics == VISIT_TOPICS)
		return;
	t = &values->topics[values->n_topics];
	*t = (struct visit_topic){ .outcome = visit_vocab_place("outcome", "hoan_thanh"),
				   .count = -1, .blocker = -1 };
	snprintf(t->code, sizeof t->code, "%s", code);
	v->cursor.topic = values->n_topics++;
}

void visit_topic_remove(struct visit *v)
{
	struct visit_values *values = &v->values;
	int at = v->cursor.topic;

	if (!values->n_topics)
		return;
	v->dirty = true;
	values->n_topics--;
	memmove(&values->topics[at], &values->topics[at + 1],
		(size_t)(values->n_topics - at) * sizeof values->topics[0]);
	v->cursor.topic -= at == values->n_topics && at > 0;
}

/* ---- what a follow-up is about ---- */

static bool promised_before(const struct visit_values *values, int promise, const char *code)
{
	for (int i = 0; i < promise; i++)
		if (!strcmp(visit_promise_topic(values, i), code))
			return true;
	return false;
}

const char *visit_promise_topic(const struct visit_values *values, int promise)
{
	const struct visit_promise *p = &values->promises[promise];
	int later = visit_vocab_place("outcome", "hen_lai");

	if (*values->attempt)
		return "";
	if (p->chosen)
		return place_of_topic(values, p->topic) >= 0 ? p->topic : "";
	for (int i = 0; i < values->n_topics; i++)
		if (values->topics[i].outcome == later &&
		    !promised_before(values, promise, values->topics[i].code))
			return values->topics[i].code;
	return values->n_topics == 1 ? values->topics[0].code : "";
}

void visit_promise_turn(struct visit *v, int by)
{
	struct visit_values *values = &v->values;
	int last = values->n_promises - 1, turns = values->n_topics + 1; /* none is one of them */
	struct visit_promise *p = &values->promises[last];
	int at = place_of_topic(values, visit_promise_topic(values, last)) + 1;

	at = (at + by + turns) % turns;
	snprintf(p->topic, sizeof p->topic, "%s", at ? values->topics[at - 1].code : "");
	p->chosen = v->dirty = true;
}

/* ---- keys ---- */

static void change_count(struct visit *v, struct visit_topic *t, int count)
{
	v->dirty = t->own = true;
	t->count = count < -1 ? -1 : count > COUNT_MAX ? COUNT_MAX : count;
}

/* A digit more; the first one begins anew. */
static void count_digit(struct visit *v, struct visit_topic *t, int digit)
{
	int count = visit_topic_count(v, t);

	change_count(v, t, v->cursor.fresh || count < 0 ? digit : count * 10 + digit);
	v->cursor.fresh = false;
}

bool visit_topic_count_back(struct visit *v)
{
	struct visit_topic *t = &v->values.topics[v->cursor.topic];
	int count = visit_topic_count(v, t);

	if (v->cursor.fresh || count < 0)
		return false;
	change_count(v, t, count < 10 ? -1 : count / 10);
	return true;
}

static void next_outcome(struct visit *v, struct visit_topic *t)
{
	size_t n;

	vocab_list("outcome", &n);
	t->outcome = (t->outcome + 1) % (int)n;
	v->dirty = true;
}

bool visit_topic_letter(struct visit *v, char letter)
{
	struct visit_topic *t = &v->values.topics[v->cursor.topic];
	int count = visit_topic_count(v, t);

	if (v->cursor.mode == MODE_COUNT && letter >= '0' && letter <= '9') {
		count_digit(v, t, letter - '0');
		return true;
	}
	v->cursor.mode = MODE_FIELD;
	if (letter >= '1' && letter <= '9') {
		const char *code = v->facts.frequent[letter - '1'];

		if (*code) {
			visit_topic_add(v, code);
			v->cursor.mode = MODE_TOPIC;
		}
		return true;
	}
	if (!v->values.n_topics)
		return false;
	if (strchr("+-=", letter) && !visit_topic_success(t)) {
		visit_complain(v, _("Only what was done has a count: Space changes the result"));
		return true;
	}
	switch (letter) {
	case ' ':
		v->cursor.mode = MODE_TOPIC;
		next_outcome(v, t);
		return true;
	case '+':
	case '-':
		v->cursor.mode = MODE_TOPIC;
		change_count(v, t, letter == '-' ? count - 1 : count < 0 ? 1 : count + 1);
		return true;
	case '=':
		v->cursor.mode = MODE_COUNT;
		v->cursor.fresh = true;
		return true;
	case '/':
		v->cursor.mode = MODE_BLOCKER;
		v->cursor.pick = 0;
		return true;
	default:
		return false;
	}
}
