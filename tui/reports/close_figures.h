/*
 * close_figures: the figures that a report carries and no session has, in the form that closes.
 *
 * They are items of that form, the first of them at `at`. What is typed there is a number
 * as people write one; anything else is passed on, for entry's checks to refuse.
 */
#ifndef TUI_REPORTS_CLOSE_FIGURES_H
#define TUI_REPORTS_CLOSE_FIGURES_H

#include <jansson.h>

#include "tui/widgets/form.h"

enum { CLOSE_FIGURES = 3 };

/* Describe the items; how many there are: a team's report has none of the unit's own. */
int close_figures_describe(struct form_item *items, bool units);

/* Of so many described, those a report is asked for: the unit's own has all of them. */
int close_figures_offered(int made, bool units);

/* From a report or draft (NULL: from nothing) into the items, and back. */
void close_figures_fill(struct form *form, int at, int count, const json_t *from);
void close_figures_gather(const struct form *form, int at, int count, json_t *into);

/* What was emptied is to be empty: null where `into` has no number. */
void close_figures_empty(int count, json_t *into);

/* Which of them a field is; -1 for none. */
int close_figures_find(int count, const char *field);

#endif
