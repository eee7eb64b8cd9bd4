#include "config.h"
#include "store/query/search.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/code_match.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/db/statement.h"
#include "store/record/search_index.h"
#include "store/record/topics.h"

enum { WORDS_MAX = 100 };

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

/* Whether no more than WORDS_MAX words begin so. */
static int few_words(struct book *book, const char *word, bool *few, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT count(*) FROM (SELECT 1 FROM search_word WHERE w >= ?1"
		" AND w < ?1 || char(0x10FFFF) LIMIT 101)", f);

	bind_text(&st, word);
	*few = row_next(&st) && row_int(&st, 0) <= WORDS_MAX;
	return statement_end(&st);
}

/*
 * The words that begin with what was typed. FTS5 merges the whole lists of all
 * of them before the first row of a prefix it has no index for, but walks
 * whole words lazily; so longer prefixes are spelt out, unless there are many.
 */
static int print_prefix(struct buffer *out, struct book *book, const char *word, struct fault *f)
{
	bool spelt = false;
	struct statement st;
	int rc = FAULT_OK;

	if (strlen(word) >= SEARCH_LONG_WORD)
		rc = few_words(book, word, &spelt, f);
	if (rc)
		return rc;
	buffer_print(out, "\"%s\"%s", word, spelt ? "" : "*");
	if (!spelt)
		return FAULT_OK;
	st = statement_of(book_db(book), "SELECT w FROM search_word WHERE w >= ?1"
					 " AND w < ?1 || char(0x10FFFF)", f);
	bind_text(&st, word);
	while (row_next(&st))
		buffer_print(out, " OR \"%s\"", row_text(&st, 0));
	return statement_end(&st);
}

/* The codes of households that a word names by their number. */
static int print_numbered(struct buffer *out, struct book *book, const char *word, struct fault *f)
{
	size_t n = strlen(word), at = code_number_at(word, n);
	struct statement st;

	if (at == n)
		return FAULT_OK;
	st = statement_of(book_db(book),
			  "SELECT DISTINCT code FROM household WHERE code LIKE '%' || ?1", f);
	bind_text(&st, word + at);
	while (row_next(&st)) {
		const char *code = row_text(&st, 0);
		char *folded = text_key(code, strlen(code));

		if (code_named_by(folded, strlen(folded), word, n))
			buffer_print(out, " OR \"%s\"", folded);
		free(folded);
	}
	return statement_end(&st);
}

/* A word, or any topic whose label has one. */
static int print_part(struct buffer *out, struct book *book, const char *word, bool numbers,
		      struct fault *f)
{
	size_t n;
	const struct topic *topics = book_topics(book, &n);
	int rc;

	buffer_put(out, "(");
	rc = print_prefix(out, book, word, f);
	if (!rc && numbers)
		rc = print_numbered(out, book, word, f);
	for (size_t i = 0; !rc && i < n; i++) {
		const struct topic *t = &topics[i];
		char code[SEARCH_TOPIC_WORD];

		if (!label_has(t->brief, word) && !label_has(t->vi, word) && !label_has(t->en, word) &&
		    !label_has(t->brief_en, word))
			continue;
		search_topic_word(code, t->code);
		buffer_print(out, " OR \"%s\"", code);
	}
	buffer_put_char(out, ')');
	return rc;
}

/* What was typed between two blanks, n bytes: all the words it is as a search key. */
static int print_parts(struct buffer *out, struct book *book, const char *text, size_t n,
		       bool numbers, struct fault *f)
{
	char *folded = text_key(text, n), *save = NULL;
	int rc = FAULT_OK;

	for (char *w = strtok_r(folded, " ", &save); !rc && w; w = strtok_r(NULL, " ", &save)) {
		buffer_put(out, out->len ? " AND " : "");
		rc = print_part(out, book, w, numbers, f);
	}
	free(folded);
	return rc;
}

/* The same in every reading of it; nothing where none has a word. */
static int print_word(struct buffer *out, struct book *book, const char *const *at,
		      const size_t *n, bool numbers, struct fault *f)
{
	int rc = FAULT_OK;
	bool any = false;

	for (int i = 0; !rc && i <= SEARCH_ALSO; i++) {
		struct buffer one = { 0 };

		if (n[i])
			rc = print_parts(&one, book, at[i], n[i], numbers, f);
		if (one.len)
			buffer_print(out, "%s(%s)", any ? " OR " : out->len ? " AND (" : "(",
				     one.text);
		any = any || one.len;
		buffer_release(&one);
	}
	buffer_put(out, any ? ")" : "");
	return rc;
}

int search_expression(struct book *book, const char *typed, const char *const also[SEARCH_ALSO],
		      bool numbers, char **out, struct fault *f)
{
	const char *at[1 + SEARCH_ALSO] = { typed };
	size_t n[1 + SEARCH_ALSO];
	struct buffer expression = { 0 };
	int rc = topics_load(book, f);

	*out = NULL;
	for (int i = 0; i < SEARCH_ALSO; i++)
		at[1 + i] = also && also[i] ? also[i] : "";
	while (!rc && *at[0]) {
		for (int i = 0; i <= SEARCH_ALSO; i++) {
			at[i] += strspn(at[i], " ");
			n[i] = strcspn(at[i], " ");
		}
		rc = print_word(&expression, book, at, n, numbers, f);
		for (int i = 0; i <= SEARCH_ALSO; i++)
			at[i] += n[i];
	}
	if (!rc && expression.len)
		*out = buffer_take(&expression, NULL);
	buffer_release(&expression);
	return rc;
}
