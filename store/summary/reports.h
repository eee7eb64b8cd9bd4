/*
 * reports: the closed reports of a period.
 */
#ifndef STORE_SUMMARY_REPORTS_H
#define STORE_SUMMARY_REPORTS_H

#include "store/summary/private.h"

/*
 * Who has closed has a group, before any session makes one: a team (and NO_TEAM), a unit. Axes team
 * and unit only.
 */
int count_closed(struct engine *e, struct fault *f);

/* How many teams there are, and those that have not closed the period. I/O faults. */
int count_missing(struct engine *e, struct summary *out, struct fault *f);

/*
 * Weeks that lie across an end of the period and have something in their reports, which counts
 * only where the whole week lies. I/O faults.
 */
int count_across(struct engine *e, struct summary *out, struct fault *f);

/* How many weeks end in the days from..to: their Sundays. */
int reports_sundays(day_t from, day_t to);

/* What closed reports of a group say in the field (a column's code); *out NULL for nothing. */
int report_texts(struct engine *e, int64_t id, const char *field, char **out, struct fault *f);

#endif
