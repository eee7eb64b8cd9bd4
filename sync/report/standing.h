/*
 * standing: whose figures a file holds and whether their period is closed, which a summary
 * does not know. One thread: that of the book.
 */
#ifndef SYNC_REPORT_STANDING_H
#define SYNC_REPORT_STANDING_H

#include <stdbool.h>

#include "store/base/date.h"
#include "store/book/book.h"

struct standing {
	char *team_code, *team_name; /* of a team's desk that is of this one alone; else NULL */
	bool own;     /* one report stands for all that is counted: this team's, or the unit's;
			 without it (a desk of several teams) what follows is not known */
	bool closed;
	bool changed; /* since then something else is counted */
	int weeks, weeks_closed; /* those in a longer period; of a week both are 0 */
};

/* After FAULT_OK the caller releases it; after a fault there is nothing to release. */
int standing_read(struct book *book, const struct period *period, struct standing *out,
		  struct fault *f);
void standing_release(struct standing *standing);

#endif
