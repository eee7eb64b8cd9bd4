#include "config.h"
#include "tui/setup/restoring.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "store/record/open.h"
#include "tui/app/routes.h"
#include "tui/app/work.h"
#include "tui/env/folder.h"
#include "tui/env/translate.h"
#include "tui/unlock/unlock.h"
#include "tui/words/say.h"

/* A book that the code opened is nobody's to work in: opened once more, by whose password is new. */
static void open_by_member(struct restoring *r)
{
	struct fault f = { 0 };
	int rc;

	book_close(r->book);
	r->book = NULL;
	rc = records_open(r->launch->vault, r->member, r->pass, &r->book, &f);
	if (rc && !r->rc) {
		r->rc = rc;
		r->fault = f;
	}
}

static void bring_back(void *arg)
{
	struct restoring *r = arg;
	const char *path = r->launch->vault;
	struct fault *f = &r->fault;
	int folders = 0;

	if (r->launch->vault_is_default)
		r->rc = folder_make(path, &folders, f);
	if (!r->rc && r->code.text)
		r->rc = records_restore_code(r->from, path, r->code.text, r->member, r->pass,
					     &r->book, f);
	else if (!r->rc)
		r->rc = records_restore(r->from, path, r->member, r->pass, &r->book, f);
	if (!r->rc) {
		r->rc = book_publish(r->book, f);
		r->there = !r->rc || r->rc == FAULT_DONE;
	}
	if (r->there && r->code.text)
		open_by_member(r);
	if (r->there)
		return;
	book_close(r->book);
	r->book = NULL;
	if (folders)
		folder_remove(path, folders);
}

void restoring_run(struct app *app, struct restoring *r)
{
	r->launch = app_launch(app);
	work_run(app, _("Restoring"), bring_back, r);
}

void restoring_enter(struct app *app, struct restoring *r, const char *done)
{
	bool quiet = true;
	char *why;

	if (r->book && book_is_open(r->book)) {
		quiet = unlock_enter(app, r->book);
	} else {
		book_close(r->book);
		app_show_only(app, app_routes(app)->lock(app));
	}
	if (!r->rc) {
		if (quiet)
			app_say(app, TONE_GOOD, "%s", done);
		return;
	}
	why = say_cause(&r->fault);
	app_say(app, TONE_BAD, _("The logbook is back, but: %s"), why);
	free(why);
}

char *restoring_why(const struct restoring *r)
{
	switch (r->fault.code) {
	case FAULT_DAMAGED:
		return memory_strdup(_("This backup is damaged: take another one"));
	case FAULT_OLD_HEADER:
		return memory_strdup(_("Its header is an older copy's: open it with the paper code"));
	default:
		return say_text(&r->fault);
	}
}
