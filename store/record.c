#include "config.h"
#include "store/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base32.h"
#include "store/book_impl.h"
#include "store/entry.h"
#include "store/op.h"
#include "store/rights.h"
#include "store/sym.h"

static const char *str(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* ---- appending ---- */

static int append_op(struct book *book, rec_t rec, enum kind kind, const json_t *set,
		     const struct state *was, rec_t *key, struct fault *f)
{
	int64_t hlc = book->now.ms << 16;
	struct op_new o = { .rec = rec, .type = kind_info(kind)->name, .who = book->member,
			    .set = set, .base = was->heads, .n_base = was->n_heads,
			    .lane = book->lane_key, .n = book->count.n + 1, .clk = "ok" };
	int rc;

	book->count.hlc = hlc > book->count.hlc ? hlc : book->count.hlc + 1;
	o.hlc = book->count.hlc;
	rc = op_append(&book->db, &o, key, f);
	if (rc)
		return rc;
	book->count.n++;
	if (!book->first)
		book->first = *key;
	book->last = *key;
	return FAULT_OK;
}

/* The state a creating operation makes, without reading it back. */
static void new_state(struct state *s, enum kind kind, const json_t *set)
{
	memset(s, 0, sizeof *s);
	s->kind = kind;
	s->values = json_incref((json_t *)set);
	s->n_ops = 1;
}

int record_append(struct book *book, rec_t rec, enum kind kind, const json_t *set, rec_t *out,
		  struct fault *f)
{
	struct state was, is;
	int64_t key = 0;
	int rc = FAULT_OK;

	if (rec) {
		rc = state_load(&book->db, rec, &was, f);
		if (rc)
			return rc;
		kind = was.kind;
	} else {
		new_state(&was, kind, set);
	}
	rc = project_before(book, rec, &was, f);
	if (!rc)
		rc = append_op(book, rec, kind, set, &was, &key, f);
	state_release(&was);
	if (rc)
		return rc;
	if (rec) {
		rc = state_load(&book->db, rec, &is, f);
		if (rc)
			return rc;
	} else {
		new_state(&is, kind, set);
	}
	*out = rec ? rec : key;
	rc = project_after(book, *out, &is, f);
	state_release(&is);
	return rc;
}

/* ---- rights ---- */

static bool lists(const json_t *list, const char *text)
{
	json_t *each;
	size_t i;

	json_array_foreach(list, i, each)
		if (json_is_string(each) && !strcmp(json_string_value(each), text))
			return true;
	return false;
}

/* was: the record as it is, NULL when it is being added; is: as it will be. */
static int may(struct book *book, enum kind kind, const struct state *was, const json_t *is,
	       struct fault *f)
{
	static const enum right rights[KINDS] = {
		[KIND_VILLAGE] = RIGHT_VILLAGE_TEAM_MEMBER_EDIT,
		[KIND_HOUSEHOLD] = RIGHT_HOUSEHOLD_ADD_EDIT,
		[KIND_TEAM] = RIGHT_VILLAGE_TEAM_MEMBER_EDIT,
		[KIND_MEMBER] = RIGHT_VILLAGE_TEAM_MEMBER_EDIT,
		[KIND_TOPIC] = RIGHT_TOPIC_CARD_TARGET_CALENDAR,
		[KIND_SESSION] = RIGHT_SESSION_ADD,
		[KIND_STATUS] = RIGHT_STATUS_ADD,
		[KIND_FOLLOWUP] = RIGHT_FOLLOW_UP_CLOSE,
		[KIND_REPORT] = RIGHT_WEEK_CLOSE,
	};
	enum right right = rights[kind];
	struct rights_on on = { .village = str(is, "village"), .team = str(is, "team") };

	if (kind == KIND_VILLAGE)
		on.village = str(is, "code");
	if (kind == KIND_TEAM)
		on.team = str(is, "code");
	on.member = kind == KIND_MEMBER;
	if (kind == KIND_SESSION && was) {
		right = RIGHT_SESSION_EDIT_VOID;
		on.own = (was->author && !strcmp(was->author, book->member)) ||
			 lists(json_object_get(was->values, "by"), book->member);
	}
	return rights_check(book, right, &on, f);
}

/* ---- adding ---- */

/* Each promise becomes a record of its own, so that it can be closed by itself. */
static int add_followups(struct book *book, rec_t session, const json_t *list, struct fault *f)
{
	char id_letters[ID_TEXT];
	struct id id;
	json_t *each;
	size_t i;
	int rc;

	if (!json_array_size(list))
		return FAULT_OK;
	rc = op_id(&book->db, session, &id, f);
	if (rc)
		return rc;
	id_text(id_letters, &id);
	json_array_foreach(list, i, each) {
		json_t *set = json_pack("{ss}", "session", id_letters);
		rec_t rec;

		json_object_update(set, each);
		rc = record_append(book, 0, KIND_FOLLOWUP, set, &rec, f);
		json_decref(set);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

/*
 * The member that setting up the laptop made, if `code` is his and nobody has
 * filled him in yet: registering him completes that record.
 */
static int unfilled_member(struct book *book, const char *code, rec_t *rec, struct fault *f)
{
	struct fault none;
	struct state s;
	sqlite3_stmt *st;
	int rc;

	*rec = 0;
	if (!code || record_find_code(book, KIND_MEMBER, code, rec, &none))
		return FAULT_OK;
	st = db_stmt(&book->db, "SELECT s.verb = 'init' FROM step s WHERE ? BETWEEN s.first AND s.last",
		     f);
	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, *rec);
	rc = db_step(&book->db, st, f);
	if (rc < 0)
		return (int)f->code;
	if (rc != SQLITE_ROW || !sqlite3_column_int(st, 0)) {
		*rec = 0;
		sqlite3_reset(st);
		return FAULT_OK;
	}
	sqlite3_reset(st);
	rc = state_load(&book->db, *rec, &s, f);
	if (rc)
		return rc;
	if (s.n_ops > 1)
		*rec = 0;
	state_release(&s);
	return FAULT_OK;
}

int record_add(struct book *book, enum kind kind, const json_t *input, rec_t *out,
	       struct fault *f)
{
	struct entry e;
	int rc;

	if (kind == KIND_MEMBER) {
		rc = unfilled_member(book, str(input, "code"), out, f);
		if (rc)
			return rc;
		if (*out) {
			rc = record_edit(book, *out, input, f);
			return rc == FAULT_NOTHING ? FAULT_OK : rc;
		}
	}
	rc = entry_check(book, kind, input, NULL, 0, &e, f);
	if (rc)
		return rc;
	rc = may(book, kind, NULL, e.full, f);
	if (!rc)
		rc = record_append(book, 0, kind, e.full, out, f);
	if (!rc)
		rc = add_followups(book, *out, e.followups, f);
	entry_release(&e);
	return rc;
}

/* ---- changing ---- */

/* The fields of `full` that differ from `old`; null where one was taken away. */
static json_t *difference(enum kind kind, const json_t *old, const json_t *full)
{
	json_t *set = json_object();

	for (const struct field *fd = kind_info(kind)->fields; fd->name; fd++) {
		json_t *a = json_object_get(old, fd->name), *b = json_object_get(full, fd->name);

		if (a == b || (a && b && json_equal(a, b)))
			continue;
		if (b)
			json_object_set(set, fd->name, b);
		else
			json_object_set_new(set, fd->name, json_null());
	}
	return set;
}

static bool is_open_status(const char *status)
{
	return !status || !strcmp(status, "mo") || !strcmp(status, "dang");
}

/* A follow-up that is closed gets the day (today unless said), one opened again loses it. */
static void date_closing(struct book *book, json_t *set)
{
	char day[DATE_SIZE];

	if (!json_object_get(set, "status"))
		return;
	if (is_open_status(str(set, "status"))) {
		json_object_set_new(set, "closed", json_null());
		return;
	}
	if (json_object_get(set, "closed"))
		return;
	date_format(day, book->now.day);
	json_object_set_new(set, "closed", json_string(day));
}

/* The live follow-ups of a session as the list a person enters, with their keys in *keys. */
static int read_followups(struct book *book, rec_t session, json_t **list, rec_t **keys,
			  struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, "SELECT rec FROM followup WHERE session = ?"
				   " AND NOT voided ORDER BY rec", f);
	int rc, n = 0;

	*list = json_array();
	*keys = NULL;
	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, session);
	while ((rc = db_step(&book->db, st, f)) == SQLITE_ROW) {
		struct state s;
		rec_t rec = sqlite3_column_int64(st, 0);
		rec_t *more = realloc(*keys, ((size_t)n + 1) * sizeof **keys);
		int bad = more ? state_load(&book->db, rec, &s, f) : fault_set(f, FAULT_NOMEM, NULL);

		if (more)
			*keys = more;
		if (bad) {
			sqlite3_reset(st);
			return bad;
		}
		(*keys)[n++] = rec;
		json_array_append_new(*list, json_pack("{sO? sO? sO?}",
				      "kind", json_object_get(s.values, "kind"),
				      "due", json_object_get(s.values, "due"),
				      "topic", json_object_get(s.values, "topic")));
		state_release(&s);
	}
	return rc < 0 ? (int)f->code : FAULT_OK;
}

