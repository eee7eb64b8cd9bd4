#include "config.h"
#include "store/record/settle.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/oplog/bounds.h"
#include "store/oplog/merge.h"
#include "store/record/projection.h"
#include "store/record/scope.h"

/* ---- judging ---- */

/* A record being settled: its operations, and what each comes to. */
struct settling {
	struct book *book;
	rec_t rec;
	struct op *ops;
	int n;
	int *verdict; /* enum aside, of each */
	const struct op *creating; /* NULL: not here */
	struct lane creator;
	bool creator_known;
	bool no_record; /* what they take for its making is a change of another one */
	struct fault *f;
};

/* What created the record; its lane, where only that is known of it. */
static int find_creator(struct settling *s)
{
	struct statement st;
	int64_t lane = 0;
	int rc;

	for (int i = 0; i < s->n; i++)
		if (s->ops[i].key == s->rec)
			s->creating = &s->ops[i];
	st = statement_of(book_db(s->book), "SELECT lane, rec <> k FROM op WHERE k = ?", s->f);
	bind_int(&st, s->rec);
	if (row_next(&st)) {
		lane = row_int(&st, 0);
		s->no_record = row_int(&st, 1) != 0;
	}
	rc = statement_end(&st);
	if (rc || !lane)
		return rc;
	s->creator_known = true;
	return scope_lane(s->book, lane, &s->creator, s->f);
}

static int yes_or_no(struct settling *s, const char *sql, int64_t key, bool *yes)
{
	int64_t found = 0;
	int rc = read_int_of(book_db(s->book), sql, key, &found, s->f);

	*yes = found != 0;
	return rc;
}

/* Whether something that still stands brought it: this laptop's own always does. */
static int is_carried(struct settling *s, const struct op *op, bool *carried)
{
	bool undone;
	int rc;

	*carried = true;
	if (!op->source)
		return FAULT_OK;
	rc = yes_or_no(s, "SELECT undone FROM intake WHERE k = ?", op->source, &undone);
	if (rc || !undone)
		return rc;
	return yes_or_no(s, "SELECT 1 FROM intake_again a JOIN intake i ON i.k = a.intake"
			    " WHERE a.op = ? AND NOT i.undone", op->key, carried);
}

static int judge_one(struct settling *s, const struct op *op, int *verdict)
{
	struct lane lane;
	struct judged judged = { op, &lane, op->local }, creating = { s->creating, &s->creator, false };
	bool carried, put_aside;
	int rc = is_carried(s, op, &carried);

	if (!rc)
		rc = yes_or_no(s, "SELECT 1 FROM put_aside WHERE op = ?", op->key, &put_aside);
	if (!rc)
		rc = scope_lane(s->book, op->lane, &lane, s->f);
	if (rc)
		return rc;
	if (!carried)
		*verdict = ASIDE_UNDONE;
	else if (put_aside)
		*verdict = ASIDE_PERSON;
	else if (!s->creator_known)
		*verdict = ASIDE_WAITS;
	else if (s->no_record)
		*verdict = bounds_hold(op) ? ASIDE_KIND : ASIDE_BOUNDS;
	else
		*verdict = (int)judge(&judged, &creating);
	return FAULT_OK;
}

static int judge_all(struct settling *s, bool *changed)
{
	int rc = find_creator(s);

	*changed = false;
	s->verdict = memory_alloc(((size_t)s->n + 1) * sizeof *s->verdict);
	for (int i = 0; !rc && i < s->n; i++) {
		rc = judge_one(s, &s->ops[i], &s->verdict[i]);
		*changed = *changed || (!rc && s->verdict[i] != s->ops[i].aside);
	}
	return rc;
}

static int keep_verdicts(struct settling *s)
{
	int rc = FAULT_OK;

	for (int i = 0; !rc && i < s->n; i++) {
		struct statement st;

		if (s->verdict[i] == s->ops[i].aside)
			continue;
		st = statement_of(book_db(s->book), "UPDATE op SET aside = ? WHERE k = ?", s->f);
		bind_optional(&st, s->verdict[i] != ASIDE_NOT, s->verdict[i]);
		bind_int(&st, s->ops[i].key);
		rc = statement_run(&st);
	}
	return rc;
}

/* ---- the record before and after ---- */

/* What those of its operations make that bear 0 in aside[]; TYPE_ANY when it is not there. */
static void merge_those(const struct settling *s, const int *aside, struct merged *out)
{
	struct op *counting = memory_alloc(((size_t)s->n + 1) * sizeof *counting);
	bool made = false;
	int n = 0;

	for (int i = 0; i < s->n; i++) {
		if (aside[i])
			continue;
		made = made || s->ops[i].key == s->rec;
		counting[n++] = s->ops[i];
	}
	merge_ops(counting, made ? n : 0, out);
	free(counting);
}

static int replace(struct settling *s, struct merged *was, struct merged *is)
{
	bool was_there = was->type != TYPE_ANY, is_there = is->type != TYPE_ANY;
	int rc;

	/* A new record is part of sessions' words as it will be; one that goes, as it was. */
	rc = was_there || is_there ? projection_before(s->book, s->rec, was_there ? was : is, s->f)
				   : FAULT_OK;
	if (!rc)
		rc = keep_verdicts(s);
	if (rc || (!was_there && !is_there))
		return rc;
	if (!is_there)
		return projection_gone(s->book, s->rec, was, s->f);
	return projection_after(s->book, s->rec, was_there ? was : is, is, s->f);
}

int record_settle(struct book *book, rec_t rec, bool anew, struct fault *f)
{
	struct settling s = { .book = book, .rec = rec, .f = f };
	struct merged was, is;
	bool changed;
	int *aside, rc = op_load_all(book_db(book), rec, &s.ops, &s.n, f);

	if (!rc)
		rc = judge_all(&s, &changed);
	if (!rc && (changed || anew)) {
		aside = memory_alloc(((size_t)s.n + 1) * sizeof *aside);
		for (int i = 0; i < s.n; i++)
			aside[i] = s.ops[i].aside;
		merge_those(&s, aside, &was);
		merge_those(&s, s.verdict, &is);
		rc = replace(&s, &was, &is);
		merged_release(&was);
		merged_release(&is);
		free(aside);
	}
	free(s.verdict);
	op_list_free(s.ops, s.n);
	return rc;
}

int record_settle_new(struct book *book, const struct op *op, struct fault *f)
{
	struct merged is;
	int rc;

	merge_ops(op, 1, &is);
	rc = is.type == TYPE_ANY ? FAULT_OK : projection_before(book, 0, &is, f);
	if (!rc && is.type != TYPE_ANY)
		rc = projection_after(book, op->rec, &is, &is, f);
	merged_release(&is);
	return rc;
}
