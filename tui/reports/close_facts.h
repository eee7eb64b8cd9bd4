/*
 * close_facts: what has been logged in a period that somebody is about to close, in words.
 */
#ifndef TUI_REPORTS_CLOSE_FACTS_H
#define TUI_REPORTS_CLOSE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/date.h"
#include "tui/app/app.h"

struct close_facts {
	int64_t entries; /* sessions and attempts of the team, or of the unit */
	bool said;       /* that it would report 0, though nothing is known here */
	char text[160];  /* what stands above the form */
};

/*
 * Read what a team (NULL: the unit) has logged in the period. FAULT_OK or a code of fault.h; the
 * text says so then, and `entries` stay as they were. `said` stays as it was.
 */
int close_facts_read(struct book *book, const struct period *period, const char *team,
		     struct close_facts *facts, struct fault *f);

/*
 * Whether a report of nothing is meant: always, but at a desk above communes, which has taken
 * nothing in, and in the place of a team that was active (nil: it was not), whose visits are in
 * its own book. There it says so the first time (false), and goes on the second time.
 */
bool close_facts_zero(struct app *app, struct close_facts *facts, const char *team, bool nil);

#endif
