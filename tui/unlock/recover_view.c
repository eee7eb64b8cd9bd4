#include "config.h"
#include "tui/unlock/recover_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/record/open.h"
#include "tui/app/form_base.h"
#include "tui/app/work.h"
#include "tui/env/translate.h"
#include "tui/unlock/unlock.h"
#include "tui/words/say.h"

enum { CODE, PASS, AGAIN, ITEMS };

struct recover_view {
	struct form_base base;
	struct form_item items[ITEMS];
	const char *path; /* of the data file, which the app knows */
	char member[VAULT_NAME_MAX];
};

static struct recover_view *of(struct view *view)
{
	return (struct recover_view *)view;
}

static void recover_title(struct view *view, char *out, size_t size)
{
	snprintf(out, size, _("%s: forgotten password"), of(view)->member);
}

static unsigned recover_keymaps(struct view *view)
{
	return IN_LOCK | IN_MODAL | form_keymaps(&of(view)->base.form);
}

static void recover_draw(struct view *view, const struct area *area)
{
	unlock_code_draw(&of(view)->base.form, area);
}

struct recovery {
	const char *path, *member;
	struct vault_pass code, pass;
	struct book *book;
	struct fault fault;
	bool changed; /* whatever failed after that */
	int rc;
};

/* Set the new passphrase in the vault that the code opens, and close that again. */
static int set_pass(struct recovery *r)
{
	struct fault *f = &r->fault;
	struct book *book = NULL;
	int rc = records_open_code(r->path, r->code.text, &book, f);

	if (rc)
		return rc;
	rc = keyring_passphrase(book, "recover", r->member, r->pass, f);
	book_close(book);
	return rc;
}

static void set_and_open(void *arg)
{
	struct recovery *r = arg;

	r->rc = set_pass(r);
	r->changed = !r->rc;
	if (r->changed)
		r->rc = records_open(r->path, r->member, r->pass, &r->book, &r->fault);
}

/* It did not come to an open logbook: which password holds is said with it. */
static void say_failed(struct app *app, const struct recovery *job)
{
	char *why = say_cause(&job->fault);

	if (job->changed)
		app_say(app, TONE_BAD, _("The password is changed, but: %s"), why);
	else if (job->rc == FAULT_UNSURE)
		app_say(app, TONE_BAD, "%s", _("Either password may hold: try the new one, too"));
	else if (job->rc == FAULT_NOT_FOUND)
		app_say(app, TONE_BAD, _("%s cannot unlock any more: Esc, then choose another name"),
			job->member);
	else
		app_fault(app, &job->fault);
	free(why);
}

static void recover(struct app *app, struct recover_view *r)
{
	struct recovery job = { .path = r->path, .member = r->member };

	if (!unlock_code_check(&r->base.form, CODE) || !unlock_new_pass(&r->base.form, PASS, &job.pass))
		return;
	job.code = unlock_pass(&r->base.form, CODE);
	work_run(app, _("Setting the new password"), set_and_open, &job);
	vault_pass_release(&job.code);
	vault_pass_release(&job.pass);
	if (job.rc == FAULT_PASSPHRASE && !job.changed) {
		form_error(&r->base.form, CODE, _("This is not the recovery code of this data file"));
	} else if (job.rc) {
		say_failed(app, &job);
	} else if (unlock_enter(app, job.book)) { /* r is gone after this */
		app_say(app, TONE_GOOD, "%s",
			_("The password is changed. The code on the paper still holds: keep it"));
	}
}

static bool recover_act(struct app *app, struct view *view, enum action action)
{
	struct recover_view *r = of(view);
	bool done = false;

	if (unlock_code_holds(&r->base.form, CODE, action))
		return true;
	if (!form_base_act(view, action, &done))
		return false;
	if (done)
		recover(app, r);
	return true;
}

static void recover_close(struct view *view)
{
	unlock_code_end(&of(view)->base.form, CODE);
	form_base_close(view);
}

static const struct view_class recover_class = {
	.name = "recover", .title = recover_title, .keymaps = recover_keymaps,
	.draw = recover_draw, .act = recover_act, .text = form_base_text, .key = form_base_key,
	.close = recover_close,
};

struct view *recover_view_new(struct app *app, const char *member)
{
	struct recover_view *r = memory_alloc_zero(1, sizeof *r);

	r->base.view.class = &recover_class;
	r->path = app_launch(app)->vault;
	snprintf(r->member, sizeof r->member, "%s", member);
	unlock_code_item(&r->items[CODE]);
	unlock_pass_items(r->items + PASS, _("Enter sets the new password"));
	form_init(&r->base.form, r->items, ITEMS);
	unlock_code_begin(&r->base.form, CODE);
	return &r->base.view;
}
