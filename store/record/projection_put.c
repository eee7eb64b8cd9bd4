#include "config.h"
#include "store/record/projection_put.h"

#include <stdlib.h>
#include <string.h>

#include "store/catalog/catalog.h"
#include "store/db/statement.h"
#include "store/ledger/certificates.h"
#include "store/record/erasure.h"
#include "store/record/field.h"
#include "store/record/joined.h"
#include "store/record/kinds.h"
#include "store/record/projection_row.h"

static int64_t voided(const struct merged *m)
{
	return m->voided;
}

/* A topic's code: the catalogue's are everybody's. */
static void bind_topic(struct row *row, const struct record *r, const char *key)
{
	const char *code = text_of(row->v, key);

	bind_scoped_text(row, code && topic_find(code) ? "" : r->scope->unit, code);
}

/* The household a record counts for, if any; gives the one it names where that is another, else 0. */
static rec_t bind_household(struct row *row, const struct record *r)
{
	const char *text = text_of(row->v, "household");
	rec_t named = 0, root = 0;
	struct id id;

	if (!row->st.rc && text && !id_parse(&id, text))
		row->st.rc = op_intern(row->st.db, &id, &named, r->f);
	if (!row->st.rc && named)
		row->st.rc = joined_for(r->book, r->m->lane, named, &root, r->f);
	bind_optional(&row->st, root != 0, root);
	return named == root ? 0 : named;
}

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

/* Whether the session a follow-up names is of another unit: as if it named none. */
static int is_apart(const struct record *r, bool *apart)
{
	struct id id;
	rec_t session;
	int64_t creator = 0;
	int rc;

	id_parse(&id, text_of(r->m->values, "session"));
	rc = op_intern(book_db(r->book), &id, &session, r->f);
	if (!rc)
		rc = read_int_of(book_db(r->book), "SELECT o.lane FROM session s JOIN op o ON o.k = s.rec"
				 " WHERE s.rec = ?", session, &creator, r->f);
	if (!rc)
		rc = scope_may_name(r->book, r->m->lane ? r->m->lane : book_lane(r->book), creator,
				     apart, r->f);
	*apart = !rc && !*apart;
	return rc;
}

static int put_followup(const struct record *r)
{
	struct row row;
	bool apart;
	int rc;

	if (!has_ref(r->m->values, "session"))
		return FAULT_OK;
	rc = is_apart(r, &apart);
	if (rc)
		return rc;
	if (apart) {
		row_begin(&row, r->book, r->m->values, "INSERT INTO followup_apart(rec, session)"
			  " VALUES(?, ?)", r->f);
		bind_int(&row.st, r->rec);
		bind_ref(&row, "session");
		return statement_run(&row.st);
	}
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
	/* One of no team is of the team whose laptop wrote it, else of that one's unit: "26575/". */
	if (!text_of(r->m->values, "team") && (*r->scope->team || *r->scope->unit))
		bind_code_text(&row, *r->scope->team ? r->scope->team : r->scope->unit);
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

static int put_erase(const struct record *r)
{
	return erasure_put(r->book, r->rec, r->m, r->f);
}

/* Every certificate that an operation that counts ever set: they add up, whichever came last. */
static int put_certificates(const struct record *r)
{
	struct op *ops;
	int n, rc = op_load(book_db(r->book), r->rec, &ops, &n, r->f);

	if (rc)
		return rc;
	for (int i = 0; !rc && i < n; i++) {
		struct row row;

		if (!text_of(ops[i].set, "cert"))
			continue;
		row_begin(&row, r->book, ops[i].set, "INSERT OR IGNORE INTO key_certificate(rec, cert)"
			  " VALUES(?, ?)", r->f);
		bind_int(&row.st, r->rec);
		bind_string(&row, "cert", NULL);
		rc = statement_run(&row.st);
	}
	op_list_free(ops, n);
	return rc;
}

static int put_key(const struct record *r)
{
	const json_t *keep = json_object_get(r->m->values, "keep");
	char *kept = json_is_array(keep) ? json_dumps(keep, JSON_COMPACT) : NULL;
	struct row row;
	int rc = trust_set_stale(book_db(r->book), true, r->f);

	if (!rc && text_of(r->m->values, "sign")) {
		row_begin(&row, r->book, r->m->values, "INSERT INTO key_record(rec, sign, keep, voided)"
			  " VALUES(?, ?, ?, ?)", r->f);
		bind_int(&row.st, r->rec);
		bind_string(&row, "sign", NULL);
		bind_text(&row.st, kept);
		bind_int(&row.st, voided(r->m));
		rc = statement_run(&row.st);
		if (!rc)
			rc = put_certificates(r);
	}
	free(kept);
	return rc;
}

const struct projection_table projection_tables[TYPES] = {
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
	[TYPE_FOLLOWUP] = { put_followup, { "DELETE FROM followup_apart WHERE rec = ?",
					    "DELETE FROM followup WHERE rec = ?" } },
	[TYPE_REPORT] = { put_report, { "DELETE FROM report WHERE rec = ?" } },
	[TYPE_CAMPAIGN] = { put_campaign, { "DELETE FROM campaign WHERE rec = ?" } },
	[TYPE_TARGET] = { put_target, { "DELETE FROM target WHERE rec = ?" } },
	[TYPE_KEY] = { put_key, { "DELETE FROM key_certificate WHERE rec = ?",
				  "DELETE FROM key_record WHERE rec = ?" } },
	[TYPE_ERASE] = { put_erase, { "DELETE FROM erasure WHERE erase = ?" } },
};
