#include "config.h"
#include "store/record/intake.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/carried.h"
#include "store/record/erasure.h"
#include "store/record/scope.h"
#include "store/record/search_held.h"
#include "store/record/search_index.h"

/* ---- an import and its lanes ---- */

static int begin(struct intake *in, struct fault *f)
{
	held_begin(in->book);
	in->holds = true;
	return erasure_any(in->book, &in->erasures, f);
}

int intake_begin(struct intake *in, struct book *book, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "INSERT INTO intake(at, member)"
							  " VALUES(?, ?)", f);
	int rc;

	*in = (struct intake){ .book = book };
	bind_int(&st, book_now(book)->ms);
	bind_text(&st, book_member(book));
	rc = statement_insert(&st, &in->key);
	return rc ? rc : begin(in, f);
}

int intake_begin_again(struct intake *in, struct book *book, int64_t key, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT first, last FROM intake WHERE k = ?", f);
	bool there;
	int rc;

	*in = (struct intake){ .book = book, .key = key };
	bind_int(&st, key);
	there = row_next(&st);
	if (there) {
		in->first = row_int(&st, 0);
		in->last = row_int(&st, 1);
	}
	rc = statement_end_of(&st, there);
	return rc ? rc : begin(in, f);
}

static bool is_same(const struct lane *a, const struct lane *b)
{
	return a->own == b->own && a->level == b->level && !strcmp(a->unit, b->unit) &&
	       !strcmp(a->team, b->team) && !strcmp(a->codes, b->codes);
}

/*
 * What one lane is; what hangs on that is judged again at the end. own: of what incarnation it is
 * this laptop's, else NULL.
 */
static int tell(struct intake *in, const struct lane *lane, const uint8_t *own, struct fault *f)
{
	const struct lane was = in->lane;
	struct db *db = book_db(in->book);
	bool changed = own != NULL;
	int rc = own ? lane_own(db, lane, own, &in->lane_key, f) : lane_tell(db, lane, &changed, f);

	if (!rc)
		rc = scope_lane(in->book, in->lane_key, &in->lane, f);
	if (rc || !changed)
		return rc;
	scope_changed(in->book);
	if (!was.known || is_same(&was, &in->lane))
		return FAULT_OK; /* nothing of it is here yet; of its own a book knows the codes itself */
	in->anew = true;
	in->other_units = in->other_units || was.level != in->lane.level ||
			  strcmp(was.unit, in->lane.unit) || strcmp(was.codes, in->lane.codes);
	if (was.own) /* what was made here counts all the same; whose the others' is hangs on its team */
		return worklist_add_all(&in->touched, statement_of(db, "SELECT ifnull(rec, k) FROM op"
								       " WHERE source > ?", f), 0);
	/* Those of a record it created are among them: that operation is its own. */
	return worklist_add_all(&in->touched, statement_of(db, "SELECT ifnull(rec, k) FROM op"
							       " WHERE lane = ?", f), in->lane_key);
}

static int find_lane(struct intake *in, const uint8_t id[LANE_BYTES], struct fault *f)
{
	int rc = lane_intern(book_db(in->book), id, &in->lane_key, f);

	return rc ? rc : scope_lane(in->book, in->lane_key, &in->lane, f);
}

int intake_lane(struct intake *in, const struct lane *lane, struct fault *f)
{
	int rc = find_lane(in, lane->id, f);

	if (rc || in->lane.own)
		return rc; /* this laptop knows best what it is */
	return tell(in, lane, NULL, f);
}

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
	if (row_next(&st))
		*out = (struct known){ .key = row_int(&st, 0), .lane = row_int(&st, 1),
				       .source = row_int(&st, 2), .there = true,
				       .whole = row_int(&st, 4) != 0, .local = row_int(&st, 3) != 0 };
	return statement_end(&st);
}

/* One that is here, with its bytes or without: this import carries it, too. */
static int carry_again(struct intake *in, const struct known *known, bool says_lane,
		       const struct carried *now, struct fault *f)
{
	const struct carried before = { true, known->lane, known->local, true };
	bool differs = known->local != now->local || known->lane != in->lane_key;
	int rc = FAULT_OK;

	/* Of what this import brought whole, a bare line beside it takes nothing away. */
	if (known->source && (differs || (known->source == in->key && !now->whole)))
		rc = carry_first(in->book, known->source, known->key, &before, f);
	if (!rc)
		rc = carry(in->book, in->key, known->key, now, f);
	return rc || !differs ? rc : carry_refresh(in->book, known->key, says_lane, &in->anew, f);
}

