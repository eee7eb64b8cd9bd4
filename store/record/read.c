#include "config.h"
#include "store/record/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/date.h"
#include "store/base/memory.h"
#include "store/db/schema.h"
#include "store/db/statement.h"
#include "store/ledger/progress.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"
#include "store/record/qualify.h"

/* A live follow-up of a session: its key, its list entry, and when it was made. */
struct promised {
	rec_t rec;
	json_t *entry;
	struct op_made made;
};

static int by_making(const void *a, const void *b)
{
	return op_made_compare(&((const struct promised *)a)->made,
			       &((const struct promised *)b)->made);
}

static int read_promised(struct book *book, rec_t rec, struct promised *out, struct fault *f)
{
	struct merged m;
	int rc = merged_load(book_db(book), rec, &m, f);

	*out = (struct promised){ .rec = rec };
	if (rc)
		return rc;
	out->entry = json_pack("{sO? sO? sO?}", "kind", json_object_get(m.values, "kind"),
			       "due", json_object_get(m.values, "due"),
			       "topic", json_object_get(m.values, "topic"));
	out->made.when = m.born;
	merged_release(&m);
	return op_id(book_db(book), rec, &out->made.id, f);
}

int record_followups(struct book *book, rec_t session, json_t **list, rec_t **keys,
		     struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT rec FROM followup"
		" WHERE session = ? AND NOT voided", f);
	struct promised *all = NULL;
	size_t n = 0;

	bind_int(&st, session);
	while (row_next(&st)) {
		all = memory_resize(all, n + 1, sizeof *all);
		st.rc = read_promised(book, row_int(&st, 0), &all[n++], f);
	}
	if (n)
		qsort(all, n, sizeof *all, by_making);
	*list = json_array();
	*keys = n ? memory_resize(NULL, n, sizeof **keys) : NULL;
	for (size_t i = 0; i < n; i++) {
		json_array_append_new(*list, all[i].entry);
		(*keys)[i] = all[i].rec;
	}
	free(all);
	return statement_end(&st);
}

