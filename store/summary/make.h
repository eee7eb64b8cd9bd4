/*
 * make: counting a summary from a book.
 *
 * Everything is counted anew from the records, never added up from earlier
 * summaries. It takes memory for the distinct households of the year and the
 * groups, not for the sessions. One thread: that of the book.
 */
#ifndef STORE_SUMMARY_MAKE_H
#define STORE_SUMMARY_MAKE_H

#include "store/book/book.h"
#include "store/summary/summary.h"

/*
 * Count. *out need not be initialised; after FAULT_OK the caller releases it, after a fault there
 * is nothing to release. FAULT_USAGE for an axis that is none or not for this book, and by day for
 * more than SUMMARY_DAYS_MAX days; I/O faults. Changes nothing, may be called inside a transaction.
 */
int summary_make(struct book *book, const struct period *period, enum summary_axis axis,
		 struct summary *out, struct fault *f);

/* Whether a summary may be by that axis: by unit at an upper level's desk alone. */
bool summary_axis_is_for(const struct book *book, enum summary_axis axis);

/*
 * The same without all that needs more than the sessions of
 * the period: what is counted since 1 January or as it stands at the period's
 * end is SUMMARY_NULL. Its time goes by the period's sessions, not by all.
 */
int summary_make_period(struct book *book, const struct period *period, enum summary_axis axis,
			struct summary *out, struct fault *f);

#endif
