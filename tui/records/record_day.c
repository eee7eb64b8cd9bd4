#include "config.h"
#include "tui/records/record_day.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/words/when.h"

int record_day_item(const struct form *form, const struct form_field *fields, day_t today,
		    day_t *day)
{
	for (int i = 0; i < form->n; i++) {
		char *typed;
		bool good;

		if (!fields[i].field || fields[i].field->type != FIELD_DATE)
			continue;
		typed = form_value(form, i);
		good = typed && when_day(day, typed, today, false);
		memory_free_wiped(typed);
		return good ? i : -1;
	}
	return -1;
}

void record_day_write(struct form *form, const struct form_field *fields, day_t today)
{
	char date[DATE_SIZE];
	day_t day;
	int item = record_day_item(form, fields, today, &day);

	if (item < 0 || item == form->at)
		return;
	date_format_vn(date, day);
	form_set(form, item, date);
}

void record_day_note(struct form *form, const struct form_field *fields, day_t today)
{
	char *typed;
	day_t day;
	int item = record_day_item(form, fields, today, &day);

	for (int i = 0; i < form->n; i++)
		form->items[i].beside[0] = 0;
	if (item < 0)
		return;
	typed = form_value(form, item);
	when_beside(form->items[item].beside, typed, day, today);
	memory_free_wiped(typed);
}
