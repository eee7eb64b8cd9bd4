/*
 * stay: the records that were taken out, put back or done in a list while one was in it.
 *
 * Their rows stay where they are, struck through, until one leaves the list: nothing moves
 * under the cursor, and what was hit by mistake is in sight.
 */
#ifndef TUI_RECORDS_STAY_H
#define TUI_RECORDS_STAY_H

#include <stdbool.h>

#include "store/query/list.h"

struct stay {
	rec_t *all; /* owned */
	int n;
};

/* For a list's query; good until the next record is added. */
struct list_also stay_also(const struct stay *stay);

/* Before the change, so that the list read after it has the row still. */
void stay_add(struct stay *stay, rec_t rec);
void stay_release(struct stay *stay);

/* Whether a record of these is out of the count now; false for any other. */
bool stay_voided(const struct stay *stay, struct book *book, rec_t rec);

#endif
