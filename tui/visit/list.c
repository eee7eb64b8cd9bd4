#include "config.h"
#include "tui/visit/list.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/text.h"

/* ---- the list ---- */

char *choice_query(const char *text)
{
	size_t n = strlen(text), room = TEXT_ROOM(n);
	char *out = malloc(room);

	if (out)
		text_fold(out, room, text, n);
	return out;
}

/* The first letters of a folded text's words. */
static char *initials_of(const char *folded)
{
	char *out = malloc(strlen(folded) + 1);
	size_t n = 0;

	for (size_t i = 0; out && folded[i]; i++)
		if (folded[i] != ' ' && (!i || folded[i - 1] == ' '))
			out[n++] = folded[i];
	if (out)
		out[n] = 0;
	return out;
}

static void choice_release(struct choice *it)
{
	free(it->label);
	free(it->folded);
	free(it->initials);
}

void choices_clear(struct choices *c)
{
	for (size_t i = 0; i < c->n; i++)
		choice_release(&c->all[i]);
	free(c->all);
	memset(c, 0, sizeof *c);
}

void choices_add(struct choices *c, const char *code, const char *label, const char *also)
{
	char *words = NULL, *folded;
	struct choice *it;

	if (c->n == c->size) {
		struct choice *more = realloc(c->all, (c->size * 2 + 16) * sizeof *more);

		if (!more)
			return;
		c->all = more;
		c->size = c->size * 2 + 16;
	}
	it = &c->all[c->n];
	memset(it, 0, sizeof *it);
	folded = choice_query(label);
	if (asprintf(&words, "%s %s %s", code, label, also) < 0)
		words = NULL;
	snprintf(it->code, sizeof it->code, "%s", code);
	it->label = strdup(label);
	it->folded = words ? choice_query(words) : NULL;
	it->initials = folded ? initials_of(folded) : NULL;
	free(folded);
	free(words);
	if (it->label && it->folded && it->initials)
		c->n++;
	else
		choice_release(it);
}

const char *choices_label(const struct choices *c, const char *code)
{
	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->all[i].code, code))
			return c->all[i].label;
	return code;
}

/* ---- finding ---- */

long choice_number(const char *code, int *digits)
{
	size_t end = strlen(code), from = end;

	while (from > 0 && isdigit((unsigned char)code[from - 1]))
		from--;
	*digits = (int)(end - from);
	return from < end && *digits < 9 ? strtol(code + from, NULL, 10) : -1;
}

/* Every word of the query begins a word of the text; both folded. */
static bool words_match(const char *query, const char *text)
{
	for (const char *word = query; *word;) {
		size_t n = strcspn(word, " ");
		const char *at = text;

		while (at && strncmp(at, word, n)) {
			at = strchr(at, ' ');
			if (at)
				at++;
		}
		if (!at)
			return false;
		word += n;
		word += *word == ' ';
	}
	return true;
}

enum { RANK_EXACT, RANK_CODE, RANK_INITIALS, RANK_WORDS };

int choice_rank(const struct choice *c, const char *query)
{
	size_t n = strlen(query);
	bool is_number = n && strspn(query, "0123456789") == n;
	char code[CODE_ROOM * 3], number[16];
	int digits;
	long tail = choice_number(c->code, &digits);

	text_fold(code, sizeof code, c->code, strlen(c->code));
	if (!strcmp(code, query) || (is_number && n < 9 && tail == strtol(query, NULL, 10)))
		return RANK_EXACT;
	snprintf(number, sizeof number, "%ld", tail);
	if (!strncmp(code, query, n) || (is_number && !strncmp(number, query, n)))
		return RANK_CODE;
	if (!strncmp(c->initials, query, n))
		return RANK_INITIALS;
	return words_match(query, c->folded) ? RANK_WORDS : CHOICE_RANKS;
}
