#include "config.h"
#include "store/record/projection.h"

#include <string.h>

#include "store/catalog/catalog.h"
#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/field.h"
#include "store/record/joined.h"
#include "store/record/kinds.h"
#include "store/record/projection_row.h"
#include "store/record/scope.h"
#include "store/record/search_index.h"
#include "store/record/topics.h"

static int64_t voided(const struct merged *m)
{
	return m->voided;
}

/* A record to be put into its table. */
struct record {
	struct book *book;
	rec_t rec;
	const struct merged *m;
	const struct scope *scope;
	struct fault *f;
};

/* A topic's code: the catalogue's are everybody's. */
static void bind_topic(struct row *row, const struct record *r, const char *key)
{
	const char *code = text_of(row->v, key);

	bind_scoped_text(row, code && topic_find(code) ? "" : r->scope->unit, code);
}

/* The household a record counts for; gives the one it names where that is another, else 0. */
static rec_t bind_household(struct row *row, const struct record *r)
{
	const char *text = text_of(row->v, "household");
	rec_t named = 0, root = 0;
	struct id id;

	if (!row->st.rc && text && !id_parse(&id, text))
		row->st.rc = op_intern(row->st.db, &id, &named, r->f);
	if (!row->st.rc && named)
		row->st.rc = joined_root(r->book, named, &root, r->f);
	bind_optional(&row->st, root != 0, root);
	return named == root ? 0 : named;
}

/* ---- one function a type; a record without what its table needs is in the log only ---- */

