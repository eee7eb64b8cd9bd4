#include "config.h"
#include "store/record/append.h"

#include <string.h>

#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/oplog/judge.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"
#include "store/record/projection.h"
#include "store/record/scope.h"

/* The record a creating operation makes, without reading it back. */
static void new_merged(struct merged *m, enum record_type type, const json_t *set)
{
	memset(m, 0, sizeof *m);
	m->type = type;
	m->values = json_incref((json_t *)set);
	m->n_ops = 1;
}

/* When the operation just appended was made: what it gives a record it creates. */
static int64_t born(const struct book *book, const struct op_new *op)
{
	bool right = book_now(book)->trust == CLOCK_RIGHT;

	return op_when(&(struct op){ .clk = right ? OP_CLK_OK : OP_CLK_ASKED, .hlc = op->hlc });
}

/*
 * What desks put aside is not written: of a record only what this laptop's lane may change of it
 * (oplog/judge.h). Here, too, it would count only until the record is settled again.
 */
static int may_change(struct book *book, const struct merged *was, const struct op_new *op,
		      struct fault *f)
{
	struct lane own, creator;
	json_t *base;
	struct op would;
	enum aside aside;
	int rc;

	if (!was->lane)
		return FAULT_OK;
	rc = scope_lane(book, was->lane, &creator, f);
	if (!rc)
		rc = scope_lane(book, book_lane(book), &own, f);
	if (rc)
		return rc;
	base = json_array();
	would = (struct op){ .type = op->type, .who = op->who, .set = (json_t *)(uintptr_t)op->set,
			     .base = base, .n = 1, .hlc = 1, .clk = OP_CLK_OK };
	aside = judge(&(struct judged){ &would, &own, op->local },
		      &(struct judged){ NULL, &creator, false });
	json_decref(base);
	return aside ? fault_set(f, FAULT_NOT_PERMITTED, NULL) : FAULT_OK;
}

/*
 * What this laptop creates it may (record/rights.h), but no other team's report: one enrolled for
 * a team is believed in its own alone, and elsewhere that would be put aside.
 */
static int may_create(struct book *book, const struct op_new *op, enum record_type type,
		      struct fault *f)
{
	const struct op would = { .type = op->type, .set = (json_t *)(uintptr_t)op->set };
	struct lane own;
	int rc = type == TYPE_REPORT ? lane_load(book_db(book), book_lane(book), &own, f) : FAULT_OK;

	if (rc || type != TYPE_REPORT || own.level != LEVEL_TEAM || !*own.team ||
	    judge_is_of_its_team(&would, &own))
		return rc;
	return fault_set(f, FAULT_NOT_PERMITTED,
			 json_string_value(json_object_get(op->set, "team")));
}

static int append_one(struct book *book, rec_t rec, enum record_type type, const json_t *set,
		      rec_t *out, struct fault *f)
{
	struct op_new op = { .rec = rec, .set = set };
	struct merged was, is;
	int64_t key = 0;
	int rc = FAULT_OK;

	if (rec)
		rc = merged_load(book_db(book), rec, &was, f);
	else
		new_merged(&was, type, set);
	if (rc)
		return rc;
	op.type = record_type_info(was.type)->name;
	op.base = was.heads;
	op.n_base = was.n_heads;
	op.local = judge_is_local(&(struct op){ .type = op.type, .set = (json_t *)(uintptr_t)set });
	rc = rec ? may_change(book, &was, &op, f) : may_create(book, &op, was.type, f);
	if (!rc)
		rc = projection_before(book, rec, &was, f);
	if (!rc)
		rc = book_append(book, &op, &key, f);
	if (!rc && rec) {
		rc = merged_load(book_db(book), rec, &is, f);
	} else if (!rc) {
		new_merged(&is, type, set);
		is.born = born(book, &op);
	}
	if (!rc) {
		*out = rec ? rec : key;
		rc = projection_after(book, *out, &was, &is, f);
		merged_release(&is);
	}
	merged_release(&was);
	return rc;
}

/* The fields that stay in the commune, taken out of a copy of `set`; NULL when there is none. */
static json_t *split_local(enum record_type type, const json_t *set, json_t **rest)
{
	json_t *local = NULL, *value;
	const char *name;
	void *next;

	*rest = json_copy((json_t *)(uintptr_t)set);
	json_object_foreach_safe(*rest, next, name, value) {
		const struct field *fd = record_type_field(type, name);

		if (!fd || !(fd->flags & FIELD_LOCAL))
			continue;
		if (!local)
			local = json_object();
		json_object_set(local, name, value);
		json_object_del(*rest, name);
	}
	return local;
}

int record_append(struct book *book, rec_t rec, enum record_type type, const json_t *set,
		  rec_t *out, struct fault *f)
{
	json_t *rest, *local;
	int rc = FAULT_OK;

	if (type != TYPE_HOUSEHOLD)
		return append_one(book, rec, type, set, out, f);
	local = split_local(type, set, &rest);
	*out = rec;
	if (!rec || !local || json_object_size(rest))
		rc = append_one(book, rec, type, rest, out, f);
	if (!rc && local)
		rc = append_one(book, *out, type, local, out, f);
	json_decref(local);
	json_decref(rest);
	return rc;
}
