/*
 * household_means: from a session, or a code, to the very household that is meant.
 *
 * Two laptops may each have made a household of one code; what is entered by code is of the one
 * that stands (record/lookup.h).
 */
#ifndef TUI_RECORDS_HOUSEHOLD_MEANS_H
#define TUI_RECORDS_HOUSEHOLD_MEANS_H

#include <jansson.h>

#include "tui/app/app.h"

/*
 * What to enter something of that household under: it, or the one it is joined to, as an object
 * (new reference) whose code means it. NULL where neither's does; that, and what to do, is said.
 */
json_t *household_by_code(struct app *app, rec_t household);

/* Open the form of a visit to it, if it can be entered. */
void household_log_visit(struct app *app, rec_t household);

#endif
