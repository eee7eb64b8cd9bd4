#include "config.h"
#include "store/query/list_sessions.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/db/interned.h"
#include "store/db/statement.h"
#include "store/record/lookup.h"
#include "store/record/search_index.h"
#include "store/record/topics.h"
#include "store/summary/drilldown.h"

/* A filter made ready: codes as keys, words as an expression, the figure as conditions. */
struct query {
	const struct session_filter *filter;
	char *words;                /* NULL: no search */
	bool nothing;               /* a search of signs only, which finds nothing */
	int64_t village, topic;     /* 0: any */
	bool ranged;
	day_t from, to;
	struct drilldown drilldown; /* sql NULL: no figure */
	int64_t day, minute;        /* of `after`; minute -1: none */
};

static void query_release(struct query *q)
{
	free(q->words);
	drilldown_release(&q->drilldown);
}

static int known_codes(struct book *book, struct query *q, struct fault *f)
{
	const struct session_filter *filter = q->filter;
	rec_t rec;

	if (filter->village && (record_lookup_code(book, TYPE_VILLAGE, filter->village, &rec, f) ||
				code_find(book_db(book), filter->village, &q->village, f)))
		return (int)f->code;
	if (!filter->topic)
		return FAULT_OK;
	if (topics_load(book, f))
		return (int)f->code;
	if (!book_topic(book, filter->topic))
		return fault_set(f, FAULT_NOT_FOUND, filter->topic);
	if (code_find(book_db(book), filter->topic, &q->topic, f))
		return (int)f->code;
	if (!q->topic)
		q->topic = -1; /* known, but no session has it */
	return FAULT_OK;
}

static int find_place(struct book *book, struct query *q, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT day, ifnull(minute, -1) FROM session WHERE rec = ?", f);

	bind_int(&st, q->filter->after);
	if (row_next(&st)) {
		q->day = row_int(&st, 0);
		q->minute = row_int(&st, 1);
	} else if (!st.rc) {
		st.rc = fault_set(f, FAULT_NOT_FOUND, NULL);
	}
	return statement_end(&st);
}

static int query_make(struct book *book, const struct session_filter *filter, struct query *q,
		      struct fault *f)
{
	int rc;

	*q = (struct query){ .filter = filter, .ranged = filter->ranged, .from = filter->from,
			     .to = filter->to };
	rc = known_codes(book, q, f);
	if (!rc && filter->search) {
		q->nothing = text_only_signs(filter->search);
		rc = search_expression(book, filter->search, filter->search_also,
				       filter->search_numbers, &q->words, f);
	}
	if (!rc && (filter->column || filter->axis != SUMMARY_WHOLE)) {
		rc = drilldown_make(book, filter->column, filter->from, filter->to, filter->axis,
				    filter->key, &q->drilldown, f);
		if (filter->column) {
			q->from = q->drilldown.from;
			q->to = q->drilldown.to;
		}
	}
	if (!rc && filter->after)
		rc = find_place(book, q, f);
	if (rc)
		query_release(q);
	return rc;
}

/* ---- the statement ---- */

/* Which of those that count, and of those that were taken out. */
static void put_voided(struct buffer *to, const struct session_filter *filter)
{
	if (filter->since) {
		buffer_print(to, " (s.rec > %" PRId64 " OR EXISTS(SELECT 1 FROM op x WHERE"
			     " x.rec = s.rec AND x.rec <> x.k AND x.k > %" PRId64 "))",
			     filter->since, filter->since);
		return;
	}
	buffer_print(to, " (s.voided = %d", filter->voided);
	for (int i = 0; i < filter->also.n; i++)
		buffer_print(to, "%s%" PRId64, i ? "," : " OR s.rec IN (", filter->also.all[i]);
	buffer_put(to, filter->also.n ? "))" : ")");
}

#define GIVES_DATE "json_type(CAST(x.bytes AS TEXT), '$.set.date') IS NOT NULL"
#define DATE_GIVEN "json_extract(CAST(x.bytes AS TEXT), '$.set.date')"

/*
 * Of the days asked for; of what changed since an operation also what was of these days then: the
 * last operation until then that gave it a day says which.
 */
static void put_days(struct buffer *to, const struct query *q)
{
	char from[DATE_SIZE], until[DATE_SIZE];

	buffer_print(to, " AND (s.day BETWEEN %d AND %d", (int)q->from, (int)q->to);
	if (q->filter->since) {
		date_format(from, q->from);
		date_format(until, q->to);
		buffer_print(to, " OR (s.rec <= %" PRId64 " AND s.rec IN (SELECT x.rec FROM op x"
			     " WHERE x.k > %" PRId64 " AND x.rec <> x.k AND " GIVES_DATE ")"
			     " AND ifnull((SELECT " DATE_GIVEN " FROM op x WHERE x.rec = s.rec"
			     " AND x.rec <> x.k AND x.k <= %" PRId64 " AND " GIVES_DATE
			     " ORDER BY x.k DESC LIMIT 1),"
			     " (SELECT " DATE_GIVEN " FROM op x WHERE x.k = s.rec))"
			     " BETWEEN '%s' AND '%s')",
			     q->filter->since, q->filter->since, q->filter->since, from, until);
	}
	buffer_put_char(to, ')');
}

