/* The topics known in this book: the catalogue's, then those added here, which win by code. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "store/book_impl.h"
#include "store/catalog.h"

enum { TEXTS = 7 };

void topics_free(struct book *book)
{
	free(book->topics);
	free(book->topic_text);
	book->topics = NULL;
	book->topic_text = NULL;
	book->n_topics = 0;
}

static const char list_sql[] =
	"SELECT c.s, t.short, t.vi, ifnull(t.en, t.vi), ifnull(g.s, ''), ifnull(t.unit, ''),"
	" ifnull(t.status, ''), ifnull(t.cap, 'people') = 'people'"
	" FROM topic t JOIN sym c ON c.k = t.code LEFT JOIN sym g ON g.k = t.grp"
	" JOIN op o ON o.k = t.rec WHERE NOT t.voided ORDER BY c.s, o.id DESC";

/* Rows and bytes of text the list needs. */
static int measure(struct book *book, size_t *rows, size_t *bytes, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, list_sql, f);
	int rc;

	*rows = *bytes = 0;
	if (!st)
		return (int)f->code;
	while ((rc = db_step(&book->db, st, f)) == SQLITE_ROW) {
		++*rows;
		for (int i = 0; i < TEXTS; i++)
			*bytes += (size_t)sqlite3_column_bytes(st, i) + 1;
	}
	return rc < 0 ? (int)f->code : FAULT_OK;
}

static void take_row(struct book *book, sqlite3_stmt *st, char **text)
{
	const char *part[TEXTS];
	struct topic t, *at;

	for (int i = 0; i < TEXTS; i++) {
		size_t n = (size_t)sqlite3_column_bytes(st, i) + 1;

		memcpy(*text, sqlite3_column_text(st, i), n);
		part[i] = *text;
		*text += n;
	}
	t = (struct topic){ .code = part[0], .brief = part[1], .vi = part[2], .en = part[3],
			    .group = part[4], .unit = part[5], .status = part[6], .brief_en = "",
			    .cap_people = sqlite3_column_int(st, 7) };
	for (at = book->topics; at < book->topics + book->n_topics; at++)
		if (!strcmp(at->code, t.code))
			break;
	if (at == book->topics + book->n_topics)
		book->n_topics++;
	*at = t;
}

int topics_load(struct book *book, struct fault *f)
{
	size_t rows, bytes;
	sqlite3_stmt *st;
	char *text;
	int rc = measure(book, &rows, &bytes, f);

	if (rc)
		return rc;
	topics_free(book);
	book->topics = malloc((catalog_topic_count + rows + 1) * sizeof *book->topics);
	book->topic_text = text = malloc(bytes + 1);
	if (!book->topics || !text) {
		topics_free(book);
		return fault_set(f, FAULT_NOMEM, NULL);
	}
	for (size_t i = 0; i < catalog_topic_count; i++)
		book->topics[i] = catalog_topics[i];
	book->n_topics = catalog_topic_count;
	st = db_stmt(&book->db, list_sql, f);
	if (!st)
		return (int)f->code;
	while ((rc = db_step(&book->db, st, f)) == SQLITE_ROW)
		take_row(book, st, &text);
	return rc < 0 ? (int)f->code : FAULT_OK;
}

const struct topic *book_topic(struct book *book, const char *code)
{
	for (size_t i = 0; code && i < book->n_topics; i++)
		if (!strcmp(book->topics[i].code, code))
			return &book->topics[i];
	return NULL;
}

const struct topic *book_topics(struct book *book, size_t *count)
{
	*count = book->n_topics;
	return book->topics;
}
