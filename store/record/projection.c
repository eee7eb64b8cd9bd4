#include "config.h"
#include "store/record/projection.h"

#include <string.h>

#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/field.h"
#include "store/record/kinds.h"
#include "store/record/projection_row.h"
#include "store/record/search_index.h"
#include "store/record/topics.h"

static int64_t voided(const struct merged *m)
{
	return m->voided;
}

/* ---- one function a type; a record without what its table needs is in the log only ---- */

static int put_village(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	struct row r;

	if (!text_of(m->values, "code"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO village(rec, code, name, households, voided)"
		  " VALUES(?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_code(&r, "code");
	bind_string(&r, "name", "");
	bind_number(&r, "households");
	bind_int(&r.st, voided(m));
	return statement_run(&r.st);
}

static int put_household(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	struct row r;
	int rc;

	if (!text_of(m->values, "village"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO household(rec, village, code, hint,"
		  " guided_since, voided) VALUES(?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_code(&r, "village");
	bind_string(&r, "code", "");
	bind_string(&r, "hint", NULL);
	bind_month(&r, "guided_since");
	bind_int(&r.st, voided(m));
	rc = statement_run(&r.st);
	return rc ? rc : kinds_put(book, rec, m, f);
}

static int put_team(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	const json_t *villages = json_object_get(m->values, "villages");
	struct row r;
	json_t *each;
	size_t i;
	int rc;

	if (!text_of(m->values, "code"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO team(rec, code, name, voided)"
		  " VALUES(?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_code(&r, "code");
	bind_string(&r, "name", "");
	bind_int(&r.st, voided(m));
	rc = statement_run(&r.st);
	if (rc)
		return rc;
	json_array_foreach(villages, i, each) {
		if (!json_is_string(each))
			continue;
		row_begin(&r, book, m->values, "INSERT OR IGNORE INTO team_village(team, village)"
			  " VALUES(?, ?)", f);
		bind_int(&r.st, rec);
		bind_code_text(&r, json_string_value(each));
		rc = statement_run(&r.st);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

static int put_member(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	struct row r;

	if (!text_of(m->values, "code"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO member(rec, code, name, role, team, voided)"
		  " VALUES(?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_code(&r, "code");
	bind_string(&r, "name", "");
	bind_code_text(&r, text_of(m->values, "role") ? text_of(m->values, "role") : "thanh_vien");
	bind_code(&r, "team");
	bind_int(&r.st, voided(m));
	return statement_run(&r.st);
}

static int put_topic(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	struct row r;

	if (!text_of(m->values, "code"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO topic(rec, code, short, vi, en, grp, unit, cap,"
		  " status, voided) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_code(&r, "code");
	bind_string(&r, "short", "");
	bind_string(&r, "vi", "");
	bind_string(&r, "en", NULL);
	bind_code(&r, "group");
	bind_string(&r, "unit", NULL);
	bind_string(&r, "cap", NULL);
	bind_string(&r, "status", NULL);
	bind_int(&r.st, voided(m));
	return statement_run(&r.st);
}

static int put_session_topics(struct book *book, rec_t rec, const json_t *topics, struct fault *f)
{
	json_t *each;
	size_t i;

	json_array_foreach(topics, i, each) {
		struct row r;
		int rc;

		if (!text_of(each, "topic"))
			continue;
		row_begin(&r, book, each, "INSERT OR IGNORE INTO session_topic(session, topic,"
			  " outcome, count, blocker) VALUES(?, ?, ?, ?, ?)", f);
		bind_int(&r.st, rec);
		bind_code(&r, "topic");
		bind_code(&r, "outcome");
		bind_number(&r, "count");
		bind_code(&r, "blocker");
		rc = statement_run(&r.st);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

static int put_session_by(struct book *book, rec_t rec, const json_t *by, struct fault *f)
{
	json_t *each;
	size_t i;

	json_array_foreach(by, i, each) {
		struct row r;
		int rc;

		if (!json_is_string(each))
			continue;
		row_begin(&r, book, by, "INSERT INTO session_by(session, pos, member)"
			  " VALUES(?, ?, ?)", f);
		bind_int(&r.st, rec);
		bind_int(&r.st, (int64_t)i);
		bind_code_text(&r, json_string_value(each));
		rc = statement_run(&r.st);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

static int put_session(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	const char *time = text_of(m->values, "time"), *date = text_of(m->values, "date");
	int minute = 0;
	bool timed = time && time_parse(&minute, time);
	day_t day = 0;
	struct row r;
	int rc;

	if (!date || !date_parse(&day, date))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO session(rec, day, minute, village, household,"
		  " channel, attempt, minutes, people, female, over60, voided)"
		  " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_int(&r.st, day);
	bind_optional(&r.st, timed, minute);
	bind_code(&r, "village");
	bind_ref(&r, "household");
	bind_code(&r, "channel");
	bind_code(&r, "attempt");
	bind_number(&r, "minutes");
	bind_number(&r, "people");
	bind_number(&r, "female");
	bind_number(&r, "over60");
	bind_int(&r.st, voided(m));
	rc = statement_run(&r.st);
	if (!rc)
		rc = put_session_topics(book, rec, json_object_get(m->values, "topics"), f);
	if (!rc)
		rc = put_session_by(book, rec, json_object_get(m->values, "by"), f);
	return rc;
}

static int put_status(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	struct row r;
	day_t day;

	if (!text_of(m->values, "date") || !date_parse(&day, text_of(m->values, "date")) ||
	    !has_ref(m->values, "household"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO status(rec, household, day, residents, adults,"
		  " age15plus, smartphones, fibre, eid1, eid2, dvc, bank, ewallet, signature,"
		  " health_record, vssid, telehealth, shop, bank18, welfare, literate, cashless,"
		  " app, phone2g, biz_epay, born, voided) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		  " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_ref(&r, "household");
	bind_day(&r, "date");
	for (const struct field *fd = record_type_info(TYPE_STATUS)->fields; fd->name; fd++)
		if (fd->type == FIELD_INT)
			bind_number(&r, fd->name);
	bind_int(&r.st, m->born);
	bind_int(&r.st, voided(m));
	return statement_run(&r.st);
}

static int put_followup(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	struct row r;

	if (!has_ref(m->values, "session"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO followup(rec, session, kind, due, topic, status,"
		  " closed, voided) VALUES(?, ?, ?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_ref(&r, "session");
	bind_code(&r, "kind");
	bind_day(&r, "due");
	bind_code(&r, "topic");
	bind_code_text(&r, text_of(m->values, "status") ? text_of(m->values, "status") : "mo");
	bind_day(&r, "closed");
	bind_int(&r.st, voided(m));
	return statement_run(&r.st);
}

static int put_report(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	const char *label = text_of(m->values, "period");
	struct period p;
	struct row r;

	if (!label || period_parse_key(&p, label))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO report(rec, period, first, last, team, nil,"
		  " so_tin, tl_hstt, tl_sohoa, voided) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_string(&r, "period", NULL);
	bind_int(&r.st, p.from);
	bind_int(&r.st, p.to);
	bind_code(&r, "team");
	bind_int(&r.st, json_is_true(json_object_get(m->values, "nil")));
	bind_number(&r, "so_tin");
	bind_fraction(&r, "tl_hstt");
	bind_fraction(&r, "tl_sohoa");
	bind_int(&r.st, voided(m));
	return statement_run(&r.st);
}

static int put_campaign(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	struct row r;

	if (!text_of(m->values, "code"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO campaign(rec, code, name, first, last, tag,"
		  " voided) VALUES(?, ?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_code(&r, "code");
	bind_string(&r, "name", "");
	bind_day(&r, "from");
	bind_day(&r, "to");
	bind_string(&r, "tag", NULL);
	bind_int(&r.st, voided(m));
	return statement_run(&r.st);
}

static int put_target(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	struct row r;

	if (!text_of(m->values, "set") || !text_of(m->values, "code"))
		return FAULT_OK;
	row_begin(&r, book, m->values, "INSERT INTO target(rec, bundle, code, team, number, voided)"
		  " VALUES(?, ?, ?, ?, ?, ?)", f);
	bind_int(&r.st, rec);
	bind_code(&r, "set");
	bind_code(&r, "code");
	bind_code(&r, "team");
	bind_fraction(&r, "number");
	bind_int(&r.st, voided(m));
	return statement_run(&r.st);
}

static const struct {
	int (*put)(struct book *, rec_t, const struct merged *, struct fault *);
	const char *drop[3]; /* children first */
} tables[TYPES] = {
	[TYPE_VILLAGE] = { put_village, { "DELETE FROM village WHERE rec = ?" } },
	[TYPE_HOUSEHOLD] = { put_household, { "DELETE FROM household_kind WHERE household = ?",
					      "DELETE FROM household WHERE rec = ?" } },
	[TYPE_TEAM] = { put_team, { "DELETE FROM team_village WHERE team = ?",
				    "DELETE FROM team WHERE rec = ?" } },
	[TYPE_MEMBER] = { put_member, { "DELETE FROM member WHERE rec = ?" } },
	[TYPE_TOPIC] = { put_topic, { "DELETE FROM topic WHERE rec = ?" } },
	[TYPE_SESSION] = { put_session, { "DELETE FROM session_topic WHERE session = ?",
					  "DELETE FROM session_by WHERE session = ?",
					  "DELETE FROM session WHERE rec = ?" } },
	[TYPE_STATUS] = { put_status, { "DELETE FROM status WHERE rec = ?" } },
	[TYPE_FOLLOWUP] = { put_followup, { "DELETE FROM followup WHERE rec = ?" } },
	[TYPE_REPORT] = { put_report, { "DELETE FROM report WHERE rec = ?" } },
	[TYPE_CAMPAIGN] = { put_campaign, { "DELETE FROM campaign WHERE rec = ?" } },
	[TYPE_TARGET] = { put_target, { "DELETE FROM target WHERE rec = ?" } },
};

/* ---- sessions whose words a record is part of: its own, or those of sessions that name it ---- */

static const char *const dependents_sql[TYPES] = {
	[TYPE_VILLAGE] = "SELECT rec FROM session WHERE village = (SELECT k FROM sym WHERE s = ?)",
	[TYPE_HOUSEHOLD] = "SELECT rec FROM session WHERE household = ?",
};

static int reindex(struct book *book, rec_t rec, const struct merged *m,
		   int (*index)(struct book *, rec_t, const struct merged *, struct fault *),
		   struct fault *f)
{
	struct statement st;

	if (m->type == TYPE_SESSION)
		return rec ? index(book, rec, m, f) : FAULT_OK;
	if (m->type < 0 || !dependents_sql[m->type])
		return FAULT_OK;
	st = statement_of(book_db(book), dependents_sql[m->type], f);
	if (m->type == TYPE_VILLAGE)
		bind_text(&st, text_of(m->values, "code"));
	else
		bind_int(&st, rec);
	while (row_next(&st))
		st.rc = index(book, row_int(&st, 0), NULL, f);
	return statement_end(&st);
}

static int run_for(struct book *book, const char *sql, rec_t rec, const char *text,
		   struct fault *f)
{
	struct statement st = statement_of(book_db(book), sql, f);

	bind_int(&st, rec);
	if (text)
		bind_text(&st, text);
	return statement_run(&st);
}

int projection_before(struct book *book, rec_t rec, const struct merged *was, struct fault *f)
{
	int rc = reindex(book, rec, was, search_drop, f);

	if (!rec)
		return rc; /* nothing of it is there yet */
	for (int i = 0; !rc && was->type >= 0 && i < 3 && tables[was->type].drop[i]; i++)
		rc = run_for(book, tables[was->type].drop[i], rec, NULL, f);
	if (!rc)
		rc = run_for(book, "DELETE FROM conflict WHERE rec = ?", rec, NULL, f);
	return rc;
}

static int put_conflict(struct book *book, rec_t rec, const json_t *fields, struct fault *f)
{
	char names[512] = "";
	json_t *each;
	size_t i, used = 0;

	json_array_foreach(fields, i, each) {
		const char *name = json_string_value(each);
		size_t n = strlen(name);

		if (used + n + 2 > sizeof names)
			break;
		if (used)
			names[used++] = ',';
		memcpy(names + used, name, n + 1);
		used += n;
	}
	return run_for(book, "INSERT INTO conflict(rec, fields) VALUES(?, ?)", rec, names, f);
}

/* A village under another code: its sessions are others, which had no part in projection_before(). */
static bool moved(const struct merged *was, const struct merged *is)
{
	return is->type == TYPE_VILLAGE && !json_equal(json_object_get(was->values, "code"),
						       json_object_get(is->values, "code"));
}

int projection_after(struct book *book, rec_t rec, const struct merged *was,
		     const struct merged *is, struct fault *f)
{
	int rc = FAULT_OK;

	if (is->type < 0)
		return FAULT_OK;
	if (moved(was, is))
		rc = reindex(book, rec, is, search_drop, f);
	if (!rc && tables[is->type].put)
		rc = tables[is->type].put(book, rec, is, f);
	if (!rc && is->conflicts)
		rc = put_conflict(book, rec, is->conflicts, f);
	if (is->type == TYPE_TOPIC)
		topics_changed(book);
	if (!rc)
		rc = reindex(book, rec, is, search_put, f);
	if (!rc && moved(was, is))
		rc = reindex(book, rec, was, search_put, f);
	return rc;
}

int projection_gone(struct book *book, rec_t rec, const struct merged *was, struct fault *f)
{
	if (was->type == TYPE_TOPIC)
		topics_changed(book);
	/* Its own words went before; those it was part of are put without it. */
	return was->type == TYPE_SESSION ? FAULT_OK : reindex(book, rec, was, search_put, f);
}
