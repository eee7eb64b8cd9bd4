#include "config.h"
#include "tui/visit/list.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/widgets/query.h"
#include "tui/words/code_series.h"

/* ---- the list ---- */

enum { INITIALS = 64 };

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
	char *words = memory_format("%s %s %s", code, label, also);
	char *folded = text_key(label, strlen(label)), initials[INITIALS];
	struct choice *it;

	if (c->n == c->size) {
		c->size = c->size * 2 + 16;
		c->all = memory_resize(c->all, c->size, sizeof *c->all);
	}
	query_initials(initials, sizeof initials, folded);
	it = &c->all[c->n++];
	*it = (struct choice){
		.label = memory_strdup(label),
		.folded = text_key(words, strlen(words)),
		.initials = memory_strdup(initials),
	};
	snprintf(it->code, sizeof it->code, "%s", code);
	free(folded);
	free(words);
}

static struct choice *offered_of(struct choices *c, long long key)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->all[i].key == key && !c->all[i].hidden)
			return &c->all[i];
	return NULL;
}

void choices_share_words(struct choices *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct choice *from = &c->all[i];
		struct choice *to = from->hidden && from->key ? offered_of(c, from->key) : NULL;
		char *both;

		if (!to)
			continue;
		both = memory_format("%s %s", to->folded, from->folded);
		free(to->folded);
		to->folded = both;
	}
}

const char *choices_label(const struct choices *c, const char *code)
{
	const struct choice *found = NULL;

	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->all[i].code, code) && (!found || found->hidden))
			found = &c->all[i];
	return found ? found->label : code;
}

/* ---- finding ---- */

/* In the order of the ranks; what the typing method makes of the keys comes after the keys. */
enum { RANK_EXACT, RANK_CODE, RANK_INITIALS, RANK_WORDS, RANK_MADE_CODE, RANK_MADE_INITIALS,
       RANK_MADE_WORDS };

/* By code, number and initials, of one reading as a search key; RANK_WORDS for none of these. */
static int rank_of(const struct choice *c, const char *key)
{
	size_t n = strlen(key);
	bool is_number = n && strspn(key, "0123456789") == n;
	char code[CODE_ROOM * 3], number[16];
	int digits;
	long tail = code_number(c->code, &digits);

	text_fold(code, sizeof code, c->code, strlen(c->code));
	if (!strcmp(code, key) || (is_number && n < 9 && tail == strtol(key, NULL, 10)))
		return RANK_EXACT;
	snprintf(number, sizeof number, "%ld", tail);
	if (!strncmp(code, key, n) || (is_number && !strncmp(number, key, n)))
		return RANK_CODE;
	return strncmp(c->initials, key, n) ? RANK_WORDS : RANK_INITIALS;
}

/* As if all were offered. */
static int rank_all(const struct choice *c, const struct query *q)
{
	int best = CHOICE_RANKS, rank;

	if (q->all)
		return RANK_EXACT;
	if (q->none)
		return CHOICE_RANKS;
	rank = rank_of(c, q->keys[0]);
	if (rank < RANK_WORDS || query_finds_keys(q, c->folded))
		return rank;
	for (int i = 1; i < QUERY_READINGS; i++) {
		rank = q->keys[i] ? rank_of(c, q->keys[i]) : RANK_WORDS;
		if (rank < RANK_WORDS) {
			rank = rank == RANK_INITIALS ? RANK_MADE_INITIALS : RANK_MADE_CODE;
			best = rank < best ? rank : best;
		}
	}
	return best == CHOICE_RANKS && query_finds(q, c->folded) ? RANK_MADE_WORDS : best;
}

int choice_rank(const struct choice *c, const struct query *q)
{
	return c->hidden ? CHOICE_RANKS : rank_all(c, q);
}

bool choices_hide(const struct choices *c, const struct query *q)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->all[i].hidden && rank_all(&c->all[i], q) < CHOICE_RANKS)
			return true;
	return false;
}
