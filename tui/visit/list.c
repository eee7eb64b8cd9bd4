#include "config.h"
#include "tui/visit/list.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"

/* ---- the list ---- */

char *choice_query(const char *text)
{
	size_t n = strlen(text), room = TEXT_ROOM(n);
	char *out = memory_alloc(room);

	text_fold(out, room, text, n);
	return out;
}

/* The first letters of a folded text's words. */
static char *initials_of(const char *folded)
{
	char *out = memory_alloc(strlen(folded) + 1);
	size_t n = 0;

	for (size_t i = 0; folded[i]; i++)
		if (folded[i] != ' ' && (!i || folded[i - 1] == ' '))
			out[n++] = folded[i];
	out[n] = 0;
	return out;
}

void choices_clear(struct choices *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->all[i].label);
		free(c->all[i].folded);
		free(c->all[i].initials);
	}
	free(c->all);
	memset(c, 0, sizeof *c);
}

void choices_add(struct choices *c, const char *code, const char *label, const char *also)
{
	char *words = memory_format("%s %s %s", code, label, also), *folded = choice_query(label);
	struct choice *it;

	if (c->n == c->size) {
		c->size = c->size * 2 + 16;
		c->all = memory_resize(c->all, c->size, sizeof *c->all);
	}
	it = &c->all[c->n++];
	*it = (struct choice){
		.label = memory_strdup(label),
		.folded = choice_query(words),
		.initials = initials_of(folded),
	};
	snprintf(it->code, sizeof it->code, "%s", code);
	free(folded);
	free(words);
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
