/*
 * waiting: new records that wait as drafts (tui/app/drafts.h), as the first rows of their register.
 *
 * Only of whoever has unlocked. Such a row stands for no record: its `rec` is below 0.
 */
#ifndef TUI_RECORDS_WAITING_H
#define TUI_RECORDS_WAITING_H

#include "tui/app/app.h"
#include "tui/app/drafts.h"
#include "tui/widgets/rows.h"

struct waiting {
	char (*keys)[DRAFTS_KEY]; /* owned */
	int n;
	char asked[DRAFTS_KEY]; /* which goes if Del is pressed once more; "" none */
};

/* Add a row for each of a type; village: households of this one only; "" all. */
void waiting_read(struct waiting *w, struct app *app, enum record_type type, const char *village,
		  struct rows *rows);
void waiting_release(struct waiting *w);

/* The draft's key of a row; NULL when it is another row. */
const char *waiting_key(const struct waiting *w, const struct row *row);

/* Drop the one of that row, at the second press; said either way. */
void waiting_drop(struct waiting *w, struct app *app, const struct row *row);

#endif