static bool same_promise(const json_t *a, const json_t *b)
{
	static const char *const keys[] = { "kind", "due", "topic" };

	for (int i = 0; i < 3; i++) {
		const char *x = str(a, keys[i]), *y = str(b, keys[i]);

		if (!x != !y || (x && strcmp(x, y)))
			return false;
	}
	return true;
}

/* Keep the promises that are listed still, take out the others, add the new ones. */
static int edit_followups(struct book *book, rec_t session, const json_t *wanted, bool *changed,
			  struct fault *f)
{
	json_t *have, *add = json_copy((json_t *)wanted);
	rec_t *keys;
	int rc = read_followups(book, session, &have, &keys, f);

	for (size_t i = 0; !rc && i < json_array_size(have); i++) {
		size_t j = 0;

		while (j < json_array_size(add) &&
		       !same_promise(json_array_get(have, i), json_array_get(add, j)))
			j++;
		if (j < json_array_size(add)) {
			json_array_remove(add, j);
			continue;
		}
		rc = record_void(book, keys[i], true, f);
		*changed = true;
	}
	if (!rc && json_array_size(add)) {
		rc = add_followups(book, session, add, f);
		*changed = true;
	}
	json_decref(have);
	json_decref(add);
	free(keys);
	return rc;
}

int record_edit(struct book *book, rec_t rec, const json_t *changes, struct fault *f)
{
	struct state was;
	struct entry e;
	json_t *set = NULL;
	bool changed = false;
	int rc = state_load(&book->db, rec, &was, f);

	if (rc)
		return rc;
	if (was.kind < 0) {
		state_release(&was);
		return fault_set(f, FAULT_NEWER, NULL);
	}
	rc = entry_check(book, was.kind, changes, was.values, rec, &e, f);
	if (!rc) {
		rc = may(book, was.kind, &was, was.values, f);
		if (!rc)
			rc = may(book, was.kind, &was, e.full, f);
		set = difference(was.kind, was.values, e.full);
		if (was.kind == KIND_FOLLOWUP)
			date_closing(book, set);
		if (!rc && json_object_size(set)) {
			rc = record_append(book, rec, was.kind, set, &rec, f);
			changed = true;
		}
		if (!rc && e.followups)
			rc = edit_followups(book, rec, e.followups, &changed, f);
		if (!rc && !changed)
			rc = fault_set(f, FAULT_NOTHING, NULL);
		json_decref(set);
		entry_release(&e);
	}
	state_release(&was);
	return rc;
}

