/*
 * change: one change to the records as one transaction, from a screen.
 *
 * Each begins a transaction, changes, commits; on any fault it is rolled back
 * whole. Afterwards every view has read its records anew. One thread.
 */
#ifndef TUI_RECORDS_CHANGE_H
#define TUI_RECORDS_CHANGE_H

#include <jansson.h>

#include "store/catalog/record_type.h"
#include "tui/app/app.h"

/*
 * verb as for book_begin(). rec 0: add a record of that type; else change that one. draft:
 * the key of the draft (tui/app/drafts.h) that is saved with it; NULL none. *joined: members
 * who came into a new team with it (new_record.h).
 */
int change_record(struct app *app, const char *verb, enum record_type type, rec_t rec,
		  const json_t *input, const char *draft, int *joined, struct fault *f);

/*
 * Take a record out of the count, or back in when it is out, and say so or what
 * went wrong. What others stand on stays (store/record/references.h).
 */
void change_void(struct app *app, rec_t rec);

/* Set the state of a follow-up to xong or huy, and say so or what went wrong. */
void change_followup(struct app *app, rec_t rec, const char *state);

#endif
