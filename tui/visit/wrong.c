#include "config.h"
#include "tui/visit/wrong.h"

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/record/topics.h"
#include "tui/env/translate.h"
#include "tui/visit/rules.h"
#include "tui/words/when.h"

/* What the day typed in a field is, and whether it is one; an empty field is not asked. */
static bool day_typed(const struct visit *v, enum visit_at at, day_t near, bool ahead, day_t *day)
{
	char *text = field_get(&v->values.line[at]);
	bool good = when_day(day, text, near, ahead);

	memory_free_wiped(text);
	return good;
}

static bool wrong_date(const struct visit *v)
{
	day_t today = book_now(v->book)->day, day;

	return !day_typed(v, AT_DATE, today, false, &day) || day > today;
}

static bool wrong_time(const struct visit *v)
{
	char *text = field_get(&v->values.line[AT_TIME]);
	int minute;
	bool wrong = *text && !when_time(&minute, text);

	memory_free_wiped(text);
	return wrong;
}

static bool wrong_due(const struct visit *v)
{
	day_t from = visit_day(v), due;

	return v->values.n_promises && v->values.line[AT_DUE].n &&
	       (!day_typed(v, AT_DUE, from, true, &due) || due < from);
}

/* More than the people there were. */
static bool too_many(const struct visit *v, int n)
{
	int people = visit_number(&v->values, AT_PEOPLE);

	return !*v->values.attempt && people >= 0 && n > people;
}

/* A topic that counts people, and more of them than there were. */
static bool wrong_count(const struct visit *v)
{
	for (int i = 0; i < v->values.n_topics; i++) {
		const struct visit_topic *t = &v->values.topics[i];
		const struct topic *topic = book_topic(v->book, t->code);

		if (topic && topic->cap_people && too_many(v, visit_topic_count(v, t)))
			return true;
	}
	return false;
}

const char *visit_wrong(const struct visit *v, enum visit_at at)
{
	switch (at) {
	case AT_DATE:
		return wrong_date(v) ? _("Not a date, or one in the future") : NULL;
	case AT_TIME:
		return wrong_time(v) ? _("Not a time of day, such as 14:30") : NULL;
	case AT_FEMALE:
	case AT_OVER60:
		return too_many(v, visit_number(&v->values, at)) ? _("More than the people there were")
								 : NULL;
	case AT_TOPICS:
		return wrong_count(v) ? _("A count is more than the people there were") : NULL;
	case AT_DUE:
		return wrong_due(v) ? _("Not a date, or one before the visit") : NULL;
	default:
		return NULL;
	}
}

enum visit_at visit_first_wrong(const struct visit *v)
{
	int at = 0;

	while (at < VISIT_FIELDS && !visit_wrong(v, (enum visit_at)at))
		at++;
	return (enum visit_at)at;
}

enum { CROWD_AT_HOME = 20, CROWD = 200 /* people */ };

bool visit_crowded(const struct visit *v)
{
	const struct visit_values *values = &v->values;
	bool housed = *values->house && !visit_is_group(values);
	int people = *values->attempt ? -1 : visit_number(values, AT_PEOPLE);

	return people > (housed ? CROWD_AT_HOME : CROWD) && people != v->agreed_people;
}

const char *visit_complaint(const struct visit *v, enum visit_at at)
{
	bool half = v->cursor.at == at && (at == AT_DATE || at == AT_TIME || at == AT_DUE);

	if (*v->cursor.error && v->cursor.error_at == at)
		return v->cursor.error;
	return half ? NULL : visit_wrong(v, at);
}

bool visit_is_marked(const struct visit *v, enum visit_at at)
{
	day_t from = visit_day(v), due;

	if (visit_complaint(v, at))
		return true;
	if (at == AT_PEOPLE)
		return visit_wrong(v, AT_FEMALE) || visit_wrong(v, AT_OVER60) ||
		       visit_wrong(v, AT_TOPICS);
	return at == AT_DATE && visit_complaint(v, AT_DUE) &&
	       day_typed(v, AT_DUE, from, true, &due);
}
