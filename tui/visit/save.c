#include "config.h"
#include "tui/visit/save.h"

#include <stdlib.h>
#include <string.h>

#include "store/book/transaction.h"
#include "store/record/proposal.h"
#include "store/record/record.h"
#include "store/record/topics.h"
#include "tui/visit/data.h"
#include "tui/visit/draft.h"
#include "tui/visit/rules.h"

/* ---- the household's digital status ---- */

/* Whether this session can change it. Written up late, the newest snapshot may hold it already. */
static bool moves_status(const struct visit *v)
{
	const struct visit_values *values = &v->values;
	const char *date = json_string_value(json_object_get(v->facts.status, "date"));
	day_t known = 0;

	return !v->session && *values->house && !visit_is_group(values) && !*values->attempt &&
	       !(date && date_parse(&known, date) && known > visit_day(v));
}

json_t *visit_proposal(const struct visit *v)
{
	const struct visit_values *values = &v->values;
	const json_t *status = v->facts.status;
	char today[DATE_SIZE];
	json_t *next;

	if (!moves_status(v))
		return NULL;
	next = status ? json_deep_copy(status) : json_object();
	for (int i = 0; i < values->n_topics; i++) {
		const struct visit_topic *t = &values->topics[i];
		const struct topic *topic = book_topic(v->book, t->code);

		if (topic)
			proposal_add(next, topic, visit_vocab_code("outcome", t->outcome),
				     visit_topic_count(v, t));
	}
	if (status ? json_equal(next, status) : !json_object_size(next)) {
		json_decref(next);
		return NULL;
	}
	date_format(today, visit_day(v));
	json_object_set_new(next, "village", json_string(values->village));
	json_object_set_new(next, "household", json_string(values->house));
	json_object_set_new(next, "date", json_string(today));
	return next;
}

/* ---- the transaction ---- */

/* The field of the form a field of a record is. */
static enum visit_at field_of(const char *name)
{
	static const struct {
		const char *name;
		enum visit_at at;
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
	return VISIT_FIELDS;
}

static int save_household(struct visit *v, struct fault *f)
{
	char *hint = field_get(&v->values.line[AT_HINT]);
	json_t *o = json_pack("{ss ss ss*}", "village", v->values.village, "code", v->values.house,
			      "hint", *hint ? hint : NULL);
	rec_t rec;
	int rc = record_add(v->book, TYPE_HOUSEHOLD, o, &rec, f);

	json_decref(o);
	free(hint);
	return rc;
}

static int save_session(struct visit *v, struct fault *f)
{
	json_t *o = visit_session(v, false);
	rec_t rec;
	int rc;

	if (v->session)
		rc = record_edit(v->book, v->session, o, f);
	else
		rc = record_add(v->book, TYPE_SESSION, o, &rec, f);
	json_decref(o);
	return rc;
}

static int save_status(struct visit *v, struct fault *f)
{
	json_t *o = v->values.status_taken ? visit_proposal(v) : NULL;
	rec_t rec;
	int rc = o ? record_add(v->book, TYPE_STATUS, o, &rec, f) : FAULT_OK;

	json_decref(o);
	return rc;
}

static int close_promises(struct visit *v, struct fault *f)
{
	json_t *done = json_pack("{ss}", "status", "xong");
	int rc = FAULT_OK;

	for (int i = 0; !rc && i < v->facts.n_open; i++) {
		rec_t promise = v->facts.open[i].rec;

		if (!visit_closes(&v->values, promise))
			continue;
		rc = record_edit(v->book, promise, done, f);
		if (rc == FAULT_NOTHING) /* closed meanwhile: what is wanted is so */
			rc = FAULT_OK;
	}
	json_decref(done);
	return rc;
}

int visit_save(struct visit *v, enum visit_at *at, struct fault *f)
{
	int rc = book_begin(v->book, v->session ? "edit" : "log", f);
	bool session = false;

	*at = VISIT_FIELDS;
	if (!rc && v->values.house_new && !visit_is_group(&v->values))
		rc = save_household(v, f);
	if (!rc) {
		session = true;
		rc = save_session(v, f);
	}
	if (rc == FAULT_FIELD)
		*at = field_of(f->field);
	if (session && !rc)
		rc = save_status(v, f);
	if (session && !rc)
		rc = close_promises(v, f);
	/* In the same transaction, so that what is saved is never offered again. */
	if (!rc)
		rc = visit_draft_drop(v, f);
	if (!rc)
		rc = book_commit(v->book, NULL, f);
	if (rc)
		book_rollback(v->book);
	if (rc == FAULT_NOTHING) /* an edit that changed nothing is no failure for a person */
		rc = visit_draft_drop(v, f);
	return rc;
}