int record_void(struct book *book, rec_t rec, bool value, struct fault *f)
{
	struct state was;
	json_t *set;
	int rc = state_load(&book->db, rec, &was, f);

	if (rc)
		return rc;
	if (was.kind < 0)
		rc = fault_set(f, FAULT_NEWER, NULL);
	else if (was.voided == value)
		rc = fault_set(f, FAULT_NOTHING, NULL);
	else
		rc = may(book, was.kind, &was, was.values, f);
	state_release(&was);
	if (rc)
		return rc;
	set = json_pack("{sb}", "voided", (int)value);
	rc = record_append(book, rec, KIND_ANY, set, &rec, f);
	json_decref(set);
	return rc;
}

/* ---- reading ---- */

/* A household's code, from the id an operation names it by. */
static json_t *household_code(struct book *book, const char *id_letters)
{
	struct fault ignored;
	sqlite3_stmt *st = db_stmt(&book->db, "SELECT h.code FROM household h JOIN op o"
				   " ON o.k = h.rec WHERE o.id = ?", &ignored);
	json_t *code = NULL;
	struct id id;

	if (!st || !id_letters || id_parse(&id, id_letters))
		return NULL;
	sqlite3_bind_blob(st, 1, id.b, ID_BYTES, SQLITE_STATIC);
	if (db_step(&book->db, st, &ignored) == SQLITE_ROW)
		code = json_string((const char *)sqlite3_column_text(st, 0));
	sqlite3_reset(st);
	return code;
}

