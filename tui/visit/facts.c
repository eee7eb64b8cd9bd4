#include "config.h"
#include "tui/visit/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/catalog/catalog.h"
#include "store/query/list.h"
#include "store/query/list_register.h"
#include "store/query/list_sessions.h"
#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/topics.h"
#include "tui/env/lang.h"
#include "tui/visit/frequent.h"
#include "tui/visit/rules.h"
#include "tui/words/household_words.h"

/* ---- lists ---- */

static void load_vocab(struct choices *c, const char *list)
{
	size_t n;
	const struct vocab *all = vocab_list(list, &n);

	choices_clear(c);
	for (size_t i = 0; i < n; i++)
		choices_add(c, all[i].code, vocab_label(&all[i], lang_english()), "");
}

static void load_topics(struct choices *c, struct book *book)
{
	size_t n;
	const struct topic *all = book_topics(book, &n);

	choices_clear(c);
	for (size_t i = 0; i < n; i++) {
		choices_add(c, all[i].code, topic_label(&all[i], lang_english()), all[i].vi);
		c->all[i].hidden = strchr(all[i].code, '/'); /* another unit's own */
	}
}

struct register_walk {
	struct book *book;
	struct choices *choices;
};

static int add_record(void *arg, rec_t rec)
{
	struct register_walk *w = arg;
	struct fault f;
	json_t *o = record_read(w->book, rec, &f);
	const char *code = json_string_value(json_object_get(o, "code"));
	const char *name = json_string_value(json_object_get(o, "name"));

	if (code)
		choices_add(w->choices, code, name ? name : "", "");
	json_decref(o);
	return 0;
}

static void load_register(struct choices *c, struct book *book, enum record_type type, bool foreign)
{
	struct register_walk w = { book, c };
	struct fault f;

	choices_clear(c);
	list_register(book, type, NULL, add_record, &w, &f);
	/* What other teams and units wrote shows with them, and is not entered here. */
	for (size_t i = 0; i < c->n; i++)
		c->all[i].hidden = !foreign && strchr(c->all[i].code, '/');
}

/* Whether another one is meant by its code, or is to be chosen in its place. */
static bool is_another(const struct list_household *h)
{
	return !h->stands || (*h->same && strcmp(h->same, h->code) != 0);
}

static int add_household(void *arg, const struct list_household *h)
{
	struct visit *v = arg;
	struct choices *houses = &v->facts.lists[LIST_HOUSE];
	struct choice *it;
	struct fault f;
	rec_t root = h->rec;
	int rc = *h->same ? joined_root(v->book, h->rec, &root, &f) : FAULT_OK;

	choices_add(houses, h->code, h->hint, "");
	it = &houses->all[houses->n - 1];
	it->key = rc ? 0 : root; /* what fails is trouble of the book */
	it->last = h->last;
	it->hidden = is_another(h);
	/* What is edited keeps its own household, whichever its code means. */
	if (v->facts.named && !strcmp(h->code, v->values.house))
		it->hidden = h->rec != v->facts.named;
	return 0;
}

static int add_elsewhere(void *arg, const struct list_household *h)
{
	struct visit *v = arg;
	struct choices *houses = &v->facts.elsewhere;
	size_t n = houses->n;

	if (strcmp(h->village, v->values.village) != 0 && !is_another(h))
		choices_add(houses, h->code, h->hint, "");
	if (houses->n > n)
		VISIT_COPY(houses->all[n].village, h->village);
	return 0;
}

/* Those visited last come first; of the same day in the order of the register. */
static int by_last_visit(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	return x->order - y->order;
}

void visit_load_houses(struct visit *v)
{
	struct choices *houses = &v->facts.lists[LIST_HOUSE];
	struct fault f;

	choices_clear(houses);
	choices_clear(&v->facts.elsewhere);
	v->facts.elsewhere_read = false;
	if (*v->values.village) {
		v->facts.named = 0;
		if (v->session)
			joined_named(v->book, v->session, &v->facts.named, &f);
		list_households(v->book, v->values.village, add_household, v, &f);
		choices_share_words(houses);
		for (size_t i = 0; i < houses->n; i++)
			houses->all[i].order = (int)i;
		if (houses->n)
			qsort(houses->all, houses->n, sizeof *houses->all, by_last_visit);
	}
	visit_load_house(v);
}

void visit_load_elsewhere(struct visit *v)
{
	struct fault f;

	if (!v->facts.elsewhere_read && v->facts.lists[LIST_VILLAGE].n > 1)
		list_households(v->book, NULL, add_elsewhere, v, &f);
	v->facts.elsewhere_read = true;
}

/* ---- what is known of the household ---- */

static int newest_status(void *arg, rec_t rec)
{
	struct visit *v = arg;
	struct fault f;

	v->facts.status = record_read(v->book, rec, &f);
	v->facts.unread |= !v->facts.status;
	return LIST_STOP;
}

