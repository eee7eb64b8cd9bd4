#include "config.h"
#include "store/record/undo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"
#include "store/record/append.h"
#include "store/record/lookup.h"
#include "store/record/record.h"
#include "store/record/references.h"
#include "store/record/rights.h"
#include "store/record/validate.h"

/* The last transaction of who unlocked that still stands, with its range of operations. */
struct target {
	int64_t transaction, first, last;
	char verb[33];
};

/*
 * What the program did by itself is no act of a person: setting up, and what must hold before
 * anything is exchanged ("settle").
 */
static int find_target(struct book *book, struct target *t, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT k, first, last, verb FROM step WHERE member = ? AND undone_by IS NULL"
		" AND last IS NOT NULL AND verb NOT IN ('undo', 'init', 'demo', 'settle')"
		" ORDER BY k DESC LIMIT 1", f);

	bind_text(&st, book_member(book));
	if (row_next(&st)) {
		t->transaction = row_int(&st, 0);
		t->first = row_int(&st, 1);
		t->last = row_int(&st, 2);
		snprintf(t->verb, sizeof t->verb, "%s", row_text(&st, 3));
		if (!t->first && !st.rc) /* book_stroke(), book_make_final() */
			st.rc = fault_set(f, FAULT_FINAL, t->verb);
	} else if (!st.rc) {
		st.rc = fault_set(f, FAULT_NOTHING, NULL);
	}
	return statement_end(&st);
}

/* ---- one operation of it ---- */

/* The record an operation belongs to, as it is now. */
struct touched {
	struct op *ops;
	bool *passed_over;     /* undone, or undoing */
	int n, at;             /* ops[at] is the operation to take back */
	struct merged merged;
};

static void touched_release(struct touched *t)
{
	op_list_free(t->ops, t->n);
	free(t->passed_over);
	merged_release(&t->merged);
}

static int rec_of(struct book *book, int64_t key, rec_t *rec, struct fault *f)
{
	*rec = 0;
	return read_int_of(book_db(book), "SELECT rec FROM op WHERE k = ? AND bytes IS NOT NULL",
			   key, rec, f);
}

/* Whether an operation was undone, or did the undoing: then it counts for nothing here. */
static int is_passed_over(struct book *book, int64_t key, bool *yes, struct fault *f)
{
	int64_t over = 0;
	int rc = read_int_of(book_db(book),
		"SELECT last >= ?1 AND (verb = 'undo' OR undone_by IS NOT NULL) FROM step"
		" WHERE first <= ?1 ORDER BY first DESC LIMIT 1", key, &over, f);

	*yes = over != 0;
	return rc;
}

static int touched_load(struct book *book, rec_t rec, int64_t key, struct touched *t,
			struct fault *f)
{
	int rc;

	memset(t, 0, sizeof *t);
	rc = op_load(book_db(book), rec, &t->ops, &t->n, f);
	if (!rc)
		rc = merged_load(book_db(book), rec, &t->merged, f);
	t->passed_over = memory_alloc_zero((size_t)t->n + 1, sizeof *t->passed_over);
	for (int i = 0; !rc && i < t->n; i++) {
		rc = is_passed_over(book, t->ops[i].key, &t->passed_over[i], f);
		if (t->ops[i].key == key)
			t->at = i;
	}
	if (rc)
		touched_release(t);
	return rc;
}

/* Whether anybody else has put his hand to the record: on another laptop he may bear the same name. */
static bool by_others(const struct book *book, const struct touched *t)
{
	for (int i = 0; i < t->n; i++)
		if (t->ops[i].source || !t->ops[i].who ||
		    strcmp(t->ops[i].who, book_member(book)))
			return true;
	return false;
}

/* A promise goes with its session: it stays when that one must stay. */
static int session_stays(struct book *book, const struct touched *t, bool *stays, struct fault *f)
{
	const char *id = json_string_value(json_object_get(t->merged.values, "session"));
	struct touched session;
	rec_t rec;
	int rc;

	*stays = false;
	if (t->merged.type != TYPE_FOLLOWUP || !id)
		return FAULT_OK;
	rc = record_lookup(book, TYPE_SESSION, id, &rec, f);
	if (!rc)
		rc = touched_load(book, rec, rec, &session, f);
	if (rc)
		return rc;
	*stays = !session.merged.voided && by_others(book, &session) &&
		 !session.passed_over[session.at];
	touched_release(&session);
	return FAULT_OK;
}

