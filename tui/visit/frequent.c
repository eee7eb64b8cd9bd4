#include "config.h"
#include "tui/visit/frequent.h"

#include <stdio.h>
#include <string.h>

#include "store/book/now.h"
#include "store/record/topics.h"
#include "store/summary/make.h"
#include "store/summary/summary.h"

#define SETTING "entry.frequent"

enum { WEEKS = 8 /* before this one, that say what is frequent */ };

typedef char frequent[VISIT_FREQUENT][CODE_ROOM];

static bool is_among(frequent codes, int n, const char *code)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(codes[i], code))
			return true;
	return false;
}

/* The group with most sessions that is not among the codes yet; of equals the first. */
static const struct summary_row *most_frequent(const struct summary *s, frequent codes, int n)
{
	const struct column *sessions = column_find("so_luot");
	const struct summary_row *best = NULL;
	int64_t most = 0;

	for (size_t i = 0; i < s->group_count; i++) {
		const struct summary_value *value = summary_value(&s->groups[i], sessions);

		if (value && value->type == SUMMARY_INT && value->integer > most &&
		    !is_among(codes, n, s->groups[i].key)) {
			best = &s->groups[i];
			most = value->integer;
		}
	}
	return best;
}

/* The most frequent in the weeks before this one; of equals the catalogue's first. */
static int count(struct book *book, day_t monday, frequent codes)
{
	const struct summary_row *best;
	struct period period;
	struct summary s;
	struct fault f;
	int n = 0;

	if (period_range(&period, monday - 7 * WEEKS, monday - 1) ||
	    summary_make(book, &period, SUMMARY_TOPIC, &s, &f))
		return 0;
	while (n < VISIT_FREQUENT && (best = most_frequent(&s, codes, n)))
		snprintf(codes[n++], CODE_ROOM, "%s", best->key);
	summary_release(&s);
	return n;
}

/* Those the week began with: "2026-W47 CODE CODE …". */
static int fetch(struct book *book, const char *week, frequent codes)
{
	const char *kept = book_setting(book, SETTING);
	int n = 0, used;

	if (!kept || strncmp(kept, week, strlen(week)) || kept[strlen(week)] != ' ')
		return 0;
	kept += strlen(week);
	while (n < VISIT_FREQUENT && sscanf(kept, " %131s%n", codes[n], &used) == 1) {
		kept += used;
		if (book_topic(book, codes[n]))
			n++;
	}
	return n;
}

static void keep(struct book *book, const char *week, frequent codes)
{
	char kept[VISIT_FREQUENT * CODE_ROOM + 32];
	size_t used = (size_t)snprintf(kept, sizeof kept, "%s", week);
	struct fault f;

	for (int i = 0; i < VISIT_FREQUENT; i++)
		used += (size_t)snprintf(kept + used, sizeof kept - used, " %s", codes[i]);
	/* Not kept, it is only counted again. */
	book_setting_set(book, SETTING, kept, &f);
}

void visit_load_frequent(struct book *book, struct visit_facts *facts)
{
	size_t topics;
	const struct topic *t = book_topics(book, &topics);
	struct period week;
	bool known;
	int n;

	memset(facts->frequent, 0, sizeof facts->frequent);
	if (period_of_day(&week, PERIOD_WEEK, book_now(book)->day))
		return;
	n = fetch(book, week.label, facts->frequent);
	known = n == VISIT_FREQUENT;
	if (!n)
		n = count(book, week.from, facts->frequent);
	for (size_t i = 0; i < topics && n < VISIT_FREQUENT; i++)
		if (!is_among(facts->frequent, n, t[i].code))
			snprintf(facts->frequent[n++], CODE_ROOM, "%s", t[i].code);
	if (!known)
		keep(book, week.label, facts->frequent);
}
