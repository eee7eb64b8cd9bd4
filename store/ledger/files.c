#include "config.h"
#include "store/ledger/files.h"

#include <stdlib.h>
#include <string.h>

#include "store/book/now.h"
#include "store/ledger/rows.h"

#define FILES "SELECT f.k, f.at, f.member, f.name, f.size, f.verdict, f.reason, f.format, f.batch," \
	      " f.intake, i.undone FROM file f LEFT JOIN intake i ON i.k = f.intake"

static void take_row(const struct statement *st, struct file_row *out)
{
	memset(out, 0, sizeof *out);
	out->key = row_int(st, 0);
	out->at = row_int(st, 1);
	out->member = (char *)row_owned(st, 2).bytes;
	out->name = (char *)row_owned(st, 3).bytes;
	out->size = row_int(st, 4);
	out->verdict = (char *)row_owned(st, 5).bytes;
	out->reason = (char *)row_owned(st, 6).bytes;
	out->format = (char *)row_owned(st, 7).bytes;
	out->batch = row_int(st, 8);
	out->intake = row_int(st, 9);
	out->undone = row_int(st, 10) == 1;
}

/* What a row says of a file, whoever brought it and when. */
static void bind_said(struct statement *st, const struct file_row *row)
{
	bind_text(st, row->name);
	bind_int(st, row->size);
	bind_text(st, row->verdict);
	bind_text(st, row->reason);
	bind_text(st, row->format);
	bind_key(st, row->batch);
	bind_key(st, row->intake);
}

/* A row that says the same; *key 0: none. */
static int find_same(struct db *db, const struct file_row *row, int64_t *key, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT k FROM file WHERE name = ? AND size = ?"
		" AND verdict = ? AND reason = ? AND format IS ? AND batch IS ? AND intake IS ?", f);

	bind_said(&st, row);
	*key = row_next(&st) ? row_int(&st, 0) : 0;
	return statement_end(&st);
}

int files_add(struct book *book, const struct file_row *row, int64_t *key, struct fault *f)
{
	struct statement st;
	int rc = find_same(book_db(book), row, key, f);

	if (rc || *key)
		return rc;
	st = statement_of(book_db(book), "INSERT INTO file(at, member, name, size, verdict, reason, format,"
					 " batch, intake) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", f);
	bind_int(&st, book_now(book)->ms);
	bind_text(&st, book_member(book));
	bind_said(&st, row);
	return statement_insert(&st, key);
}

int files_get(struct db *db, int64_t key, struct file_row *out, struct fault *f)
{
	struct statement st = statement_of(db, FILES " WHERE f.k = ?", f);
	bool there;

	memset(out, 0, sizeof *out);
	bind_int(&st, key);
	there = row_next(&st);
	if (there)
		take_row(&st, out);
	return statement_end_of(&st, there);
}

int files_all(struct db *db, struct file_row **out, size_t *n, struct fault *f)
{
	struct statement st = statement_of(db, FILES " ORDER BY f.k", f);

	*out = NULL;
	*n = 0;
	while (row_next(&st)) {
		*out = room_for_one(*out, *n, sizeof **out);
		take_row(&st, &(*out)[(*n)++]);
	}
	return statement_end(&st);
}

void file_release(struct file_row *row)
{
	free(row->member);
	free(row->name);
	free(row->verdict);
	free(row->reason);
	free(row->format);
	memset(row, 0, sizeof *row);
}

void files_free(struct file_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		file_release(&rows[i]);
	free(rows);
}
