#include "config.h"
#include "tui/unlock/recover_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/record/open.h"
#include "tui/app/work.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/unlock/unlock.h"
#include "tui/words/say.h"

enum { CODE, PASS, AGAIN, ITEMS };

struct recover_view {
	struct view view;
	const char *path; /* of the data file, which the app knows */
	char member[VAULT_NAME_MAX];
	struct form form;
	struct form_item items[ITEMS];
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
	return IN_LOCK | IN_MODAL | form_keymaps(&of(view)->form);
}

static void recover_draw(struct view *view, const struct area *area)
{
	struct area below = *area;
	int col = area->col + 1, width = area->cols - 2;

	if (area->rows >= 12) { /* else the fields, and what is wrong with them, need the room */
		paint_text(area->row + 1, col, width, STYLE_TEXT,
			   _("Type the recovery code from your paper: seven groups."), false);
		paint_text(area->row + 2, col, width, STYLE_FAINT,
			   _("Capitals, spaces and dashes do not matter."), false);
		below.row += 4;
		below.rows -= 4;
	}
	form_draw(&of(view)->form, &below);
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

	if (!unlock_code_check(&r->form, CODE) || !unlock_new_pass(&r->form, PASS, &job.pass))
		return;
	job.code = unlock_pass(&r->form, CODE);
	work_run(app, _("Setting the new password"), set_and_open, &job);
	vault_pass_release(&job.code);
	vault_pass_release(&job.pass);
	if (job.rc == FAULT_PASSPHRASE && !job.changed) {
		form_error(&r->form, CODE, _("This is not the recovery code of this data file"));
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
	bool last, forward = action == ACT_NEXT_FIELD || action == ACT_FIELD_DONE ||
			     action == ACT_DOWN;

	if (action == ACT_SAVE) {
		recover(app, r);
		return true;
	}
	if (forward && r->form.at == CODE && !unlock_code_check(&r->form, CODE))
		return true;
	if (!form_act(&r->form, action, &last))
		return false;
	if (last)
		recover(app, r);
	return true;
}

static void recover_text(struct app *app, struct view *view, const char *text, size_t len,
			 bool pasted)
{
	(void)app;
	(void)pasted;
	form_text(&of(view)->form, text, len);
}

static void recover_key(struct app *app, struct view *view, int key)
{
	(void)app;
	if (!form_key(&of(view)->form, key))
		term_refuse();
}

static void recover_close(struct view *view)
{
	struct recover_view *r = of(view);

	unlock_code_end(&r->form, CODE);
	form_release(&r->form);
	free(r);
}

static const struct view_class recover_class = {
	.name = "recover", .title = recover_title, .keymaps = recover_keymaps,
	.draw = recover_draw, .act = recover_act, .text = recover_text, .key = recover_key,
	.close = recover_close,
};

struct view *recover_view_new(struct app *app, const char *member)
{
	struct recover_view *r = memory_alloc_zero(1, sizeof *r);

	r->view.class = &recover_class;
	r->path = app_launch(app)->vault;
	snprintf(r->member, sizeof r->member, "%s", member);
	unlock_code_item(&r->items[CODE]);
	unlock_pass_items(r->items + PASS, _("Enter sets the new password"));
	form_init(&r->form, r->items, ITEMS);
	unlock_code_begin(&r->form, CODE);
	return &r->view;
}
