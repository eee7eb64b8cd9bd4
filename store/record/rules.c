#include "config.h"
#include "store/record/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/text.h"
#include "store/book/now.h"
#include "store/catalog/catalog.h"
#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/record/aims.h"
#include "store/record/field.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/topics.h"
#include "store/record/unit_codes.h"

/* The integer of a field, or -1 when it is not known. */
static json_int_t num(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	return v ? json_integer_value(v) : -1;
}

static bool same_value(const json_t *a, const json_t *b)
{
	return a == b || (a && b && json_equal(a, b));
}

/* Whether a field gets another value than it has. */
static bool touched(const struct becoming *b, const char *key)
{
	return !b->old || !same_value(json_object_get(b->old, key), json_object_get(b->full, key));
}

/* ---- a session: its topics ---- */

/* The entry of a topic in a list of them. */
static const json_t *topic_entry(const json_t *topics, const char *code)
{
	json_t *each;
	size_t i;

	json_array_foreach(topics, i, each)
		if (!strcmp(code, text_of(each, "topic")))
			return each;
	return NULL;
}

/* Whether an entry stood just so when the session was stored, among as many people. */
static bool is_stored(const struct becoming *b, const json_t *entry)
{
	const json_t *old = json_object_get(b->old, "topics");

	return !touched(b, "people") &&
	       same_value(topic_entry(old, text_of(entry, "topic")), entry);
}

static int check_topics(struct book *book, const struct becoming *b, struct fault *f)
{
	const json_t *topics = json_object_get(b->full, "topics");
	json_int_t people = num(b->full, "people");
	json_t *each;
	size_t i;

	json_array_foreach(topics, i, each) {
		const char *code = text_of(each, "topic");
		const struct topic *topic = book_topic(book, code);
		json_int_t count = num(each, "count");
		char name[64];

		snprintf(name, sizeof name, "topics[%zu].topic", i);
		if (topic_entry(topics, code) != each)
			return fault_field(f, name, REASON_NO_TOPICS, code);
		if (count < 0 || is_stored(b, each))
			continue;
		snprintf(name, sizeof name, "topics[%zu].count", i);
		if (!outcome_is_success(text_of(each, "outcome")) ||
		    (topic && topic->cap_people && people >= 0 && count > people))
			return fault_field(f, name, REASON_BAD_COUNT, NULL);
	}
	return FAULT_OK;
}

/* ---- a session: its promises ---- */

bool promise_same(const json_t *a, const json_t *b)
{
	static const char *const keys[] = { "kind", "due", "topic" };

	for (int i = 0; i < 3; i++) {
		const char *x = text_of(a, keys[i]), *y = text_of(b, keys[i]);

		if (!x != !y || (x && strcmp(x, y)))
			return false;
	}
	return true;
}

static int check_due(const json_t *promise, const char *prefix, const json_t *session,
		     struct fault *f)
{
	const char *due = text_of(promise, "due");
	day_t day = 0, date = 0;
	char name[48];

	if (!due)
		return FAULT_OK;
	date_parse(&date, text_of(session, "date"));
	date_parse(&day, due);
	snprintf(name, sizeof name, "%sdue", prefix);
	return day < date || day > date_add_months(date, 24)
		       ? fault_field(f, name, REASON_BAD_DATE, due) : FAULT_OK;
}

static int check_promised_topic(const json_t *promise, const char *prefix, const json_t *session,
				struct fault *f)
{
	const char *topic = text_of(promise, "topic");
	char name[48];

	snprintf(name, sizeof name, "%stopic", prefix);
	return topic && !topic_entry(json_object_get(session, "topics"), topic)
		       ? fault_field(f, name, REASON_UNKNOWN_TOPIC, topic) : FAULT_OK;
}

/* A promise that was kept or cancelled was so on the session's day or later. */
static int check_closed(struct book *book, rec_t promise, const json_t *session, struct fault *f)
{
	int64_t closed = DAY_MAX;
	day_t date = 0;
	int rc = read_int_of(book_db(book), "SELECT closed FROM followup WHERE rec = ?"
					    " AND closed IS NOT NULL", promise, &closed, f);

	date_parse(&date, text_of(session, "date"));
	return !rc && closed < date
		       ? fault_field(f, "date", REASON_BAD_DATE, text_of(session, "date"))
		       : rc;
}

