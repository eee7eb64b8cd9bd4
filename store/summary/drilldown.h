/*
 * drilldown: which sessions a figure of a summary counts, as SQL.
 *
 * The rules of docs/counting.md once more, the other way round: the counting
 * engine (count.h) goes through the sessions and adds up; this says
 * which of them it added, so that a list can show what is behind a figure. A
 * test compares the two for every column and every axis.
 */
#ifndef STORE_SUMMARY_DRILLDOWN_H
#define STORE_SUMMARY_DRILLDOWN_H

#include "store/book/book.h"
#include "store/summary/rules.h"
#include "store/summary/summary.h"

/* The rule of a column; NULL for an unknown code. */
const struct rule *rule_of_column(const char *column);

/* Whether a figure is counted from sessions: not from registers, status, or as words. */
bool drilldown_lists(const struct rule *rule);

/*
 * The first day of what a figure of the period from..to counts: the year's for what is counted
 * since then, DAY_MIN for what is open since ever; rule NULL: any session.
 */
day_t drilldown_from(const struct rule *rule, day_t from, day_t to);

struct drilldown {
	char *sql;        /* conditions on a row `s` of session, joined by AND; owned */
	char *adds_up;    /* what the figure is over them: an aggregate, or count(*); owned */
	day_t from, to;   /* of the sessions; the period's, or the year's */
};

/*
 * The sessions counted in `column` (NULL: any) for the period from..to, in the
 * group `key` of the axis. Hours are added up in minutes, a rate is its
 * numerator. FAULT_USAGE for a column that lists none; I/O faults.
 */
int drilldown_make(struct book *book, const char *column, day_t from, day_t to,
		   enum summary_axis axis, const char *key, struct drilldown *out,
		   struct fault *f);
void drilldown_release(struct drilldown *drilldown);

#endif
