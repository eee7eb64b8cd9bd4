#include "config.h"
#include "store/record/erasure.h"

#include "store/book/now.h"
#include "store/db/statement.h"
#include "store/oplog/judge.h"
#include "store/record/field.h"
#include "store/record/scope.h"

enum { DAY_NOT_YET = INT32_MAX }; /* erased while the clock could not be right */

int erasure_put(struct book *book, rec_t erase, const struct merged *merged, struct fault *f)
{
	json_t *each;
	size_t i;

	if (merged->voided)
		return FAULT_OK;
	json_array_foreach(json_object_get(merged->values, "records"), i, each) {
		struct statement st;
		struct id id;
		rec_t named;
		int rc;

		if (!json_is_string(each) || id_parse(&id, json_string_value(each)))
			continue;
		rc = op_intern(book_db(book), &id, &named, f);
		if (rc)
			return rc;
		st = statement_of(book_db(book), "INSERT OR IGNORE INTO erasure(record, erase)"
						 " VALUES(?, ?)", f);
		bind_int(&st, named);
		bind_int(&st, erase);
		rc = statement_run(&st);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

/* ---- what is erased ---- */

/* Whether an erasure that may names it. */
static int by_name(struct book *book, const struct erasable *record, bool *yes, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT o.lane FROM erasure e"
					   " JOIN op o ON o.k = e.erase WHERE e.record = ?", f);
	struct lane eraser;

	*yes = false;
	bind_int(&st, record->rec);
	while (!*yes && row_next(&st)) {
		st.rc = scope_lane(book, row_int(&st, 0), &eraser, f);
		*yes = !st.rc && judge_may_erase(&eraser, record->creator);
	}
	return statement_end(&st);
}

/* The erased record of the same unit that a field of an operation names, 0 none. */
static int named_by_field(struct book *book, int64_t lane, const char *text, rec_t *via,
			  struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT o.k, o.lane FROM op o JOIN erased e"
					   " ON e.rec = o.k WHERE o.id = ? AND e.stands", f);
	struct id id;
	bool same = true;

	*via = 0;
	if (!id_parse(&id, text)) {
		bind_blob(&st, id.b, ID_BYTES);
		if (row_next(&st)) {
			*via = row_int(&st, 0);
			st.rc = scope_may_name(book, lane, row_int(&st, 1), &same, f);
		}
	}
	if (!same)
		*via = 0;
	return statement_end(&st);
}

static int named_by_op(struct book *book, int64_t lane, const struct op *op, rec_t *via,
		       struct fault *f)
{
	enum record_type type = record_type_of_name(op->type);
	int rc = FAULT_OK;

	*via = 0;
	if (type == TYPE_ANY || record_type_is_ruling(type))
		return FAULT_OK;
	for (const struct field *fd = record_type_info(type)->fields; !rc && !*via && fd->name; fd++) {
		const char *text = record_type_names_record(fd) ? text_of(op->set, fd->name) : NULL;

		if (text)
			rc = named_by_field(book, lane, text, via, f);
	}
	return rc;
}

static int by_what_it_names(struct book *book, const struct erasable *record, rec_t *via,
			    struct fault *f)
{
	int rc = FAULT_OK;

	*via = 0;
	for (int i = 0; !rc && !*via && i < record->n; i++)
		rc = named_by_op(book, record->lane, &record->ops[i], via, f);
	return rc;
}

static int stands(struct book *book, rec_t rec, bool *yes, struct fault *f)
{
	int64_t found = 0;
	int rc = read_int_of(book_db(book), "SELECT stands FROM erased WHERE rec = ?", rec, &found, f);

	*yes = found != 0;
	return rc;
}

/*
 * It, and those that are erased because it is, stand as erased no longer: each is looked at
 * from the beginning, so that none of a circle is erased by the others alone.
 */
static int let_go(struct book *book, rec_t rec, struct worklist *look, struct fault *f)
{
	struct statement st;
	int rc = worklist_add_all(look, statement_of(book_db(book),
		"WITH RECURSIVE d(rec) AS (SELECT ?1 UNION SELECT e.rec FROM d JOIN erased e ON e.via = d.rec"
		" WHERE e.stands) SELECT rec FROM d WHERE rec <> ?1", f), rec);

	if (rc)
		return rc;
	st = statement_of(book_db(book),
		"WITH RECURSIVE d(rec) AS (SELECT ?1 UNION SELECT e.rec FROM d JOIN erased e ON e.via = d.rec"
		" WHERE e.stands) UPDATE erased SET stands = 0 WHERE rec IN d", f);
	bind_int(&st, rec);
	return statement_run(&st);
}

