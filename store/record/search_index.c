#include "config.h"
#include "store/record/search_index.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/book/cache.h"
#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/record/search_held.h"

/* rowid = day since 2020 (15 bits) · minute, 0 for none (11) · record key (36) */
enum { KEY_BITS = 36, MINUTE_BITS = 11, DAY_2020 = 18262 };

int64_t search_rowid(int64_t day, int64_t minute, rec_t rec)
{
	minute++; /* none comes first */
	day = day < DAY_2020 ? 0 : day - DAY_2020;
	if (day > 0x7FFF)
		day = 0x7FFF;
	return (day << MINUTE_BITS | (minute & 0x7FF)) << KEY_BITS | rec;
}

/* Words put together. */
struct words {
	char *text;
	size_t used, size;
};

static void add_words(struct words *w, const char *text)
{
	size_t n = text ? strlen(text) : 0, need = w->used + TEXT_ROOM(n) + 1;

	if (!n)
		return;
	if (need > w->size) {
		w->size = need * 2;
		w->text = memory_resize(w->text, w->size, 1);
	}
	if (w->used)
		w->text[w->used++] = ' ';
	w->used += text_fold(w->text + w->used, w->size - w->used, text, n);
}

void search_topic_word(char out[SEARCH_TOPIC_WORD], const char *code)
{
	const char *last = strrchr(code, '/');
	size_t n = 0;

	/* Sessions have the code their laptop knows it by: without the unit before it. */
	code = last ? last + 1 : code;
	for (; *code && n < SEARCH_TOPIC_WORD - 1; code++)
		if (*code != '_')
			out[n++] = *code >= 'A' && *code <= 'Z' ? (char)(*code - 'A' + 'a') : *code;
	out[n] = 0;
}

static void add_topics(struct words *w, const json_t *topics)
{
	json_t *each;
	size_t i;

	json_array_foreach(topics, i, each) {
		const char *code = json_string_value(json_object_get(each, "topic"));
		char word[SEARCH_TOPIC_WORD];

		if (!code)
			continue;
		search_topic_word(word, code);
		add_words(w, word);
	}
}

/*
 * The words of a session as log and tables stand now (of a village whose code several records
 * have, the names of all; of a household that is joined, those of both), its rowid in *rowid; w->text
 * NULL if none. *waits: those of its village or household wait, and none were put together.
 */
static int words_of(struct book *book, rec_t session, const struct merged *known, struct words *w,
		    int64_t *rowid, bool *waits, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT s.day, s.minute, h.code, h.hint, n.code, n.hint,"
		" (SELECT group_concat(name, ' ') FROM (SELECT v.name FROM village v"
		"  JOIN op o ON o.k = v.rec WHERE v.code = s.village AND NOT v.voided ORDER BY o.id)),"
		" s.village, s.household, s.named"
		" FROM session s LEFT JOIN household h ON h.rec = s.household"
		" LEFT JOIN household n ON n.rec = s.named AND s.household IS NOT NULL"
		" WHERE s.rec = ?", f);
	struct merged loaded;
	bool found;
	int rc;

	memset(w, 0, sizeof *w);
	memset(&loaded, 0, sizeof loaded);
	bind_int(&st, session);
	found = row_next(&st);
	*waits = found && (held_is(book, HELD_VILLAGE, row_int(&st, 7)) ||
			   held_is(book, HELD_HOUSEHOLD, row_int(&st, 8)) ||
			   held_is(book, HELD_HOUSEHOLD, row_int(&st, 9)));
	if (found && !*waits) {
		*rowid = search_rowid(row_int(&st, 0), row_int_or(&st, 1, -1), session);
		for (int i = 2; i < 7; i++)
			add_words(w, row_text(&st, i));
	}
	rc = statement_end(&st);
	if (rc || !found || *waits)
		return rc;
	rc = known ? FAULT_OK : merged_load(book_db(book), session, &loaded, f);
	if (rc) {
		free(w->text);
		w->text = NULL;
		return rc;
	}
	if (!known)
		known = &loaded;
	add_words(w, json_string_value(json_object_get(known->values, "note")));
	add_topics(w, json_object_get(known->values, "topics"));
	merged_release(&loaded);
	return FAULT_OK;
}

