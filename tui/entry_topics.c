/* The topics of a session, and the digits the frequent ones answer to (entry_form.h). */
#include "config.h"
#include "tui/entry_form.h"

#include <stdio.h>
#include <string.h>

#include "store/now.h"
#include "store/summary.h"
#include "store/summary_make.h"
#include "store/topics.h"
#include "tui/lang.h"

enum { WEEKS = 8 /* before this one, that say what is frequent */, COUNT_MAX = 5000 };

/* ---- vocabularies ---- */

int entry_vocab_place(const char *list, const char *code)
{
	size_t n;
	const struct vocab *v = vocab_list(list, &n);

	for (size_t i = 0; code && i < n; i++)
		if (!strcmp(v[i].code, code))
			return (int)i;
	return -1;
}

const char *entry_vocab_code(const char *list, int place)
{
	size_t n;
	const struct vocab *v = vocab_list(list, &n);

	return place >= 0 && place < (int)n ? v[place].code : NULL;
}

const char *entry_vocab_label(const char *list, int place)
{
	size_t n;
	const struct vocab *v = vocab_list(list, &n);

	return place >= 0 && place < (int)n ? vocab_label(&v[place], lang_english()) : "";
}

/* ---- the frequent ones ---- */

static int place_of_frequent(const struct entry *e, int n, const char *code)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(e->frequent[i], code))
			return i;
	return -1;
}

/* The most frequent in the weeks before this one; of equals the catalogue's first. */
static int count_frequent(struct entry *e, day_t monday, char (*codes)[CODE_ROOM])
{
	const struct column *sessions = column_find("so_luot");
	struct period period;
	struct summary s;
	struct fault f;
	int n = 0;

	if (period_range(&period, monday - 7 * WEEKS, monday - 1) ||
	    summary_make(e->book, &period, SUMMARY_TOPIC, &s, &f))
		return 0;
	for (; n < ENTRY_FREQUENT; n++) {
		struct summary_row *best = NULL;
		int64_t most = 0;

		for (size_t i = 0; i < s.group_count; i++) {
			const struct summary_value *v = summary_value(&s.groups[i], sessions);

			if (v && v->type == SUMMARY_INT && v->integer > most &&
			    place_of_frequent(e, n, s.groups[i].key) < 0) {
				best = &s.groups[i];
				most = v->integer;
			}
		}
		if (!best)
			break;
		snprintf(codes[n], CODE_ROOM, "%s", best->key);
	}
	summary_release(&s);
	return n;
}

/* Those the week began with: "2026-W47 CODE CODE …". */
static int read_frequent(struct entry *e, const char *week)
{
	const char *kept = book_setting(e->book, "entry.frequent");
	int n = 0, used;

	if (!kept || strncmp(kept, week, strlen(week)) || kept[strlen(week)] != ' ')
		return 0;
	kept += strlen(week);
	while (n < ENTRY_FREQUENT && sscanf(kept, " %131s%n", e->frequent[n], &used) == 1) {
		kept += used;
		if (book_topic(e->book, e->frequent[n]))
			n++;
	}
	return n;
}

static void write_frequent(struct entry *e, const char *week)
{
	char kept[ENTRY_FREQUENT * CODE_ROOM + 32];
	size_t used = (size_t)snprintf(kept, sizeof kept, "%s", week);
	struct fault f;

	for (int i = 0; i < ENTRY_FREQUENT; i++)
		used += (size_t)snprintf(kept + used, sizeof kept - used, " %s", e->frequent[i]);
	/* Not kept, it is only counted again. */
	book_setting_set(e->book, "entry.frequent", kept, &f);
}

void entry_load_frequent(struct entry *e)
{
	struct period week;
	size_t topics;
	const struct topic *t = book_topics(e->book, &topics);
	bool known;
	int n;

	memset(e->frequent, 0, sizeof e->frequent);
	if (period_of_day(&week, PERIOD_WEEK, book_now(e->book)->day))
		return;
	n = read_frequent(e, week.label);
	known = n == ENTRY_FREQUENT;
	if (!n)
		n = count_frequent(e, week.from, e->frequent);
	for (size_t i = 0; i < topics && n < ENTRY_FREQUENT; i++)
		if (place_of_frequent(e, n, t[i].code) < 0)
			snprintf(e->frequent[n++], CODE_ROOM, "%s", t[i].code);
	if (!known)
		write_frequent(e, week.label);
}