static int add_open(void *arg, rec_t rec)
{
	struct visit *v = arg;
	struct fault f;
	json_t *o = record_read(v->book, rec, &f);
	const char *due = json_string_value(json_object_get(o, "due"));
	const char *kind = json_string_value(json_object_get(o, "kind"));
	const char *topic = json_string_value(json_object_get(o, "topic"));
	struct visit_open *it = &v->facts.open[v->facts.n_open];

	if (kind) {
		*it = (struct visit_open){ .rec = rec };
		snprintf(it->kind, sizeof it->kind, "%s", kind);
		snprintf(it->topic, sizeof it->topic, "%s", topic ? topic : "");
		if (due)
			date_parse(&it->due, due);
		v->facts.n_open++;
	}
	if (!o)
		v->facts.unread = true;
	json_decref(o);
	return v->facts.n_open == VISIT_OPEN ? LIST_STOP : FAULT_OK;
}

static bool is_open(const struct visit_facts *facts, rec_t followup)
{
	for (int i = 0; i < facts->n_open; i++)
		if (facts->open[i].rec == followup)
			return true;
	return false;
}

/* Of those to be closed the ones that are open, in this household. */
static void keep_closing(struct visit *v)
{
	int n = 0;

	for (int i = 0; i < v->values.n_closing; i++)
		if (is_open(&v->facts, v->values.closing[i]))
			v->values.closing[n++] = v->values.closing[i];
	v->values.n_closing = n;
}

/* The household's record; 0 for none, or one that is to be made. An edit knows its household. */
static int find_house(const struct visit *v, rec_t *house, struct fault *f)
{
	const struct visit_values *values = &v->values;
	char path[64];
	int rc = FAULT_OK;

	*house = 0;
	snprintf(path, sizeof path, "%s/%s", values->village, values->house);
	if (!v->session && !values->house_new && *values->house)
		rc = household_lookup(v->book, path, house, f);
	if (!rc && *house)
		rc = joined_root(v->book, *house, house, f);
	return rc == FAULT_NOT_FOUND ? FAULT_OK : rc;
}

static int count_visit(void *arg, rec_t rec)
{
	(void)rec;
	++*(int *)arg;
	return FAULT_OK;
}

void visit_load_visits(struct visit *v)
{
	day_t day = visit_day(v);
	struct session_filter filter = { .ranged = true, .from = day, .to = day };
	struct fault f;

	v->facts.visits = 0;
	if (!find_house(v, &filter.household, &f) && filter.household)
		list_sessions(v->book, &filter, count_visit, &v->facts.visits, &f);
}

void visit_load_house(struct visit *v)
{
	struct fault f;
	rec_t house;
	int rc;

	json_decref(v->facts.status);
	v->facts.status = NULL;
	v->facts.n_open = 0;
	v->facts.unread = false;
	rc = find_house(v, &house, &f);
	if (!rc && house)
		rc = list_status(v->book, house, newest_status, v, &f);
	if (!rc && house)
		rc = list_open_followups(v->book, house, NULL, add_open, v, &f);
	v->facts.unread |= rc != FAULT_OK;
	visit_load_visits(v);
	/* What could not be read may be one that is to be closed. */
	if (!v->facts.unread)
		keep_closing(v);
}

/* ---- all of it ---- */

void visit_load(struct visit *v)
{
	struct choices *lists = v->facts.lists;

	load_vocab(&lists[LIST_CHANNEL], "channel");
	load_vocab(&lists[LIST_FOLLOW], "followup");
	load_vocab(&lists[LIST_BLOCKER], "blocker");
	load_topics(&lists[LIST_TOPIC], v->book);
	load_register(&lists[LIST_VILLAGE], v->book, TYPE_VILLAGE, false);
	load_register(&lists[LIST_MEMBER], v->book, TYPE_MEMBER, v->session != 0);
	visit_load_houses(v);
	visit_load_frequent(v->book, &v->facts);
}

void visit_unload(struct visit *v)
{
	for (int i = 0; i < VISIT_LISTS; i++)
		choices_clear(&v->facts.lists[i]);
	choices_clear(&v->facts.elsewhere);
	json_decref(v->facts.status);
	v->facts.status = NULL;
}

const char *visit_label(const struct visit_facts *facts, enum visit_list list, const char *code)
{
	return choices_label(&facts->lists[list], code);
}

void visit_face(const struct visit *v, char *out, size_t size)
{
	const char *code = v->values.house;
	const struct choices *houses = &v->facts.lists[LIST_HOUSE];
	char *typed = v->values.house_new ? field_get(&v->values.line[AT_HINT]) : NULL;
	const char *hint = typed ? typed : choices_label(houses, code);

	if (visit_is_group(&v->values))
		snprintf(out, size, "%s", "");
	else
		household_face(out, size, code, hint == code ? NULL : hint, 0);
	free(typed);
}
