#include "config.h"
#include "store/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/book_impl.h"
#include "store/catalog.h"
#include "store/text.h"

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

/* Words put together; `bad` once memory has run out. */
struct words {
	char *text;
	size_t used, size;
	bool bad;
};

static void add_words(struct words *w, const char *text)
{
	size_t n = text ? strlen(text) : 0, need = w->used + TEXT_ROOM(n) + 1;

	if (!n || w->bad)
		return;
	if (need > w->size) {
		char *more = realloc(w->text, need * 2);

		if (!more) {
			w->bad = true;
			return;
		}
		w->text = more;
		w->size = need * 2;
	}
	if (w->used)
		w->text[w->used++] = ' ';
	w->used += text_fold(w->text + w->used, w->size - w->used, text, n);
}

/* The one word a topic's code makes: small letters and digits. */
static void topic_word(char out[32], const char *code)
{
	size_t n = 0;

	for (; *code && n < 31; code++)
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
		char word[32];

		if (!code)
			continue;
		topic_word(word, code);
		add_words(w, word);
	}
}

/* The words of a session as log and tables stand now, its rowid in *rowid; w->text NULL if none. */
static int words_of(struct book *book, rec_t session, const struct state *known, struct words *w,
		    int64_t *rowid, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db,
		"SELECT s.day, s.minute, h.code, h.hint,"
		" (SELECT v.name FROM village v JOIN op o ON o.k = v.rec WHERE v.code = s.village"
		"  AND NOT v.voided ORDER BY o.id LIMIT 1)"
		" FROM session s LEFT JOIN household h ON h.rec = s.household WHERE s.rec = ?", f);
	struct state loaded;
	int rc;

	memset(w, 0, sizeof *w);
	memset(&loaded, 0, sizeof loaded);
	if (!st)
		return (int)f->code;
	sqlite3_bind_int64(st, 1, session);
	rc = db_step(&book->db, st, f);
	if (rc != SQLITE_ROW)
		return rc < 0 ? (int)f->code : FAULT_OK;
	*rowid = search_rowid(sqlite3_column_int64(st, 0),
			      sqlite3_column_type(st, 1) == SQLITE_NULL ?
			      -1 : sqlite3_column_int64(st, 1), session);
	for (int i = 2; i < 5; i++)
		add_words(w, (const char *)sqlite3_column_text(st, i));
	sqlite3_reset(st);
	rc = known ? FAULT_OK : state_load(&book->db, session, &loaded, f);
	if (rc) {
		free(w->text);
		w->text = NULL;
		return rc;
	}
	if (!known)
		known = &loaded;
	add_words(w, json_string_value(json_object_get(known->values, "note")));
	add_topics(w, json_object_get(known->values, "topics"));
	state_release(&loaded);
	if (w->bad) {
		free(w->text);
		w->text = NULL;
		return fault_set(f, FAULT_NOMEM, NULL);
	}
	return FAULT_OK;
}

/* ---- the words there are, so that a prefix can be looked up as whole words ---- */

enum { SEEN = 4096, LONG_WORD = 3, WORDS_MAX = 100 };

void search_forget(struct book *book)
{
	free(book->words_seen);
	book->words_seen = NULL;
}

static int keep_word(struct book *book, const char *word, size_t n, struct fault *f)
{
	struct id hash = hash_id(word, n);
	uint64_t h;
	sqlite3_stmt *st;

	memcpy(&h, hash.b, sizeof h);
	if (!book->words_seen)
		book->words_seen = calloc(SEEN, sizeof *book->words_seen);
	if (!book->words_seen)
		return fault_set(f, FAULT_NOMEM, NULL);
	if (book->words_seen[h % SEEN] == h)
		return FAULT_OK;
	st = db_stmt(&book->db, "INSERT OR IGNORE INTO search_word(w) VALUES(?)", f);
	if (!st)
		return (int)f->code;
	sqlite3_bind_text(st, 1, word, (int)n, SQLITE_STATIC);
	book->words_seen[h % SEEN] = h;
	return db_run(&book->db, st, f);
}

static int keep_words(struct book *book, const struct words *w, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t at = 0; !rc && at < w->used;) {
		const char *end = memchr(w->text + at, ' ', w->used - at);
		size_t n = end ? (size_t)(end - w->text) - at : w->used - at;

		if (n >= LONG_WORD)
			rc = keep_word(book, w->text + at, n, f);
		at += n + 1;
	}
	return rc;
}

