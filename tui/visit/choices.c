#include "config.h"
#include "tui/visit/choices.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Households that can be made: the one typed, and the next free one. */
static int add_new(const struct visit *v, const char *typed, struct match *out, int n, int max)
{
	struct match it = { .at = -1 };

	if (!*v->values.village)
		return n;
	if (n > max - 2)
		n = max - 2;
	if (typed_code(v, typed, it.code) && !is_taken(v, it.code))
		out[n++] = it;
	next_code(v, it.code, -1);
	if (!is_taken(v, it.code) && (n == 0 || out[n - 1].at >= 0 ||
				      strcmp(out[n - 1].code, it.code)))
		out[n++] = it;
	return n;
}

/* ---- what is found ---- */

int visit_matches(const struct visit *v, struct match *out, int max)
{
	enum visit_list list = visit_list_here(v);
	const struct choices *c = &v->facts.lists[list == VISIT_LISTS ? 0 : list];
	char *typed, *query;
	bool none; /* a new household is spelt out, or nothing was typed that names any */
	int n = 0;

	if (list == VISIT_LISTS)
		return 0;
	typed = field_get(&v->values.line[v->cursor.at]);
	query = choice_query(typed);
	none = strchr(typed, '+') || text_only_signs(typed);
	for (int rank = 0; rank < CHOICE_RANKS; rank++)
		for (size_t i = 0; i < c->n && n < max && !none; i++)
			if (!*query ? rank == 0 : choice_rank(&c->all[i], query) == rank)
				out[n++] = (struct match){ .at = (int)i };
	if (list == LIST_HOUSE)
		n = add_new(v, typed, out, n, max);
	free(query);
	free(typed);
	return n;
}
