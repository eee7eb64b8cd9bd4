#include "config.h"
#include "tui/records/change.h"

#include <string.h>

#include "store/book/transaction.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "tui/app/drafts.h"
#include "tui/env/translate.h"
#include "tui/records/new_record.h"
#include "tui/term/paint.h"
#include "tui/words/record_brief.h"

static int finish(struct app *app, int rc, struct fault *f)
{
	if (!rc)
		rc = book_commit(app_book(app), NULL, f);
	if (rc)
		book_rollback(app_book(app));
	else
		app_changed(app);
	return rc;
}

int change_record(struct app *app, const char *verb, enum record_type type, rec_t rec,
		  const json_t *input, const char *draft, int *joined, struct fault *f)
{
	rec_t added;
	int rc = book_begin(app_book(app), verb, f);

	*joined = 0;
	if (rc)
		return rc;
	rc = rec ? record_edit(app_book(app), rec, input, f)
		 : record_add(app_book(app), type, input, &added, f);
	if (!rc && !rec)
		rc = new_record_follow(app_book(app), type, added, joined, f);
	/* In the same transaction, so that what is saved is never offered again. */
	if (!rc && draft)
		rc = drafts_drop(app_book(app), draft, f);
	return finish(app, rc, f);
}

/* ---- taking out ---- */

void change_void(struct app *app, rec_t rec)
{
	struct record_facts facts;
	struct fault f = { 0 };
	char what[160];
	int rc = record_facts(app_book(app), rec, &facts, &f);

	record_brief(what, sizeof what, app_book(app), rec,
		     MESSAGE_COLS - paint_width(_("Taken out of the count: %s; u undoes")));
	if (!rc)
		rc = book_begin(app_book(app), "void", &f);
	if (!rc)
		rc = finish(app, record_void(app_book(app), rec, !facts.voided, &f), &f);
	if (rc == FAULT_USED)
		app_say(app, TONE_WARN, "%s",
			_("Other records stand on it: it stays. e edits it"));
	else if (rc == FAULT_HAS_KEY)
		app_say(app, TONE_WARN, "%s",
			_("Can unlock this laptop: take the password away first"));
	else if (rc)
		app_fault(app, &f);
	else if (facts.voided)
		app_say(app, TONE_GOOD, _("Put back into the count: %s"), what);
	else
		app_say(app, TONE_GOOD, _("Taken out of the count: %s; u undoes"), what);
}

void change_followup(struct app *app, rec_t rec, const char *state)
{
	bool done = !strcmp(state, "xong");
	json_t *changes = json_pack("{ss}", "status", state);
	struct fault f = { 0 };
	char what[160];
	int joined;

	record_brief(what, sizeof what, app_book(app), rec,
		     MESSAGE_COLS - paint_width(_("Follow-up cancelled: %s; u undoes")));
	if (change_record(app, done ? "followup_done" : "followup_cancel", TYPE_FOLLOWUP, rec,
			  changes, NULL, &joined, &f))
		app_fault(app, &f);
	else if (done)
		app_say(app, TONE_GOOD, _("Follow-up done: %s; u undoes"), what);
	else
		app_say(app, TONE_GOOD, _("Follow-up cancelled: %s; u undoes"), what);
	json_decref(changes);
}
