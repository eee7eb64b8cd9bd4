#include "config.h"
#include "store/record/intake.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/scope.h"

/* ---- records to settle ---- */

static void touch(struct intake *in, rec_t rec)
{
	if (in->n_touched && in->touched[in->n_touched - 1] == rec)
		return;
	if (in->n_touched == in->room) {
		in->room = in->room * 2 + 64;
		in->touched = memory_resize(in->touched, in->room, sizeof *in->touched);
	}
	in->touched[in->n_touched++] = rec;
}

/* Touch the records a question names. */
static int touch_all(struct intake *in, struct statement st, int64_t key)
{
	bind_int(&st, key);
	while (row_next(&st))
		touch(in, row_int(&st, 0));
	return statement_end(&st);
}

static int by_key(const void *a, const void *b)
{
	rec_t x = *(const rec_t *)a, y = *(const rec_t *)b;

	return x < y ? -1 : x > y;
}

static int settle_touched(struct intake *in, struct fault *f)
{
	int rc = FAULT_OK;

	if (in->n_touched)
		qsort(in->touched, in->n_touched, sizeof *in->touched, by_key);
	for (size_t i = 0; !rc && i < in->n_touched; i++)
		if (!i || in->touched[i] != in->touched[i - 1])
			rc = record_settle(in->book, in->touched[i], in->anew, f);
	in->n_touched = 0;
	return rc;
}

/* ---- an import and its lanes ---- */

int intake_begin(struct intake *in, struct book *book, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "INSERT INTO intake(at, member)"
							  " VALUES(?, ?)", f);

	memset(in, 0, sizeof *in);
	in->book = book;
	bind_int(&st, book_now(book)->ms);
	bind_text(&st, book_member(book));
	return statement_insert(&st, &in->key);
}

int intake_lane(struct intake *in, const struct lane *lane, struct fault *f)
{
	struct db *db = book_db(in->book);
	bool changed = false;
	int rc = lane_intern(db, lane->id, &in->lane_key, f);

	if (!rc)
		rc = scope_lane(in->book, in->lane_key, &in->lane, f);
	if (rc || in->lane.own)
		return rc; /* this laptop knows best what it is */
	rc = lane_tell(db, lane, &changed, f);
	if (!rc)
		rc = scope_lane(in->book, in->lane_key, &in->lane, f);
	if (rc || !changed)
		return rc;
	scope_changed(in->book);
	in->anew = true;
	/* Those of a record it created are among them: that operation is its own. */
	return touch_all(in, statement_of(db, "SELECT DISTINCT rec FROM op WHERE lane = ?"
					      " AND rec IS NOT NULL", f), in->lane_key);
}

/* ---- one line ---- */

/* What the log has of an id. */
struct known {
	int64_t key, lane, source;
	bool there;  /* its id */
	bool whole;  /* its bytes, or that they were erased */
	bool local;
};

static int find(struct intake *in, const struct id *id, struct known *out, struct fault *f)
{
	struct statement st = statement_of(book_db(in->book),
		"SELECT k, lane, source, local, bytes IS NOT NULL FROM op WHERE id = ?", f);

	memset(out, 0, sizeof *out);
	bind_blob(&st, id->b, ID_BYTES);
	if (row_next(&st)) {
		out->there = true;
		out->key = row_int(&st, 0);
		out->lane = row_int(&st, 1);
		out->source = row_int(&st, 2);
		out->local = row_int(&st, 3) != 0;
		out->whole = row_int(&st, 4) != 0;
	}
	return statement_end(&st);
}

static int carried_again(struct intake *in, int64_t op, struct fault *f)
{
	struct statement st = statement_of(book_db(in->book),
		"INSERT OR IGNORE INTO intake_again(intake, op) VALUES(?, ?)", f);

	bind_int(&st, in->key);
	bind_int(&st, op);
	return statement_run(&st);
}

/*
 * A line that names no lane is of the lane of the higher level that brings it, then of the
 * smaller one, so that it does not matter which came first.
 */
static int better_lane(struct intake *in, const struct op *op, const struct known *known,
		       bool *better, struct fault *f)
{
	struct lane have;
	int rc;

	*better = false;
	if (op->says_lane || known->lane == in->lane_key)
		return FAULT_OK;
	*better = true;
	if (!known->lane)
		return FAULT_OK;
	rc = scope_lane(in->book, known->lane, &have, f);
	if (!rc)
		*better = have.level != in->lane.level ? in->lane.level > have.level :
			  memcmp(in->lane.id, have.id, LANE_BYTES) < 0;
	return rc;
}

/* One that is here: who carries it, its lane and its mark may have become others. */
static int take_again(struct intake *in, const struct op *op, const struct known *known,
		      struct fault *f)
{
	bool better;
	int rc = better_lane(in, op, known, &better, f);