static json_t *target_list(const json_t *targets)
{
	json_t *list = json_array(), *each;
	size_t i;

	json_array_foreach(targets, i, each)
		json_array_append_new(list, json_pack("{sO? sO? sO?}",
				      "code", json_object_get(each, "code"),
				      "team", json_object_get(each, "team"),
				      "number", json_object_get(each, "number")));
	return list;
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

/* Records of one type, and whose codes theirs are. */
struct kind {
	struct book *book;
	enum record_type type;
	int64_t lane; /* that created it; 0 this laptop's */
	const struct scope *scope;
};

/* Whether what such a record names is of its unit; `creator`: whose lane made that. */
static int of_its_unit(const struct kind *kind, int64_t creator, bool *yes, struct fault *f)
{
	return scope_may_name(kind->book, kind->lane ? kind->lane : book_lane(kind->book), creator,
			       yes, f);
}

/* The id a follow-up names its session by; *shown stays NULL where that is another unit's. */
static int session_id(const struct kind *kind, json_t *value, json_t **shown, struct fault *f)
{
	struct statement st;
	int64_t creator = 0;
	bool same = true;
	struct id id;
	int rc;

	if (!json_is_string(value) || id_parse(&id, json_string_value(value)))
		return FAULT_OK;
	st = statement_of(book_db(kind->book), "SELECT lane FROM op WHERE id = ?", f);
	bind_blob(&st, id.b, ID_BYTES);
	if (row_next(&st))
		creator = row_int(&st, 0);
	rc = statement_end(&st);
	if (!rc)
		rc = of_its_unit(kind, creator, &same, f);
	*shown = !rc && same ? json_incref(value) : NULL;
	return rc;
}

/*
 * A household's code, from the id an operation names it by; *code NULL where there is none, or
 * it is another unit's: that reads as none.
 */
static int household_code(const struct kind *kind, const char *id_letters, json_t **code,
			  struct fault *f)
{
	struct statement st;
	int64_t creator = 0;
	bool same = true;
	struct id id;
	int rc;

	if (!id_letters || id_parse(&id, id_letters))
		return FAULT_OK;
	st = statement_of(book_db(kind->book), "SELECT h.code, o.lane FROM household h JOIN op o"
					       " ON o.k = h.rec WHERE o.id = ?", f);
	bind_blob(&st, id.b, ID_BYTES);
	if (row_next(&st)) {
		*code = json_string(row_text(&st, 0));
		creator = row_int(&st, 1);
	}
	rc = statement_end(&st);
	if (!rc && *code)
		rc = of_its_unit(kind, creator, &same, f);
	if (*code && !same) {
		json_decref(*code);
		*code = NULL;
	}
	return rc;
}

/* A field's value into an object as the contract shows it. */
static int put_public(json_t *object, const struct kind *kind, const struct field *fd,
		      json_t *stored, struct fault *f)
{
	json_t *shown = NULL, *value = NULL;
	int rc = stored ? qualify_value(kind->book, kind->scope, kind->type, fd, stored, &value, f)
			: FAULT_OK;

	switch (fd->type) {
	case FIELD_HOUSEHOLD:
		if (!rc)
			rc = household_code(kind, json_string_value(value), &shown, f);
		break;
	case FIELD_SESSION:
		if (!rc)
			rc = session_id(kind, value, &shown, f);
		break;
	case FIELD_TOPICS:
		shown = topic_list(value);
		break;
	case FIELD_TARGETS:
		shown = target_list(value);
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
	json_object_set_new(object, fd->name, shown ? shown : json_null());
	json_decref(value);
	return rc;
}

/* What a village's record does not say of its households is read from another of its code. */
static int put_households(struct book *book, rec_t rec, json_t *out, struct fault *f)
{
	struct statement st;

	if (!json_is_null(json_object_get(out, "households")))
		return FAULT_OK;
	st = statement_of(book_db(book), "SELECT " VILLAGE_HOUSEHOLDS("v") " FROM village v"
			  " WHERE v.rec = ?", f);
	bind_int(&st, rec);
	if (row_next(&st) && !row_null(&st, 0))
		json_object_set_new(out, "households", json_integer(row_int(&st, 0)));
	return statement_end(&st);
}

/* What is so of a record without anybody having said it. */
static void put_defaults(json_t *out, const struct merged *m, const struct scope *scope)
{
	const char *whose = *scope->team ? scope->team : scope->unit;

	if (m->type == TYPE_REPORT && *whose &&
	    !json_string_value(json_object_get(m->values, "team")))
		json_object_set_new(out, "team", json_string(whose));
	if (m->type == TYPE_MEMBER && !json_object_get(m->values, "role"))
		json_object_set_new(out, "role", json_string("thanh_vien"));
	if (m->type == TYPE_FOLLOWUP && !json_object_get(m->values, "status"))
		json_object_set_new(out, "status", json_string("mo"));
}

static int public_record(struct book *book, rec_t rec, const struct merged *m, json_t *out,
			 struct fault *f)
{
	struct kind kind = { .book = book, .type = m->type, .lane = m->lane };
	json_t *followups = NULL;
	rec_t *keys = NULL;
	int rc;

	if (m->type < 0)
		return fault_set(f, FAULT_NEWER, NULL);
	rc = scope_of(book, m->lane, &kind.scope, f);
	if (!rc && m->type == TYPE_SESSION)
		rc = record_followups(book, rec, &followups, &keys, f);
	free(keys);
	for (const struct field *fd = record_type_info(m->type)->fields; !rc && fd->name; fd++) {
		if (fd->flags & FIELD_UNSHOWN)
			continue;
		rc = put_public(out, &kind, fd, fd->type == FIELD_FOLLOWUPS
				? followups : json_object_get(m->values, fd->name), f);
	}
	json_decref(followups);
	put_defaults(out, m, kind.scope);
	return rc || m->type != TYPE_VILLAGE ? rc : put_households(book, rec, out, f);
}

json_t *record_read(struct book *book, rec_t rec, struct fault *f)
{
	struct merged m;
	json_t *out;

	if (merged_load(book_db(book), rec, &m, f))
		return NULL;
	out = json_object();
	if (public_record(book, rec, &m, out, f)) {
		json_decref(out);
		out = NULL;
	}
	merged_release(&m);
	return out;
}

static int lane_hex(struct book *book, int64_t key, char out[2 * LANE_BYTES + 1], struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT lower(hex(lane)) FROM lane"
							  " WHERE k = ?", f);

	*out = 0;
	bind_int(&st, key);
	if (row_next(&st))
		snprintf(out, 2 * LANE_BYTES + 1, "%s", row_text(&st, 0));
	return statement_end(&st);
}

int record_facts(struct book *book, rec_t rec, struct record_facts *out, struct fault *f)
{
	struct op *ops;
	struct merged m;
	enum progress progress;
	int n, rc = op_load(book_db(book), rec, &ops, &n, f);

	memset(out, 0, sizeof *out);
	if (rc)
		return rc;
	if (!n || ops[0].key != rec) {
		rc = fault_set(f, FAULT_NOT_FOUND, NULL);
	} else {
		merge_ops(ops, n, &m);
		out->type = m.type;
		id_text(out->id, &ops[0].id);
		rc = lane_hex(book, ops[0].lane, out->lane, f);
		if (!rc)
			rc = record_progress(book, rec, &progress, f);
		if (!rc)
			out->state = progress_code(progress);
		out->version = n;
		out->voided = m.voided;
		out->conflict = m.conflicts != NULL;
		merged_release(&m);
	}
	op_list_free(ops, n);
	return rc;
}

/* A field of an operation as the contract shows it, into `set`. */
static int put_set(json_t *set, const struct kind *kind, const char *key, json_t *value,
		   struct fault *f)
{
	const struct field *fd = kind->type >= 0 ? record_type_field(kind->type, key) : NULL;

	if (fd && !json_is_null(value))
		return put_public(set, kind, fd, value, f);
	json_object_set(set, key, value);
	return FAULT_OK;
}

/* Who made an operation, as people see him; NULL where it does not say. */
static int author_of(struct book *book, const struct op *op, char **who, struct fault *f)
{
	const struct scope *scope;
	int rc = scope_of(book, op->lane, &scope, f);

	*who = NULL;
	return rc || !op->who ? rc : qualify_person(book, scope->person, op->who, who, f);
}

json_t *record_step(struct book *book, enum record_type type, int64_t creator,
		    const struct op *op, const char *field, struct fault *f)
{
	struct kind kind = { .book = book, .type = type, .lane = creator };
	static const char *const clk[] = { [OP_CLK_BAD] = "bad", [OP_CLK_ASKED] = "asked",
					   [OP_CLK_OK] = "ok" };
	char id_letters[ID_TEXT], lane[2 * LANE_BYTES + 1], at[32], day[DATE_SIZE], time[TIME_SIZE];
	int64_t minutes = (op->hlc >> 16) / 60000 + 7 * 60; /* Viet Nam's time */
	json_t *set = json_object(), *value, *out = NULL;
	const char *key;
	char *who = NULL;
	int rc = lane_hex(book, op->lane, lane, f);

	if (!rc)
		rc = scope_of(book, creator, &kind.scope, f);
	if (!rc)
		rc = author_of(book, op, &who, f);
	date_format(day, (day_t)(minutes / 1440));
	time_format(time, (int)(minutes % 1440));
	snprintf(at, sizeof at, "%sT%s", day, time);
	id_text(id_letters, &op->id);
	json_object_foreach(op->set, key, value)
		if (!rc && (!field || !strcmp(field, key)))
			rc = put_set(set, &kind, key, value, f);
	if (!rc)
		out = json_pack("{ss ss ss ss? ss sO? sO*}", "op", id_letters, "at", at, "clk",
				clk[op->clk], "by", who, "lane", lane, field ? "value" : "set",
				field ? json_object_get(set, field) : set,
				"base", field ? NULL : op->base);
	json_decref(set);
	free(who);
	return out;
}

json_t *record_history(struct book *book, rec_t rec, struct fault *f)
{
	struct op *ops;
	json_t *out;
	int n, *order, rc = op_load(book_db(book), rec, &ops, &n, f);

	if (rc)
		return NULL;
	if (!n || ops[0].key != rec) {
		op_list_free(ops, n);
		fault_set(f, FAULT_NOT_FOUND, NULL);
		return NULL;
	}
	order = memory_alloc((size_t)n * sizeof *order);
	merge_order(ops, n, order);
	out = json_array();
	for (int i = 0; !rc && i < n; i++) {
		json_t *step = record_step(book, record_type_of_name(ops[0].type), ops[0].lane,
					   &ops[order[i]], NULL, f);

		rc = step ? FAULT_OK : (int)f->code;
		json_array_append_new(out, step);
	}
	free(order);
	op_list_free(ops, n);
	if (rc) {
		json_decref(out);
		out = NULL;
	}
	return out;
}
