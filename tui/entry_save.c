/* Saving a session with all that belongs to it, in one step (entry_form.h). */
#include "config.h"
#include "store/record.h"
#include "store/step.h"
#include "store/topics.h"
#include "tui/entry_form.h"

#include <stdlib.h>
#include <string.h>

#include "store/proposal.h"

/* ---- the household's digital status ---- */

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

		if (topic)
			proposal_add(next, topic, entry_vocab_code("outcome", t->outcome), t->count);
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