static size_t place_of(const json_t *list, const json_t *promise)
{
	size_t i = 0;

	while (i < json_array_size(list) && !promise_same(json_array_get(list, i), promise))
		i++;
	return i;
}

/* The promises as they will be, of which `have` are made already, with their keys. */
static int check_promises(struct book *book, const struct becoming *b, const json_t *will,
			  const json_t *have, const rec_t *keys, struct fault *f)
{
	bool moved = touched(b, "date"), taught = touched(b, "topics");
	json_t *each;
	size_t i;
	int rc = FAULT_OK;

	json_array_foreach(will, i, each) {
		size_t at = place_of(have, each);
		bool made = at < json_array_size(have);
		char prefix[40];

		snprintf(prefix, sizeof prefix, "followups[%zu].", i);
		if (!made || moved)
			rc = check_due(each, prefix, b->full, f);
		if (!rc && (!made || taught))
			rc = check_promised_topic(each, prefix, b->full, f);
		if (!rc && made && moved)
			rc = check_closed(book, keys[at], b->full, f);
		if (rc)
			break;
	}
	return rc;
}

static int check_followups(struct book *book, const struct becoming *b, struct fault *f)
{
	json_t *have = NULL;
	rec_t *keys = NULL;
	int rc = FAULT_OK;

	if (b->rec)
		rc = record_followups(book, b->rec, &have, &keys, f);
	if (!rc)
		rc = check_promises(book, b, b->followups ? b->followups : have, have, keys, f);
	json_decref(have);
	free(keys);
	return rc;
}

/* ---- a session ---- */

static int check_people(const struct becoming *b, struct fault *f)
{
	static const char *const parts[] = { "female", "over60" };
	json_int_t people = num(b->full, "people");

	for (int i = 0; i < 2; i++)
		if (people >= 0 && num(b->full, parts[i]) > people)
			return fault_field(f, parts[i], REASON_TOO_MANY, NULL);
	return FAULT_OK;
}

/* What a session needs, and what it cannot have: its own fields alone say so. */
static int check_shape(const json_t *full, struct fault *f)
{
	static const char *const none[] = { "topics", "people", "female", "over60" };
	const char *channel = text_of(full, "channel");

	if (!strcmp(channel, "tai_nha") && !text_of(full, "household"))
		return fault_missing(f, "household", REASON_UNKNOWN_HOUSEHOLD);
	if (text_of(full, "attempt")) {
		for (int i = 0; i < 4; i++)
			if (json_object_get(full, none[i]))
				return fault_field(f, "attempt", REASON_ATTEMPT_WITH_TOPICS,
						   none[i]);
	} else if (!json_object_get(full, "topics")) {
		return fault_missing(f, "topics", REASON_NO_TOPICS);
	} else if (channel_is_group(channel) && num(full, "people") < 0) {
		return fault_missing(f, "people", REASON_BAD_NUMBER);
	}
	return FAULT_OK;
}

/*
 * A household must be one of the record's village. A new record's was looked up
 * there already.
 */
static int check_household(struct book *book, const struct becoming *b, struct fault *f)
{
	const char *id_letters = text_of(b->full, "household");
	struct merged household;
	rec_t rec;
	int rc;

	if (!b->old || !id_letters || (!touched(b, "village") && !touched(b, "household")))
		return FAULT_OK;
	rc = record_lookup(book, TYPE_HOUSEHOLD, id_letters, &rec, f);
	if (!rc)
		rc = merged_load(book_db(book), rec, &household, f);
	if (rc)
		return rc;
	if (strcmp(text_of(household.values, "village"), text_of(b->full, "village")))
		rc = fault_field(f, "household", REASON_UNKNOWN_HOUSEHOLD,
				 text_of(household.values, "code"));
	merged_release(&household);
	return rc;
}

static int check_session(struct book *book, const struct becoming *b, struct fault *f)
{
	int rc = check_household(book, b, f);

	if (!rc)
		rc = check_shape(b->full, f);
	if (!rc)
		rc = check_people(b, f);
	if (!rc)
		rc = check_topics(book, b, f);
	return rc ? rc : check_followups(book, b, f);
}

/* ---- status: every figure within what it is a part of ---- */

static int check_within(const struct becoming *b, const char *part, const char *whole,
			struct fault *f)
{
	json_int_t most = num(b->full, whole);