static json_t *topic_list(const json_t *topics)
{
	json_t *list = json_array(), *each;
	size_t i;

	json_array_foreach(topics, i, each)
		json_array_append_new(list, json_pack("{sO? sO? sO? sO?}",
				      "topic", json_object_get(each, "topic"),
				      "outcome", json_object_get(each, "outcome"),
				      "count", json_object_get(each, "count"),
				      "blocker", json_object_get(each, "blocker")));
	return list;
}

/* A field's value as the contract shows it: new reference, never NULL. */
static json_t *public_value(struct book *book, const struct field *fd, json_t *value)
{
	json_t *shown = NULL;

	switch (fd->type) {
	case FIELD_HOUSEHOLD:
		shown = household_code(book, json_string_value(value));
		break;
	case FIELD_TOPICS:
		shown = topic_list(value);
		break;
	case FIELD_CODES:
	case FIELD_VILLAGES:
	case FIELD_MEMBERS:
	case FIELD_TEXTS:
		shown = value ? json_incref(value) : json_array();
		break;
	case FIELD_BOOL:
		shown = json_boolean(json_is_true(value));
		break;
	default:
		shown = value ? json_incref(value) : NULL;
	}
	return shown ? shown : json_null();
}

json_t *record_read(struct book *book, rec_t rec, struct fault *f)
{
	struct state s;
	json_t *out, *followups = NULL;
	rec_t *keys = NULL;

	if (state_load(&book->db, rec, &s, f))
		return NULL;
	if (s.kind < 0) {
		state_release(&s);
		fault_set(f, FAULT_NEWER, NULL);
		return NULL;
	}
	if (s.kind == KIND_SESSION && read_followups(book, rec, &followups, &keys, f)) {
		json_decref(followups);
		free(keys);
		state_release(&s);
		return NULL;
	}
	free(keys);
	out = json_object();
	for (const struct field *fd = kind_info(s.kind)->fields; fd->name; fd++) {
		json_t *value = json_object_get(s.values, fd->name);

		if (fd->type == FIELD_FOLLOWUPS)
			json_object_set(out, fd->name, followups);
		else
			json_object_set_new(out, fd->name, public_value(book, fd, value));
	}
	json_decref(followups);
	if (s.kind == KIND_MEMBER && !json_object_get(s.values, "role"))
		json_object_set_new(out, "role", json_string("thanh_vien"));
	if (s.kind == KIND_FOLLOWUP && !json_object_get(s.values, "status"))
		json_object_set_new(out, "status", json_string("mo"));
	state_release(&s);
	return out;
}

