/* The form as a session and as a draft, and back (entry_form.h). */
#include "config.h"
#include "tui/entry_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/list_register.h"
#include "store/list_sessions.h"
#include "store/now.h"
#include "store/record_read.h"
#include "tui/when.h"

/* What the next visit of the sitting begins with; good for whoever unlocked, for today. */
static struct {
	char member[CODE_ROOM];
	day_t today, day;
	char village[20], channel[20];
	char by[ENTRY_PEOPLE][CODE_ROOM];
	int n_by;
} sitting;

#define COPY(out, text) snprintf((out), sizeof(out), "%s", (text) ? (text) : "")

/* ---- reading what was typed ---- */

bool entry_is_group(const struct entry *e)
{
	return channel_is_group(e->channel);
}

int entry_number(const struct entry *e, enum entry_at at)
{
	const struct field_line *line = &e->line[at];
	int value = 0;

	for (int i = 0; i < line->n && i < 6; i++)
		if (line->letters[i] >= '0' && line->letters[i] <= '9')
			value = value * 10 + (int)line->letters[i] - '0';
	return line->n ? value : -1;
}

day_t entry_day(const struct entry *e)
{
	char *text = field_get(&e->line[AT_DATE]);
	day_t today = book_now(e->book)->day, day = today;

	if (text && !when_day(&day, text, today, false))
		day = today;
	free(text);
	return day;
}

void entry_set_day(struct entry *e, enum entry_at at, day_t day)
{
	char text[DATE_SIZE];

	date_format_vn(text, day);
	field_set(&e->line[at], text);
}

/* ---- beginning ---- */

static int take_village(void *arg, rec_t rec)
{
	struct entry *e = arg;
	struct fault f;
	json_t *o = record_read(e->book, rec, &f);
	const char *code = json_string_value(json_object_get(o, "village"));

	if (!code)
		code = json_string_value(json_object_get(o, "code"));
	COPY(e->village, code);
	json_decref(o);
	return 1;
}

/* Where the last session was, or the first village there is. */
static void default_village(struct entry *e)
{
	struct session_filter last = { .newest_first = true, .limit = 1 };
	struct fault f;

	list_sessions(e->book, &last, take_village, e, &f);
	if (!*e->village)
		list_register(e->book, KIND_VILLAGE, NULL, take_village, e, &f);
}

void entry_start(struct entry *e)
{
	static const int letters[ENTRY_FIELDS] = {
		[AT_DATE] = 10, [AT_TIME] = 5, [AT_CHANNEL] = 30, [AT_VILLAGE] = 40,
		[AT_HOUSE] = 40, [AT_HINT] = 40, [AT_PEOPLE] = 4, [AT_FEMALE] = 4,
		[AT_OVER60] = 4, [AT_TOPICS] = 40, [AT_MINUTES] = 4, [AT_BY] = 40,
		[AT_FOLLOW] = 40, [AT_DUE] = 10, [AT_NOTE] = 2000,
	};
	day_t today = book_now(e->book)->day;
	bool same = sitting.today == today && !strcmp(sitting.member, book_member(e->book));

	for (int i = 0; i < ENTRY_FIELDS; i++) {
		field_init(&e->line[i], letters[i], false);
		e->line[i].plain = i != AT_HINT && i != AT_NOTE;
	}
	entry_set_day(e, AT_DATE, same ? sitting.day : today);
	COPY(e->channel, same ? sitting.channel : "tai_nha");
	COPY(e->by[0], book_member(e->book));
	e->n_by = *e->by[0] != 0;
	if (same) {
		COPY(e->village, sitting.village);
		memcpy(e->by, sitting.by, sizeof e->by);
		e->n_by = sitting.n_by;
	} else {
		default_village(e);
	}
	if (*e->asked_village)
		COPY(e->village, e->asked_village);
	COPY(e->house, e->asked_house);
	if (*e->house && entry_is_group(e))
		COPY(e->channel, "tai_nha");
	e->at = *e->house ? AT_PEOPLE : *e->village ? AT_HOUSE : AT_VILLAGE;
	e->error_at = ENTRY_FIELDS;
}

