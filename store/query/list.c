#include "config.h"
#include "store/query/list.h"

#include <inttypes.h>
#include <stdlib.h>

#include "store/base/buffer.h"
#include "store/db/statement.h"

char *list_also_text(const struct list_also *also)
{
	struct buffer keys = { 0 };

	if (!also || !also->n)
		return NULL;
	for (int i = 0; i < also->n; i++)
		buffer_print(&keys, "%s%" PRId64, i ? "," : "[", also->all[i]);
	buffer_put_char(&keys, ']');
	return buffer_take(&keys, NULL);
}

/* Hand over column 0 of every row, and end. */
static int walk(struct statement *st, list_each each, void *arg)
{
	while (row_next(st))
		st->rc = each(arg, row_int(st, 0));
	return list_ended(statement_end(st));
}

/* ---- follow-ups, visits, snapshots ---- */

#define FOLLOWUP_ORDER " ORDER BY f.due IS NULL, f.due, s.day, o.id"

int list_followups(struct book *book, enum followup_filter which, day_t until, list_each each,
		   void *arg, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT f.rec FROM followup f JOIN session s ON s.rec = f.session"
		" JOIN op o ON o.k = f.rec WHERE NOT f.voided AND NOT s.voided"
		" AND (?1 OR f.closed IS NULL) AND (?2 IS NULL OR f.due <= ?2)"
		FOLLOWUP_ORDER, f);

	bind_int(&st, which == FOLLOWUPS_ALL);
	bind_optional(&st, until != 0, until);
	return walk(&st, each, arg);
}

int list_followups_due(struct book *book, day_t today, day_t until, int64_t *overdue,
		       int64_t *coming, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT count(*) FILTER (WHERE f.due < ?1), count(*) FILTER (WHERE f.due >= ?1)"
		" FROM followup f CROSS JOIN session s ON s.rec = f.session"
		" WHERE f.closed IS NULL AND f.voided = 0 AND f.due <= ?2 AND s.voided = 0", f);

	bind_int(&st, today);
	bind_int(&st, until);
	if (row_next(&st)) {
		*overdue = row_int(&st, 0);
		*coming = row_int(&st, 1);
	}
	return statement_end(&st);
}

#define OPEN_FOLLOWUPS "SELECT f.rec FROM session s JOIN followup f ON f.session = s.rec" \
	" JOIN op o ON o.k = f.rec WHERE NOT f.voided AND NOT s.voided" \
	" AND (f.closed IS NULL OR f.rec IN (SELECT value FROM json_each(?1)))"

int list_open_followups(struct book *book, rec_t household, const struct list_also *also,
			list_each each, void *arg, struct fault *f)
{
	char *keys = list_also_text(also);
	struct statement st = statement_of(book_db(book),
		household ? OPEN_FOLLOWUPS " AND s.household = ?2" FOLLOWUP_ORDER
			  : OPEN_FOLLOWUPS FOLLOWUP_ORDER, f);
	int rc;

	bind_text(&st, keys);
	if (household)
		bind_int(&st, household);
	rc = walk(&st, each, arg);
	free(keys);
	return rc;
}

/* What tells when its laptop entered it. */
#define OF_OP(what, alias) "(SELECT " what " FROM op WHERE op.k = " alias ".rec)"
#define ENTERED(alias) OF_OP("(SELECT lane FROM lane WHERE lane.k = op.lane)", alias) ", " \
	OF_OP("op.n", alias) ", " OF_OP("op.id", alias)

/*
 * From the households, each by the last entry of its index: sessions are many more. Of two of one
 * day and time the later is the one its laptop entered later, whatever came here first.
 */
int list_visits(struct book *book, list_each each, void *arg, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT h.rec FROM household h CROSS JOIN session s ON s.household = h.rec AND s.day ="
		"  (SELECT max(t.day) FROM session t WHERE t.household = h.rec AND t.voided = 0)"
		" WHERE s.voided = 0 AND h.voided = 0"
		" AND s.attempt IN (SELECT k FROM sym WHERE s IN ('vang', 'hen_lai'))"
		" AND NOT EXISTS(SELECT 1 FROM session t WHERE t.household = h.rec AND t.voided = 0"
		"  AND t.day = s.day AND t.rec <> s.rec"
		"  AND (ifnull(t.minute, -1) > ifnull(s.minute, -1) OR (t.minute IS s.minute"
		"   AND (" ENTERED("t") ") > (" ENTERED("s") "))))"
		" ORDER BY s.day, s.minute, " ENTERED("s"), f);

	return walk(&st, each, arg);
}

int list_status(struct book *book, rec_t household, list_each each, void *arg, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT t.rec FROM status t JOIN op o ON o.k = t.rec"
		" WHERE t.household = ? AND NOT t.voided ORDER BY t.day DESC, t.born DESC, o.id DESC", f);

	bind_int(&st, household);
	return walk(&st, each, arg);
}
