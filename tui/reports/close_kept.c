#include "config.h"
#include "tui/reports/close_kept.h"

#include <stdio.h>

#include "tui/app/app.h"
#include "tui/env/translate.h"
#include "tui/words/changes_text.h"

enum { AS_CLOSED, AS_NOW, CHOICES };
enum { WORDS_COLS = 48 }; /* beside what the keys do, in 80 */

int close_kept_load(struct book *book, struct close_kept *kept, const struct period *period,
		    const char *team, struct form_item *item, struct fault *f)
{
	char changes[200];
	int rc = report_changed(book, period, team, &kept->changes, f);

	if (rc)
		return rc;
	item->type = FORM_NOTE;
	item->hint = NULL;
	if (!report_differs(&kept->changes))
		return FAULT_OK;
	changes_text(changes, sizeof changes, &kept->changes, WORDS_COLS);
	snprintf(kept->words, sizeof kept->words, _("← → to choose. Changed: %s"), changes);
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

enum close_outcome close_kept_outcome(const struct form_item *item)
{
	if (item->type == FORM_NOTE)
		return CLOSED_PLAINLY;
	return item->chosen == AS_NOW ? CLOSED_ANEW : CLOSED_KEEPING;
}

static void say_in_place(struct app *app, enum close_outcome outcome, const char *team,
			 const char *period)
{
	if (outcome == CLOSED_KEEPING)
		app_say(app, TONE_GOOD, _("Closed in place of %s, old figures kept: %s"),
			team, period);
	else if (outcome == CLOSED_ANEW)
		app_say(app, TONE_GOOD, _("Closed in place of %s, figures of now: %s"),
			team, period);
	else
		app_say(app, TONE_GOOD, _("Closed in place of %s: %s"), team, period);
}

void close_kept_say(struct app *app, enum close_outcome outcome, const char *team,
		    const char *period)
{
	if (*team)
		say_in_place(app, outcome, team, period);
	else if (outcome == CLOSED_KEEPING)
		app_say(app, TONE_GOOD, _("Closed, old figures kept: %s"), period);
	else if (outcome == CLOSED_ANEW)
		app_say(app, TONE_GOOD, _("Closed, figures of now: %s"), period);
	else
		app_say(app, TONE_GOOD, _("Closed: %s"), period);
}
