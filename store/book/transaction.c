#include "config.h"
#include "store/book/transaction.h"

#include <stdio.h>

#include "store/book/cache.h"
#include "store/book/incarnation.h"
#include "store/book/meta.h"
#include "store/book/now.h"
#include "store/book/private.h"
#include "store/db/statement.h"
#include "store/oplog/audit.h"
#include "store/oplog/op.h"

int book_begin(struct book *book, const char *verb, struct fault *f)
{
	struct statement st;
	int rc = db_trouble(&book->db, f);

	if (!rc)
		rc = book_check_clock(book, f);
	if (rc)
		return rc;
	if (!*book->member)
		return fault_set(f, FAULT_NOT_PERMITTED, NULL);
	rc = db_exec(&book->db, "BEGIN IMMEDIATE", f);
	if (rc)
		return rc;
	book->in_transaction = true;
	book->before = book->count;
	book->first = book->last = 0;
	book->final = false;
	snprintf(book->verb, sizeof book->verb, "%s", verb);
	st = statement_of(&book->db, "INSERT INTO step(verb, member, at) VALUES(?, ?, ?)", f);
	bind_text(&st, book->verb);
	bind_text(&st, book->member);
	bind_int(&st, book->now.ms);
	rc = statement_insert(&st, &book->transaction);
	if (rc)
		book_rollback(book);
	return rc;
}

int64_t book_transaction(const struct book *book)
{
	return book->transaction;
}

/*
 * The next hlc. By a right clock it is greater than all that right clocks gave;
 * by a person's date, which may be far off, greater than all, and it pushes
 * none of the others ahead.
 */
static int64_t next_hlc(struct book *book)
{
	struct book_counters *count = &book->count;
	int64_t hlc = book->now.ms < OP_MS_MAX ? book->now.ms << 16 : OP_MS_MAX << 16;
	int64_t last = count->hlc;

	if (book->now.trust != CLOCK_RIGHT && count->hlc_asked > last)
		last = count->hlc_asked;
	if (hlc <= last)
		hlc = last + 1;
	*(book->now.trust == CLOCK_RIGHT ? &count->hlc : &count->hlc_asked) = hlc;
	return hlc;
}

int book_append(struct book *book, struct op_new *op, int64_t *key, struct fault *f)
{
	int rc;

	op->who = book->member;
	op->lane = book->count.lane_key;
	op->lane_id = book->count.lane;
	op->n = book->count.n + 1;
	op->hlc = next_hlc(book);
	op->clk = book->now.trust == CLOCK_RIGHT ? "ok" : "asked";
	rc = op_append(&book->db, op, key, f);
	if (rc)
		return rc;
	book->count.n++;
	if (!book->first)
		book->first = *key;
	book->last = *key;
	return FAULT_OK;
}

/* Meta's "n" is put right when it commits: it is the number of whatever lane is present then. */
int book_new_lane(struct book *book, struct fault *f)
{
	int rc = book->in_transaction ? incarnation_draw(book, f)
				      : fault_set(f, FAULT_INTERNAL, "book_new_lane");

	if (!rc)
		rc = incarnation_load(book, f);
	if (!rc)
		book->count.n = 0;
	return rc;
}

void book_make_final(struct book *book)
{
	book->final = true;
}

/* Without operations `last` is 0 of what is final (schema.c), else unknown. */
static int close_transaction(struct book *book, struct fault *f)
{
	struct statement st = statement_of(&book->db,
		"UPDATE step SET first = ?, last = ? WHERE k = ?", f);

	bind_optional(&st, book->first != 0, book->first);
	bind_optional(&st, book->last || book->final, book->last);
	bind_int(&st, book->transaction);
	return statement_run(&st);
}

/*
 * What this transaction's date teaches. Only a right clock raises the floor: a year
 * mistyped would shut the true date out. Two that agree may lower it, too.
 */
static void accept_day(struct book *book)
{
	const struct moment *now = &book->now;

	if (now->fixed)
		return;
	book->count.asked_day = now->trust == CLOCK_RIGHT ? DAY_MIN : now->day;
	if (now->trust == CLOCK_RIGHT && (now->day > book->count.last_day || clock_confirmed()))
		book->count.last_day = now->day;
}