/* FROM and WHERE, all but the words to search for (?1). */
static void put_from(struct buffer *to, const struct query *q)
{
	if (q->words)
		buffer_put(to, " FROM session_fts x CROSS JOIN session s ON s.rec = x.rowid & " SEARCH_KEY
			       " WHERE session_fts MATCH ?1 AND");
	else
		buffer_put(to, " FROM session s WHERE");
	put_voided(to, q->filter);
	if (q->ranged && q->words && !q->filter->since)
		buffer_print(to, " AND x.rowid BETWEEN %" PRId64 " AND %" PRId64,
			search_rowid(q->from, -1, 0), search_rowid((int64_t)q->to + 1, -1, 0) - 1);
	if (q->ranged)
		put_days(to, q);
	if (q->village)
		buffer_print(to, " AND s.village = %" PRId64, q->village);
	if (q->filter->household)
		buffer_print(to, " AND s.household = %" PRId64, q->filter->household);
	if (q->topic)
		buffer_print(to, " AND EXISTS(SELECT 1 FROM session_topic t WHERE t.session = s.rec"
			    " AND t.topic = %" PRId64 ")", q->topic);
	if (q->drilldown.sql)
		buffer_print(to, " AND %s", q->drilldown.sql);
}

static const char *order_of(const struct query *q)
{
	if (q->filter->newest_first)
		return q->words ? "x.rowid DESC" : "s.day DESC, s.minute DESC, s.rec DESC";
	if (q->filter->oldest_first)
		return q->words ? "x.rowid" : "s.day, s.minute, s.rec";
	return "s.day, s.minute, (SELECT id FROM op WHERE k = s.rec)";
}

/*
 * What comes after a place in the order, in four parts that follow each other,
 * each one stretch of the index on (day, minute, rec): the same minute, the
 * other minutes of the day, its untimed ones, the other days. "" for none.
 */
enum { PARTS = 4, PART_ROOM = 160 };

static void part_of(char out[PART_ROOM], const struct query *q, int part)
{
	bool newest = q->filter->newest_first;
	const char *beyond = newest ? "<" : ">";
	char minute[32] = "IS NULL";

	*out = 0;
	if (q->minute >= 0)
		snprintf(minute, sizeof minute, "= %" PRId64, q->minute);
	if (part == 0)
		snprintf(out, PART_ROOM, " AND s.day = %" PRId64 " AND s.minute %s AND s.rec %s %" PRId64,
			 q->day, minute, beyond, q->filter->after);
	else if (part == 1 && q->minute >= 0)
		snprintf(out, PART_ROOM, " AND s.day = %" PRId64 " AND s.minute %s %" PRId64, q->day,
			 beyond, q->minute);
	else if (part == 1 && !newest)
		snprintf(out, PART_ROOM, " AND s.day = %" PRId64 " AND s.minute IS NOT NULL", q->day);
	else if (part == 2 && newest && q->minute >= 0)
		snprintf(out, PART_ROOM, " AND s.day = %" PRId64 " AND s.minute IS NULL", q->day);
	else if (part == 3)
		snprintf(out, PART_ROOM, " AND s.day %s %" PRId64, beyond, q->day);
}

static struct statement prepare(struct db *db, const struct query *q, const char *what,
				const char *part, int limit, struct fault *f)
{
	struct statement st = { .fault = f };
	struct buffer sql = { 0 };

	buffer_print(&sql, "SELECT %s", what);
	put_from(&sql, q);
	buffer_put(&sql, part);
	if (limit)
		buffer_print(&sql, " ORDER BY %s LIMIT %d", order_of(q), limit);
	st = statement_once(db, sql.text, f);
	if (q->words)
		bind_text(&st, q->words);
	buffer_release(&sql);
	return st;
}

/* Hand over what one statement finds; *left counts down. */
static int walk_part(struct db *db, const struct query *q, const char *part, int *left,
		     list_each each, void *arg, struct fault *f)
{
	struct statement st = prepare(db, q, "s.rec", part, *left, f);

	while (row_next(&st)) {
		--*left;
		st.rc = each(arg, row_int(&st, 0));
	}
	return statement_end(&st);
}

