/*
 * household_kinds: kinds a household cannot be at once, such as poor and near-poor.
 *
 * Only where one fills in a form: what a file or the command line says of a household is kept
 * as it is said (store/data/records.tsv has no bound for it).
 */
#ifndef TUI_RECORDS_HOUSEHOLD_KINDS_H
#define TUI_RECORDS_HOUSEHOLD_KINDS_H

#include <stdbool.h>

#include "tui/records/record_form_value.h"

/* Whether a household of one kind is none of the other: codes of household_type. */
bool household_kinds_exclude(const char *one, const char *other);

/*
 * The kind of `item` was said yes to: those it excludes are said no to. The label of the first
 * of them that was yes, NULL where none was.
 */
const char *household_kinds_settle(struct form *form, const struct form_field *fields, int item);

#endif
