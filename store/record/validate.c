#include "config.h"
#include "store/record/validate.h"

#include <stdio.h>
#include <string.h>

#include "store/book/now.h"
#include "store/catalog/catalog.h"
#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/record/lookup.h"
#include "store/record/topics.h"
#include "store/record/validate_value.h"

static const char *str(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* The integer of a field, or -1 when it is not known. */
static json_int_t num(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	return v ? json_integer_value(v) : -1;
}

/* ---- rules between the fields of a session ---- */

static int check_topics(struct book *book, const json_t *full, struct fault *f)
{
	const json_t *topics = json_object_get(full, "topics");
	json_int_t people = num(full, "people");
	json_t *each;
	size_t i;

	json_array_foreach(topics, i, each) {
		const char *code = str(each, "topic");
		const struct topic *topic = book_topic(book, code);
		json_int_t count = num(each, "count");
		char name[64];

		for (size_t j = 0; j < i; j++)
			if (!strcmp(code, str(json_array_get(topics, j), "topic"))) {
				snprintf(name, sizeof name, "topics[%zu].topic", i);
				return fault_field(f, name, REASON_NO_TOPICS, code);
			}
		snprintf(name, sizeof name, "topics[%zu].count", i);
		if (count < 0)
			continue;
		if (!outcome_is_success(str(each, "outcome")) ||
		    (topic && topic->cap_people && people >= 0 && count > people))
			return fault_field(f, name, REASON_BAD_COUNT, NULL);
	}
	return FAULT_OK;
}

static bool has_topic(const json_t *topics, const char *code)
{
	json_t *each;
	size_t i;

	json_array_foreach(topics, i, each)
		if (!strcmp(code, str(each, "topic")))
			return true;
	return false;
}

static int check_promise(const json_t *promise, const char *prefix, const json_t *session,
			 struct fault *f)
{
	const char *due = str(promise, "due"), *topic = str(promise, "topic");
	day_t day = 0, date = 0;
	char name[48];

	date_parse(&date, str(session, "date"));
	if (due) {
		date_parse(&day, due);
		snprintf(name, sizeof name, "%sdue", prefix);
		if (day < date || day > date_add_months(date, 24))
			return fault_field(f, name, REASON_BAD_DATE, due);
	}
	snprintf(name, sizeof name, "%stopic", prefix);
	if (topic && !has_topic(json_object_get(session, "topics"), topic))
		return fault_field(f, name, REASON_UNKNOWN_TOPIC, topic);
	return FAULT_OK;
}

static int check_followups(const json_t *followups, const json_t *full, struct fault *f)
{
	json_t *each;
	size_t i;

	json_array_foreach(followups, i, each) {
		char prefix[40];
		int rc;

		snprintf(prefix, sizeof prefix, "followups[%zu].", i);
		rc = check_promise(each, prefix, full, f);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

static int check_people(const json_t *full, struct fault *f)
{
	static const char *const parts[] = { "female", "over60" };
	json_int_t people = num(full, "people");

	for (int i = 0; i < 2; i++)
		if (people >= 0 && num(full, parts[i]) > people)
			return fault_field(f, parts[i], REASON_TOO_MANY, NULL);
	return FAULT_OK;
}

static int check_session(struct book *book, const json_t *full, const json_t *followups,
			 struct fault *f)
{
	const char *channel = str(full, "channel");
	int rc;

	if (!strcmp(channel, "tai_nha") && !str(full, "household"))
		return fault_missing(f, "household", REASON_UNKNOWN_HOUSEHOLD);
	if (str(full, "attempt")) {
		static const char *const none[] = { "topics", "people", "female", "over60" };

		for (int i = 0; i < 4; i++)
			if (json_object_get(full, none[i]))
				return fault_field(f, "attempt", REASON_ATTEMPT_WITH_TOPICS,
						   none[i]);
	} else if (!json_object_get(full, "topics")) {
		return fault_missing(f, "topics", REASON_NO_TOPICS);
	} else if (channel_is_group(channel) && num(full, "people") < 0) {
		return fault_missing(f, "people", REASON_BAD_NUMBER);
	}
	rc = check_people(full, f);
	if (!rc)
		rc = check_topics(book, full, f);
	if (!rc)
		rc = check_followups(followups, full, f);
	return rc;
}

/* ---- status: every figure within what it is a part of ---- */

static int check_status(const json_t *full, struct fault *f)
{
	static const struct {
		const char *part, *whole;
	} within[] = {
		{ "adults", "residents" }, { "age15plus", "residents" }, { "adults", "age15plus" },
		{ "smartphones", "adults" }, { "eid1", "adults" }, { "eid2", "adults" },
		{ "dvc", "adults" }, { "signature", "adults" }, { "telehealth", "adults" },
		{ "bank", "age15plus" }, { "ewallet", "age15plus" },
		{ "health_record", "residents" }, { "vssid", "residents" },
		{ "smartphones", "residents" }, { "eid1", "residents" }, { "eid2", "residents" },
		{ "dvc", "residents" }, { "signature", "residents" },
		{ "telehealth", "residents" }, { "bank", "residents" }, { "ewallet", "residents" },
	};
	json_int_t adults = num(full, "adults");

	for (size_t i = 0; i < sizeof within / sizeof within[0]; i++) {
		json_int_t whole = num(full, within[i].whole);

		if (whole >= 0 && num(full, within[i].part) > whole)
			return fault_field(f, within[i].part, REASON_TOO_MANY, NULL);
	}
	if (adults >= 0 && num(full, "eid1") > 0 && num(full, "eid2") > 0 &&
	    num(full, "eid1") + num(full, "eid2") > adults)
		return fault_field(f, "eid2", REASON_TOO_MANY, NULL);
	return FAULT_OK;
}

/* A topic of the catalogue may get other words here; what it counts under stays. */
static int check_topic_group(const json_t *full, struct fault *f)
{
	const struct topic *known = topic_find(str(full, "code"));

	if (known && strcmp(known->group, str(full, "group")))
		return fault_field(f, "group", REASON_UNKNOWN_CODE, str(full, "group"));
	return FAULT_OK;
}

/* ---- codes that must be unique ---- */

static const char *const taken_sql[TYPES] = {
	[TYPE_VILLAGE] = "SELECT 1 FROM village WHERE code = (SELECT k FROM sym WHERE s = ?1)"
			 " AND NOT voided AND rec <> ?2 AND ?3 IS NULL",
	[TYPE_TEAM] = "SELECT 1 FROM team WHERE code = (SELECT k FROM sym WHERE s = ?1)"
		      " AND NOT voided AND rec <> ?2 AND ?3 IS NULL",
	[TYPE_MEMBER] = "SELECT 1 FROM member WHERE code = (SELECT k FROM sym WHERE s = ?1)"
			" AND NOT voided AND rec <> ?2 AND ?3 IS NULL",
	[TYPE_TOPIC] = "SELECT 1 FROM topic WHERE code = (SELECT k FROM sym WHERE s = ?1)"
		       " AND NOT voided AND rec <> ?2 AND ?3 IS NULL",
	[TYPE_HOUSEHOLD] = "SELECT 1 FROM household WHERE code = ?1 AND NOT voided AND rec <> ?2"
			   " AND village = (SELECT k FROM sym WHERE s = ?3)",
};

static int check_unique(struct book *book, enum record_type type, const json_t *full, rec_t self,
			struct fault *f)
{
	struct statement st;

	if (!taken_sql[type])
		return FAULT_OK;
	st = statement_of(book_db(book), taken_sql[type], f);
	bind_text(&st, str(full, "code"));
	bind_int(&st, self);
	if (type == TYPE_HOUSEHOLD)
		bind_text(&st, str(full, "village"));
	if (row_next(&st))
		st.rc = fault_field(f, "code", REASON_BAD_CODE, str(full, "code"));
	return statement_end(&st);
}

/* Where there are teams, each closes its own periods: one must not speak for all. */
static int check_report_team(struct book *book, const json_t *full, struct fault *f)
{
	int64_t teams = 0;
	int rc = FAULT_OK;

	if (!str(full, "team"))
		rc = read_int(book_db(book), "SELECT EXISTS(SELECT 1 FROM team WHERE NOT voided)",
			      &teams, f);
	return !rc && teams ? fault_missing(f, "team", REASON_UNKNOWN_TEAM) : rc;
}

/* A closed period of a team is one record; closing again edits it. */
static int check_report(struct book *book, const json_t *full, rec_t self, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT 1 FROM report WHERE period = ? AND NOT voided AND rec <> ?"
		" AND team IS (SELECT k FROM sym WHERE s = ?)", f);

	bind_text(&st, str(full, "period"));
	bind_int(&st, self);
	bind_text(&st, str(full, "team"));
	if (row_next(&st))
		st.rc = fault_set(f, FAULT_EXISTS, str(full, "period"));
	return statement_end(&st);
}

/* ---- the whole record ---- */

static bool same_text(const json_t *a, const json_t *b, const char *key)
{
	const char *x = str(a, key), *y = str(b, key);

	return (!x && !y) || (x && y && !strcmp(x, y));
}

/*
 * A promise that is closed has the day, today unless another is given; an open
 * one has none. What was promised is held against the session only when it is
 * changed: the session may have been edited since, and closing must go on.
 */
static int check_followup(struct book *book, json_t *full, const json_t *old, struct fault *f)
{
	const char *status = str(full, "status");
	bool open = !status || !strcmp(status, "mo") || !strcmp(status, "dang");
	char today[DATE_SIZE];
	struct merged session;
	rec_t rec;
	int rc = record_lookup(book, TYPE_SESSION, str(full, "session"), &rec, f);

	if (!rc)
		rc = merged_load(book_db(book), rec, &session, f);
	if (rc)
		return rc;
	if (!same_text(full, old, "due") || !same_text(full, old, "topic"))
		rc = check_promise(full, "", session.values, f);
	date_format(today, book_now(book)->day);
	if (open && str(full, "closed") && same_text(full, old, "closed"))
		json_object_del(full, "closed"); /* opened again */
	else if (!open && !str(full, "closed"))
		json_object_set_new(full, "closed", json_string(today));
	if (!rc && str(full, "closed") &&
	    (open || strcmp(str(full, "closed"), str(session.values, "date")) < 0))
		rc = fault_field(f, "closed", REASON_BAD_DATE, str(full, "closed"));
	merged_release(&session);
	return rc;
}

/* A household must lie in the record's village, also when only the village was changed. */
static int check_household(struct book *book, const json_t *full, struct fault *f)
{
	const char *id_letters = str(full, "household");
	struct merged household;
	rec_t rec;
	int rc;

	if (!id_letters)
		return FAULT_OK;
	rc = record_lookup(book, TYPE_HOUSEHOLD, id_letters, &rec, f);
	if (!rc)
		rc = merged_load(book_db(book), rec, &household, f);
	if (rc)
		return rc;
	if (strcmp(str(household.values, "village"), str(full, "village")))
		rc = fault_field(f, "household", REASON_UNKNOWN_HOUSEHOLD,
				 str(household.values, "code"));
	merged_release(&household);
	return rc;
}

static int check_rules(struct book *book, enum record_type type, const struct entry *e,
		       const json_t *old, rec_t self, struct fault *f)
{
	int rc = FAULT_OK;

	/* A new record's household was looked up in its village already. */
	if (old && (type == TYPE_SESSION || type == TYPE_STATUS))
		rc = check_household(book, e->full, f);
	if (rc)
		return rc;
	switch (type) {
	case TYPE_SESSION:
		return check_session(book, e->full, e->followups, f);
	case TYPE_STATUS:
		return check_status(e->full, f);
	case TYPE_FOLLOWUP:
		return check_followup(book, e->full, old, f);
	case TYPE_REPORT:
		rc = old ? FAULT_OK : check_report_team(book, e->full, f);
		return rc ? rc : check_report(book, e->full, self, f);
	case TYPE_TOPIC:
		rc = check_topic_group(e->full, f);
		return rc ? rc : check_unique(book, type, e->full, self, f);
	default:
		return check_unique(book, type, e->full, self, f);
	}
}

static int refuse_unknown(enum record_type type, const json_t *input, struct fault *f)
{
	const char *key;
	json_t *value;

	if (!json_is_object(input))
		return fault_set(f, FAULT_JSON, NULL);
	json_object_foreach((json_t *)input, key, value) {
		const struct field *fd = record_type_field(type, key);

		if (!fd || fd->flags & FIELD_INTERNAL)
			return fault_field(f, key, REASON_UNKNOWN_FIELD, NULL);
	}
	return FAULT_OK;
}

/* One field of the record into e->full (or e->followups). */
static int take_field(const struct value_of *v, const json_t *input, const json_t *old,
		      struct entry *e, struct fault *f)
{
	const struct field *fd = v->fd;
	json_t *given = json_object_get(input, fd->name), *value;
	int rc;

	if (old && !given) {
		value = json_incref(json_object_get(old, fd->name));
	} else {
		rc = entry_value(v, given, &value, f);
		if (rc)
			return rc;
		if (old && fd->flags & FIELD_FIXED &&
		    !json_equal(value, json_object_get(old, fd->name))) {
			json_decref(value);
			return fault_field(f, fd->name, REASON_FIXED, NULL);
		}
	}
	if (fd->type == FIELD_FOLLOWUPS) {
		e->followups = json_is_null(value) ? (given ? json_array() : NULL) : value;
		return FAULT_OK;
	}
	if (fd->type == FIELD_MEMBERS && (!value || json_is_null(value)))
		value = json_pack("[s]", book_member(v->book));
	if (!value || json_is_null(value))
		return fd->flags & FIELD_REQUIRED ? fault_missing(f, fd->name, fd->reason)
						  : FAULT_OK;
	json_object_set_new(e->full, fd->name, value);
	return FAULT_OK;
}

int entry_check(struct book *book, enum record_type type, const json_t *input, const json_t *old,
		rec_t self, struct entry *out, struct fault *f)
{
	struct value_of v = { .book = book, .type = type, .self = self };
	int rc = refuse_unknown(type, input, f);

	memset(out, 0, sizeof *out);
	if (rc)
		return rc;
	out->full = json_object();
	for (const struct field *fd = record_type_info(type)->fields; !rc && fd->name; fd++) {
		v.fd = fd;
		v.name = fd->name;
		v.village = str(out->full, "village");
		rc = take_field(&v, input, old, out, f);
	}
	if (!rc)
		rc = check_rules(book, type, out, old, self, f);
	if (rc)
		entry_release(out);
	return rc;
}

int entry_recheck(struct book *book, enum record_type type, const json_t *values, rec_t self,
		  struct fault *f)
{
	struct entry e = { .full = json_copy((json_t *)values) };
	int rc = check_rules(book, type, &e, values, self, f);

	json_decref(e.full);
	return rc;
}

void entry_release(struct entry *entry)
{
	json_decref(entry->full);
	json_decref(entry->followups);
	memset(entry, 0, sizeof *entry);
}
