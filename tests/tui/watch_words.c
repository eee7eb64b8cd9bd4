#include "config.h"
#include "tests/tui/watch_words.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "store/catalog/catalog.h"
#include "store/base/text.h"
#include "tui/env/lang.h"

enum { BEGIN = 2, END = 3, WORDS = 4096 };

/* What lang_text() gave out, marked. */
static struct word {
	const char *msgid, *translated;
	char *marked;
	bool seen; /* on this frame */
} words[WORDS];
static int n_words;

/* ---- marking ---- */

/* A copy with BEGIN and END around all but the conversions of printf. */
static char *mark(const char *text)
{
	size_t n = strlen(text), at = 0;
	char *marked = malloc(4 * n + 3);

	if (!marked)
		abort();
	marked[at++] = BEGIN;
	while (*text) {
		size_t len = *text == '%' && text[1] != '%'
				     ? 1 + strcspn(text + 1, "diouxXeEfgGcsp") + 1 : 0;

		if (!len) {
			marked[at++] = *text++;
			continue;
		}
		marked[at++] = END;
		while (len-- && *text)
			marked[at++] = *text++;
		marked[at++] = BEGIN;
	}
	marked[at++] = END;
	marked[at] = 0;
	return marked;
}

static const char *marked_word(const char *msgid, const char *translated)
{
	struct word *w = words;

	if (!*msgid)
		return translated;
	for (; w < words + n_words; w++)
		if (!strcmp(w->msgid, msgid) && !strcmp(w->translated, translated))
			return w->marked;
	if (n_words == WORDS)
		abort();
	n_words++;
	*w = (struct word){strdup(msgid), strdup(translated), mark(translated), false};
	return w->marked;
}

const char *__real_lang_text(const char *text);
const char *__wrap_lang_text(const char *text);
const char *__wrap_lang_text(const char *text)
{
	return marked_word(text, __real_lang_text(text));
}

const char *__real_lang_plural(const char *one, const char *many, unsigned long n);
const char *__wrap_lang_plural(const char *one, const char *many, unsigned long n);
const char *__wrap_lang_plural(const char *one, const char *many, unsigned long n)
{
	return marked_word(n == 1 ? one : many, __real_lang_plural(one, many, n));
}

static bool is_mark(char c)
{
	return c == BEGIN || c == END;
}

char *words_plain(const char *text, size_t n)
{
	char *copy = malloc(n + 1);
	size_t at = 0;

	if (!copy)
		abort();
	for (size_t i = 0; i < n; i++)
		if (!is_mark(text[i]))
			copy[at++] = text[i];
	copy[at] = 0;
	return copy;
}

void words_note(const char *text)
{
	for (const char *at = strchr(text, BEGIN); at; at = strchr(at + 1, BEGIN)) {
		const char *end = strchr(at, END);
		size_t len = end ? (size_t)(end - at) + 1 : strlen(at);

		for (struct word *w = words; w < words + n_words; w++)
			if (!strncmp(w->marked, at, len))
				w->seen = true;
	}
}

char *words_shown(const char *msgid)
{
	const char *text = __real_lang_text(msgid);

	return words_plain(text, strlen(text));
}

void words_forget(void)
{
	for (int i = 0; i < n_words; i++)
		words[i].seen = false;
}

void words_tell(FILE *out)
{
	for (int i = 0; i < n_words; i++) {
		if (!words[i].seen)
			continue;
		fprintf(out, "word\t");
		for (const char *at = words[i].msgid; *at; at++)
			fputc(*at == '\n' ? ' ' : *at, out);
		fputc('\n', out);
	}
}

/* ---- without the marks ---- */

int __real_text_width(const char *s, size_t n);
int __wrap_text_width(const char *s, size_t n);
int __wrap_text_width(const char *s, size_t n)
{
	char *text = words_plain(s, n);
	int width = __real_text_width(text, strlen(text));

	free(text);
	return width;
}

size_t __real_text_fold(char *dst, size_t size, const char *s, size_t n);
size_t __wrap_text_fold(char *dst, size_t size, const char *s, size_t n);
size_t __wrap_text_fold(char *dst, size_t size, const char *s, size_t n)
{
	char *text = words_plain(s, n);
	size_t len = __real_text_fold(dst, size, text, strlen(text));

	free(text);
	return len;
}

/* Made printable piece by piece, the marks between them kept. */
size_t __real_text_printable(char *dst, size_t size, const char *src, size_t len);
size_t __wrap_text_printable(char *dst, size_t size, const char *src, size_t len);
size_t __wrap_text_printable(char *dst, size_t size, const char *src, size_t len)
{
	size_t used = 0;

	for (size_t at = 0; at < len;) {
		size_t n = 0;

		while (at + n < len && !is_mark(src[at + n]))
			n++;
		used += __real_text_printable(dst + used, size - used, src + at, n);
		at += n;
		if (used + 1 >= size)
			break;
		if (at < len)
			dst[used++] = src[at++];
		dst[used] = 0;
	}
	if (!len)
		return __real_text_printable(dst, size, src, 0);
	return used;
}

/* ---- cut off ---- */

static bool is_letter(const char *at)
{
	wchar_t wc;

	return mbtowc(&wc, at, 4) > 0 && iswalnum((wint_t)wc);
}

static size_t char_len(const char *at)
{
	size_t n = 1;

	while (((unsigned char)at[n] & 0xC0) == 0x80)
		n++;
	return n;
}

bool words_cut(const char *text, int room)
{
	bool within = !strchr(text, BEGIN) ||
		      (strchr(text, END) && strchr(text, END) < strchr(text, BEGIN));

	within = within && strchr(text, END); /* begun in a line above */
	for (int used = 0; *text; ) {
		size_t n = char_len(text);

		if (is_mark(*text)) {
			within = *text++ == BEGIN;
			continue;
		}
		used += __real_text_width(text, n);
		if (used > room && within && is_letter(text))
			return true;
		text += n;
	}
	return false;
}

bool words_end_early(const char *text)
{
	const char *begin = strrchr(text, BEGIN), *end = strrchr(text, END);
	size_t len = begin ? strlen(begin) : 0;

	if (!begin || (end && end > begin))
		return false;
	for (int i = 0; i < n_words; i++) {
		const char *at = strstr(words[i].marked, begin);

		if (at && (at[len] == ' ' || at[len] == '\n' || at[len] == END))
			return false;
	}
	return true;
}

/* Whether a word of the tables begins before `room` columns and does not end there. */
static bool cut_off(const char *text, int room, const char *word)
{
	const char *at = strlen(word) > 3 ? strstr(text, word) : NULL;

	return at && __real_text_width(text, (size_t)(at - text)) < room &&
	       __real_text_width(text, (size_t)(at - text) + strlen(word)) > room;
}

bool words_of_tables_cut(const char *bare, int room)
{
	for (size_t i = 0; i < catalog_vocab_count; i++)
		if (cut_off(bare, room, catalog_vocab[i].vi) ||
		    cut_off(bare, room, catalog_vocab[i].en))
			return true;
	for (size_t i = 0; i < catalog_topic_count; i++)
		if (cut_off(bare, room, topic_label(&catalog_topics[i], false)) ||
		    cut_off(bare, room, topic_label(&catalog_topics[i], true)))
			return true;
	for (size_t i = 0; i < catalog_column_count; i++)
		if (cut_off(bare, room, catalog_columns[i].header) ||
		    cut_off(bare, room, catalog_columns[i].brief) ||
		    cut_off(bare, room, catalog_columns[i].en))
			return true;
	return false;
}
