#include "config.h"
#include "store/record/kinds.h"

#include <stdlib.h>

#include "store/base/date.h"
#include "store/base/memory.h"
#include "store/db/interned.h"
#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"

/* A household's rows being written. */
struct kinds {
	struct db *db;
	rec_t household;
	struct fault *f;
};

static int put_row(const struct kinds *k, const char *kind, day_t since, day_t until)
{
	struct statement st;
	int64_t key;
	int rc = code_intern(k->db, kind, &key, k->f);

	if (rc)
		return rc;
	st = statement_of(k->db, "INSERT OR IGNORE INTO household_kind(household, kind, since,"
				 " until) VALUES(?, ?, ?, ?)", k->f);
	bind_int(&st, k->household);
	bind_int(&st, key);
	bind_int(&st, since);
	bind_int(&st, until);
	return statement_run(&st);
}

/* list: what the field `kinds` held from day to day; none where that was never. */
static int put_rows(const struct kinds *k, const json_t *list, day_t since, day_t until)
{
	json_t *each;
	size_t i;
	int rc = FAULT_OK;

	json_array_foreach((json_t *)(uintptr_t)list, i, each)
		if (!rc && since <= until && json_is_string(each))
			rc = put_row(k, json_string_value(each), since, until);
	return rc;
}

/* The day an operation was made, in Viet Nam. */
static day_t made_on(const struct op *op)
{
	int64_t days = ((op->hlc >> 16) / 60000 + 7 * 60) / 1440;

	return days > DAY_MAX ? DAY_MAX : days < 0 ? 0 : (day_t)days;
}

/* Several operations, in the order they are read in; the last one's value is the merged one. */
static int put_history(const struct kinds *k, const struct op *ops, int n, const json_t *last)
{
	int *order = memory_alloc((size_t)n * sizeof *order), rc = FAULT_OK;
	const json_t *now = NULL;
	day_t since = DAY_MIN;

	merge_order(ops, n, order);
	for (int i = 0; !rc && i < n; i++) {
		const struct op *op = &ops[order[i]];
		const json_t *set = json_object_get(op->set, "kinds");
		day_t day = made_on(op);

		if (!set || !op->base) {
			now = op->base ? now : set;
			continue;
		}
		if (day < since)
			day = since;
		rc = put_rows(k, now, since, day - 1);
		since = day;
		now = set;
	}
	free(order);
	return rc ? rc : put_rows(k, last, since, DAY_MAX);
}

int kinds_put(struct book *book, rec_t household, const struct merged *merged, struct fault *f)
{
	const struct kinds k = { book_db(book), household, f };
	const json_t *last = json_object_get(merged->values, "kinds");
	struct op *ops;
	int n, rc;

	if (merged->n_ops == 1)
		return put_rows(&k, last, DAY_MIN, DAY_MAX);
	rc = op_load(k.db, household, &ops, &n, f);
	if (rc)
		return rc;
	rc = put_history(&k, ops, n, last);
	op_list_free(ops, n);
	return rc;
}

int kinds_put_all(struct book *book, struct fault *f)
{
	struct statement st;
	int rc = db_exec(book_db(book), "DELETE FROM household_kind", f);

	if (rc)
		return rc;
	st = statement_of(book_db(book), "SELECT rec FROM household", f);
	while (row_next(&st)) {
		struct merged merged;
		rec_t household = row_int(&st, 0);

		st.rc = merged_load(book_db(book), household, &merged, f);
		if (st.rc)
			break;
		st.rc = kinds_put(book, household, &merged, f);
		merged_release(&merged);
	}
	return statement_end(&st);
}
