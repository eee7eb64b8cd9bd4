#include "config.h"
#include "tui/visit/sitting.h"

#include <stdio.h>
#include <string.h>

#include "store/book/now.h"
#include "store/query/list_register.h"
#include "store/query/list_sessions.h"
#include "store/record/read.h"
#include "tui/visit/rules.h"

/* What the next visit begins with; good for whoever unlocked, for today. */
static struct {
	char member[CODE_ROOM];
	day_t today, day;
	char village[20], channel[20];
	char by[VISIT_PEOPLE][CODE_ROOM];
	int n_by;
} sitting;

static int take_village(void *arg, rec_t rec)
{
	struct visit *v = arg;
	struct fault f;
	json_t *o = record_read(v->book, rec, &f);
	const char *code = json_string_value(json_object_get(o, "village"));

	if (!code)
		code = json_string_value(json_object_get(o, "code"));
	VISIT_COPY(v->values.village, code);
	json_decref(o);
	return LIST_STOP;
}

/* Where the last session was, or the first village there is; none where that is not known. */
static void default_village(struct visit *v)
{
	struct session_filter last = { .newest_first = true, .limit = 1 };
	struct fault f;

	if (!list_sessions(v->book, &last, take_village, v, &f) && !*v->values.village &&
	    !book_trouble(v->book, &f))
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
	day_t today = book_now(v->book)->day;
	bool same = sitting.today == today && !strcmp(sitting.member, book_member(v->book));

	init_lines(values);
	visit_set_day(values, AT_DATE, same ? sitting.day : today);
	VISIT_COPY(values->channel, same ? sitting.channel : "tai_nha");
	VISIT_COPY(values->by[0], book_member(v->book));
	values->n_by = *values->by[0] != 0;
	if (same) {
		VISIT_COPY(values->village, sitting.village);
		memcpy(values->by, sitting.by, sizeof values->by);
		values->n_by = sitting.n_by;
	} else {
		default_village(v);
	}
	if (*v->asked_village)
		VISIT_COPY(values->village, v->asked_village);
	VISIT_COPY(values->house, v->asked_house);
	if (*values->house && visit_is_group(values))
		VISIT_COPY(values->channel, "tai_nha");
	v->cursor.at = *values->house ? AT_PEOPLE : *values->village ? AT_HOUSE : AT_VILLAGE;
	v->cursor.error_at = VISIT_FIELDS;
}

void visit_remember(const struct visit *v, bool next)
{
	const struct visit_values *values = &v->values;

	VISIT_COPY(sitting.member, book_member(v->book));
	sitting.today = book_now(v->book)->day;
	sitting.day = visit_day(v);
	VISIT_COPY(sitting.village, values->village);
	/* Whoever comes from the main screen begins with a visit at home, also after a class. */
	VISIT_COPY(sitting.channel, next ? values->channel : "tai_nha");
	memcpy(sitting.by, values->by, sizeof sitting.by);
	sitting.n_by = values->n_by;
}
