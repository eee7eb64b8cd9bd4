#include "config.h"
#include "tui/reports/close_figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/date.h"
#include "store/base/text.h"
#include "store/catalog/catalog.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/words/number.h"

enum { NUMBER_LETTERS = 9, LABEL = 26 };

/* The n-th column that is typed in: sums first, then those that are the unit's own. */
static const struct column *typed_column(int n)
{
	const struct column *c = catalog_columns;

	while (!column_is_typed(c) || n-- > 0)
		c++;
	return c;
}

/* Its header, or the short one: a long label would push the numbers away from all others. */
static const char *label_of(const struct column *column)
{
	const char *header = lang_english() ? column->en : column->header;

	if (text_width(header, strlen(header)) <= LABEL)
		return header;
	if (lang_english())
		return *column->brief_en ? column->brief_en : column->en;
	return column->brief;
}

int close_figures_describe(struct form_item *items, bool units)
{
	int count = 0;

	for (int i = 0; i < CLOSE_FIGURES; i++) {
		const struct column *column = typed_column(i);
		bool own = column_is_units_own(column);

		if (own && !units)
			continue;
		items[count++] = (struct form_item){
			.label = label_of(column),
			.hint = own ? _("Per cent, as 72,5; counted from the unit's own report alone")
				: lang_english() ? column->en : column->header,
			.max = NUMBER_LETTERS,
			.plain = true,
			.only = own ? FORM_DECIMAL : FORM_DIGITS,
		};
	}
	return count;
}

int close_figures_offered(int made, bool units)
{
	int count = 0;

	while (count < made && (units || !column_is_units_own(typed_column(count))))
		count++;
	return count;
}

/* As one types it: no dots between thousands. */
static void show_number(char *out, size_t size, double number)
{
	int decimals = number_decimals(number);

	if (decimals)
		number_format_vn(out, size, number, decimals);
	else
		snprintf(out, size, "%.0f", number);
}

void close_figures_fill(struct form *form, int at, int count, const json_t *from)
{
	for (int i = 0; i < count; i++) {
		const json_t *value = json_object_get(from, typed_column(i)->code);
		const char *text = json_string_value(value);
		char number[32] = "";

		if (json_is_number(value))
			show_number(number, sizeof number, json_number_value(value));
		form_set(form, at + i, text ? text : number);
	}
}

void close_figures_gather(const struct form *form, int at, int count, json_t *into)
{
	for (int i = 0; i < count; i++) {
		char *text = form_value(form, at + i);
		json_t *value = number_value(text);

		if (*text)
			json_object_set_new(into, typed_column(i)->code,
					    value ? value : json_string(text));
		free(text);
	}
}

void close_figures_empty(int count, json_t *into)
{
	for (int i = 0; i < count; i++)
		if (!json_object_get(into, typed_column(i)->code))
			json_object_set_new(into, typed_column(i)->code, json_null());
}

int close_figures_find(int count, const char *field)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(typed_column(i)->code, field))
			return i;
	return -1;
}
