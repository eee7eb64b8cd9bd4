#include "config.h"
#include "tui/widgets/query.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/typing/reading.h"

void query_initials(char *out, size_t size, const char *folded)
{
	size_t n = 0;

	for (const char *c = folded; *c && n + 1 < size; c++)
		if (*c != ' ' && (c == folded || c[-1] == ' '))
			out[n++] = *c;
	out[n] = 0;
}

/* Each word of a text as a search key, a newline after it; one of signs has an empty one. */
static char *fold_words(const char *text)
{
	struct buffer out = { 0 };

	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		size_t n = strcspn(text, " ");
		char *word = text_key(text, n);

		buffer_put(&out, word);
		buffer_put_char(&out, '\n');
		free(word);
		text += n;
	}
	return buffer_take(&out, NULL);
}

static bool is_new(const struct query *q, int reading)
{
	for (int i = 0; i < reading; i++)
		if (q->readings[i] && !strcmp(q->readings[i], q->readings[reading]))
			return false;
	return true;
}

void query_make(struct query *q, const char *keys)
{
	*q = (struct query){ .all = text_is_blank(keys, strlen(keys)),
			     .none = text_only_signs(keys) };
	q->readings[0] = memory_strdup(keys);
	q->readings[1] = reading_of(keys, false);
	q->readings[2] = reading_of(keys, true);
	for (int i = 0; i < QUERY_READINGS; i++) {
		if (!is_new(q, i)) {
			free(q->readings[i]);
			q->readings[i] = NULL;
			continue;
		}
		q->keys[i] = text_key(q->readings[i], strlen(q->readings[i]));
		q->words[i] = fold_words(q->readings[i]);
	}
}

void query_release(struct query *q)
{
	for (int i = 0; i < QUERY_READINGS; i++) {
		free(q->readings[i]);
		free(q->keys[i]);
		free(q->words[i]);
	}
	memset(q, 0, sizeof *q);
}

/* ---- finding ---- */

/* Every part of a word, which may be several as a search key: "a-b" is "a b". */
static bool word_fits(const char *word, size_t n, query_fits fits, const void *arg)
{
	for (size_t at = 0, part; at < n; at += part + 1) {
		const char *blank = memchr(word + at, ' ', n - at);

		part = blank ? (size_t)(blank - word) - at : n - at;
		if (!fits(arg, word + at, part))
			return false;
	}
	return true;
}

/* Every word in one of the first so many readings. */
static bool finds(const struct query *q, int readings, query_fits fits, const void *arg)
{
	const char *at[QUERY_READINGS];

	if (q->all || q->none)
		return q->all;
	memcpy(at, q->words, sizeof at);
	while (*at[0]) {
		bool any = false;

		for (int i = 0; i < readings; i++) {
			size_t n;

			if (!at[i])
				continue; /* the same as a reading before it */
			n = strcspn(at[i], "\n");
			any = any || word_fits(at[i], n, fits, arg);
			at[i] += n + (at[i][n] != 0);
		}
		if (!any)
			return false;
	}
	return true;
}

static bool begins_a_word(const void *arg, const char *part, size_t n)
{
	const char *text = arg;

	while (strncmp(text, part, n)) {
		text = strchr(text, ' ');
		if (!text)
			return false;
		text++;
	}
	return true;
}

bool query_finds(const struct query *q, const char *folded)
{
	return finds(q, QUERY_READINGS, begins_a_word, folded);
}

bool query_finds_keys(const struct query *q, const char *folded)
{
	return finds(q, 1, begins_a_word, folded);
}

bool query_finds_by(const struct query *q, query_fits fits, const void *arg)
{
	return finds(q, QUERY_READINGS, fits, arg);
}
