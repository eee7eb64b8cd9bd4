#include "config.h"
#include "tui/visit/choices.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/env/translate.h"
#include "tui/words/code_series.h"

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

enum { CODE_MAX = 16 + 1 /* bytes of the longest code of a household */ };

static bool all_digits(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text);
}

/* The series of the village's codes. */
static struct code_series series_here(const struct visit *v)
{
	const struct choices *c = &v->facts.lists[LIST_HOUSE];
	struct code_series series = code_series_of_households();

	for (size_t i = 0; i < c->n; i++)
		if (strlen(c->all[i].code) < CODE_MAX)
			code_series_see(&series, c->all[i].code);
	return series;
}

/* The code after the highest one of the village, written the same way. */
static void next_code(const struct visit *v, char out[MATCH_CODE])
{
	struct code_series series = series_here(v);

	code_series_next(&series, out, CODE_MAX);
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
static bool typed_code(const struct visit *v, const char *typed, char out[MATCH_CODE])
{
	size_t n = strlen(typed);

	if (all_digits(typed) && n < 7) {
		struct code_series series = series_here(v);

		code_series_code(&series, strtol(typed, NULL, 10), out, CODE_MAX);
		return true;
	}
	if (!n || n >= CODE_MAX || !strpbrk(typed, "0123456789"))
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
static bool new_code(const struct visit *v, const char *typed, char out[MATCH_CODE])
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
	next_code(v, it.code);
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

static int found_elsewhere(const struct visit *v, const char *typed, struct match *out, int max)
{
	int n = found(&v->facts.elsewhere, typed, out, max);

	for (int i = 0; i < n; i++)
		out[i].elsewhere = true;
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
	if (list == LIST_HOUSE && !n && *typed && !plus)
		n = found_elsewhere(v, typed, out, max);
	if (list == LIST_HOUSE)
		n = add_new(v, typed, out, n, max);
	free(typed);
	return n;
}

bool visit_list_complains(const struct visit *v)
{
	struct match rows[VISIT_FOUND];

	return visit_listing(v) && (v->cursor.pick < 0 || !visit_matches(v, rows, VISIT_FOUND));
}

/* Whether a household answers what is typed that its code does not mean. */
static bool only_hidden(const struct visit *v)
{
	struct query q;
	char *typed;
	bool plus, hides;

	typed = typed_here(v, &plus);
	query_make(&q, typed);
	hides = *typed && !plus && choices_hide(&v->facts.lists[LIST_HOUSE], &q);
	query_release(&q);
	free(typed);
	return hides;
}

const char *visit_no_row(const struct visit *v)
{
	struct match rows[VISIT_FOUND];

	if (visit_list_here(v) != LIST_HOUSE)
		return _("Not in the list: type something else, or clear it");
	if (visit_matches(v, rows, VISIT_FOUND) && rows[0].elsewhere)
		return _("Not in this village: ↓ chooses");
	if (only_hidden(v))
		return _("Has another's code: join, or change it");
	return _("No such household: + for a new one");
}

int visit_first_pick(const struct visit *v)
{
	struct match rows[VISIT_FOUND];
	int n = visit_matches(v, rows, VISIT_FOUND), known = 0, pick = 0;
	char *typed, code[MATCH_CODE];
	bool plus, number;

	if (visit_list_here(v) != LIST_HOUSE)
		return 0;
	typed = typed_here(v, &plus);
	number = all_digits(typed) && new_code(v, typed, code);
	while (known < n && rows[known].at >= 0)
		known++;
	if (plus && (!*typed || new_code(v, typed, code)))
		pick = known;
	else if (known && rows[0].elsewhere && number)
		pick = -1; /* every village numbers from 1: it may as well be a new one here */
	else if (!known && !number)
		pick = -1;
	free(typed);
	return pick;
}
