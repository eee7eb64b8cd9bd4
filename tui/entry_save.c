/* Saving a session with all that belongs to it, in one step (entry_form.h). */
#include "config.h"
#include "store/record.h"
#include "store/step.h"
#include "store/topics.h"
#include "tui/entry_form.h"

#include <stdlib.h>
#include <string.h>

/* ---- the household's digital status ---- */

/* What a figure of a status can be at most: a whole it is a part of, or 1. */
static const struct {
	const char *figure, *within;
} bounds[] = {
	{ "smartphones", "adults" },   { "eid1", "adults" },
	{ "eid2", "adults" },          { "dvc", "adults" },
	{ "signature", "adults" },     { "telehealth", "adults" },
	{ "bank", "age15plus" },       { "ewallet", "age15plus" },
	{ "health_record", "residents" }, { "vssid", "residents" },
	{ "fibre", NULL },             { "shop", NULL },
};

static int figure(const json_t *status, const char *name)
{
	const json_t *value = name ? json_object_get(status, name) : NULL;

	return json_is_integer(value) ? (int)json_integer_value(value) : -1;
}

/* The most a figure can be in this household; -1 when nothing is known. */
static int most_of(const json_t *status, const char *name)
{
	for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
		int most;

		if (strcmp(bounds[i].figure, name))
			continue;
		most = bounds[i].within ? figure(status, bounds[i].within) : 1;
		return most < 0 ? figure(status, "residents") : most;
	}
	return -1;
}

/*
 * One topic done: so many more, within bounds. A figure nobody knows stays
 * unknown (one more than unknown is no number) but for what is yes or no.
 */
static void raise_figure(json_t *status, const char *name, int by)
{
	int old = figure(status, name), most = most_of(status, name), value = old + by;
	bool yes_or_no = !strcmp(name, "fibre") || !strcmp(name, "shop");
	int level1 = figure(status, "eid1"), level2 = figure(status, "eid2");
	int adults = figure(status, "adults");

	if (yes_or_no)
		value = 1;
	else if (old < 0)
		return;
	/* Each adult is at one level only. */
	if (!strcmp(name, "eid1") && most >= 0 && level2 > 0)
		most = most > level2 ? most - level2 : 0;
	if (most >= 0 && value > most)
		value = most > old ? most : old;
	/* Whoever reaches level 2 is not counted at level 1 any more. */
	if (!strcmp(name, "eid2") && level1 > 0 && adults >= 0 && level1 + value > adults)
		json_object_set_new(status, "eid1",
				    json_integer(adults > value ? adults - value : 0));
	json_object_set_new(status, name, json_integer(value));
}

json_t *entry_proposal(const struct entry *e)
{
	const char *date = json_string_value(json_object_get(e->status, "date"));
	char today[DATE_SIZE];
	json_t *next;
	day_t known = 0;

	/* Written up late, the newest snapshot may hold it already. */
	if (e->session || !*e->house || entry_is_group(e) || *e->attempt ||
	    (date && date_parse(&known, date) && known > entry_day(e)))
		return NULL;
	next = e->status ? json_deep_copy(e->status) : json_object();
	for (int i = 0; i < e->n_topics; i++) {
		const struct entry_topic *t = &e->topics[i];
		const struct topic *topic = book_topic(e->book, t->code);
		const char *outcome = entry_vocab_code("outcome", t->outcome);

		if (topic && *topic->status && entry_topic_success(t) &&
		    strcmp(outcome, "mot_phan") && t->count)
			raise_figure(next, topic->status, t->count > 0 ? t->count : 1);
	}
	if (e->status ? json_equal(next, e->status) : !json_object_size(next)) {
		json_decref(next);
		return NULL;
	}
	date_format(today, entry_day(e));
	json_object_set_new(next, "village", json_string(e->village));
	json_object_set_new(next, "household", json_string(e->house));
	json_object_set_new(next, "date", json_string(today));
	return next;
}

/* ---- the step ---- */

/* The field of the form a field of a record is. */
static enum entry_at field_of(const char *name)
{
	static const struct {
		const char *name;
		enum entry_at at;
	} fields[] = {
		{ "date", AT_DATE },       { "time", AT_TIME },     { "village", AT_VILLAGE },
		{ "household", AT_HOUSE }, { "code", AT_HOUSE },    { "hint", AT_HINT },
		{ "channel", AT_CHANNEL }, { "minutes", AT_MINUTES }, { "people", AT_PEOPLE },
		{ "female", AT_FEMALE },   { "over60", AT_OVER60 }, { "attempt", AT_PEOPLE },
		{ "topics", AT_TOPICS },   { "followups", AT_FOLLOW }, { "note", AT_NOTE },
		{ "by", AT_BY },
	};
	size_t n = strcspn(name, "[.");

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (n == strlen(fields[i].name) && !strncmp(name, fields[i].name, n))
			return fields[i].at;
	return ENTRY_FIELDS;
}

static int save_household(struct entry *e, struct fault *f)
{
	char *hint = field_get(&e->line[AT_HINT]);
	json_t *o = json_pack("{ss ss ss*}", "village", e->village, "code", e->house,
			      "hint", hint && *hint ? hint : NULL);
	rec_t rec;
	int rc = o ? record_add(e->book, KIND_HOUSEHOLD, o, &rec, f)
		   : fault_set(f, FAULT_NOMEM, NULL);

	json_decref(o);
	free(hint);
	return rc;
}

static int save_session(struct entry *e, struct fault *f)
{
	json_t *o = entry_session(e);
	rec_t rec;
	int rc;

	if (e->session)
		rc = record_edit(e->book, e->session, o, f);
	else
		rc = record_add(e->book, KIND_SESSION, o, &rec, f);
	json_decref(o);
	return rc;
}

static int save_status(struct entry *e, struct fault *f)
{
	json_t *o = e->status_taken ? entry_proposal(e) : NULL;
	rec_t rec;
	int rc = o ? record_add(e->book, KIND_STATUS, o, &rec, f) : FAULT_OK;

	json_decref(o);
	return rc;
}

static int close_promises(struct entry *e, struct fault *f)
{
	json_t *done = json_pack("{ss}", "status", "xong");
	int rc = FAULT_OK;

	for (int i = 0; !rc && i < e->n_open; i++) {
		if (!e->open[i].closing)
			continue;
		rc = record_edit(e->book, e->open[i].rec, done, f);
		if (rc == FAULT_NOTHING) /* closed meanwhile: what is wanted is so */
			rc = FAULT_OK;
	}
	json_decref(done);
	return rc;
}

int entry_save(struct entry *e, enum entry_at *at, struct fault *f)
{
	int rc = book_begin(e->book, e->session ? "edit" : "log", f);
	bool session = false;

	*at = ENTRY_FIELDS;
	if (!rc && e->house_new && !entry_is_group(e))
		rc = save_household(e, f);
	if (!rc) {
		session = true;
		rc = save_session(e, f);
	}
	if (rc == FAULT_FIELD)
		*at = field_of(f->field);
	if (session && !rc)
		rc = save_status(e, f);
	if (session && !rc)
		rc = close_promises(e, f);
	/* In the same step, so that what is saved is never offered again. */
	if (!rc)
		rc = entry_draft_drop(e, f);
	if (!rc)
		rc = book_commit(e->book, NULL, f);
	if (rc)
		book_rollback(e->book);
	if (rc == FAULT_NOTHING) /* an edit that changed nothing is no failure for a person */
		rc = entry_draft_drop(e, f);
	return rc;
}
