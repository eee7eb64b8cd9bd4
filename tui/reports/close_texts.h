/*
 * close_texts: the texts of a report, in the form that closes.
 *
 * They are items of that form, in the order of report_columns.
 */
#ifndef TUI_REPORTS_CLOSE_TEXTS_H
#define TUI_REPORTS_CLOSE_TEXTS_H

#include <stdbool.h>

#include "tui/widgets/form.h"

enum { CLOSE_TEXT_MAX = 4000 }; /* letters: the bound of data/records.tsv */

/* Describe the REPORT_TEXTS items; an officer's desk is asked for other things than a team. */
void close_texts_describe(struct form_item *items, bool officer);

#endif