/* ---- one line ---- */

/* Changes that something takes for the making of a record: what it makes of that hangs on them. */
#define TAKEN_FOR_MAKING "SELECT o.k FROM op o JOIN op c ON c.rec = o.k AND c.rec <> c.k"

/* One whose bytes are here, or were erased. */
static int take_again(struct intake *in, const struct known *known, bool says_lane,
		      const struct carried *now, struct fault *f)
{
	int rc;

	if (!known->source)
		return FAULT_OK; /* made here: its lane is this laptop's, and nobody's word changes that */
	rc = carry_again(in, known, says_lane, now, f);
	return rc ? rc : worklist_add_all(&in->touched, statement_of(book_db(in->book),
					  "SELECT rec FROM op WHERE k = ?1 UNION ALL " TAKEN_FOR_MAKING
					  " WHERE o.k = ?1 AND o.rec <> o.k", f), known->key);
}

/* Into the row that stood for its id alone. */
static int fill(struct intake *in, const struct op *op, const char *line, size_t n, struct fault *f)
{
	const struct carried now = { true, in->lane_key, op->local, true };
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
	if (!rc) /* its key is not among this import's */
		rc = carry(in->book, in->key, op->key, &now, f);
	if (!rc)
		rc = carry_refresh(in->book, op->key, op->says_lane, &in->anew, f);
	worklist_add(&in->touched, op->rec);
	worklist_add(&in->touched, op->key); /* what took it for the making of a record */
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

/* Whether a record that is new may touch others, or be erased already. */
static int is_entangled(struct intake *in, const struct op *op, bool *yes, struct fault *f)
{
	*yes = record_type_is_ruling(record_type_of_name(op->type));
	return *yes || !in->erasures ? FAULT_OK : erasure_is_named(in->book, op, yes, f);
}

/* One that nothing here has ever named, and that creates: nothing else belongs to its record. */
static int add_record(struct intake *in, struct op *op, const char *line, size_t n, struct fault *f)
{
	const struct judged judged = { op, &in->lane, op->local };
	bool entangled;
	int rc;

	op->aside = (int)judge(&judged, &judged);
	rc = is_entangled(in, op, &entangled, f);
	if (!rc && entangled)
		op->aside = ASIDE_WAITS;
	if (!rc)
		rc = add(in, op, line, n, f);
	if (!rc && entangled)
		worklist_add(&in->touched, op->rec);
	return rc || op->aside ? rc : record_settle_new(in->book, op, f);
}

static int add_change(struct intake *in, struct op *op, const char *line, size_t n, struct fault *f)
{
	int rc;

	op->aside = ASIDE_WAITS;
	rc = add(in, op, line, n, f);
	if (!rc)
		worklist_add(&in->touched, op->rec);
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
		return take_again(in, &known, op->says_lane,
				  &(struct carried){ true, in->lane_key, op->local, true }, f);
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

/* Whether the line of an operation, if it is here, names its lane. */
static int says_lane(struct intake *in, int64_t key, bool *says, struct fault *f)
{
	struct statement st = statement_of(book_db(in->book), "SELECT bytes FROM op WHERE k = ?", f);
	struct op op;

	*says = false;
	bind_int(&st, key);
	if (row_next(&st) && row_length(&st, 0) && !op_parse(&op, row_blob(&st, 0), row_length(&st, 0))) {
		*says = op.says_lane;
		op_release(&op);
	}
	return statement_end(&st);
}

int intake_bare(struct intake *in, const struct id *id, int64_t n, bool local, struct fault *f)
{
	const struct carried now = { true, in->lane_key, local, false };
	struct statement st;
	struct known known;
	bool says = false;
	int rc = find(in, id, &known, f);

	if (rc || (in->lane_key == book_lane(in->book) && !known.whole))
		return rc;
	if (known.whole) {
		rc = says_lane(in, known.key, &says, f);
		return rc ? rc : take_again(in, &known, says, &now, f);
	}
	rc = op_intern(book_db(in->book), id, &known.key, f);
	if (!rc)
		rc = carry(in->book, in->key, known.key, &now, f);
	if (!rc)
		rc = carry_refresh(in->book, known.key, false, &in->anew, f);
	if (rc)
		return rc;
	st = statement_of(book_db(in->book), "UPDATE op SET n = ? WHERE k = ?", f);
	bind_int(&st, n);
	bind_int(&st, known.key);
	rc = statement_run(&st);
	worklist_add(&in->touched, known.key); /* what waits for it can be judged now */
	return rc;
}

/* Lane and mark of what an import carried beside others, as they are now; 0: of all. */
static int refresh_all(struct intake *in, int64_t import, struct fault *f)
{
	struct statement st = statement_of(book_db(in->book), import ?
		"SELECT op FROM intake_again WHERE intake = ?1" :
		"SELECT op FROM intake_again WHERE intake > ?1", f);

	bind_int(&st, import);
	while (row_next(&st)) {
		bool says;

		st.rc = says_lane(in, row_int(&st, 0), &says, f);
		if (!st.rc)
			st.rc = carry_refresh(in->book, row_int(&st, 0), says, &in->anew, f);
	}
	return statement_end(&st);
}

static int settle(struct intake *in, struct fault *f)
{
	int rc = in->other_units ? refresh_all(in, 0, f) : FAULT_OK;

	if (rc)
		return rc;
	return in->other_units ? record_settle_all(in->book, true, f)
			       : record_settle_each(in->book, &in->touched, in->anew, f);
}

int intake_end(struct intake *in, struct fault *f)
{
	struct statement st;
	int rc = search_let_go(in->book, settle(in, f), f);

	in->holds = false;
	if (rc)
		return rc;
	st = statement_of(book_db(in->book), "UPDATE intake SET first = ?, last = ? WHERE k = ?", f);
	bind_optional(&st, in->first != 0, in->first);
	bind_optional(&st, in->last != 0, in->last);
	bind_int(&st, in->key);
	return statement_run(&st);
}

int intake_retell(struct book *book, const struct lane *lanes, size_t n, const uint8_t *own,
		  struct fault *f)
{
	struct intake in = { .book = book };
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < n; i++) {
		rc = find_lane(&in, lanes[i].id, f);
		if (!rc)
			rc = tell(&in, &lanes[i], own, f);
	}
	if (!rc)
		rc = settle(&in, f);
	intake_release(&in);
	return rc;
}

void intake_release(struct intake *in)
{
	if (in->holds)
		held_forget(in->book);
	worklist_release(&in->touched);
	memset(in, 0, sizeof *in);
}

/* ---- taking back ---- */

int intake_standing(struct book *book, int64_t key, enum standing *out, struct fault *f)
{
	int64_t is = -1;
	int rc = read_int_of(book_db(book), "SELECT undone FROM intake WHERE k = ?", key, &is, f);

	if (rc)
		return rc;
	if (is < 0)
		return fault_set(f, FAULT_NOT_FOUND, NULL);
	*out = (enum standing)is;
	return FAULT_OK;
}

static int set_standing(struct book *book, int64_t key, enum standing standing, struct fault *f)
{
	struct statement st;
	enum standing is;
	int rc = intake_standing(book, key, &is, f);

	if (rc)
		return rc;
	if (is == standing)
		return fault_set(f, FAULT_NOTHING, NULL);
	st = statement_of(book_db(book), "UPDATE intake SET undone = ? WHERE k = ?", f);
	bind_int(&st, standing);
	bind_int(&st, key);
	return statement_run(&st);
}

int intake_undo(struct book *book, int64_t key, enum standing standing, struct fault *f)
{
	struct intake in = { .book = book, .key = key };
	int rc = set_standing(book, key, standing, f);

	if (!rc)
		rc = worklist_add_all(&in.touched, statement_of(book_db(book),
			"SELECT o.rec FROM intake i JOIN op o ON o.k BETWEEN i.first AND i.last"
			" WHERE i.k = ?1 AND o.source = i.k UNION ALL " TAKEN_FOR_MAKING
			" JOIN intake i ON o.k BETWEEN i.first AND i.last"
			" WHERE i.k = ?1 AND o.source = i.k AND o.rec <> o.k", f), key);
	if (!rc)
		rc = worklist_add_all(&in.touched, statement_of(book_db(book),
			"SELECT ifnull(o.rec, o.k) FROM intake_again a JOIN op o ON o.k = a.op"
			" WHERE a.intake = ?1 UNION ALL " TAKEN_FOR_MAKING
			" JOIN intake_again a ON a.op = o.k WHERE a.intake = ?1 AND o.rec <> o.k", f),
			key);
	if (!rc)
		rc = refresh_all(&in, key, f);
	if (!rc)
		rc = record_settle_each(book, &in.touched, in.anew, f);
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