static void lane_hex(struct book *book, int64_t key, char out[2 * LANE_BYTES + 1])
{
	struct fault ignored;
	sqlite3_stmt *st = db_stmt(&book->db, "SELECT lower(hex(lane)) FROM lane WHERE k = ?",
				   &ignored);

	*out = 0;
	if (!st)
		return;
	sqlite3_bind_int64(st, 1, key);
	if (db_step(&book->db, st, &ignored) == SQLITE_ROW)
		snprintf(out, 2 * LANE_BYTES + 1, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_reset(st);
}

int record_facts(struct book *book, rec_t rec, struct record_facts *out, struct fault *f)
{
	struct op *ops;
	struct state s;
	int n, rc = op_load(&book->db, rec, &ops, &n, f);

	memset(out, 0, sizeof *out);
	if (rc)
		return rc;
	if (!n || ops[0].key != rec) {
		rc = fault_set(f, FAULT_NOT_FOUND, NULL);
	} else if (state_merge(ops, n, &s)) {
		rc = fault_set(f, FAULT_NOMEM, NULL);
	} else {
		out->kind = s.kind;
		id_text(out->id, &ops[0].id);
		lane_hex(book, ops[0].lane, out->lane);
		out->state = "da_luu"; /* nothing leaves the laptop before batches are packed */
		out->version = n;
		out->voided = s.voided;
		out->conflict = s.conflicts != NULL;
		state_release(&s);
	}
	op_list_free(ops, n);
	return rc;
}

static int by_age(const void *a, const void *b)
{
	const struct op *x = a, *y = b;

	if (x->hlc != y->hlc)
		return x->hlc < y->hlc ? -1 : 1;
	return memcmp(x->id.b, y->id.b, ID_BYTES);
}

static json_t *history_row(struct book *book, enum kind kind, const struct op *op)
{
	static const char *const clk[] = { "bad", "asked", "ok" };
	char id_letters[ID_TEXT], lane[2 * LANE_BYTES + 1], at[32], day[DATE_SIZE], time[TIME_SIZE];
	int64_t minutes = (op->hlc >> 16) / 60000 + 7 * 60; /* Viet Nam's time */
	json_t *set = json_object(), *value;
	const char *key;

	date_format(day, (day_t)(minutes / 1440));
	time_format(time, (int)(minutes % 1440));
	snprintf(at, sizeof at, "%sT%s", day, time);
	id_text(id_letters, &op->id);
	lane_hex(book, op->lane, lane);
	json_object_foreach(op->set, key, value) {
		const struct field *fd = kind >= 0 ? kind_field(kind, key) : NULL;

		json_object_set_new(set, key, fd && !json_is_null(value) ?
				    public_value(book, fd, value) : json_incref(value));
	}
	return json_pack("{ss ss ss ss? ss so}", "op", id_letters, "at", at, "clk", clk[op->clk],
			 "by", op->who, "lane", lane, "set", set);
}

json_t *record_history(struct book *book, rec_t rec, struct fault *f)
{
	struct op *ops;
	json_t *out;
	enum kind kind = KIND_ANY;
	int n;

	if (op_load(&book->db, rec, &ops, &n, f))
		return NULL;
	if (!n || ops[0].key != rec) {
		op_list_free(ops, n);
		fault_set(f, FAULT_NOT_FOUND, NULL);
		return NULL;
	}
	kind = kind_of_name(ops[0].type);
	qsort(ops, (size_t)n, sizeof *ops, by_age);
	out = json_array();
	for (int i = 0; i < n; i++)
		json_array_append_new(out, history_row(book, kind, &ops[i]));
	op_list_free(ops, n);
	return out;
}
