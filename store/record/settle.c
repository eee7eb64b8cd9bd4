#include "config.h"
#include "store/record/settle.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/ledger/documents.h"
#include "store/oplog/bounds.h"
#include "store/oplog/merge.h"
#include "store/record/erasure.h"
#include "store/record/intake.h"
#include "store/record/joined.h"
#include "store/record/projection.h"
#include "store/record/scope.h"
#include "store/record/search_held.h"
#include "store/record/search_index.h"

/* ---- judging ---- */

/* What hangs on records that are settled. */
struct hanging {
	bool erasures;          /* there are any */
	struct erasing erasing;
	struct worklist anew;   /* records to be put together again, whatever they come to */
	int64_t given;          /* how far the log went into documents */
};

/* A record being settled: its operations, and what each comes to. */
struct settling {
	struct book *book;
	rec_t rec;
	struct op *ops;
	int n;
	int *verdict; /* enum aside, of each */
	const struct op *creating; /* NULL: not here */
	int64_t creator_lane;
	struct lane creator;
	bool creator_known;
	bool no_record; /* what they take for its making is a change of another one */
	bool blank;     /* what made it is blank */
	struct hanging *hanging;
	struct fault *f;
};

static int yes_or_no(struct settling *s, const char *sql, int64_t key, bool *yes)
{
	int64_t found = 0;
	int rc = read_int_of(book_db(s->book), sql, key, &found, s->f);

	*yes = found != 0;
	return rc;
}

/*
 * Whether something that still stands brought it (source: the first that did), else why not: NOT,
 * UNDONE where a person took some of them back, or REVOKED. What has none was made here.
 */
static int is_carried(struct settling *s, int64_t op, int64_t source, enum aside *aside)
{
	struct statement st;
	int64_t undone = STANDS;
	bool stands = false;
	int rc;

	*aside = ASIDE_NOT;
	if (!source)
		return FAULT_OK;
	rc = read_int_of(book_db(s->book), "SELECT undone FROM intake WHERE k = ?", source, &undone, s->f);
	if (rc || undone == STANDS)
		return rc;
	*aside = undone == STANDS_NOT_REVOKED ? ASIDE_REVOKED : ASIDE_UNDONE;
	st = statement_of(book_db(s->book), "SELECT i.undone FROM intake_again a JOIN intake i"
					    " ON i.k = a.intake WHERE a.op = ? AND a.whole", s->f);
	bind_int(&st, op);
	while (!stands && row_next(&st)) {
		stands = row_int(&st, 0) == STANDS;
		if (row_int(&st, 0) == STANDS_NOT_UNDONE)
			*aside = ASIDE_UNDONE;
	}
	if (stands)
		*aside = ASIDE_NOT;
	return statement_end(&st);
}

/* Whether something that still stands brought its id alone. */
static int is_carried_bare(struct settling *s, int64_t op, bool *carried)
{
	return yes_or_no(s, "SELECT 1 FROM intake_again a JOIN intake i ON i.k = a.intake"
			    " WHERE a.op = ? AND a.whole IS NULL AND NOT i.undone", op, carried);
}

/* What created the record; its lane, where only that is known of it. */
static int find_creator(struct settling *s)
{
	struct statement st = statement_of(book_db(s->book), "SELECT lane, rec <> k, source,"
					   " length(bytes) FROM op WHERE k = ?", s->f);
	int64_t source = 0;
	enum aside aside = ASIDE_NOT;
	bool bare = true, carried;
	int rc;

	bind_int(&st, s->rec);
	if (row_next(&st)) {
		s->creator_lane = row_int(&st, 0);
		s->no_record = row_int(&st, 1) != 0;
		source = row_int(&st, 2);
		bare = row_null(&st, 3);
		s->blank = !bare && !row_int(&st, 3);
	}
	rc = statement_end(&st);
	if (rc || !s->creator_lane)
		return rc;
	if (!bare)
		rc = is_carried(s, s->rec, source, &aside);
	carried = !bare && !aside;
	s->creator_known = carried;
	if (!rc && !carried)
		rc = is_carried_bare(s, s->rec, &s->creator_known);
	for (int i = 0; carried && i < s->n; i++)
		if (s->ops[i].key == s->rec)
			s->creating = &s->ops[i];
	return rc ? rc : scope_lane(s->book, s->creator_lane, &s->creator, s->f);
}

