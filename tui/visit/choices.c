#include "config.h"
#include "tui/visit/choices.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"

/* ---- the list ---- */

enum visit_list visit_list_here(const struct visit *v)
{
	switch (v->cursor.at) {
	case AT_CHANNEL:
		return LIST_CHANNEL;
	case AT_VILLAGE:
		return LIST_VILLAGE;
	case AT_HOUSE:
		return LIST_HOUSE;
	case AT_TOPICS:
		return v->cursor.mode == MODE_BLOCKER ? LIST_BLOCKER : LIST_TOPIC;
	case AT_BY:
		return LIST_MEMBER;
	case AT_FOLLOW:
		return LIST_FOLLOW;
	default:
		return VISIT_LISTS;
	}
}

bool visit_listing(const struct visit *v)
{
	return visit_list_here(v) != VISIT_LISTS &&
	       (v->cursor.mode == MODE_LIST || v->cursor.mode == MODE_BLOCKER ||
		v->values.line[v->cursor.at].n > 0);
}

/* ---- a household that is to be made ---- */

static bool all_digits(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text);
}

/* The code after the highest one of the village, written the same way. */
static void next_code(const struct visit *v, char out[20], long number)
{
	const struct choices *c = &v->facts.lists[LIST_HOUSE];
	const char *model = "H000";
	long highest = 0;
	int digits = 3, prefix;

	for (size_t i = 0; i < c->n; i++) {
		int n;
		long tail = choice_number(c->all[i].code, &n);

		if (tail > highest && strlen(c->all[i].code) <= 16) {
			highest = tail;
			model = c->all[i].code;
			digits = n;
		}
	}
	prefix = (int)strlen(model) - digits;
	snprintf(out, 20, "%.*s%0*ld", prefix, model, digits, number < 0 ? highest + 1 : number);
	out[16] = 0;
}

static bool is_taken(const struct visit *v, const char *code)
{
	const struct choices *c = &v->facts.lists[LIST_HOUSE];

	for (size_t i = 0; i < c->n; i++)
		if (!strcasecmp(c->all[i].code, code))
			return true;
	return false;
}

/* A household's code as it was typed, if it can be one: digits get the letters before them. */
static bool typed_code(const struct visit *v, const char *typed, char out[20])
{
	size_t n = strlen(typed);

	if (all_digits(typed) && n < 7) {
		next_code(v, out, strtol(typed, NULL, 10));
		return true;
	}
	if (!n || n > 16 || !strpbrk(typed, "0123456789"))
		return false;
	for (size_t i = 0; i <= n; i++) {
		if (typed[i] && !isalnum((unsigned char)typed[i]) && !strchr(".-", typed[i]))
			return false;
		out[i] = (char)toupper((unsigned char)typed[i]);
	}
	return true;
}

/* What is typed without the `+` that asks for a new household; malloc'ed. *plus: it is there. */
static char *typed_here(const struct visit *v, bool *plus)
{
	char *typed = field_get(&v->values.line[v->cursor.at]), *to = typed;

	*plus = visit_list_here(v) == LIST_HOUSE && strchr(typed, '+');
	for (const char *from = typed; *plus && *from; from++)
		if (*from != '+' && *from != ' ')
			*to++ = *from;
	if (*plus)
		*to = 0;
	return typed;
}

/* A household's code as it was typed, if there is none of that code. */
static bool new_code(const struct visit *v, const char *typed, char out[20])
{
	return *v->values.village && typed_code(v, typed, out) && !is_taken(v, out);
}

/* Households that can be made: the one typed, else the next free one. */
static int add_new(const struct visit *v, const char *typed, struct match *out, int n, int max)
{
	struct match it = { .at = -1 };

	if (!*v->values.village)
		return n;
	if (n > max - 2)
		n = max - 2;
	if (new_code(v, typed, it.code))
		out[n++] = it;
	next_code(v, it.code, -1);
	if (!is_taken(v, it.code) && (n == 0 || out[n - 1].at >= 0 ||
				      strcmp(out[n - 1].code, it.code)))
		out[n++] = it;
	return n;
}

/* ---- what is found ---- */

/* The choices that answer the letters, best first. */
static int found(const struct choices *c, const char *typed, struct match *out, int max)
{
	signed char *ranks = memory_alloc(c->n);
	struct query q;
	int n = 0;

	query_make(&q, typed);
	for (size_t i = 0; i < c->n; i++)
		ranks[i] = (signed char)choice_rank(&c->all[i], &q);
	query_release(&q);
	for (int rank = 0; rank < CHOICE_RANKS; rank++)
		for (size_t i = 0; i < c->n && n < max; i++)
			if (ranks[i] == rank)
				out[n++] = (struct match){ .at = (int)i };
	free(ranks);
	return n;
}

int visit_matches(const struct visit *v, struct match *out, int max)
{
	enum visit_list list = visit_list_here(v);
	char *typed;
	bool plus;
	int n = 0;

	if (list == VISIT_LISTS)
		return 0;
	typed = typed_here(v, &plus);
	if (!plus || *typed) /* with a `+` alone only a new one is meant */
		n = found(&v->facts.lists[list], typed, out, max);
	if (list == LIST_HOUSE)
		n = add_new(v, typed, out, n, max);
	free(typed);
	return n;
}

int visit_first_pick(const struct visit *v)
{
	struct match rows[VISIT_FOUND];
	int n = visit_matches(v, rows, VISIT_FOUND), known = 0, pick = 0;
	char *typed, code[20];
	bool plus;

	if (visit_list_here(v) != LIST_HOUSE)
		return 0;
	typed = typed_here(v, &plus);
	while (known < n && rows[known].at >= 0)
		known++;
	if (plus && (!*typed || new_code(v, typed, code)))
		pick = known;
	else if (!known && !(all_digits(typed) && new_code(v, typed, code)))
		pick = -1;
	free(typed);
	return pick;
}
