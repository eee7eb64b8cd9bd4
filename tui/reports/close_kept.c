#include "config.h"
#include "tui/reports/close_kept.h"

#include <stdio.h>

#include "tui/env/translate.h"
#include "tui/words/changes_text.h"

enum { AS_CLOSED, AS_NOW, CHOICES };
enum { WORDS_COLS = 70 };

int close_kept_load(struct book *book, struct close_kept *kept, const struct period *period,
		    const char *team, struct form_item *item, struct fault *f)
{
	int rc = report_changed(book, period, team, &kept->changes, f);

	if (rc)
		return rc;
	item->type = FORM_NOTE;
	item->hint = NULL;
	if (!report_differs(&kept->changes))
		return FAULT_OK;
	changes_text(kept->words, sizeof kept->words, &kept->changes, WORDS_COLS);
	kept->choices[AS_CLOSED] = (struct form_choice){ "closed", _("stay as they were closed") };
	kept->choices[AS_NOW] = (struct form_choice){ "now", _("closed again, as they are now") };
	item->type = FORM_CHOICE;
	item->label = _("Figures");
	item->hint = kept->words;
	item->choices = kept->choices;
	item->n_choices = CHOICES;
	item->chosen = AS_CLOSED;
	return FAULT_OK;
}

bool close_kept_anew(const struct form_item *item)
{
	return item->type == FORM_NOTE || item->chosen == AS_NOW;
}