static int index_row(struct book *book, rec_t session, const struct state *state,
		     bool put, struct fault *f)
{
	struct words w;
	int64_t rowid = 0;
	sqlite3_stmt *st;
	int rc = words_of(book, session, state, &w, &rowid, f);

	if (rc || !w.text)
		return rc;
	st = db_stmt(&book->db, put ?
		"INSERT INTO session_fts(rowid, words) VALUES(?, ?)" :
		"INSERT INTO session_fts(session_fts, rowid, words) VALUES('delete', ?, ?)", f);
	if (st) {
		sqlite3_bind_int64(st, 1, rowid);
		sqlite3_bind_text(st, 2, w.text, (int)w.used, SQLITE_STATIC);
		rc = db_run(&book->db, st, f);
	} else {
		rc = (int)f->code;
	}
	if (!rc && put)
		rc = keep_words(book, &w, f);
	free(w.text);
	return rc;
}

int search_put(struct book *book, rec_t session, const struct state *state, struct fault *f)
{
	return index_row(book, session, state, true, f);
}

int search_drop(struct book *book, rec_t session, const struct state *state, struct fault *f)
{
	return index_row(book, session, state, false, f);
}

/* ---- what was typed ---- */

static bool begins_a_word(const char *folded, const char *prefix)
{
	size_t n = strlen(prefix);

	for (const char *at = folded; at; at = strchr(at, ' ') ? strchr(at, ' ') + 1 : NULL)
		if (!strncmp(at, prefix, n))
			return true;
	return false;
}

static bool label_has(const char *label, const char *prefix)
{
	char folded[512];

	text_fold(folded, sizeof folded, label, strlen(label));
	return begins_a_word(folded, prefix);
}

/*
 * The words that begin with what was typed. FTS5 merges the whole lists of all
 * of them before the first row of a prefix it has no index for, but walks
 * whole words lazily; so longer prefixes are spelt out, unless there are many.
 */
static void print_prefix(FILE *out, struct book *book, const char *word)
{
	struct fault ignored;
	sqlite3_stmt *st = NULL;
	int n = 0;

	if (strlen(word) >= LONG_WORD)
		st = db_stmt(&book->db, "SELECT count(*) FROM (SELECT 1 FROM search_word WHERE w >= ?1"
			     " AND w < ?1 || char(0x10FFFF) LIMIT 101)", &ignored);
	if (st) {
		db_bind_text(st, 1, word);
		if (db_step(&book->db, st, &ignored) == SQLITE_ROW)
			n = sqlite3_column_int(st, 0);
		sqlite3_reset(st);
		st = db_stmt(&book->db, "SELECT w FROM search_word WHERE w >= ?1"
			     " AND w < ?1 || char(0x10FFFF)", &ignored);
	}
	fprintf(out, "\"%s\"%s", word, st && n <= WORDS_MAX ? "" : "*");
	if (!st || n > WORDS_MAX)
		return;
	db_bind_text(st, 1, word);
	while (db_step(&book->db, st, &ignored) == SQLITE_ROW)
		fprintf(out, " OR \"%s\"", (const char *)sqlite3_column_text(st, 0));
}

/* (words OR topics): the words meant, or any topic whose label has one. */
static void print_word(FILE *out, struct book *book, const char *word)
{
	size_t n;
	const struct topic *topics = book_topics(book, &n);

	fputs(" (", out);
	print_prefix(out, book, word);
	for (size_t i = 0; i < n; i++) {
		const struct topic *t = &topics[i];
		char code[32];

		if (!label_has(t->brief, word) && !label_has(t->vi, word) && !label_has(t->en, word) &&
		    !label_has(t->brief_en, word))
			continue;
		topic_word(code, t->code);
		fprintf(out, " OR \"%s\"", code);
	}
	fputc(')', out);
}

char *search_expression(struct book *book, const char *typed)
{
	size_t n = strlen(typed), room = TEXT_ROOM(n), size;
	char *folded = malloc(room), *text = NULL, *save = NULL;
	bool any = false;
	FILE *out;

	if (!folded || !(out = open_memstream(&text, &size))) {
		free(folded);
		return NULL;
	}
	text_fold(folded, room, typed, n);
	for (char *w = strtok_r(folded, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
		fputs(any ? " AND" : "", out);
		print_word(out, book, w);
		any = true;
	}
	free(folded);
	if (fclose(out) || !any) {
		free(text);
		return NULL;
	}
	return text;
}
