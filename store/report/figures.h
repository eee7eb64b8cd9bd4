/*
 * figures: what a period comes to, as it is kept with a report.
 *
 * An object of column codes and whole numbers, in the columns' order; a column
 * that is not known is not in it, nor are words, hours and per cents.
 */
#ifndef STORE_REPORT_FIGURES_H
#define STORE_REPORT_FIGURES_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/summary/summary.h"

/*
 * Whose sessions a team's report counts: its own; at a team's desk that knows only this team all
 * of them, also those of people who were not put in it. NULL: all.
 */
int report_scope(struct book *book, const char *team, const char **scope, struct fault *f);

/*
 * The summary in which a team's (NULL: the whole unit's) report of a period stands, and its row
 * there; NULL for a team of which nothing is known. The caller releases the summary.
 */
int report_row(struct book *book, const struct period *period, const char *team,
	       struct summary *summary, const struct summary_row **row, struct fault *f);

/* Those of a team (NULL: of the whole unit) now, as a new reference. I/O faults. */
int report_figures(struct book *book, const struct period *period, const char *team,
		   json_t **out, struct fault *f);

#endif
