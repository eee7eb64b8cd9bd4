#include "config.h"
#include "store/query/reports.h"

#include "store/db/statement.h"
#include "store/summary/reports.h"

/* No other reporting period is as short as a week. */
int reports_weeks(struct book *book, const struct period *period, const char *team, int *closed,
		  int *weeks, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT count(DISTINCT period) FROM report WHERE last BETWEEN ?1 AND ?2"
		" AND last - first = 6 AND voided = 0 AND team IS (SELECT k FROM sym WHERE s = ?3)", f);

	*weeks = reports_sundays(period->from, period->to);
	*closed = 0;
	bind_int(&st, period->from);
	bind_int(&st, period->to);
	bind_text(&st, team);
	if (row_next(&st))
		*closed = (int)row_int(&st, 0);
	return statement_end(&st);
}

int report_closing(struct book *book, rec_t report, rec_t *out, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT max(k) FROM op WHERE rec = ?1 AND rec <> k"
		" AND json_type(CAST(bytes AS TEXT), '$.set.figures') IS NOT NULL"
		/* Taken back is not closed, and taking back is no closing. */
		" AND NOT EXISTS(SELECT 1 FROM step t WHERE op.k BETWEEN t.first AND t.last"
		"  AND (t.verb = 'undo' OR t.undone_by IS NOT NULL))", f);

	*out = report;
	bind_int(&st, report);
	if (row_next(&st))
		*out = row_int_or(&st, 0, report);
	return statement_end(&st);
}

int sessions_since(struct book *book, const struct period *period, rec_t op, int64_t *count,
		   bool *moved, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT (SELECT count(*) FROM session s WHERE s.day BETWEEN ?2 AND ?3"
		"  AND (s.rec > ?1 OR EXISTS(SELECT 1 FROM op x WHERE x.rec = s.rec"
		"   AND x.rec <> x.k AND x.k > ?1))),"
		" EXISTS(SELECT 1 FROM op x WHERE x.rec <> x.k AND x.k > ?1"
		"  AND (json_type(CAST(x.bytes AS TEXT), '$.set.date') IS NOT NULL"
		/* Whose team it was done by. */
		"   OR json_type(CAST(x.bytes AS TEXT), '$.set.team') IS NOT NULL"
		"   OR json_type(CAST(x.bytes AS TEXT), '$.set.villages') IS NOT NULL))"
		" OR EXISTS(SELECT 1 FROM member m WHERE m.rec > ?1)"
		" OR EXISTS(SELECT 1 FROM team t WHERE t.rec > ?1)", f);

	*count = 0;
	*moved = false;
	bind_int(&st, op);
	bind_int(&st, period->from);
	bind_int(&st, period->to);
	if (row_next(&st)) {
		*count = row_int(&st, 0);
		*moved = row_int(&st, 1) != 0;
	}
	return statement_end(&st);
}