static int put_village(const struct record *r)
{
	struct row row;

	if (!text_of(r->m->values, "code"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO village(rec, code, name, households, voided)"
		  " VALUES(?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_code(&row, "code");
	bind_string(&row, "name", "");
	bind_number(&row, "households");
	bind_int(&row.st, voided(r->m));
	return statement_run(&row.st);
}

static int put_household(const struct record *r)
{
	struct row row;
	int rc;

	if (!text_of(r->m->values, "village"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO household(rec, village, code, hint,"
		  " guided_since, voided, same) VALUES(?, ?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_code(&row, "village");
	bind_string(&row, "code", "");
	bind_string(&row, "hint", NULL);
	bind_month(&row, "guided_since");
	bind_int(&row.st, voided(r->m));
	bind_ref(&row, "same");
	rc = statement_run(&row.st);
	return rc ? rc : kinds_put(r->book, r->rec, r->m, r->f);
}

static int put_team(const struct record *r)
{
	const json_t *villages = json_object_get(r->m->values, "villages");
	struct row row;
	json_t *each;
	size_t i;
	int rc;

	if (!text_of(r->m->values, "code"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO team(rec, code, name, voided)"
		  " VALUES(?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_scoped(&row, r->scope->unit, "code");
	bind_string(&row, "name", "");
	bind_int(&row.st, voided(r->m));
	rc = statement_run(&row.st);
	if (rc)
		return rc;
	json_array_foreach(villages, i, each) {
		if (!json_is_string(each))
			continue;
		row_begin(&row, r->book, r->m->values, "INSERT OR IGNORE INTO team_village(team, village)"
			  " VALUES(?, ?)", r->f);
		bind_int(&row.st, r->rec);
		bind_code_text(&row, json_string_value(each));
		rc = statement_run(&row.st);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

static int put_member(const struct record *r)
{
	struct row row;

	if (!text_of(r->m->values, "code"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO member(rec, code, name, role, team, voided)"
		  " VALUES(?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_scoped(&row, r->scope->person, "code");
	bind_string(&row, "name", "");
	bind_code_text(&row, text_of(r->m->values, "role") ? text_of(r->m->values, "role") : "thanh_vien");
	bind_scoped(&row, r->scope->unit, "team");
	bind_int(&row.st, voided(r->m));
	return statement_run(&row.st);
}

static int put_topic(const struct record *r)
{
	struct row row;

	if (!text_of(r->m->values, "code"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO topic(rec, code, short, vi, en, grp, unit, cap,"
		  " status, voided) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_topic(&row, r, "code");
	bind_string(&row, "short", "");
	bind_string(&row, "vi", "");
	bind_string(&row, "en", NULL);
	bind_code(&row, "group");
	bind_string(&row, "unit", NULL);
	bind_string(&row, "cap", NULL);
	bind_string(&row, "status", NULL);
	bind_int(&row.st, voided(r->m));
	return statement_run(&row.st);
}

static int put_session_topics(const struct record *r)
{
	const json_t *topics = json_object_get(r->m->values, "topics");
	json_t *each;
	size_t i;

	json_array_foreach(topics, i, each) {
		struct row row;
		int rc;

		if (!text_of(each, "topic"))
			continue;
		row_begin(&row, r->book, each, "INSERT OR IGNORE INTO session_topic(session, topic,"
			  " outcome, count, blocker) VALUES(?, ?, ?, ?, ?)", r->f);
		bind_int(&row.st, r->rec);
		bind_topic(&row, r, "topic");
		bind_code(&row, "outcome");
		bind_number(&row, "count");
		bind_code(&row, "blocker");
		rc = statement_run(&row.st);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

static int put_session_by(const struct record *r)
{
	const json_t *by = json_object_get(r->m->values, "by");
	json_t *each;
	size_t i;

	json_array_foreach(by, i, each) {
		struct row row;
		int rc;

		if (!json_is_string(each))
			continue;
		row_begin(&row, r->book, by, "INSERT INTO session_by(session, pos, member)"
			  " VALUES(?, ?, ?)", r->f);
		bind_int(&row.st, r->rec);
		bind_int(&row.st, (int64_t)i);
		bind_scoped_text(&row, r->scope->person, json_string_value(each));
		rc = statement_run(&row.st);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

static int put_session(const struct record *r)
{
	const char *time = text_of(r->m->values, "time"), *date = text_of(r->m->values, "date");
	int minute = 0;
	bool timed = time && time_parse(&minute, time);
	day_t day = 0;
	struct row row;
	rec_t rec;
	int rc;

	if (!date || !date_parse(&day, date))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO session(rec, day, minute, village, household,"
		  " channel, attempt, minutes, people, female, over60, voided, team, named)"
		  " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_int(&row.st, day);
	bind_optional(&row.st, timed, minute);
	bind_code(&row, "village");
	rec = bind_household(&row, r);
	bind_code(&row, "channel");
	bind_code(&row, "attempt");
	bind_number(&row, "minutes");
	bind_number(&row, "people");
	bind_number(&row, "female");
	bind_number(&row, "over60");
	bind_int(&row.st, voided(r->m));
	bind_code_text(&row, *r->scope->team ? r->scope->team : NULL);
	bind_optional(&row.st, rec != 0, rec);
	rc = statement_run(&row.st);
	if (!rc)
		rc = put_session_topics(r);
	if (!rc)
		rc = put_session_by(r);
	return rc;
}

static int put_status(const struct record *r)
{
	struct row row;
	rec_t rec;
	day_t day;

	if (!text_of(r->m->values, "date") || !date_parse(&day, text_of(r->m->values, "date")) ||
	    !has_ref(r->m->values, "household"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO status(rec, household, day, residents, adults,"
		  " age15plus, smartphones, fibre, eid1, eid2, dvc, bank, ewallet, signature,"
		  " health_record, vssid, telehealth, shop, bank18, welfare, literate, cashless,"
		  " app, phone2g, biz_epay, born, voided, named) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		  " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	rec = bind_household(&row, r);
	bind_day(&row, "date");
	for (const struct field *fd = record_type_info(TYPE_STATUS)->fields; fd->name; fd++)
		if (fd->type == FIELD_INT)
			bind_number(&row, fd->name);
	bind_int(&row.st, r->m->born);
	bind_int(&row.st, voided(r->m));
	bind_optional(&row.st, rec != 0, rec);
	return statement_run(&row.st);
}

static int put_followup(const struct record *r)
{
	struct row row;

	if (!has_ref(r->m->values, "session"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO followup(rec, session, kind, due, topic, status,"
		  " closed, voided) VALUES(?, ?, ?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_ref(&row, "session");
	bind_code(&row, "kind");
	bind_day(&row, "due");
	bind_topic(&row, r, "topic");
	bind_code_text(&row, text_of(r->m->values, "status") ? text_of(r->m->values, "status") : "mo");
	bind_day(&row, "closed");
	bind_int(&row.st, voided(r->m));
	return statement_run(&row.st);
}

static int put_report(const struct record *r)
{
	const char *label = text_of(r->m->values, "period");
	struct period p;
	struct row row;

	if (!label || period_parse_key(&p, label))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO report(rec, period, first, last, team, nil,"
		  " so_tin, tl_hstt, tl_sohoa, voided) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_string(&row, "period", NULL);
	bind_int(&row.st, p.from);
	bind_int(&row.st, p.to);
	/* One of no team is of the team whose laptop wrote it. */
	if (!text_of(r->m->values, "team") && *r->scope->team)
		bind_code_text(&row, r->scope->team);
	else
		bind_scoped(&row, r->scope->unit, "team");
	bind_int(&row.st, json_is_true(json_object_get(r->m->values, "nil")));
	bind_number(&row, "so_tin");
	bind_fraction(&row, "tl_hstt");
	bind_fraction(&row, "tl_sohoa");
	bind_int(&row.st, voided(r->m));
	return statement_run(&row.st);
}

static int put_campaign(const struct record *r)
{
	struct row row;

	if (!text_of(r->m->values, "code"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO campaign(rec, code, name, first, last, tag,"
		  " voided) VALUES(?, ?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_scoped(&row, r->scope->unit, "code");
	bind_string(&row, "name", "");
	bind_day(&row, "from");
	bind_day(&row, "to");
	bind_string(&row, "tag", NULL);
	bind_int(&row.st, voided(r->m));
	return statement_run(&row.st);
}

static int put_target(const struct record *r)
{
	struct row row;

	if (!text_of(r->m->values, "set") || !text_of(r->m->values, "code"))
		return FAULT_OK;
	row_begin(&row, r->book, r->m->values, "INSERT INTO target(rec, bundle, code, team, number, voided)"
		  " VALUES(?, ?, ?, ?, ?, ?)", r->f);
	bind_int(&row.st, r->rec);
	bind_code(&row, "set");
	bind_code(&row, "code");
	bind_scoped(&row, r->scope->unit, "team");
	bind_fraction(&row, "number");
	bind_int(&row.st, voided(r->m));
	return statement_run(&row.st);
}

static const struct {
	int (*put)(const struct record *);
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
	struct record r = { book, rec, is, NULL, f };
	int rc = FAULT_OK;

	if (is->type < 0)
		return FAULT_OK;
	if (moved(was, is))
		rc = reindex(book, rec, is, search_drop, f);
	if (!rc && tables[is->type].put)
		rc = scope_of(book, is->lane, &r.scope, f);
	if (!rc && tables[is->type].put)
		rc = tables[is->type].put(&r);
	if (!rc && is->conflicts)
		rc = put_conflict(book, rec, is->conflicts, f);
	if (is->type == TYPE_TOPIC)
		topics_changed(book);
	if (!rc)
		rc = reindex(book, rec, is, search_put, f);
	if (!rc && moved(was, is))
		rc = reindex(book, rec, was, search_put, f);
	return rc || is->type != TYPE_HOUSEHOLD ? rc : joined_refresh(book, rec, f);
}

int projection_gone(struct book *book, rec_t rec, const struct merged *was, struct fault *f)
{
	int rc;

	if (was->type == TYPE_TOPIC)
		topics_changed(book);
	/* Its own words went before; those it was part of are put without it. */
	if (was->type == TYPE_SESSION)
		return FAULT_OK;
	rc = reindex(book, rec, was, search_put, f);
	return rc || was->type != TYPE_HOUSEHOLD ? rc : joined_refresh(book, rec, f);
}
