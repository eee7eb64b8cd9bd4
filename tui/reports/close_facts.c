#include "config.h"
#include "tui/reports/close_facts.h"

#include <stdio.h>

#include "store/report/close.h"
#include "tui/env/translate.h"
#include "tui/words/say.h"

static bool is_above_communes(const struct book *book)
{
	return book_level(book) == LEVEL_UPPER;
}

int close_facts_read(struct book *book, const struct period *period, const char *team,
		     struct close_facts *facts, struct fault *f)
{
	int64_t sessions, attempts;
	int rc = report_activity(book, period, team, &sessions, &attempts, f);

	if (rc) {
		snprintf(facts->text, sizeof facts->text, "%s", say_unread());
		return rc;
	}
	facts->entries = sessions + attempts;
	if (facts->entries)
		snprintf(facts->text, sizeof facts->text,
			 P_("Logged: %d session, %d without meeting anybody",
			    "Logged: %d sessions, %d without meeting anybody",
			    (unsigned long)sessions),
			 (int)sessions, (int)attempts);
	else
		snprintf(facts->text, sizeof facts->text, "%s",
			 is_above_communes(book)
				 ? _("Nothing was taken in from any commune: a report now says 0")
				 : _("Nothing has been logged in this period"));
	return FAULT_OK;
}

bool close_facts_zero(struct app *app, struct close_facts *facts, const char *team, bool nil)
{
	bool above = is_above_communes(app_book(app));
	bool silent = report_speaks_for(app_book(app), team) && !nil;

	if (!(above || silent) || facts->said || facts->entries)
		return true;
	facts->said = true;
	app_say(app, TONE_WARN, "%s",
		above ? _("No commune's figures are in here: ^S once more reports 0")
		      : _("This book has no figures of the team: ^S once more reports 0"));
	return false;
}