void entry_remember(const struct entry *e, bool next)
{
	COPY(sitting.member, book_member(e->book));
	sitting.today = book_now(e->book)->day;
	sitting.day = entry_day(e);
	COPY(sitting.village, e->village);
	/* Whoever comes from the main screen begins with a visit at home, also after a class. */
	COPY(sitting.channel, next ? e->channel : "tai_nha");
	memcpy(sitting.by, e->by, sizeof sitting.by);
	sitting.n_by = e->n_by;
}

/* ---- from a session or a draft ---- */

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void take_number(struct entry *e, enum entry_at at, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	char text[16];

	if (!json_is_integer(value))
		return;
	snprintf(text, sizeof text, "%d", (int)json_integer_value(value));
	field_set(&e->line[at], text);
}

static void take_topics(struct entry *e, const json_t *list)
{
	json_t *each;
	size_t i;

	json_array_foreach(list, i, each) {
		struct entry_topic *t = &e->topics[e->n_topics];
		const json_t *count = json_object_get(each, "count");

		if (e->n_topics == ENTRY_TOPICS)
			return;
		COPY(t->code, text_of(each, "topic"));
		t->outcome = entry_vocab_place("outcome", text_of(each, "outcome"));
		t->outcome = t->outcome < 0 ? 0 : t->outcome;
		t->blocker = entry_vocab_place("blocker", text_of(each, "blocker"));
		t->count = json_is_integer(count) ? (int)json_integer_value(count) : -1;
		e->n_topics += *t->code != 0;
	}
}

static void take_promises(struct entry *e, const json_t *list)
{
	json_t *each;
	size_t i;

	json_array_foreach(list, i, each) {
		struct entry_promise *p = &e->promises[e->n_promises];
		const char *due = text_of(each, "due");

		if (e->n_promises == ENTRY_PROMISES)
			return;
		COPY(p->kind, text_of(each, "kind"));
		COPY(p->topic, text_of(each, "topic"));
		/* Only a draft tells; what was saved without a topic stays without. */
		p->chosen = !json_is_false(json_object_get(each, "chosen"));
		if (!due || !date_parse(&p->due, due))
			p->due = 0;
		e->n_promises++;
	}
}

static void take_people(struct entry *e, const json_t *list)
{
	json_t *each;
	size_t i;

	e->n_by = 0;
	json_array_foreach(list, i, each)
		if (json_is_string(each) && e->n_by < ENTRY_PEOPLE)
			COPY(e->by[e->n_by++], json_string_value(each));
}

/* What a session and a draft have in common. */
static void take_session(struct entry *e, const json_t *o)
{
	const char *date = text_of(o, "date");
	day_t day;

	if (date && date_parse(&day, date))
		entry_set_day(e, AT_DATE, day);
	field_set(&e->line[AT_TIME], text_of(o, "time"));
	field_set(&e->line[AT_NOTE], text_of(o, "note"));
	COPY(e->village, text_of(o, "village"));
	COPY(e->house, text_of(o, "household"));
	COPY(e->channel, text_of(o, "channel"));
	COPY(e->attempt, text_of(o, "attempt"));
	take_number(e, AT_MINUTES, o, "minutes");
	take_number(e, AT_PEOPLE, o, "people");
	take_number(e, AT_FEMALE, o, "female");
	take_number(e, AT_OVER60, o, "over60");
	take_topics(e, json_object_get(o, "topics"));
	take_promises(e, json_object_get(o, "followups"));
	take_people(e, json_object_get(o, "by"));
}