static int judge_one(struct settling *s, const struct op *op, int *verdict)
{
	struct lane lane;
	struct judged judged = { op, &lane, op->local }, creating = { s->creating, &s->creator, false };
	enum aside not_carried;
	bool put_aside;
	int rc = is_carried(s, op->key, op->source, &not_carried);

	if (!rc)
		rc = yes_or_no(s, "SELECT 1 FROM put_aside WHERE op = ?", op->key, &put_aside);
	if (!rc)
		rc = scope_lane(s->book, op->lane, &lane, s->f);
	if (rc)
		return rc;
	if (not_carried)
		*verdict = (int)not_carried;
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

/* What is erased does not count, whatever else may be said of it. */
static int judge_erasure(struct settling *s)
{
	struct op *counting;
	struct erasable record = { .rec = s->rec, .lane = s->creator_lane, .blank = s->blank,
				   .creator = s->creator_known ? &s->creator : NULL };
	bool erased;
	int rc;

	if (!s->hanging->erasures || (s->creating && record_type_is_ruling(
						record_type_of_name(s->creating->type))))
		return FAULT_OK;
	counting = memory_alloc(((size_t)s->n + 1) * sizeof *counting);
	for (int i = 0; i < s->n; i++)
		if (!s->verdict[i])
			counting[record.n++] = s->ops[i];
	record.ops = counting;
	rc = erasure_judge(s->book, &record, &erased, &s->hanging->erasing, s->f);
	for (int i = 0; !rc && erased && i < s->n; i++)
		s->verdict[i] = ASIDE_ERASED;
	free(counting);
	return rc;
}

static int judge_all(struct settling *s, bool *changed)
{
	int rc = find_creator(s);

	*changed = false;
	s->verdict = memory_alloc(((size_t)s->n + 1) * sizeof *s->verdict);
	for (int i = 0; !rc && i < s->n; i++)
		rc = judge_one(s, &s->ops[i], &s->verdict[i]);
	if (!rc)
		rc = judge_erasure(s);
	for (int i = 0; !rc && i < s->n; i++)
		*changed = *changed || s->verdict[i] != s->ops[i].aside;
	return rc;
}

/*
 * One that comes to count when documents went further than it: what is new since has it not, and
 * where it goes for what its record is, not for the register that is of, nothing else tells.
 */
static int give_anew(struct settling *s, const struct op *op)
{
	bool ruling = s->creating && record_type_is_ruling(record_type_of_name(s->creating->type));

	if (op->key > s->hanging->given)
		return FAULT_OK;
	return documents_out_anew(book_db(s->book), op->key, ruling ? 0 : s->creator_lane, s->f);
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
		if (!rc && !s->verdict[i])
			rc = give_anew(s, &s->ops[i]);
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

/* Records an erasure names. */
static void look_at_named(struct settling *s, const struct merged *m, int *rc)
{
	json_t *each;
	size_t i;

	if (m->type != TYPE_ERASE)
		return;
	s->hanging->erasures = true;
	json_array_foreach(json_object_get(m->values, "records"), i, each) {
		struct id id;
		rec_t named;

		if (*rc || !json_is_string(each) || id_parse(&id, json_string_value(each)))
			continue;
		*rc = op_intern(book_db(s->book), &id, &named, s->f);
		if (!*rc)
			worklist_add(&s->hanging->erasing.look, named);
	}
}

/* A session came or went: follow-ups that other laptops made of it may be apart, or not (projection_put.h). */
static int look_at_followups(struct settling *s, const struct merged *m)
{
	struct statement st;

	if (m->type != TYPE_SESSION)
		return FAULT_OK;
	st = statement_of(book_db(s->book),
		"SELECT rec FROM followup_apart WHERE session = ?1 UNION ALL SELECT f.rec FROM followup f"
		" JOIN op o ON o.k = f.rec WHERE f.session = ?1 AND o.lane IS NOT ?2", s->f);
	bind_int(&st, s->rec);
	bind_int(&st, m->lane);
	while (row_next(&st))
		worklist_add(&s->hanging->anew, row_int(&st, 0));
	return statement_end(&st);
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
	look_at_named(s, was, &rc);
	look_at_named(s, is, &rc);
	if (!rc && was_there != is_there)
		rc = look_at_followups(s, was_there ? was : is);
	if (rc)
		return rc;
	if (!is_there)
		return projection_gone(s->book, s->rec, was, s->f);
	return projection_after(s->book, s->rec, was_there ? was : is, is, s->f);
}

static int settle_one(struct settling *s, bool anew)
{
	struct merged was, is;
	bool changed, there = false;
	int *aside, rc = op_load_all(book_db(s->book), s->rec, &s->ops, &s->n, s->f);

	if (!rc)
		rc = judge_all(s, &changed);
	if (!rc && (changed || anew)) {
		aside = memory_alloc(((size_t)s->n + 1) * sizeof *aside);
		for (int i = 0; i < s->n; i++)
			aside[i] = s->ops[i].aside;
		merge_those(s, aside, &was);
		merge_those(s, s->verdict, &is);
		there = is.type != TYPE_ANY;
		rc = replace(s, &was, &is);
		merged_release(&was);
		merged_release(&is);
		free(aside);
	}
	/* Of one that is known by its id alone, or put aside, the unit still is. */
	if (!rc && s->creator_lane && (!s->creating || (changed && !there)))
		rc = joined_refresh(s->book, s->rec, s->f);
	free(s->verdict);
	op_list_free(s->ops, s->n);
	return rc;
}

/* All that hangs on what was settled, and what comes to it by that. */
static int settle_hanging(struct book *book, struct hanging *hanging, struct fault *f)
{
	int rc = FAULT_OK;

	while (!rc) {
		struct settling s = { .book = book, .hanging = hanging, .f = f };
		struct worklist *look = &hanging->erasing.look, *anew = &hanging->anew;

		if (!look->n && !anew->n)
			rc = erasure_go_on(book, &hanging->erasing, f);
		if (rc || (!look->n && !anew->n))
			break;
		if (look->n) {
			s.rec = look->recs[--look->n];
			rc = settle_one(&s, false);
		} else {
			s.rec = anew->recs[--anew->n];
			rc = settle_one(&s, true);
		}
	}
	return rc;
}

int record_settle_each(struct book *book, struct worklist *recs, bool anew, struct fault *f)
{
	struct hanging hanging = { 0 };
	int rc = recs->n ? erasure_any(book, &hanging.erasures, f) : FAULT_OK;

	if (!rc && recs->n)
		rc = documents_out_end(book_db(book), &hanging.given, f);
	held_begin(book);
	worklist_sort(recs);
	for (size_t i = 0; !rc && i < recs->n; i++) {
		struct settling s = { .book = book, .rec = recs->recs[i], .hanging = &hanging, .f = f };

		rc = settle_one(&s, anew);
	}
	recs->n = 0;
	if (!rc)
		rc = settle_hanging(book, &hanging, f);
	rc = search_let_go(book, rc, f);
	worklist_release(&hanging.erasing.look);
	worklist_release(&hanging.anew);
	return rc;
}

int record_settle(struct book *book, rec_t rec, bool anew, struct fault *f)
{
	struct worklist one = { 0 };
	int rc;

	worklist_add(&one, rec);
	rc = record_settle_each(book, &one, anew, f);
	worklist_release(&one);
	return rc;
}

int record_settle_all(struct book *book, bool anew, struct fault *f)
{
	struct worklist all = { 0 };
	int rc = worklist_add_all(&all, statement_of(book_db(book), "SELECT rec FROM op WHERE rec > ?"
				  " UNION SELECT record FROM erasure", f), 0);

	if (!rc)
		rc = record_settle_each(book, &all, anew, f);
	worklist_release(&all);
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
