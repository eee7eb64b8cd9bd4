/*
 * close_texts: the texts of a report, in the form that closes.
 *
 * They are items of that form, in the order of report_columns.
 */
#ifndef TUI_REPORTS_CLOSE_TEXTS_H
#define TUI_REPORTS_CLOSE_TEXTS_H

#include <jansson.h>
#include <stdbool.h>

#include "tui/widgets/form.h"

enum { CLOSE_TEXT_MAX = 4000 }; /* letters: the bound of data/records.tsv */

/* Describe the REPORT_TEXTS items; an officer's desk is asked for other things than a team. */
void close_texts_describe(struct form_item *items, bool officer);

/* From a report or draft (NULL: from nothing) into the items, the first of them at `at`, and back. */
void close_texts_fill(struct form *form, int at, const json_t *from);
void close_texts_gather(const struct form *form, int at, json_t *into);

/* What was emptied is to be empty: null where `into` has no words. */
void close_texts_empty(json_t *into);

/* Which of them a field is; -1 for none. */
int close_texts_find(const char *field);

#endif
