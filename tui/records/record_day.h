/*
 * record_day: the day in the form of a record, as it is typed (record_form.h).
 *
 * What is left out of it is of the last such day up to today, as in the form of a session; a
 * day long past says so beside it and is asked about (tui/app/old_day.h).
 */
#ifndef TUI_RECORDS_RECORD_DAY_H
#define TUI_RECORDS_RECORD_DAY_H

#include "tui/records/record_form_value.h"

/* The item with a day, -1 for none or one that is no day yet; *day gets it. */
int record_day_item(const struct form *form, const struct form_field *fields, day_t today,
		    day_t *day);

/* A day that was typed, other than in the item one is on, written out as it is read. */
void record_day_write(struct form *form, const struct form_field *fields, day_t today);

/* Say beside the day what it is, where it is long past, else nothing. */
void record_day_note(struct form *form, const struct form_field *fields, day_t today);

#endif