/* A day that somebody answered may be far off: the waiting begins when the clock is right. */
static int keep(struct book *book, rec_t rec, rec_t via, struct fault *f)
{
	bool right = book_now(book)->trust == CLOCK_RIGHT;
	struct statement st = statement_of(book_db(book),
		"INSERT INTO erased(rec, via, day, stands) VALUES(?, ?, ?, 1)"
		" ON CONFLICT(rec) DO UPDATE SET via = excluded.via, stands = 1", f);

	bind_int(&st, rec);
	bind_optional(&st, via != 0, via);
	bind_int(&st, right ? book_now(book)->day : DAY_NOT_YET);
	return statement_run(&st);
}

/* Those that name it and are not erased yet. */
static int look_at_dependents(struct book *book, rec_t rec, struct worklist *look, struct fault *f)
{
	return worklist_add_all(look, statement_of(book_db(book),
		"SELECT d.rec FROM (SELECT rec FROM session WHERE household = ?1"
		" UNION SELECT rec FROM session WHERE named = ?1"
		" UNION SELECT rec FROM status WHERE household = ?1"
		" UNION SELECT rec FROM status WHERE named = ?1"
		" UNION SELECT rec FROM followup WHERE session = ?1"
		" UNION SELECT rec FROM household WHERE same = ?1) d"
		" LEFT JOIN erased e ON e.rec = d.rec WHERE e.stands IS NOT 1", f), rec);
}

int erasure_any(struct book *book, bool *any, struct fault *f)
{
	int64_t some = 0;
	int rc = read_int(book_db(book), "SELECT EXISTS(SELECT 1 FROM erasure)"
			  " OR EXISTS(SELECT 1 FROM erased)", &some, f);

	*any = some != 0;
	return rc;
}

int erasure_judge(struct book *book, const struct erasable *record, bool *erased,
		  struct erasing *erasing, struct fault *f)
{
	bool was;
	rec_t via = 0;
	int rc = stands(book, record->rec, &was, f);

	*erased = record->blank;
	if (!rc && !*erased && record->creator)
		rc = by_name(book, record, erased, f);
	if (rc || (*erased && was))
		return rc;
	if (was)
		rc = let_go(book, record->rec, &erasing->look, f);
	erasing->fewer = erasing->fewer || was;
	if (!rc && !*erased && record->creator)
		rc = by_what_it_names(book, record, &via, f);
	*erased = *erased || via;
	if (!rc && *erased)
		rc = keep(book, record->rec, via, f);
	if (rc || was || !*erased)
		return rc;
	erasing->more = true;
	return look_at_dependents(book, record->rec, &erasing->look, f);
}

int erasure_is_named(struct book *book, const struct op *op, bool *yes, struct fault *f)
{
	rec_t via;
	int rc = named_by_op(book, op->lane, op, &via, f);

	*yes = via != 0;
	return rc;
}

int erasure_reaches(struct book *book, const struct op *op, bool *yes, struct fault *f)
{
	struct id rec = op->id;
	struct statement st;
	int rc = erasure_is_named(book, op, yes, f);

	if (rc || *yes)
		return rc;
	if (op->base)
		id_parse(&rec, json_string_value(json_object_get(op->doc, "rec"))); /* it is one: op_parse() */
	st = statement_of(book_db(book), "SELECT 1 FROM op o JOIN erased e ON e.rec = o.k"
					 " WHERE o.id = ? AND e.stands", f);
	bind_blob(&st, rec.b, ID_BYTES);
	*yes = row_next(&st);
	return statement_end(&st);
}

int erasure_covers(struct book *book, int64_t op, bool *yes, struct fault *f)
{
	int64_t found = 0;
	int rc = read_int_of(book_db(book), "SELECT e.stands FROM op o JOIN erased e ON e.rec = o.rec"
					    " WHERE o.k = ?", op, &found, f);

	*yes = found != 0;
	return rc;
}

int erasure_is_final(struct book *book, int64_t import, bool *yes, struct fault *f)
{
	int64_t found = 0;
	int rc = read_int_of(book_db(book), "SELECT EXISTS(SELECT 1 FROM erasure e JOIN op o ON o.rec = e.erase"
		" JOIN op r ON r.rec = e.record OR r.k = e.record"
		" WHERE o.source = ? AND length(r.bytes) = 0)", import, &found, f);

	*yes = found != 0;
	return rc;
}

/* Records that were told to name another: what they named before is in their operations alone. */
static int look_at_former(struct book *book, struct worklist *look, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT DISTINCT rec FROM op WHERE rec <> k AND aside IS NULL"
		" AND (instr(bytes, CAST('\"household\":' AS BLOB))"
		" OR instr(bytes, CAST('\"session\":' AS BLOB)) OR instr(bytes, CAST('\"same\":' AS BLOB)))",
		f);

	while (row_next(&st))
		worklist_add(look, row_int(&st, 0));
	return statement_end(&st);
}

int erasure_go_on(struct book *book, struct erasing *erasing, struct fault *f)
{
	struct statement st;
	int rc = FAULT_OK;

	if (erasing->more)
		rc = look_at_former(book, &erasing->look, f);
	erasing->more = false;
	if (rc || erasing->look.n || !erasing->fewer)
		return rc;
	erasing->fewer = false;
	st = statement_of(book_db(book), "DELETE FROM erased WHERE NOT stands", f);
	return statement_run(&st);
}