int entry_read(struct entry *e, struct fault *f)
{
	json_t *o = record_read(e->book, e->session, f);
	const char *note = text_of(o, "note");

	if (!o)
		return (int)f->code;
	take_session(e, o);
	e->old_note = note ? strdup(note) : NULL;
	e->at = AT_TOPICS;
	json_decref(o);
	return FAULT_OK;
}

/* ---- to a session or a draft ---- */

static json_t *text_or_null(const char *text)
{
	return text && *text ? json_string(text) : json_null();
}

static json_t *number_or_null(int value)
{
	return value < 0 ? json_null() : json_integer(value);
}

static json_t *topic_list(const struct entry *e, bool draft)
{
	json_t *list = json_array();

	for (int i = 0; i < e->n_topics; i++) {
		const struct entry_topic *t = &e->topics[i];
		int count = draft || entry_topic_success(t) ? t->count : -1;

		json_array_append_new(list, json_pack("{ss ss so so}", "topic", t->code,
			"outcome", entry_vocab_code("outcome", t->outcome),
			"count", number_or_null(count),
			"blocker", text_or_null(entry_vocab_code("blocker", t->blocker))));
	}
	return list;
}

static json_t *promise_list(const struct entry *e, bool draft)
{
	json_t *list = json_array();

	for (int i = 0; i < e->n_promises; i++) {
		const struct entry_promise *p = &e->promises[i];
		const char *topic = draft ? p->topic : entry_promise_topic(e, i);
		char due[DATE_SIZE] = "";
		json_t *promise;

		if (p->due)
			date_format(due, p->due);
		promise = json_pack("{ss so so}", "kind", p->kind, "due", text_or_null(due),
				    "topic", text_or_null(topic));
		if (draft)
			json_object_set_new(promise, "chosen", json_boolean(p->chosen));
		json_array_append_new(list, promise);
	}
	return list;
}

static json_t *people_list(const struct entry *e)
{
	json_t *list = json_array();

	for (int i = 0; i < e->n_by; i++)
		json_array_append_new(list, json_string(e->by[i]));
	return list;
}

static void put_line(json_t *o, const char *key, const struct entry *e, enum entry_at at)
{
	char *text = field_get(&e->line[at]);

	json_object_set_new(o, key, text_or_null(text));
	free(text);
}

/* The note with its own line breaks where it was not touched: the field shows them as spaces. */
static bool note_untouched(const struct entry *e)
{
	struct field_line old;
	char *was, *is = field_get(&e->line[AT_NOTE]);
	bool same;

	field_init(&old, 2000, false);
	field_set(&old, e->old_note);
	was = field_get(&old);
	same = was && is && !strcmp(was, is);
	field_release(&old);
	free(was);
	free(is);
	return same;
}

static json_t *whole(const struct entry *e, bool draft)
{
	bool guided = draft || !*e->attempt;
	json_t *o = json_object();
	char *time = field_get(&e->line[AT_TIME]);
	char text[DATE_SIZE];
	int minute;

	date_format(text, entry_day(e));
	json_object_set_new(o, "date", json_string(text));
	*text = 0;
	if (time && when_time(&minute, time))
		time_format(text, minute);
	free(time);
	json_object_set_new(o, "time", text_or_null(text));
	json_object_set_new(o, "village", text_or_null(e->village));
	json_object_set_new(o, "household", draft || !entry_is_group(e) ? text_or_null(e->house)
									: json_null());
	json_object_set_new(o, "channel", text_or_null(e->channel));
	json_object_set_new(o, "minutes", number_or_null(entry_number(e, AT_MINUTES)));
	json_object_set_new(o, "people", number_or_null(guided ? entry_number(e, AT_PEOPLE) : -1));
	json_object_set_new(o, "female", number_or_null(guided ? entry_number(e, AT_FEMALE) : -1));
	json_object_set_new(o, "over60", number_or_null(guided ? entry_number(e, AT_OVER60) : -1));
	json_object_set_new(o, "attempt", text_or_null(e->attempt));
	json_object_set_new(o, "topics", guided && e->n_topics ? topic_list(e, draft)
								: json_null());
	json_object_set_new(o, "followups", promise_list(e, draft));
	if (draft || !e->session || !note_untouched(e))
		put_line(o, "note", e, AT_NOTE);
	json_object_set_new(o, "by", e->n_by ? people_list(e) : json_null());
	return o;
}