	return most >= 0 && num(b->full, part) > most
		       ? fault_field(f, part, REASON_TOO_MANY, NULL) : FAULT_OK;
}

static int check_status(struct book *book, const struct becoming *b, struct fault *f)
{
	json_int_t adults = num(b->full, "adults"), eid1 = num(b->full, "eid1");
	json_int_t eid2 = num(b->full, "eid2");
	const struct field *fd = record_type_info(TYPE_STATUS)->fields;
	int rc = check_household(book, b, f);

	for (; !rc && fd->name; fd++) {
		if (fd->list)
			rc = check_within(b, fd->name, "residents", f);
		if (!rc && fd->list)
			rc = check_within(b, fd->name, fd->list, f);
	}
	if (!rc && adults >= 0 && eid1 > 0 && eid2 > 0 && eid1 + eid2 > adults)
		rc = fault_field(f, "eid2", REASON_TOO_MANY, NULL);
	return rc;
}

/* ---- codes that must be unique ---- */

/* Households' and villages' codes, and topics', have one case only. */
static const char *const taken_sql[TYPES] = {
	[TYPE_VILLAGE] = "SELECT 1 FROM village WHERE code = (SELECT k FROM sym WHERE s = ?1)"
			 " AND NOT voided AND rec <> ?2 AND ?3 IS NULL",
	[TYPE_TOPIC] = "SELECT 1 FROM topic WHERE code = (SELECT k FROM sym WHERE s = ?1)"
		       " AND NOT voided AND rec <> ?2 AND ?3 IS NULL",
	[TYPE_CAMPAIGN] = "SELECT 1 FROM campaign WHERE code = (SELECT k FROM sym WHERE s = ?1)"
			  " AND NOT voided AND rec <> ?2 AND ?3 IS NULL",
	[TYPE_HOUSEHOLD] = "SELECT 1 FROM household WHERE code = ?1 AND NOT voided AND rec <> ?2"
			   " AND village = (SELECT k FROM sym WHERE s = ?3)",
};

static int check_unique(struct book *book, const struct becoming *b, struct fault *f)
{
	const char *code = text_of(b->full, "code");
	struct statement st;
	rec_t other = 0;
	int rc;

	if (!touched(b, "code") && !touched(b, "village") && !b->back)
		return FAULT_OK;
	if (b->type == TYPE_TEAM || b->type == TYPE_MEMBER) {
		rc = record_lookup_alike(book, b->type, code, b->rec, &other, f);
		return !rc && other ? fault_field(f, "code", REASON_TAKEN_CODE, code) : rc;
	}
	st = statement_of(book_db(book), taken_sql[b->type], f);
	bind_text(&st, code);
	bind_int(&st, b->rec);
	if (b->type == TYPE_HOUSEHOLD)
		bind_text(&st, text_of(b->full, "village"));
	if (row_next(&st))
		st.rc = fault_field(f, "code", REASON_TAKEN_CODE, code);
	return statement_end(&st);
}

static int check_village(struct book *book, const struct becoming *b, struct fault *f)
{
	const char *code = text_of(b->full, "code");
	bool ours = true;
	int rc = FAULT_OK;

	if (touched(b, "code"))
		rc = unit_codes_hold(book, code, &ours, f);
	if (!rc && !ours)
		rc = fault_field(f, "code", REASON_NOT_OURS, code);
	return rc ? rc : check_unique(book, b, f);
}

/*
 * A topic of the catalogue may get other words here, but not from a team, whose words would count
 * nowhere (topics.h); what it counts under stays.
 */
static int check_topic(struct book *book, const struct becoming *b, struct fault *f)
{
	const char *code = text_of(b->full, "code");
	const struct topic *known = topic_find(code);

	if ((touched(b, "code") || b->back) && book_level(book) < topic_speaks(book, code))
		return fault_field(f, "code", REASON_TAKEN_CODE, code);
	if (touched(b, "group") && known && strcmp(known->group, text_of(b->full, "group")))
		return fault_field(f, "group", REASON_UNKNOWN_CODE, text_of(b->full, "group"));
	return check_unique(book, b, f);
}

/* ---- reports ---- */