/* ---- blanking ---- */

/*
 * What is to be blank (until the day ?1) and is not yet: what made the records, then their changes,
 * each by its own index.
 */
#define DUE \
	"SELECT o.k FROM erased e CROSS JOIN op o ON o.k = e.rec" \
	" WHERE e.stands AND e.day <= ?1 AND length(o.bytes) > 0" \
	" UNION ALL SELECT o.k FROM erased e CROSS JOIN op o ON o.rec = e.rec AND o.rec <> o.k" \
	" WHERE e.stands AND e.day <= ?1 AND length(o.bytes) > 0"

static int is_so(struct book *book, const char *sql, day_t day, bool *yes, struct fault *f)
{
	int64_t found = 0;
	int rc = read_int_of(book_db(book), sql, day, &found, f);

	*yes = found != 0;
	return rc;
}

/* What was erased on a day that is still to come waits from today on. */
static int date_again(struct book *book, day_t today, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "UPDATE erased SET day = ?1 WHERE day > ?1", f);

	bind_int(&st, today);
	return statement_run(&st);
}

static int blank(struct book *book, day_t last, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"UPDATE op SET bytes = x'' WHERE k IN (" DUE ")", f);
	int rc;

	bind_int(&st, last);
	rc = statement_run(&st);
	if (rc)
		return rc;
	/* Words of those texts must not stay where what was ever indexed is kept. */
	return db_exec(book_db(book),
		"INSERT INTO session_fts(session_fts) VALUES('optimize');"
		"CREATE VIRTUAL TABLE temp.left_terms USING fts5vocab('main', 'session_fts', 'row');"
		"DELETE FROM search_word WHERE w NOT IN (SELECT term FROM temp.left_terms);"
		"DROP TABLE temp.left_terms", f);
}

int erasure_blank_due(struct book *book, struct fault *f)
{
	day_t today = book_now(book)->day, last = today - ERASURE_WAIT;
	bool due, ahead;
	int rc;

	if (book_now(book)->trust != CLOCK_RIGHT)
		return FAULT_OK;
	rc = is_so(book, "SELECT EXISTS(" DUE ")", last, &due, f);
	if (!rc)
		rc = is_so(book, "SELECT EXISTS(SELECT 1 FROM erased WHERE day > ?)", today, &ahead, f);
	if (rc || (!due && !ahead))
		return rc;
	rc = db_exec(book_db(book), "BEGIN IMMEDIATE", f);
	if (!rc && ahead)
		rc = date_again(book, today, f);
	if (!rc && due)
		rc = blank(book, last, f);
	if (!rc)
		rc = db_exec(book_db(book), "COMMIT", f);
	if (rc)
		db_rollback(book_db(book));
	return rc;
}

/* ---- what is not in the log ---- */

/* Milliseconds of the days an erasure waits. */
static int64_t wait_ms(void)
{
	return (int64_t)ERASURE_WAIT * 24 * 60 * 60 * 1000;
}

int erasure_fell_due(struct book *book, int64_t since, bool *due, struct fault *f)
{
	const struct moment *now = book_now(book);
	const bool ever = !since || since > now->ms;
	struct statement st;

	*due = false;
	if (now->trust != CLOCK_RIGHT)
		return FAULT_OK;
	/* Of a record that is not here the days go by since the erasure came. */
	st = statement_of(book_db(book),
		"SELECT 1 FROM erased WHERE stands AND day > ?1 AND day <= ?2 UNION ALL"
		" SELECT 1 FROM erasure e JOIN op o ON o.k = e.erase JOIN intake i ON i.k = o.source"
		" WHERE i.at > ?3 AND i.at <= ?4 LIMIT 1", f);
	bind_int(&st, ever ? INT32_MIN : clock_day_of(since) - ERASURE_WAIT);
	bind_int(&st, now->day - ERASURE_WAIT);
	bind_int(&st, ever ? INT64_MIN : since - wait_ms());
	bind_int(&st, now->ms - wait_ms());
	*due = row_next(&st);
	return statement_end(&st);
}

int erasure_leave_due(struct book *book, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"DELETE FROM erased WHERE NOT stands OR day > ?", f);
	int rc;

	bind_int(&st, book_now(book)->day - ERASURE_WAIT);
	rc = statement_run(&st);
	if (rc)
		return rc;
	st = statement_of(book_db(book),
		"DELETE FROM erasure WHERE record NOT IN (SELECT rec FROM erased)"
		" AND NOT EXISTS(SELECT 1 FROM op o JOIN intake i ON i.k = o.source"
		" WHERE o.k = erasure.erase AND i.at <= ?)", f);
	bind_int(&st, book_now(book)->ms - wait_ms());
	return statement_run(&st);
}