json_t *entry_session(const struct entry *e)
{
	return whole(e, false);
}

/* ---- drafts: one for a new session, one for the session edited last ---- */

static const char *draft_key(const struct entry *e)
{
	return e->session ? "draft.edit" : "draft.session";
}

int entry_draft_put(const struct entry *e, struct fault *f)
{
	json_t *o = whole(e, true), *closing = json_array();
	char *text;
	int rc;

	for (int i = 0; i < e->n_open; i++)
		if (e->open[i].closing)
			json_array_append_new(closing, json_integer(e->open[i].rec));
	json_object_set_new(o, "closing", closing);
	json_object_set_new(o, "status", json_boolean(e->status_taken));
	json_object_set_new(o, "new", json_boolean(e->house_new));
	json_object_set_new(o, "at", json_integer(e->at));
	json_object_set_new(o, "session", json_integer(e->session));
	json_object_set_new(o, "old_note", text_or_null(e->old_note));
	put_line(o, "hint", e, AT_HINT);
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	if (!text)
		return fault_set(f, FAULT_NOMEM, NULL);
	rc = book_setting_set(e->book, draft_key(e), text, f);
	free(text);
	return rc;
}

bool entry_draft_get(struct entry *e)
{
	const char *text = book_setting(e->book, draft_key(e)), *note;
	json_t *o = text && *text ? json_loads(text, 0, NULL) : NULL, *each;
	json_int_t at = json_integer_value(json_object_get(o, "at"));
	size_t i;

	if (!o || json_integer_value(json_object_get(o, "session")) != e->session) {
		json_decref(o);
		return false;
	}
	e->n_topics = e->n_promises = e->n_open = 0;
	take_session(e, o);
	json_array_foreach(json_object_get(o, "closing"), i, each)
		if (e->n_open < ENTRY_OPEN)
			e->open[e->n_open++] = (struct entry_open){
				.rec = json_integer_value(each), .closing = true };
	e->status_taken = json_is_true(json_object_get(o, "status"));
	e->house_new = json_is_true(json_object_get(o, "new"));
	note = text_of(o, "old_note");
	free(e->old_note);
	e->old_note = note ? strdup(note) : NULL;
	field_set(&e->line[AT_HINT], text_of(o, "hint"));
	e->at = at >= 0 && at < ENTRY_FIELDS ? (enum entry_at)at : AT_HOUSE;
	e->dirty = e->restored = true;
	json_decref(o);
	return true;
}

/* What was dropped last. */
static const char aside[] = "draft.dropped";

int entry_draft_drop(const struct entry *e, struct fault *f)
{
	int rc = book_setting_set(e->book, draft_key(e), "", f);

	return rc ? rc : book_setting_set(e->book, aside, "", f);
}

static int move_setting(struct book *book, const char *to, const char *from, struct fault *f)
{
	const char *text = book_setting(book, from);
	char *copy = strdup(text ? text : "");
	int rc = copy ? book_setting_set(book, to, copy, f) : fault_set(f, FAULT_NOMEM, NULL);

	free(copy);
	return rc ? rc : book_setting_set(book, from, "", f);
}

int entry_draft_aside(const struct entry *e, struct fault *f)
{
	int rc = entry_draft_put(e, f);

	return rc ? rc : move_setting(e->book, aside, draft_key(e), f);
}

bool entry_draft_return(struct entry *e)
{
	struct fault f;

	return !move_setting(e->book, draft_key(e), aside, &f) && entry_draft_get(e);
}