/* What undoes the making of a record: voiding it, unless it must stay. */
static int unmake(struct book *book, const struct touched *t, json_t *set, struct fault *f)
{
	bool referenced, stays;
	int rc = record_was_referenced(book, t->ops[t->at].key, t->merged.type, &referenced, f);

	if (!rc)
		rc = session_stays(book, t, &stays, f);
	if (!rc && !referenced && !stays && !by_others(book, t))
		json_object_set_new(set, "voided", json_true());
	return rc;
}

/* ---- who was given a password by it ---- */

/* A member with a live record made by it who can unlock: *made is that record, 0 nobody's. */
static int find_unlocker(struct book *book, const struct target *t, rec_t *made,
			 char code[VAULT_NAME_MAX], struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT c.s, m.rec FROM member m JOIN sym c ON c.k = m.code"
		" WHERE m.rec BETWEEN ? AND ? AND NOT m.voided", f);

	*code = 0;
	*made = 0;
	bind_int(&st, t->first);
	bind_int(&st, t->last);
	while (!*made && row_next(&st))
		if (keyring_holds(book, row_text(&st, 0))) {
			snprintf(code, VAULT_NAME_MAX, "%s", row_text(&st, 0));
			*made = row_int(&st, 1);
		}
	return statement_end(&st);
}

/* Whether the making of a record would be taken back. */
static int goes(struct book *book, rec_t rec, bool *yes, struct fault *f)
{
	struct touched t;
	json_t *set = json_object();
	int rc = touched_load(book, rec, rec, &t, f);

	*yes = false;
	if (!rc) {
		rc = unmake(book, &t, set, f);
		*yes = json_object_size(set) != 0;
		touched_release(&t);
	}
	json_decref(set);
	return rc;
}

/*
 * No password outlives its member: the one that came with his record goes first, one that was
 * given otherwise must be taken away before. Whose record stays keeps it. *code: whose was
 * taken, "" nobody's.
 */
static int take_key(struct book *book, const struct target *t, char code[VAULT_NAME_MAX],
		    struct fault *f)
{
	const struct rights_on on = { 0 };
	bool leaves = false;
	rec_t made;
	int rc = find_unlocker(book, t, &made, code, f);

	if (!rc && made)
		rc = goes(book, made, &leaves, f);
	if (rc || !leaves) {
		*code = 0;
		return rc;
	}
	if (strcmp(t->verb, UNDO_MEMBER_WITH_KEY) || keyring_may_take(book, code) != SLOT_FINE)
		return fault_set(f, FAULT_HAS_KEY, code);
	rc = rights_check(book, RIGHT_SLOT_ADD_REMOVE_BACKUP_RESTORE_REKEY, &on, f);
	if (!rc)
		rc = keyring_take_added(book, code, f);
	return rc == FAULT_UNSURE ? fault_sys(f, FAULT_MAY_UNLOCK, f->sys, code) : rc;
}

/* ---- going back to what was before ---- */

/*
 * What undoes a change: the values from before, in the fields it still decides; *some: there are
 * others, too.
 */
static int unchange(struct book *book, const struct touched *t, json_t *set, bool *some,
		    struct fault *f)
{
	const struct op *undo = &t->ops[t->at];
	struct merged before;
	const char *field;
	json_t *value;
	int rc = merged_before(book_db(book), undo->rec, undo->key, &before, f);

	if (rc)
		return rc;
	json_object_foreach(undo->set, field, value) {
		json_t *old = json_object_get(before.values, field);

		if (!merged_decided_by(t->ops, t->n, t->passed_over, undo->key, field)) {
			*some = true;
			continue;
		}
		if (old)
			json_object_set(set, field, old);
		else
			json_object_set_new(set, field, strcmp(field, "voided") ? json_null()
										: json_false());
	}
	merged_release(&before);
	return FAULT_OK;
}

