#include "config.h"
#include "store/record/topics.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/cache.h"
#include "store/db/schema.h"
#include "store/db/statement.h"

enum { TEXTS = 7, CAP = TEXTS, LEVEL }; /* columns of list_sql */

struct topics {
	struct topic *list;
	size_t n;
	char *text; /* the strings of those added here */
};

static void topics_release(void *cache)
{
	struct topics *topics = cache;

	free(topics->list);
	free(topics->text);
}

static const struct cache_kind topics_cache = { sizeof(struct topics), topics_release };

static const char list_sql[] =
	"SELECT c.s, t.short, t.vi, ifnull(t.en, t.vi), ifnull(g.s, ''), ifnull(t.unit, ''),"
	" ifnull(t.status, ''), ifnull(t.cap, 'people') = 'people', l.level"
	" FROM topic t JOIN sym c ON c.k = t.code LEFT JOIN sym g ON g.k = t.grp"
	" JOIN op o ON o.k = t.rec JOIN lane l ON l.k = o.lane WHERE NOT t.voided"
	" ORDER BY c.s, " BY_STANDING_LAST("o");

enum book_level topic_speaks(const struct book *book, const char *code)
{
	if (!code || !topic_find(code))
		return LEVEL_TEAM;
	return book_level(book) > LEVEL_COMMUNE ? book_level(book) : LEVEL_COMMUNE;
}

/* Rows and bytes of text the list needs. */
static int measure(struct db *db, size_t *rows, size_t *bytes, struct fault *f)
{
	struct statement st = statement_of(db, list_sql, f);

	*rows = *bytes = 0;
	while (row_next(&st)) {
		++*rows;
		for (int i = 0; i < TEXTS; i++)
			*bytes += row_length(&st, i) + 1;
	}
	return statement_end(&st);
}

static void take_row(struct topics *topics, const struct book *book, const struct statement *st,
		     char **text)
{
	const char *part[TEXTS];
	const struct topic *known;
	struct topic t, *at;

	for (int i = 0; i < TEXTS; i++) {
		size_t n = row_length(st, i) + 1;

		memcpy(*text, row_text(st, i), n);
		part[i] = *text;
		*text += n;
	}
	if (row_int(st, LEVEL) < (int)topic_speaks(book, part[0]))
		return;
	known = topic_find(part[0]);
	t = (struct topic){ .code = part[0], .brief = part[1], .vi = part[2], .en = part[3],
			    .group = known ? known->group : part[4], .unit = part[5], .status = part[6], .brief_en = "",
			    .cap_people = row_int(st, CAP) };
	for (at = topics->list; at < topics->list + topics->n; at++)
		if (!strcmp(at->code, t.code))
			break;
	if (at == topics->list + topics->n)
		topics->n++;
	*at = t;
}

static int read_topics(struct topics *topics, struct book *book, struct fault *f)
{
	struct db *db = book_db(book);
	size_t rows, bytes;
	struct statement st;
	char *text;
	int rc = measure(db, &rows, &bytes, f);

	if (rc)
		return rc;
	topics->list = memory_alloc((catalog_topic_count + rows + 1) * sizeof *topics->list);
	topics->text = text = memory_alloc(bytes + 1);
	for (size_t i = 0; i < catalog_topic_count; i++)
		topics->list[i] = catalog_topics[i];
	topics->n = catalog_topic_count;
	st = statement_of(db, list_sql, f);
	while (row_next(&st))
		take_row(topics, book, &st, &text);
	return statement_end(&st);
}

/* Those of the book, read if they are not yet; NULL with the fault filled. */
static const struct topics *topics_of(struct book *book, struct fault *f)
{
	struct topics *topics = book_cache(book, &topics_cache);

	if (!topics->list && read_topics(topics, book, f)) {
		topics_changed(book); /* nothing half read is kept */
		return NULL;
	}
	return topics;
}

int topics_load(struct book *book, struct fault *f)
{
	return topics_of(book, f) ? FAULT_OK : (int)f->code;
}

const struct topic *book_topics(struct book *book, size_t *count)
{
	struct fault f;
	const struct topics *topics = topics_of(book, &f);

	*count = topics ? topics->n : 0;
	return topics ? topics->list : NULL;
}

const struct topic *book_topic(struct book *book, const char *code)
{
	size_t n;
	const struct topic *list = book_topics(book, &n);

	for (size_t i = 0; code && i < n; i++)
		if (!strcmp(list[i].code, code))
			return &list[i];
	return NULL;
}

void topics_changed(struct book *book)
{
	book_cache_drop(book, &topics_cache);
}
