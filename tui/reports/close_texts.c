#include "config.h"
#include "tui/reports/close_texts.h"

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
