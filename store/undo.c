/* Taking back a step: new operations that restore what was before it (book.h). */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/book_impl.h"
#include "store/op.h"

/* The last step of who unlocked that still stands, with its range of operations. */
struct target {
	int64_t step, first, last;
	char verb[33];
};

static int find_target(struct book *book, struct target *t, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db,
		"SELECT k, first, last, verb FROM step WHERE member = ? AND undone_by IS NULL"
		" AND first IS NOT NULL AND verb NOT IN ('undo', 'init', 'demo') ORDER BY k DESC LIMIT 1", f);
	int rc;

	if (!st)
		return (int)f->code;
	db_bind_text(st, 1, book->member);
	rc = db_step(&book->db, st, f);
	if (rc < 0)
		return (int)f->code;
	if (rc != SQLITE_ROW)
		return fault_set(f, FAULT_NOTHING, NULL);
	t->step = sqlite3_column_int64(st, 0);
	t->first = sqlite3_column_int64(st, 1);
	t->last = sqlite3_column_int64(st, 2);
	snprintf(t->verb, sizeof t->verb, "%s", (const char *)sqlite3_column_text(st, 3));
	sqlite3_reset(st);
	return FAULT_OK;
}

/* Whether live sessions or snapshots stand on a household or village. */
static int in_use(struct book *book, rec_t rec, enum kind kind, bool *yes, struct fault *f)
{
	sqlite3_stmt *st;
	int rc;

	*yes = false;
	if (kind != KIND_HOUSEHOLD && kind != KIND_VILLAGE)
		return FAULT_OK;
	st = db_stmt(&book->db, kind == KIND_HOUSEHOLD ?
		"SELECT EXISTS(SELECT 1 FROM session WHERE household = ?1 AND NOT voided)"
		" OR EXISTS(SELECT 1 FROM status WHERE household = ?1 AND NOT voided)" :
		"SELECT EXISTS(SELECT 1 FROM session s JOIN village v ON v.code = s.village"
		" WHERE v.rec = ?1 AND NOT s.voided)"
		" OR EXISTS(SELECT 1 FROM household h JOIN village v ON v.code = h.village"
		" WHERE v.rec = ?1 AND NOT h.voided)", f);
	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, rec);
	rc = db_step(&book->db, st, f);
	if (rc < 0)
		return (int)f->code;
	*yes = sqlite3_column_int(st, 0);
	sqlite3_reset(st);
	return FAULT_OK;
}

/* Whether anybody else has put his hand to the record. */
static bool touched_by_others(const struct book *book, const struct op *ops, int n)
{
	for (int i = 0; i < n; i++)
		if (!ops[i].who || strcmp(ops[i].who, book->member))
			return true;
	return false;
}

/* The fields to set so that operation `undo` has not been; an empty object when nothing is left. */
static int reversal(struct book *book, const struct op *ops, int n, const struct op *undo,
		    json_t *set, struct fault *f)
{
	struct state before;
	const char *field;
	json_t *value;
	bool used;
	int rc;

	if (!undo->base) {
		rc = in_use(book, undo->key, kind_of_name(undo->type), &used, f);
		if (!rc && !used && !touched_by_others(book, ops, n))
			json_object_set_new(set, "voided", json_true());
		return rc;
	}
	rc = state_before(&book->db, undo->rec, undo->key, &before, f);
	if (rc)
		return rc;
	json_object_foreach(undo->set, field, value) {
		json_t *old = json_object_get(before.values, field);

		if (!state_decided_by(ops, n, undo->key, field))
			continue;
		if (old)
			json_object_set(set, field, old);
		else
			json_object_set_new(set, field, strcmp(field, "voided") ? json_null()
										: json_false());
	}
	state_release(&before);
	return FAULT_OK;
}

static int rec_of(struct book *book, int64_t key, rec_t *rec, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, "SELECT rec FROM op WHERE k = ?"
				   " AND bytes IS NOT NULL", f);
	int rc;

	*rec = 0;
	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, key);
	rc = db_step(&book->db, st, f);
	if (rc < 0)
		return (int)f->code;
	if (rc == SQLITE_ROW)
		*rec = sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return FAULT_OK;
}

static int undo_op(struct book *book, int64_t key, int *count, struct fault *f)
{
	struct op *ops;
	json_t *set;
	rec_t rec;
	int n, rc = rec_of(book, key, &rec, f);

	if (rc || !rec)
		return rc;
	rc = op_load(&book->db, rec, &ops, &n, f);
	if (rc)
		return rc;
	set = json_object();
	for (int i = 0; !rc && i < n; i++)
		if (ops[i].key == key)
			rc = reversal(book, ops, n, &ops[i], set, f);
	op_list_free(ops, n);
	if (!rc && json_object_size(set)) {
		rc = record_append(book, rec, KIND_ANY, set, &rec, f);
		++*count;
	}
	json_decref(set);
	return rc;
}

static int mark_undone(struct book *book, int64_t step, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, "UPDATE step SET undone_by = ? WHERE k = ?", f);

	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, book->step);
	sqlite3_bind_int64(st, 2, step);
	return db_run(&book->db, st, f);
}

int book_undo(struct book *book, char verb[33], int *count, struct fault *f)
{
	struct target t;
	int rc = find_target(book, &t, f);

	*count = 0;
	if (!rc)
		rc = book_begin(book, "undo", f);
	if (rc)
		return rc;
	for (int64_t key = t.last; !rc && key >= t.first; key--)
		rc = undo_op(book, key, count, f);
	if (!rc)
		rc = mark_undone(book, t.step, f);
	if (!rc)
		rc = book_commit(book, t.verb, f);
	if (rc) {
		book_rollback(book);
		return rc;
	}
	snprintf(verb, 33, "%s", t.verb);
	return FAULT_OK;
}
