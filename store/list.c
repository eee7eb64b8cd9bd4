#include "config.h"
#include "store/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/search.h"
#include "store/sym.h"

/* Hand over column 0 of every row; finalizes nothing. */
static int walk(struct db *db, sqlite3_stmt *st, list_each each, void *arg, struct fault *f)
{
	int rc;

	while ((rc = db_step(db, st, f)) == SQLITE_ROW) {
		int stop = each(arg, sqlite3_column_int64(st, 0));

		if (stop) {
			sqlite3_reset(st);
			return stop;
		}
	}
	return rc < 0 ? (int)f->code : FAULT_OK;
}

/* ---- sessions ---- */

static int known_code(struct book *book, const char *code, int64_t *key, struct fault *f)
{
	int rc = code ? sym_find(book_db(book), code, key, f) : FAULT_OK;

	return rc;
}

/* The query for a filter; every parameter is bound by number whether it is used or not. */
static void session_sql(char *sql, size_t size, const struct session_filter *q, bool searching)
{
	snprintf(sql, size,
		 "SELECT s.rec FROM %s JOIN op o ON o.k = s.rec WHERE s.voided = ?1%s%s%s%s"
		 " ORDER BY %s LIMIT ?7",
		 searching ? "session_fts x JOIN session s ON s.rec = x.rowid & 0xFFFFFFFFF"
			   : "session s",
		 q->ranged ? " AND s.day BETWEEN ?2 AND ?3" : "",
		 q->village ? " AND s.village = ?4" : "",
		 q->household ? " AND s.household = ?5" : "",
		 q->topic ? " AND EXISTS(SELECT 1 FROM session_topic t"
			    " WHERE t.session = s.rec AND t.topic = ?6)" : "",
		 !q->newest_first ? "s.day, s.minute, o.id" :
		 searching ? "x.rowid DESC" : "s.day DESC, s.minute DESC, s.rec DESC");
	if (searching) {
		char *where = strstr(sql, " WHERE ");
		static const char match[] = " WHERE session_fts MATCH ?8 AND";

		/* Room was left: the clause replaces the first WHERE. */
		memmove(where + sizeof match - 1, where + 6, strlen(where + 6) + 1);
		memcpy(where, match, sizeof match - 1);
	}
}

int list_sessions(struct book *book, const struct session_filter *q, list_each each,
		  void *arg, struct fault *f)
{
	struct db *db = book_db(book);
	char sql[768];
	char *words = q->search ? search_expression(book, q->search) : NULL;
	int64_t village = 0, topic = 0;
	sqlite3_stmt *st = NULL;
	rec_t rec;
	int rc = FAULT_OK;

	if (q->village && record_find_code(book, KIND_VILLAGE, q->village, &rec, f))
		rc = (int)f->code;
	if (!rc && q->topic && !book_topic(book, q->topic))
		rc = fault_set(f, FAULT_NOT_FOUND, q->topic);
	if (!rc)
		rc = known_code(book, q->village, &village, f);
	if (!rc)
		rc = known_code(book, q->topic, &topic, f);
	session_sql(sql, sizeof sql, q, words != NULL);
	if (!rc && sqlite3_prepare_v2(db->conn, sql, -1, &st, NULL))
		rc = db_fault(db, f);
	if (!rc) {
		sqlite3_bind_int(st, 1, q->voided);
		sqlite3_bind_int64(st, 2, q->from);
		sqlite3_bind_int64(st, 3, q->to);
		sqlite3_bind_int64(st, 4, village);
		sqlite3_bind_int64(st, 5, q->household);
		sqlite3_bind_int64(st, 6, topic);
		sqlite3_bind_int64(st, 7, q->limit ? q->limit : -1);
		if (words)
			sqlite3_bind_text(st, 8, words, -1, SQLITE_STATIC);
		rc = walk(db, st, each, arg, f);
	}
	sqlite3_finalize(st);
	free(words);
	return rc;
}

/* ---- follow-ups, visits, snapshots ---- */

#define FOLLOWUP_ORDER " ORDER BY f.due IS NULL, f.due, s.day, o.id"

int list_followups(struct book *book, enum followup_filter which, day_t until, list_each each,
		   void *arg, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(book_db(book),
		"SELECT f.rec FROM followup f JOIN session s ON s.rec = f.session"
		" JOIN op o ON o.k = f.rec WHERE NOT f.voided AND NOT s.voided"
		" AND (?1 OR f.closed IS NULL) AND (?2 IS NULL OR f.due <= ?2)"
		FOLLOWUP_ORDER, f);

	if (!st)
		return (int)f->code;
	sqlite3_bind_int(st, 1, which == FOLLOWUPS_ALL);
	db_bind_opt(st, 2, until != 0, until);
	return walk(book_db(book), st, each, arg, f);
}

int list_household_followups(struct book *book, rec_t household, list_each each, void *arg,
			     struct fault *f)
{
	sqlite3_stmt *st = db_stmt(book_db(book),
		"SELECT f.rec FROM session s JOIN followup f ON f.session = s.rec"
		" JOIN op o ON o.k = f.rec WHERE s.household = ?1 AND NOT f.voided"
		" AND NOT s.voided AND f.closed IS NULL"
		FOLLOWUP_ORDER, f);

	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, household);
	return walk(book_db(book), st, each, arg, f);
}

/* From the households, each by the last entry of its index: sessions are many more. */
int list_visits(struct book *book, list_each each, void *arg, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(book_db(book),
		"SELECT h.rec FROM household h CROSS JOIN session s ON s.household = h.rec AND s.day ="
		"  (SELECT max(t.day) FROM session t WHERE t.household = h.rec AND t.voided = 0)"
		" WHERE s.voided = 0 AND h.voided = 0"
		" AND s.attempt IN (SELECT k FROM sym WHERE s IN ('vang', 'hen_lai'))"
		" AND NOT EXISTS(SELECT 1 FROM session t WHERE t.household = h.rec AND t.voided = 0"
		"  AND t.day = s.day AND (ifnull(t.minute, -1), t.rec) > (ifnull(s.minute, -1), s.rec))"
		" ORDER BY s.day, s.minute, s.rec", f);

	return st ? walk(book_db(book), st, each, arg, f) : (int)f->code;
}

int list_status(struct book *book, rec_t household, list_each each, void *arg, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(book_db(book),
		"SELECT t.rec FROM status t JOIN op o ON o.k = t.rec"
		" WHERE t.household = ? AND NOT t.voided ORDER BY t.day DESC, t.born DESC, o.id DESC", f);

	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, household);
	return walk(book_db(book), st, each, arg, f);
}
