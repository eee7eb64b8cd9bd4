/* Steps: one transaction, one row of the audit, one stroke of undo (book.h). */
#include "config.h"

#include <stdio.h>

#include "store/audit.h"
#include "store/book_impl.h"
#include "store/meta.h"

int book_begin(struct book *book, const char *verb, struct fault *f)
{
	sqlite3_stmt *st;
	int rc = book_check_clock(book, f);

	if (rc)
		return rc;
	if (!*book->member)
		return fault_set(f, FAULT_NOT_PERMITTED, NULL);
	rc = db_exec(&book->db, "BEGIN IMMEDIATE", f);
	if (rc)
		return rc;
	book->in_step = true;
	book->before = book->count;
	book->first = book->last = 0;
	snprintf(book->verb, sizeof book->verb, "%s", verb);
	st = db_stmt(&book->db, "INSERT INTO step(verb, member, at) VALUES(?, ?, ?)", f);
	if (st) {
		db_bind_text(st, 1, book->verb);
		db_bind_text(st, 2, book->member);
		sqlite3_bind_int64(st, 3, book->now.ms);
		rc = db_run(&book->db, st, f);
		book->step = sqlite3_last_insert_rowid(book->db.conn);
	} else {
		rc = (int)f->code;
	}
	if (rc)
		book_rollback(book);
	return rc;
}

static int close_step(struct book *book, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, "UPDATE step SET first = ?, last = ? WHERE k = ?", f);

	if (!st)
		return (int)f->code;
	db_bind_opt(st, 1, book->first != 0, book->first);
	db_bind_opt(st, 2, book->last != 0, book->last);
	sqlite3_bind_int64(st, 3, book->step);
	return db_run(&book->db, st, f);
}

int book_commit(struct book *book, const char *detail, struct fault *f)
{
	int rc = close_step(book, f);

	if (!book->now.fixed && book->now.day > book->count.last_day)
		book->count.last_day = book->now.day;
	if (!rc)
		rc = meta_set_int(book, "n", book->count.n, f);
	if (!rc)
		rc = meta_set_int(book, "hlc", book->count.hlc, f);
	if (!rc)
		rc = meta_set_int(book, "last_day", book->count.last_day, f);
	if (!rc)
		rc = audit_append(&book->db, vault_id(book->vault), book->now.ms, book->member,
				  book->verb, detail, f);
	if (!rc)
		rc = db_exec(&book->db, "COMMIT", f);
	if (rc)
		return rc;
	book->in_step = false;
	return FAULT_OK;
}

void book_rollback(struct book *book)
{
	struct fault ignored;

	if (!book->in_step)
		return;
	/* An error such as a full disk may have rolled back already; then this does nothing. */
	sqlite3_exec(book->db.conn, "ROLLBACK", NULL, NULL, NULL);
	book->count = book->before;
	book->in_step = false;
	search_forget(book);
	topics_load(book, &ignored);
}

int book_audit(struct book *book, const char *verb, const char *detail, struct fault *f)
{
	return audit_append(&book->db, vault_id(book->vault), book->now.ms,
			    *book->member ? book->member : NULL, verb, detail, f);
}