static int save_counters(struct book *book, struct fault *f)
{
	const struct book_counters *now = &book->count, *was = &book->before;
	const struct {
		const char *key;
		int64_t was, now;
	} rows[] = {
		{ "n", was->n, now->n },
		{ "hlc", was->hlc, now->hlc },
		{ "hlc_asked", was->hlc_asked, now->hlc_asked },
		{ "last_day", was->last_day, now->last_day },
		{ "asked_day", was->asked_day, now->asked_day },
	};
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < sizeof rows / sizeof rows[0]; i++)
		if (rows[i].was != rows[i].now)
			rc = meta_set_int(&book->db, rows[i].key, rows[i].now, f);
	return rc;
}

int book_commit(struct book *book, const char *detail, struct fault *f)
{
	int rc = close_transaction(book, f);

	accept_day(book);
	if (!rc)
		rc = save_counters(book, f);
	if (!rc)
		rc = audit_append(&book->db, vault_id(book->vault), book->now.ms, book->member,
				  book->verb, detail, f);
	/* Whatever could not be read since the book was opened may have decided what is written. */
	if (!rc)
		rc = db_trouble(&book->db, f);
	if (!rc)
		rc = db_exec(&book->db, "COMMIT", f);
	if (rc)
		return rc;
	book->in_transaction = false;
	book->committed = true;
	book->changes++;
	return FAULT_OK;
}

unsigned book_changes(const struct book *book)
{
	return book->changes;
}

bool book_committed(const struct book *book)
{
	return book->committed && !book->hidden;
}

void book_rollback(struct book *book)
{
	if (!book->in_transaction)
		return;
	/* An error such as a full disk may have rolled back already; then this does nothing. */
	db_rollback(&book->db);
	book->count = book->before;
	book->in_transaction = false;
	book_cache_clear(book);
}

int book_part_begin(struct book *book, struct fault *f)
{
	int rc = db_exec(&book->db, "SAVEPOINT part", f);

	book->part = (struct book_part){ book->count, book->first, book->last, book->final };
	return rc;
}

int book_part_end(struct book *book, bool keep, struct fault *f)
{
	const struct book_part *was = &book->part;

	if (keep)
		return db_exec(&book->db, "RELEASE part", f);
	book->count = was->count;
	book->first = was->first;
	book->last = was->last;
	book->final = was->final;
	book_cache_clear(book);
	return db_exec(&book->db, "ROLLBACK TO part; RELEASE part", f);
}

/* Nobody enters such a row again: one in doubt is one that failed. */
static int of_a_row(int rc, struct fault *f)
{
	return rc == FAULT_UNSURE ? fault_sys(f, FAULT_IO, f->sys, NULL) : rc;
}

int book_audit(struct book *book, const char *verb, const char *detail, struct fault *f)
{
	return of_a_row(audit_append(&book->db, vault_id(book->vault), book->now.ms,
				     *book->member ? book->member : NULL, verb, detail, f), f);
}

int book_stroke(struct book *book, const char *verb, const char *whose, int64_t *stroke,
		struct fault *f)
{
	struct statement st;
	int rc = db_trouble(&book->db, f);

	if (!rc)
		rc = db_exec(&book->db, "BEGIN IMMEDIATE", f);
	if (rc)
		return rc;
	st = statement_of(&book->db,
		"INSERT INTO step(verb, member, at, last) VALUES(?, ?, ?, 0)", f);
	bind_text(&st, verb);
	bind_text(&st, whose);
	bind_int(&st, book->now.ms);
	rc = statement_insert(&st, stroke);
	if (!rc)
		rc = book_audit(book, verb, NULL, f);
	if (!rc)
		rc = db_exec(&book->db, "COMMIT", f);
	if (rc)
		db_rollback(&book->db);
	return of_a_row(rc, f);
}

int book_stroke_void(struct book *book, int64_t stroke, struct fault *f)
{
	struct statement st = statement_of(&book->db,
		"UPDATE step SET undone_by = k WHERE k = ?", f);

	bind_int(&st, stroke);
	return statement_run(&st);
}