int list_sessions(struct book *book, const struct session_filter *filter, list_each each,
		  void *arg, struct fault *f)
{
	struct db *db = book_db(book);
	struct query q;
	char part[PART_ROOM] = "";
	int left = filter->limit ? filter->limit : -1, rc = query_make(book, filter, &q, f);

	if (rc)
		return rc;
	if (q.nothing) {
		rc = FAULT_OK;
	} else if (!filter->after) {
		rc = walk_part(db, &q, "", &left, each, arg, f);
	} else if (q.words) {
		snprintf(part, sizeof part, " AND x.rowid %s %" PRId64,
			 filter->newest_first ? "<" : ">",
			 search_rowid(q.day, q.minute, filter->after));
		rc = walk_part(db, &q, part, &left, each, arg, f);
	}
	for (int i = 0; !rc && !q.nothing && filter->after && !q.words && i < PARTS && left; i++) {
		part_of(part, &q, i);
		if (*part)
			rc = walk_part(db, &q, part, &left, each, arg, f);
	}
	query_release(&q);
	return list_ended(rc);
}

/* ---- counting ---- */

/* Two integers of one row. */
static int ask(struct db *db, const struct query *q, const char *what, int64_t *first,
	       int64_t *second, struct fault *f)
{
	struct statement st = prepare(db, q, what, "", 0, f);

	if (row_next(&st)) {
		*first = row_int(&st, 0);
		if (second)
			*second = row_int(&st, 1);
	}
	return statement_end(&st);
}

/* "count(*)" of the voided ones that are not listed all the same; malloc'ed. */
static char *voided_count(const struct session_filter *filter)
{
	struct buffer what = { 0 };

	buffer_put(&what, "count(*)");
	for (int i = 0; i < filter->also.n; i++)
		buffer_print(&what, "%s%" PRId64, i ? "," : " FILTER (WHERE s.rec NOT IN (",
			     filter->also.all[i]);
	buffer_put(&what, filter->also.n ? "))" : "");
	return buffer_take(&what, NULL);
}

int list_sessions_total(struct book *book, const struct session_filter *filter, int64_t *total,
			struct fault *f)
{
	struct query q;
	char sql[256] = "SELECT count(*) FROM session s WHERE 1";
	int64_t voided = 0;
	int rc = query_make(book, filter, &q, f);

	*total = -1;
	if (rc)
		return rc;
	if (q.nothing || q.words || q.topic || q.drilldown.sql || filter->since) {
		*total = q.nothing ? 0 : -1;
		query_release(&q);
		return FAULT_OK;
	}
	/* `voided` stands in no other index: count all by one, then take off the voided. */
	if (q.ranged)
		snprintf(sql + strlen(sql), sizeof sql - strlen(sql), " AND s.day BETWEEN %d AND %d",
			 (int)q.from, (int)q.to);
	if (q.village)
		snprintf(sql + strlen(sql), sizeof sql - strlen(sql), " AND s.village = %" PRId64,
			 q.village);
	if (filter->household)
		snprintf(sql + strlen(sql), sizeof sql - strlen(sql),
			 " AND s.household = %" PRId64, filter->household);
	if (!filter->voided) {
		struct statement st = statement_once(book_db(book), sql, f);

		if (row_next(&st))
			*total = row_int(&st, 0);
		rc = statement_end(&st);
	}
	if (!rc) {
		struct session_filter only = *filter;

		char *what = filter->voided ? memory_strdup("count(*)") : voided_count(filter);

		only.voided = true;
		only.also.n = filter->voided ? filter->also.n : 0;
		q.filter = &only;
		rc = ask(book_db(book), &q, what, &voided, NULL, f);
		free(what);
	}
	if (!rc)
		*total = filter->voided ? voided : *total - voided;
	query_release(&q);
	return rc;
}

int list_sessions_sum(struct book *book, const struct session_filter *filter, int64_t *sessions,
		      int64_t *sum, struct fault *f)
{
	struct query q;
	char *what;
	int rc = query_make(book, filter, &q, f);

	*sessions = *sum = 0;
	if (rc)
		return rc;
	if (!q.drilldown.adds_up || q.words) {
		rc = fault_set(f, FAULT_USAGE, NULL);
	} else {
		what = memory_format("count(*), %s", q.drilldown.adds_up);
		rc = ask(book_db(book), &q, what, sessions, sum, f);
		free(what);
	}
	query_release(&q);
	return rc;
}

int list_sessions_count(struct book *book, const struct session_filter *filter, int64_t *count,
			struct fault *f)
{
	struct query q;
	int rc = query_make(book, filter, &q, f);

	*count = 0;
	if (rc)
		return rc;
	if (!q.nothing)
		rc = ask(book_db(book), &q, "count(*)", count, NULL, f);
	query_release(&q);
	return rc;
}