/* At a desk of teams each closes its own periods: one must not speak for all, as an officer does. */
static int check_report_team(struct book *book, const json_t *full, struct fault *f)
{
	int64_t teams = 0;
	int rc = FAULT_OK;

	if (!text_of(full, "team") && book_level(book) == LEVEL_TEAM)
		rc = read_int(book_db(book), "SELECT EXISTS(SELECT 1 FROM team WHERE NOT voided)",
			      &teams, f);
	return !rc && teams ? fault_missing(f, "team", REASON_UNKNOWN_TEAM) : rc;
}

/* A figure that is the unit's own is never made from teams': theirs would count nowhere. */
static int check_units_own(const struct becoming *b, struct fault *f)
{
	bool units = !text_of(b->full, "team");

	for (size_t i = 0; !units && i < catalog_column_count; i++) {
		const char *code = catalog_columns[i].code;

		if (column_is_units_own(&catalog_columns[i]) && touched(b, code) &&
		    json_is_number(json_object_get(b->full, code)))
			return fault_field(f, code, REASON_UNITS_OWN, NULL);
	}
	return FAULT_OK;
}

/* A closed period of a team is one record; closing again edits it. */
static int check_report(struct book *book, const struct becoming *b, struct fault *f)
{
	struct statement st;
	int rc = b->old ? FAULT_OK : check_report_team(book, b->full, f);

	if (!rc)
		rc = check_units_own(b, f);

	if (rc || (b->old && !b->back)) /* period and team are fixed */
		return rc;
	st = statement_of(book_db(book),
		"SELECT 1 FROM report WHERE period = ? AND NOT voided AND rec <> ?"
		" AND team IS (SELECT k FROM sym WHERE s = ?)", f);
	bind_text(&st, text_of(b->full, "period"));
	bind_int(&st, b->rec);
	bind_text(&st, text_of(b->full, "team"));
	if (row_next(&st))
		st.rc = fault_set(f, FAULT_EXISTS, text_of(b->full, "period"));
	return statement_end(&st);
}

/* ---- a promise by itself ---- */

/* One that is closed has the day, today unless another is given; an open one has none. */
static int check_closing(struct book *book, const struct becoming *b, const json_t *session,
			 struct fault *f)
{
	const char *status = text_of(b->full, "status");
	bool open = !status || !strcmp(status, "mo") || !strcmp(status, "dang");
	char today[DATE_SIZE];

	date_format(today, book_now(book)->day);
	if (open && !touched(b, "closed"))
		json_object_del(b->full, "closed"); /* opened again */
	else if (!open && !text_of(b->full, "closed"))
		json_object_set_new(b->full, "closed", json_string(today));
	if (!text_of(b->full, "closed") || (!touched(b, "closed") && !touched(b, "status")))
		return FAULT_OK;
	return open || strcmp(text_of(b->full, "closed"), text_of(session, "date")) < 0
		       ? fault_field(f, "closed", REASON_BAD_DATE, text_of(b->full, "closed"))
		       : FAULT_OK;
}

static int check_followup(struct book *book, const struct becoming *b, struct fault *f)
{
	struct merged session;
	rec_t rec;
	int rc = record_lookup(book, TYPE_SESSION, text_of(b->full, "session"), &rec, f);

	if (!rc)
		rc = merged_load(book_db(book), rec, &session, f);
	if (rc)
		return rc;
	if (touched(b, "due"))
		rc = check_due(b->full, "", session.values, f);
	if (!rc && touched(b, "topic"))
		rc = check_promised_topic(b->full, "", session.values, f);
	if (!rc)
		rc = check_closing(book, b, session.values, f);
	merged_release(&session);
	return rc;
}

int rules_check(struct book *book, const struct becoming *b, struct fault *f)
{
	int rc;

	switch (b->type) {
	case TYPE_SESSION:
		return check_session(book, b, f);
	case TYPE_STATUS:
		return check_status(book, b, f);
	case TYPE_FOLLOWUP:
		return check_followup(book, b, f);
	case TYPE_REPORT:
		return check_report(book, b, f);
	case TYPE_TOPIC:
		return check_topic(book, b, f);
	case TYPE_VILLAGE:
		return check_village(book, b, f);
	case TYPE_CAMPAIGN:
		rc = aims_check_campaign(b, f);
		return rc ? rc : check_unique(book, b, f);
	case TYPE_TARGET:
		return aims_check_target(book, b, f);
	default:
		return check_unique(book, b, f);
	}
}