	if (!rc && known->source)
		rc = carried_again(in, known->key, f);
	if (!rc && (better || op->local > known->local)) {
		struct statement st = statement_of(book_db(in->book),
			"UPDATE op SET lane = ?, local = ? WHERE k = ?", f);

		bind_int(&st, better ? in->lane_key : known->lane);
		bind_optional(&st, op->local || known->local, 1);
		bind_int(&st, known->key);
		rc = statement_run(&st);
	}
	/* Its record may have been put together otherwise because of any of these. */
	return rc ? rc : touch_all(in, statement_of(book_db(in->book),
				   "SELECT rec FROM op WHERE k = ? AND rec IS NOT NULL", f),
				   known->key);
}

/* Into the row that stood for its id alone. */
static int fill(struct intake *in, const struct op *op, const char *line, size_t n, struct fault *f)
{
	struct statement st = statement_of(book_db(in->book),
		"UPDATE op SET rec = ?, lane = ?, n = ?, bytes = ?, local = ?, source = ?, aside = ?"
		" WHERE k = ?", f);
	int rc;

	bind_int(&st, op->rec);
	bind_int(&st, in->lane_key);
	bind_int(&st, op->n);
	bind_blob(&st, line, n);
	bind_optional(&st, op->local, 1);
	bind_int(&st, in->key);
	bind_int(&st, ASIDE_WAITS);
	bind_int(&st, op->key);
	rc = statement_run(&st);
	if (!rc)
		rc = carried_again(in, op->key, f); /* its key is not among this import's */
	touch(in, op->rec);
	touch(in, op->key); /* what took it for the making of a record */
	return rc;
}

/* A new row; rec 0: it creates. */
static int add(struct intake *in, struct op *op, const char *line, size_t n, struct fault *f)
{
	struct statement st = statement_of(book_db(in->book),
		"INSERT INTO op(k, id, rec, lane, n, bytes, local, source, aside)"
		" VALUES((SELECT ifnull(max(k), 0) + 1 FROM op), ?1,"
		" ifnull(?2, (SELECT ifnull(max(k), 0) + 1 FROM op)), ?3, ?4, ?5, ?6, ?7, ?8)", f);
	int rc;

	bind_blob(&st, op->id.b, ID_BYTES);
	bind_optional(&st, op->rec != 0, op->rec);
	bind_int(&st, in->lane_key);
	bind_int(&st, op->n);
	bind_blob(&st, line, n);
	bind_optional(&st, op->local, 1);
	bind_int(&st, in->key);
	bind_optional(&st, op->aside != ASIDE_NOT, op->aside);
	rc = statement_insert(&st, &op->key);
	if (rc)
		return rc;
	if (!op->rec)
		op->rec = op->key;
	if (!in->first)
		in->first = op->key;
	in->last = op->key;
	return FAULT_OK;
}

/* One that nothing here has ever named, and that creates: nothing else belongs to its record. */
static int add_record(struct intake *in, struct op *op, const char *line, size_t n, struct fault *f)
{
	const struct judged judged = { op, &in->lane, op->local };
	int rc;

	op->aside = (int)judge(&judged, &judged);
	rc = add(in, op, line, n, f);
	return rc || op->aside ? rc : record_settle_new(in->book, op, f);
}

static int add_change(struct intake *in, struct op *op, const char *line, size_t n, struct fault *f)
{
	int rc;

	op->aside = ASIDE_WAITS;
	rc = add(in, op, line, n, f);
	if (!rc)
		touch(in, op->rec);
	return rc;
}

/* The key of the record a change is of; its row is made when nothing has named it yet. */
static int find_record(struct intake *in, struct op *op, struct fault *f)
{
	struct id id;

	if (!op->base)
		return FAULT_OK;
	id_parse(&id, json_string_value(json_object_get(op->doc, "rec")));
	return op_intern(book_db(in->book), &id, &op->rec, f);
}

static int take(struct intake *in, struct op *op, const char *line, size_t n, enum taken *taken,
		struct fault *f)
{
	struct known known;
	int rc = find(in, &op->id, &known, f);

	if (rc)
		return rc;
	*taken = known.whole ? TAKEN_AGAIN : known.there ? TAKEN_FILLED : TAKEN_NEW;
	if (known.whole)
		return take_again(in, op, &known, f);
	if (in->lane_key == book_lane(in->book)) {
		*taken = TAKEN_NOT;
		return FAULT_OK;
	}
	rc = find_record(in, op, f);
	if (rc)
		return rc;
	if (!known.there)
		return op->base ? add_change(in, op, line, n, f) : add_record(in, op, line, n, f);
	op->key = known.key;
	op->local |= known.local;
	if (!op->base)
		op->rec = known.key;
	return fill(in, op, line, n, f);
}