/* ---- the words there are, so that a prefix can be looked up as whole words ---- */

enum { SEEN = 4096 };

/* Hashes of words known to be in search_word. */
struct seen {
	uint64_t hash[SEEN];
};

static const struct cache_kind seen_kind = { .size = sizeof(struct seen) };

static int keep_word(struct book *book, const char *word, size_t n, struct fault *f)
{
	struct seen *seen = book_cache(book, &seen_kind);
	struct id hash = id_of(word, n);
	uint64_t h;
	struct statement st;

	memcpy(&h, hash.b, sizeof h);
	if (seen->hash[h % SEEN] == h)
		return FAULT_OK;
	seen->hash[h % SEEN] = h;
	st = statement_of(book_db(book), "INSERT OR IGNORE INTO search_word(w) VALUES(?)", f);
	bind_letters(&st, word, n);
	return statement_run(&st);
}

static int keep_words(struct book *book, const struct words *w, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t at = 0; !rc && at < w->used;) {
		const char *end = memchr(w->text + at, ' ', w->used - at);
		size_t n = end ? (size_t)(end - w->text) - at : w->used - at;

		if (n >= SEARCH_LONG_WORD)
			rc = keep_word(book, w->text + at, n, f);
		at += n + 1;
	}
	return rc;
}

static int index_row(struct book *book, rec_t session, const struct merged *merged,
		     bool put, struct fault *f)
{
	struct words w;
	int64_t rowid = 0;
	struct statement st;
	bool waits;
	int rc = words_of(book, session, merged, &w, &rowid, &waits, f);

	if (!rc && waits)
		held_add(book, HELD_SESSION, session);
	if (rc || !w.text)
		return rc;
	st = statement_of(book_db(book), put ?
		"INSERT INTO session_fts(rowid, words) VALUES(?, ?)" :
		"INSERT INTO session_fts(session_fts, rowid, words) VALUES('delete', ?, ?)", f);
	bind_int(&st, rowid);
	bind_letters(&st, w.text, w.used);
	rc = statement_run(&st);
	if (!rc && put)
		rc = keep_words(book, &w, f);
	free(w.text);
	return rc;
}

int search_put(struct book *book, rec_t session, const struct merged *merged, struct fault *f)
{
	return held_is(book, HELD_SESSION, session) ? FAULT_OK :
	       index_row(book, session, merged, true, f);
}

int search_drop(struct book *book, rec_t session, const struct merged *merged, struct fault *f)
{
	int rc = held_is(book, HELD_SESSION, session) ? FAULT_OK :
		 index_row(book, session, merged, false, f);

	if (!rc && !merged)
		held_add(book, HELD_SESSION, session);
	return rc;
}

int search_let_go(struct book *book, int rc, struct fault *f)
{
	struct worklist waiting;

	if (rc)
		held_forget(book);
	if (rc || !held_end(book, &waiting))
		return rc;
	worklist_sort(&waiting);
	for (size_t i = 0; !rc && i < waiting.n; i++)
		rc = search_put(book, waiting.recs[i], NULL, f);
	worklist_release(&waiting);
	return rc;
}

int search_put_all(struct book *book, struct fault *f)
{
	struct statement st;
	int rc = db_exec(book_db(book), "INSERT INTO session_fts(session_fts) VALUES('delete-all');"
					"DELETE FROM search_word", f);

	if (rc)
		return rc;
	book_cache_drop(book, &seen_kind);
	st = statement_of(book_db(book), "SELECT rec FROM session", f);
	while (row_next(&st))
		st.rc = search_put(book, row_int(&st, 0), NULL, f);
	return statement_end(&st);
}
