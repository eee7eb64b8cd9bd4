#include "config.h"
#include "store/record/conflicts.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/record/read.h"
#include "store/record/record.h"

int conflicts_each(struct book *book, int (*each)(void *arg, rec_t rec), void *arg, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT rec FROM conflict ORDER BY rec DESC", f);

	while (row_next(&st))
		st.rc = each(arg, row_int(&st, 0));
	return statement_end(&st);
}

/* A record with its operations and what they make. */
struct record_ops {
	struct op *ops;
	int n;
	struct merged merged;
};

static int load(struct book *book, rec_t rec, struct record_ops *r, struct fault *f)
{
	int rc = op_load(book_db(book), rec, &r->ops, &r->n, f);

	if (rc)
		return rc;
	if (!r->n || r->ops[0].key != rec) {
		op_list_free(r->ops, r->n);
		return fault_set(f, FAULT_NOT_FOUND, NULL);
	}
	merge_ops(r->ops, r->n, &r->merged);
	return FAULT_OK;
}

static void release(struct record_ops *r)
{
	merged_release(&r->merged);
	op_list_free(r->ops, r->n);
}

/* The operations whose values of a field differ, each value once, the one that shows first. */
static int differing(const struct record_ops *r, const char *field, int *heads)
{
	int n = merge_heads(r->ops, r->n, field, heads), kept = 0;

	for (int i = 0; i < n; i++) {
		const json_t *value = json_object_get(r->ops[heads[i]].set, field);
		int j = 0;

		while (j < kept && !json_equal(value, json_object_get(r->ops[heads[j]].set, field)))
			j++;
		if (j == kept)
			heads[kept++] = heads[i];
	}
	return kept;
}

static json_t *read_field(struct book *book, const struct record_ops *r, const char *field,
			  struct fault *f)
{
	int *heads = memory_alloc(((size_t)r->n + 1) * sizeof *heads);
	int n = differing(r, field, heads);
	json_t *values = json_array();

	for (int i = 0; values && i < n; i++) {
		json_t *step = record_step(book, r->merged.type, r->merged.lane,
					   &r->ops[heads[i]], field, f);

		if (step) {
			json_array_append_new(values, step);
		} else {
			json_decref(values);
			values = NULL;
		}
	}
	free(heads);
	return values ? json_pack("{ss so}", "field", field, "values", values) : NULL;
}

json_t *conflicts_read(struct book *book, rec_t rec, struct fault *f)
{
	struct record_ops r;
	json_t *out, *field;
	size_t i;

	if (load(book, rec, &r, f))
		return NULL;
	out = json_array();
	json_array_foreach(r.merged.conflicts, i, field) {
		json_t *one = out ? read_field(book, &r, json_string_value(field), f) : NULL;

		if (one) {
			json_array_append_new(out, one);
		} else {
			json_decref(out);
			out = NULL;
		}
	}
	release(&r);
	return out;
}

static bool is_in_conflict(const struct merged *m, const char *name)
{
	json_t *field;
	size_t i;

	json_array_foreach(m->conflicts, i, field)
		if (!strcmp(json_string_value(field), name))
			return true;
	return false;
}

int conflicts_resolve(struct book *book, rec_t rec, const char *field, int nth, struct fault *f)
{
	struct record_ops r;
	int *heads, rc = load(book, rec, &r, f);

	if (rc)
		return rc;
	heads = memory_alloc(((size_t)r.n + 1) * sizeof *heads);
	if (!is_in_conflict(&r.merged, field) || nth < 1 || nth > differing(&r, field, heads))
		rc = fault_set(f, FAULT_NOT_FOUND, field);
	else
		rc = record_settle_field(book, rec, field,
					 json_object_get(r.ops[heads[nth - 1]].set, field), f);
	free(heads);
	release(&r);
	return rc;
}
