/*
 * reports: closed periods, and what was entered after they were.
 */
#ifndef STORE_QUERY_REPORTS_H
#define STORE_QUERY_REPORTS_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/date.h"
#include "store/book/book.h"

/*
 * Of the weeks whose Sunday lies in the period, how many there are and how many have a report
 * of the team (code; NULL: of the unit itself).
 */
int reports_weeks(struct book *book, const struct period *period, const char *team, int *closed,
		  int *weeks, struct fault *f);

/*
 * The operation that kept the figures with a report last (store/report/figures.h); where none
 * did, the one that made it.
 */
int report_closing(struct book *book, rec_t report, rec_t *out, struct fault *f);

/*
 * Sessions of the period, as they are now, that were entered, changed or taken out by an
 * operation after that one; *moved: since then something changed that may have moved some in or
 * out: the day of one, who is in a team, or its villages.
 */
int sessions_since(struct book *book, const struct period *period, rec_t op, int64_t *count,
		   bool *moved, struct fault *f);

#endif