/* Whether the record as it would be is one that could have been entered. */
static int keeps_rules(struct book *book, rec_t rec, const struct merged *m, const json_t *set,
		       bool *yes, struct fault *f)
{
	json_t *values = json_copy(m->values), *value;
	struct fault why;
	const char *field;
	int rc;

	json_object_foreach((json_t *)set, field, value) {
		if (json_is_null(value))
			json_object_del(values, field);
		else
			json_object_set(values, field, value);
	}
	if (json_is_true(json_object_get(values, "voided"))) {
		json_decref(values);
		*yes = true;
		return FAULT_OK;
	}
	rc = entry_recheck(book, m, values, rec, &why);
	json_decref(values);
	*yes = !rc;
	if (rc == FAULT_FIELD || rc == FAULT_EXISTS || rc == FAULT_NOT_FOUND)
		return FAULT_OK;
	if (rc)
		*f = why;
	return rc;
}

static int undo_op(struct book *book, int64_t key, int *count, int *left, struct fault *f)
{
	struct touched t;
	json_t *set;
	rec_t rec;
	bool may = true, some = false;
	int rc = rec_of(book, key, &rec, f);

	if (rc || !rec)
		return rc;
	rc = touched_load(book, rec, key, &t, f);
	if (rc == FAULT_NOT_FOUND) { /* what made the record is taken back, put aside, erased */
		++*left;
		return FAULT_OK;
	}
	if (rc)
		return rc;
	if (t.ops[t.at].key != key) { /* it does not count */
		++*left;
		touched_release(&t);
		return FAULT_OK;
	}
	set = json_object();
	rc = t.ops[t.at].base ? unchange(book, &t, set, &some, f) : unmake(book, &t, set, f);
	if (!rc && json_object_size(set))
		rc = keeps_rules(book, rec, &t.merged, set, &may, f);
	if (!rc && json_object_size(set) && may) {
		rc = record_append(book, rec, t.merged.type, set, &rec, f);
		++*count;
	} else {
		some = true;
	}
	*left += some;
	json_decref(set);
	touched_release(&t);
	return rc;
}

static int mark_undone(struct book *book, int64_t transaction, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"UPDATE step SET undone_by = ? WHERE k = ?", f);

	bind_int(&st, book_transaction(book));
	bind_int(&st, transaction);
	return statement_run(&st);
}

/* Its operations, the last first, as a transaction of its own. */
static int take_back(struct book *book, const struct target *t, int *count, int *left,
		     struct fault *f)
{
	int rc = book_begin(book, "undo", f);

	if (rc)
		return rc;
	for (int64_t key = t->last; !rc && key >= t->first; key--)
		rc = undo_op(book, key, count, left, f);
	if (!rc)
		rc = mark_undone(book, t->transaction, f);
	if (!rc)
		rc = book_commit(book, t->verb, f);
	if (rc)
		book_rollback(book);
	return rc;
}

int book_undo_next(struct book *book, struct undo_next *out, struct fault *f)
{
	struct target t;
	int rc = find_target(book, &t, f);

	memset(out, 0, sizeof *out);
	if (!rc)
		rc = rec_of(book, t.first, &out->rec, f);
	if (rc)
		return rc;
	out->transaction = t.transaction;
	snprintf(out->verb, sizeof out->verb, "%s", t.verb);
	return FAULT_OK;
}

int book_undo(struct book *book, char verb[33], int *count, int *left, struct fault *f)
{
	char code[VAULT_NAME_MAX] = "";
	struct target t;
	int rc = find_target(book, &t, f);

	*count = *left = 0;
	if (!rc)
		rc = book_check_clock(book, f);
	if (!rc)
		rc = take_key(book, &t, code, f);
	if (rc)
		return rc;
	rc = take_back(book, &t, count, left, f);
	if (rc && rc != FAULT_UNSURE && *code)
		rc = fault_sys(f, FAULT_HALF, f->sys, code);
	if (!rc)
		snprintf(verb, 33, "%s", t.verb);
	return rc;
}
