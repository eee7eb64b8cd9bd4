/* What a few typed letters may mean (entry_form.h). */
#include "config.h"
#include "tui/entry_form.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/find.h"
#include "store/list.h"
#include "store/list_register.h"
#include "store/record_read.h"
#include "store/text.h"
#include "store/topics.h"
#include "tui/lang.h"

/* ---- lists ---- */

static char *fold(const char *text)
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

static void choices_clear(struct choices *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->all[i].label);
		free(c->all[i].folded);
		free(c->all[i].initials);
	}
	free(c->all);
	memset(c, 0, sizeof *c);
}

/* also: another name it is found by. Without memory the list is shorter. */
static void choices_add(struct choices *c, const char *code, const char *label, const char *also)
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
	folded = fold(label);
	if (asprintf(&words, "%s %s %s", code, label, also) < 0)
		words = NULL;
	snprintf(it->code, sizeof it->code, "%s", code);
	it->label = strdup(label);
	it->folded = words ? fold(words) : NULL;
	it->initials = folded ? initials_of(folded) : NULL;
	free(folded);
	free(words);
	if (it->label && it->folded && it->initials) {
		c->n++;
		return;
	}
	free(it->label);
	free(it->folded);
	free(it->initials);
}

static void load_vocab(struct choices *c, const char *list)
{
	size_t n;
	const struct vocab *v = vocab_list(list, &n);

	choices_clear(c);
	for (size_t i = 0; i < n; i++)
		choices_add(c, v[i].code, vocab_label(&v[i], lang_english()), "");
}

static void load_topics(struct entry *e)
{
	size_t n;
	const struct topic *t = book_topics(e->book, &n);

	choices_clear(&e->lists[LIST_TOPIC]);
	for (size_t i = 0; i < n; i++)
		choices_add(&e->lists[LIST_TOPIC], t[i].code, topic_label(&t[i], lang_english()),
			    t[i].vi);
}

struct register_walk {
	struct book *book;
	struct choices *choices;
	const char *label;
};

static int add_record(void *arg, rec_t rec)
{
	struct register_walk *w = arg;
	struct fault f;
	json_t *o = record_read(w->book, rec, &f);
	const char *code = json_string_value(json_object_get(o, "code"));
	const char *label = json_string_value(json_object_get(o, w->label));

	if (code)
		choices_add(w->choices, code, label ? label : "", "");
	json_decref(o);
	return 0;
}

static int add_household(void *arg, const struct list_household *h)
{
	struct choices *houses = arg;
	size_t n = houses->n;

	choices_add(houses, h->code, h->hint, "");
	if (houses->n > n)
		houses->all[n].last = h->last;
	return 0;
}

static void load_register(struct entry *e, enum entry_list list, enum kind kind,
			  const char *label)
{
	struct register_walk w = { e->book, &e->lists[list], label };
	struct fault f;

	choices_clear(&e->lists[list]);
	list_register(e->book, kind, NULL, add_record, &w, &f);
}

/* Those visited last come first; of the same day in the order of the register. */
static int by_last_visit(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	return x->order - y->order;
}

void entry_load_houses(struct entry *e)
{
	struct choices *houses = &e->lists[LIST_HOUSE];
	struct fault f;

	choices_clear(houses);
	if (*e->village) {
		list_households(e->book, e->village, add_household, houses, &f);
		for (size_t i = 0; i < houses->n; i++)
			houses->all[i].order = (int)i;
		if (houses->n)
			qsort(houses->all, houses->n, sizeof *houses->all, by_last_visit);
	}
	entry_load_house(e);
}

/* ---- what is known of the household ---- */

static int newest_status(void *arg, rec_t rec)
{
	struct entry *e = arg;
	struct fault f;

	e->status = record_read(e->book, rec, &f);
	return 1;
}

static int add_open(void *arg, rec_t rec)
{
	struct entry *e = arg;
	struct fault f;
	json_t *o = record_read(e->book, rec, &f);
	const char *due = json_string_value(json_object_get(o, "due"));
	const char *kind = json_string_value(json_object_get(o, "kind"));
	const char *topic = json_string_value(json_object_get(o, "topic"));
	struct entry_open *it = &e->open[e->n_open];

	if (kind) {
		*it = (struct entry_open){ .rec = rec };
		snprintf(it->kind, sizeof it->kind, "%s", kind);
		snprintf(it->topic, sizeof it->topic, "%s", topic ? topic : "");
		if (due)
			date_parse(&it->due, due);
		e->n_open++;
	}
	json_decref(o);
	return e->n_open == ENTRY_OPEN;
}

void entry_load_house(struct entry *e)
{
	struct entry_open was[ENTRY_OPEN];
	int n_was = e->n_open;
	char path[64];
	struct fault f;

	memcpy(was, e->open, sizeof was);
	json_decref(e->status);
	e->status = NULL;
	e->n_open = 0;
	e->house_rec = 0;
	snprintf(path, sizeof path, "%s/%s", e->village, e->house);
	if (e->session || e->house_new || !*e->house ||
	    household_find(e->book, path, &e->house_rec, &f))
		return;
	list_status(e->book, e->house_rec, newest_status, e, &f);
	list_household_followups(e->book, e->house_rec, add_open, e, &f);
	for (int i = 0; i < e->n_open; i++)
		for (int j = 0; j < n_was; j++)
			if (e->open[i].rec == was[j].rec)
				e->open[i].closing = was[j].closing;
}