int intake_line(struct intake *in, const char *line, size_t n, bool local, enum taken *taken,
		struct fault *f)
{
	struct op op;
	int rc;

	if (op_parse(&op, line, n))
		return fault_set(f, FAULT_JSON, "op");
	op.lane = in->lane_key;
	op.local = local;
	op.source = in->key;
	rc = op.says_lane && memcmp(op.lane_id, in->lane.id, LANE_BYTES) ?
		fault_field(f, "lane", REASON_BAD_CODE, NULL) : take(in, &op, line, n, taken, f);
	if (!rc)
		in->counts[*taken]++;
	op_release(&op);
	return rc;
}

int intake_bare(struct intake *in, const struct id *id, int64_t n, bool local, struct fault *f)
{
	struct statement st;
	struct known known;
	int64_t key;
	int rc = find(in, id, &known, f);

	if (rc || known.whole || known.lane)
		return rc;
	rc = op_intern(book_db(in->book), id, &key, f);
	if (rc)
		return rc;
	st = statement_of(book_db(in->book), "UPDATE op SET lane = ?, n = ?, local = ? WHERE k = ?", f);
	bind_int(&st, in->lane_key);
	bind_int(&st, n);
	bind_optional(&st, local, 1);
	bind_int(&st, key);
	rc = statement_run(&st);
	if (!rc)
		touch(in, key); /* what waits for it can be judged now */
	return rc;
}

int intake_end(struct intake *in, struct fault *f)
{
	struct statement st;
	int rc = settle_touched(in, f);

	if (rc)
		return rc;
	st = statement_of(book_db(in->book), "UPDATE intake SET first = ?, last = ? WHERE k = ?", f);
	bind_optional(&st, in->first != 0, in->first);
	bind_optional(&st, in->last != 0, in->last);
	bind_int(&st, in->key);
	return statement_run(&st);
}

void intake_release(struct intake *in)
{
	free(in->touched);
	memset(in, 0, sizeof *in);
}

/* ---- taking back ---- */

static int set_undone(struct book *book, int64_t key, bool undone, struct fault *f)
{
	struct statement st;
	int64_t is = -1;
	int rc = read_int_of(book_db(book), "SELECT undone FROM intake WHERE k = ?", key, &is, f);

	if (rc)
		return rc;
	if (is < 0)
		return fault_set(f, FAULT_NOT_FOUND, NULL);
	if ((is != 0) == undone)
		return fault_set(f, FAULT_NOTHING, NULL);
	st = statement_of(book_db(book), "UPDATE intake SET undone = ? WHERE k = ?", f);
	bind_int(&st, undone);
	bind_int(&st, key);
	return statement_run(&st);
}

int intake_undo(struct book *book, int64_t key, bool undone, struct fault *f)
{
	struct intake in = { .book = book, .key = key };
	int rc = set_undone(book, key, undone, f);

	if (!rc)
		rc = touch_all(&in, statement_of(book_db(book),
			"SELECT DISTINCT o.rec FROM intake i JOIN op o ON o.k BETWEEN i.first AND i.last"
			" WHERE i.k = ? AND o.source = i.k AND o.rec IS NOT NULL", f), key);
	if (!rc)
		rc = touch_all(&in, statement_of(book_db(book),
			"SELECT DISTINCT o.rec FROM intake_again a JOIN op o ON o.k = a.op"
			" WHERE a.intake = ? AND o.rec IS NOT NULL", f), key);
	if (!rc)
		rc = settle_touched(&in, f);
	intake_release(&in);
	return rc;
}

int intake_put_aside(struct book *book, int64_t op, bool aside, struct fault *f)
{
	struct db *db = book_db(book);
	int64_t rec = 0, is = 0;
	struct statement st;
	int rc = read_int_of(db, "SELECT rec FROM op WHERE k = ? AND bytes IS NOT NULL", op, &rec, f);

	if (!rc)
		rc = read_int_of(db, "SELECT 1 FROM put_aside WHERE op = ?", op, &is, f);
	if (rc)
		return rc;
	if (!rec)
		return fault_set(f, FAULT_NOT_FOUND, NULL);
	if ((is != 0) == aside)
		return fault_set(f, FAULT_NOTHING, NULL);
	st = aside ? statement_of(db, "INSERT INTO put_aside(op) VALUES(?)", f)
		   : statement_of(db, "DELETE FROM put_aside WHERE op = ?", f);
	bind_int(&st, op);
	rc = statement_run(&st);
	return rc ? rc : record_settle(book, rec, false, f);
}
