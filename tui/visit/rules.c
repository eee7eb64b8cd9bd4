#include "config.h"
#include "tui/visit/rules.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/catalog/catalog.h"
#include "store/record/topics.h"
#include "tui/env/lang.h"
#include "tui/words/when.h"

bool visit_is_group(const struct visit_values *values)
{
	return channel_is_group(values->channel);
}

int visit_number(const struct visit_values *values, enum visit_at at)
{
	const struct field_line *line = &values->line[at];
	int value = 0;

	for (int i = 0; i < line->n && i < 6; i++)
		if (line->letters[i] >= '0' && line->letters[i] <= '9')
			value = value * 10 + (int)line->letters[i] - '0';
	return line->n ? value : -1;
}

day_t visit_day(const struct visit *v)
{
	char *text = field_get(&v->values.line[AT_DATE]);
	day_t today = book_now(v->book)->day, day = today;

	if (!when_day(&day, text, today, false))
		day = today;
	memory_free_wiped(text);
	return day;
}

void visit_set_day(struct visit_values *values, enum visit_at at, day_t day)
{
	char text[DATE_SIZE];

	date_format_vn(text, day);
	field_set(&values->line[at], text);
}

void visit_complain(struct visit *v, const char *why)
{
	v->cursor.error_at = v->cursor.at;
	VISIT_COPY(v->cursor.error, why);
}

bool visit_closes(const struct visit_values *values, rec_t followup)
{
	for (int i = 0; i < values->n_closing; i++)
		if (values->closing[i] == followup)
			return true;
	return false;
}

bool visit_topic_success(const struct visit_topic *t)
{
	return outcome_is_success(visit_vocab_code("outcome", t->outcome));
}

/* Of an unknown topic the count is not bounded by the people either. */
static bool counts_people(const struct visit *v, const struct visit_topic *t)
{
	const struct topic *topic = book_topic(v->book, t->code);

	return topic && topic->cap_people;
}

int visit_topic_count(const struct visit *v, const struct visit_topic *t)
{
	int people = visit_number(&v->values, AT_PEOPLE);

	if (!visit_topic_success(t))
		return -1;
	if (t->own)
		return t->count;
	if (visit_is_group(&v->values))
		return counts_people(v, t) && people > 0 ? people : -1;
	return *v->values.house || people == 1 ? 1 : -1;
}

int visit_uncounted(const struct visit *v)
{
	int n = 0;

	for (int i = 0; i < v->values.n_topics && !*v->values.attempt; i++) {
		const struct visit_topic *t = &v->values.topics[i];

		n += visit_topic_success(t) && visit_topic_count(v, t) < 0;
	}
	return n;
}

int visit_vocab_place(const char *list, const char *code)
{
	size_t n;
	const struct vocab *all = vocab_list(list, &n);

	for (size_t i = 0; code && i < n; i++)
		if (!strcmp(all[i].code, code))
			return (int)i;
	return -1;
}

static const struct vocab *vocab_at(const char *list, int place)
{
	size_t n;
	const struct vocab *all = vocab_list(list, &n);

	return place >= 0 && place < (int)n ? &all[place] : NULL;
}

const char *visit_vocab_code(const char *list, int place)
{
	const struct vocab *it = vocab_at(list, place);

	return it ? it->code : NULL;
}

const char *visit_vocab_label(const char *list, int place)
{
	const struct vocab *it = vocab_at(list, place);

	return it ? vocab_label(it, lang_english()) : "";
}
