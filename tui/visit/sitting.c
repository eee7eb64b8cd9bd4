#include "config.h"
#include "tui/visit/sitting.h"

#include <stdio.h>
#include <string.h>

#include "store/book/now.h"
#include "store/query/list_register.h"
#include "store/query/list_sessions.h"
#include "store/record/read.h"
#include "tui/visit/rules.h"

enum { LOOKED_AT = 50 /* sessions */ };

static const char *const at_home = "tai_nha"; /* the channel */

/* Where somebody has been last, as far as is looked. */
struct last_place {
	struct visit *v;
	int seen;
	char any[20]; /* where anybody has been last */
};

static bool guided(const json_t *session, const char *member)
{
	const json_t *by = json_object_get(session, "by");

	for (size_t i = 0; i < json_array_size(by); i++) {
		const char *code = json_string_value(json_array_get(by, i));

		if (code && !strcmp(code, member))
			return true;
	}
	return false;
}

static int see_session(void *arg, rec_t rec)
{
	struct last_place *last = arg;
	struct visit *v = last->v;
	struct fault f;
	json_t *o = record_read(v->book, rec, &f);
	const char *village = json_string_value(json_object_get(o, "village"));

	if (village && !*last->any)
		VISIT_COPY(last->any, village);
	if (village && guided(o, book_member(v->book)))
		VISIT_COPY(v->values.village, village);
	json_decref(o);
	return *v->values.village || ++last->seen == LOOKED_AT ? LIST_STOP : FAULT_OK;
}

static int take_village(void *arg, rec_t rec)
{
	struct visit *v = arg;
	struct fault f;
	json_t *o = record_read(v->book, rec, &f);

	VISIT_COPY(v->values.village, json_string_value(json_object_get(o, "code")));
	json_decref(o);
	return LIST_STOP;
}

/*
 * Where whoever unlocked has been last, or somebody else, or the first village there is; none
 * where that is not known.
 */
static void default_village(struct visit *v)
{
	struct session_filter newest = { .newest_first = true, .limit = LOOKED_AT };
	struct last_place last = { .v = v };
	struct fault f;

	if (list_sessions(v->book, &newest, see_session, &last, &f))
		return;
	if (!*v->values.village)
		VISIT_COPY(v->values.village, last.any);
	if (!*v->values.village && !book_trouble(v->book, &f))
		list_register(v->book, TYPE_VILLAGE, NULL, take_village, v, &f);
}

static void init_lines(struct visit_values *values)
{
	static const int letters[VISIT_FIELDS] = {
		[AT_DATE] = 10, [AT_TIME] = 5, [AT_CHANNEL] = 30, [AT_VILLAGE] = 40,
		[AT_HOUSE] = 40, [AT_HINT] = 40, [AT_PEOPLE] = 4, [AT_FEMALE] = 4,
		[AT_OVER60] = 4, [AT_TOPICS] = 40, [AT_MINUTES] = 4, [AT_BY] = 40,
		[AT_FOLLOW] = 40, [AT_DUE] = 10, [AT_NOTE] = 2000,
	};

	for (int i = 0; i < VISIT_FIELDS; i++) {
		field_init(&values->line[i], letters[i], false);
		values->line[i].plain = i != AT_HINT && i != AT_NOTE;
	}
}

void visit_start(struct visit *v)
{
	struct visit_values *values = &v->values;
	const struct visit_sitting *last = &v->sitting;

	init_lines(values);
	v->agreed = last->goes_on ? last->day : 0;
	visit_set_day(values, AT_DATE, last->goes_on ? last->day : book_now(v->book)->day);
	VISIT_COPY(values->channel, last->goes_on ? last->channel : at_home);
	if (last->goes_on) {
		VISIT_COPY(values->village, last->village);
		memcpy(values->by, last->by, sizeof values->by);
		values->n_by = last->n_by;
	} else {
		VISIT_COPY(values->by[0], book_member(v->book));
		values->n_by = *values->by[0] != 0;
		default_village(v);
	}
	if (*v->asked_village)
		VISIT_COPY(values->village, v->asked_village);
	VISIT_COPY(values->house, v->asked_house);
	v->cursor.at = *values->house ? AT_PEOPLE : *values->village ? AT_HOUSE : AT_VILLAGE;
	v->cursor.error_at = VISIT_FIELDS;
}

void visit_go_on(struct visit *v)
{
	const struct visit_values *values = &v->values;
	struct visit_sitting *next = &v->sitting;

	next->goes_on = true;
	next->day = visit_day(v);
	VISIT_COPY(next->village, values->village);
	/* Two gatherings in a row are rare, and a household chosen in one would not be saved. */
	VISIT_COPY(next->channel, visit_is_group(values) ? at_home : values->channel);
	memcpy(next->by, values->by, sizeof next->by);
	next->n_by = values->n_by;
}
