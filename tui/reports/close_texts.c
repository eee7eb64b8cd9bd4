#include "config.h"
#include "tui/reports/close_texts.h"

#include <string.h>

#include "store/base/memory.h"
#include "store/catalog/catalog.h"
#include "store/report/close.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"

void close_texts_describe(struct form_item *items, bool officer)
{
	static const char *const hints[REPORT_TEXTS] = {
		N_("What made the work hard; leave it empty if nothing did"),
		N_("Why it was hard"),
		N_("What you ask the commune for"),
		N_("What the team will do next"),
		N_("What went well and others could do too"),
		N_("Anything else; no names, no phone or card numbers"),
	};
	static const char *const officers[REPORT_TEXTS] = {
		[2] = N_("What you ask the level above for"),
		[3] = N_("What is to be done next"),
	};

	for (int i = 0; i < REPORT_TEXTS; i++) {
		const struct column *column = column_find(report_columns[i]);

		items[i] = (struct form_item){
			.label = lang_english() ? column->en : column->header,
			.type = FORM_LINES,
			.max = CLOSE_TEXT_MAX,
			.words = true,
			.hint = _(officer && officers[i] ? officers[i] : hints[i]),
		};
	}
}

void close_texts_fill(struct form *form, int at, const json_t *from)
{
	for (int i = 0; i < REPORT_TEXTS; i++) {
		const char *text = json_string_value(json_object_get(from, report_columns[i]));

		form_set(form, at + i, text ? text : "");
	}
}

void close_texts_gather(const struct form *form, int at, json_t *into)
{
	for (int i = 0; i < REPORT_TEXTS; i++) {
		char *text = form_value(form, at + i);

		if (text[strspn(text, " \n")])
			json_object_set_new(into, report_columns[i], json_string(text));
		memory_free_wiped(text);
	}
}

void close_texts_empty(json_t *into)
{
	for (int i = 0; i < REPORT_TEXTS; i++)
		if (!json_object_get(into, report_columns[i]))
			json_object_set_new(into, report_columns[i], json_null());
}

int close_texts_find(const char *field)
{
	for (int i = 0; i < REPORT_TEXTS; i++)
		if (!strcmp(report_columns[i], field))
			return i;
	return -1;
}