void entry_load(struct entry *e)
{
	load_vocab(&e->lists[LIST_CHANNEL], "channel");
	load_vocab(&e->lists[LIST_FOLLOW], "followup");
	load_vocab(&e->lists[LIST_BLOCKER], "blocker");
	load_topics(e);
	load_register(e, LIST_VILLAGE, KIND_VILLAGE, "name");
	load_register(e, LIST_MEMBER, KIND_MEMBER, "name");
	entry_load_houses(e);
	entry_load_frequent(e);
}

void entry_unload(struct entry *e)
{
	for (int i = 0; i < ENTRY_LISTS; i++)
		choices_clear(&e->lists[i]);
	json_decref(e->status);
	e->status = NULL;
}

/* ---- finding ---- */

enum entry_list entry_list_here(const struct entry *e)
{
	switch (e->at) {
	case AT_CHANNEL:
		return LIST_CHANNEL;
	case AT_VILLAGE:
		return LIST_VILLAGE;
	case AT_HOUSE:
		return LIST_HOUSE;
	case AT_TOPICS:
		return e->blocking ? LIST_BLOCKER : LIST_TOPIC;
	case AT_BY:
		return LIST_MEMBER;
	case AT_FOLLOW:
		return LIST_FOLLOW;
	default:
		return ENTRY_LISTS;
	}
}

bool entry_listing(const struct entry *e)
{
	return entry_list_here(e) != ENTRY_LISTS &&
	       (e->listing || e->blocking || e->line[e->at].n > 0);
}

/* The number a code ends in: H012 is 12; -1 for none. *digits: how many it is written with. */
static long code_number(const char *code, int *digits)
{
	size_t end = strlen(code), from = end;

	while (from > 0 && isdigit((unsigned char)code[from - 1]))
		from--;
	*digits = (int)(end - from);
	return from < end && *digits < 9 ? strtol(code + from, NULL, 10) : -1;
}

static bool all_digits(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text);
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

enum { RANK_EXACT, RANK_CODE, RANK_INITIALS, RANK_WORDS, RANKS };

static int rank_of(const struct choice *c, const char *query)
{
	size_t n = strlen(query);
	char code[CODE_ROOM * 3], number[16];
	int digits;
	long tail = code_number(c->code, &digits);

	text_fold(code, sizeof code, c->code, strlen(c->code));
	if (!strcmp(code, query) || (all_digits(query) && n < 9 && tail == strtol(query, NULL, 10)))
		return RANK_EXACT;
	snprintf(number, sizeof number, "%ld", tail);
	if (!strncmp(code, query, n) || (all_digits(query) && !strncmp(number, query, n)))
		return RANK_CODE;
	if (!strncmp(c->initials, query, n))
		return RANK_INITIALS;
	return words_match(query, c->folded) ? RANK_WORDS : RANKS;
}

/* The code after the highest one of the village, written the same way. */
static void next_code(const struct entry *e, char out[20], long number)
{
	const struct choices *c = &e->lists[LIST_HOUSE];
	const char *model = "H000";
	long highest = 0;
	int digits = 3, prefix;

	for (size_t i = 0; i < c->n; i++) {
		int n;
		long tail = code_number(c->all[i].code, &n);

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

static bool is_taken(const struct entry *e, const char *code)
{
	const struct choices *c = &e->lists[LIST_HOUSE];

	for (size_t i = 0; i < c->n; i++)
		if (!strcasecmp(c->all[i].code, code))
			return true;
	return false;
}

/* A household's code as it was typed, if it can be one: digits get the letters before them. */
static bool typed_code(const struct entry *e, const char *typed, char out[20])
{
	size_t n = strlen(typed);

	if (all_digits(typed) && n < 7) {
		next_code(e, out, strtol(typed, NULL, 10));
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
static int add_new(const struct entry *e, const char *typed, struct match *out, int n, int max)
{
	struct match it = { .at = -1 };

	if (!*e->village)
		return n;
	if (n > max - 2)
		n = max - 2;
	if (typed_code(e, typed, it.code) && !is_taken(e, it.code))
		out[n++] = it;
	next_code(e, it.code, -1);
	if (!is_taken(e, it.code) && (n == 0 || out[n - 1].at >= 0 ||
				      strcmp(out[n - 1].code, it.code)))
		out[n++] = it;
	return n;
}

int entry_matches(const struct entry *e, struct match *out, int max)
{
	enum entry_list list = entry_list_here(e);
	const struct choices *c = &e->lists[list == ENTRY_LISTS ? 0 : list];
	char *typed, *query;
	int n = 0;

	if (list == ENTRY_LISTS)
		return 0;
	typed = field_get(&e->line[e->at]);
	query = typed ? fold(typed) : NULL;
	for (int rank = 0; query && rank < RANKS; rank++)
		for (size_t i = 0; i < c->n && n < max && !strchr(typed, '+'); i++)
			if (!*query ? rank == 0 : rank_of(&c->all[i], query) == rank)
				out[n++] = (struct match){ .at = (int)i };
	if (query && list == LIST_HOUSE)
		n = add_new(e, typed, out, n, max);
	free(query);
	free(typed);
	return n;
}

const char *entry_label(const struct entry *e, enum entry_list list, const char *code)
{
	const struct choices *c = &e->lists[list];

	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->all[i].code, code))
			return c->all[i].label;
	return code;
}