/* ---- the topics of this session ---- */

bool entry_topic_success(const struct entry_topic *t)
{
	return outcome_is_success(entry_vocab_code("outcome", t->outcome));
}

void entry_topic_add(struct entry *e, const char *code)
{
	const struct topic *topic = book_topic(e->book, code);
	struct entry_topic *t = &e->topics[e->n_topics];

	e->dirty = true;
	for (int i = 0; i < e->n_topics; i++)
		if (!strcmp(e->topics[i].code, code)) {
			e->topic = i;
			return;
		}
	if (e->n_topics == ENTRY_TOPICS)
		return;
	*t = (struct entry_topic){ .outcome = entry_vocab_place("outcome", "hoan_thanh"),
				   .count = -1, .blocker = -1 };
	snprintf(t->code, sizeof t->code, "%s", code);
	if (topic && topic->cap_people && *e->house && !entry_is_group(e))
		t->count = 1;
	e->topic = e->n_topics++;
}

void entry_topic_remove(struct entry *e)
{
	if (!e->n_topics)
		return;
	e->dirty = true;
	memmove(&e->topics[e->topic], &e->topics[e->topic + 1],
		(size_t)(e->n_topics - e->topic - 1) * sizeof e->topics[0]);
	e->n_topics--;
	e->topic -= e->topic == e->n_topics && e->topic > 0;
}

static int place_of_topic(const struct entry *e, const char *code)
{
	for (int i = 0; i < e->n_topics; i++)
		if (!strcmp(e->topics[i].code, code))
			return i;
	return -1;
}

static bool promised_before(const struct entry *e, int promise, const char *code)
{
	for (int i = 0; i < promise; i++)
		if (!strcmp(entry_promise_topic(e, i), code))
			return true;
	return false;
}

const char *entry_promise_topic(const struct entry *e, int promise)
{
	const struct entry_promise *p = &e->promises[promise];
	int later = entry_vocab_place("outcome", "hen_lai");

	if (*e->attempt)
		return "";
	if (p->chosen)
		return place_of_topic(e, p->topic) >= 0 ? p->topic : "";
	for (int i = 0; i < e->n_topics; i++)
		if (e->topics[i].outcome == later &&
		    !promised_before(e, promise, e->topics[i].code))
			return e->topics[i].code;
	return e->n_topics == 1 ? e->topics[0].code : "";
}

void entry_promise_turn(struct entry *e, int by)
{
	struct entry_promise *p = &e->promises[e->n_promises - 1];
	int turns = e->n_topics + 1; /* none is one of them */
	int at = place_of_topic(e, entry_promise_topic(e, e->n_promises - 1)) + 1;

	at = (at + by + turns) % turns;
	snprintf(p->topic, sizeof p->topic, "%s", at ? e->topics[at - 1].code : "");
	p->chosen = e->dirty = true;
}

static void change_count(struct entry *e, struct entry_topic *t, int count)
{
	e->dirty = true;
	if (!entry_topic_success(t))
		return;
	t->count = count < -1 ? -1 : count > COUNT_MAX ? COUNT_MAX : count;
}

static void next_outcome(struct entry *e, struct entry_topic *t)
{
	size_t n;

	vocab_list("outcome", &n);
	t->outcome = (t->outcome + 1) % (int)n;
	e->dirty = true;
}

bool entry_topic_letter(struct entry *e, char letter)
{
	struct entry_topic *t = &e->topics[e->topic];

	if (e->counting && letter >= '0' && letter <= '9') {
		change_count(e, t, (t->count > 0 ? t->count * 10 : 0) + letter - '0');
		return true;
	}
	e->counting = false;
	if (letter >= '1' && letter <= '9') {
		if (*e->frequent[letter - '1'])
			entry_topic_add(e, e->frequent[letter - '1']);
		return true;
	}
	if (!e->n_topics)
		return false;
	switch (letter) {
	case ' ':
		next_outcome(e, t);
		return true;
	case '+':
		change_count(e, t, t->count < 0 ? 1 : t->count + 1);
		return true;
	case '-':
		change_count(e, t, t->count - 1);
		return true;
	case '=':
		change_count(e, t, -1);
		e->counting = true;
		return true;
	case '/':
		e->blocking = true;
		e->pick = 0;
		return true;
	default:
		return false;
	}
}
