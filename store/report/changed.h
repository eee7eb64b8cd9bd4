/*
 * changed: what has become of a period's figures since it was closed.
 *
 * Closing keeps the figures of that moment with the report (close.h). What is
 * entered, mended or taken out later changes what is counted now; what was
 * reported stays what it was, so whoever looks at a closed period is told.
 *
 * Compared are the figures counted from the period's own sessions; those of the
 * year, of follow-ups, status and registers change with time. One thread.
 */
#ifndef STORE_REPORT_CHANGED_H
#define STORE_REPORT_CHANGED_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/date.h"
#include "store/book/book.h"
#include "store/catalog/catalog.h"

enum { REPORT_CHANGES_MAX = 48 };

struct report_change {
	const struct column *column;
	bool was_known, is_known; /* else nobody had said */
	int64_t was, now;
};

struct report_changes {
	rec_t report;   /* 0: the period is not closed */
	bool has_figures; /* kept at closing, which an older program did not; asked only where
			     something later may have changed them */
	rec_t since;    /* the operation that closed it: what is later may have changed them */
	int count;      /* in the columns' order; 0 without figures */
	struct report_change list[REPORT_CHANGES_MAX];
	int64_t sessions; /* of the period, entered, changed, moved or taken out later; of a
			     report without figures only the team's */
};

/*
 * Compare the report of a team (NULL: of the unit itself) with what is counted now. Its time is
 * that of a summary, unless nothing later can have changed it: that is asked first.
 */
int report_changed(struct book *book, const struct period *period, const char *team,
		   struct report_changes *out, struct fault *f);

/* Whether there is anything to tell of them. */
bool report_differs(const struct report_changes *changes);

#endif
