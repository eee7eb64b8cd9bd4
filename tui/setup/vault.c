#include "config.h"
#include "tui/setup/vault.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/crypto.h"
#include "store/book/transaction.h"
#include "store/upkeep/book_create.h"
#include "store/vault/kdf.h"
#include "tui/app/routes.h"
#include "tui/app/work.h"
#include "tui/env/folder.h"
#include "tui/env/translate.h"
#include "tui/setup/code.h"
#include "tui/setup/members.h"
#include "tui/setup/step.h"
#include "tui/setup/villages.h"
#include "tui/typing/typing.h"
#include "tui/unlock/code_paper.h"
#include "tui/words/say.h"

void wizard_unmake(struct wizard *w)
{
	book_close(w->book);
	w->book = NULL;
	wipe(w->code, sizeof w->code);
	if (w->folders_made)
		folder_remove(app_launch(w->view.app)->vault, w->folders_made);
	w->folders_made = 0;
}

/* What is made while the screen goes on: it reads the wizard and changes only this. */
struct making {
	const struct wizard *w;
	struct book_setup setup;
	const struct launch *launch;
	int folders_made;
	struct book *book;
	char code[VAULT_CODE_TEXT];
	struct fault fault;
	int rc;
};

static int fill(struct making *m)
{
	const struct wizard *w = m->w;
	struct fault *f = &m->fault;
	int rc = book_setting_set(m->book, "language", w->language ? "en" : "vi", f);

	if (!rc)
		rc = book_setting_set(m->book, "typing", typing_code(typing_get()), f);
	if (rc || (!w->n_villages && !w->setup_path && !w->n_members && !*w->team))
		return rc;
	rc = book_begin(m->book, "setup", f);
	if (!rc)
		rc = wizard_add_villages(w, m->book, f);
	if (!rc)
		rc = wizard_add_members(w, m->book, f);
	if (!rc)
		rc = book_commit(m->book, NULL, f);
	if (rc)
		book_rollback(m->book);
	return rc;
}

static void make(void *arg)
{
	struct making *m = arg;

	if (m->launch->vault_is_default)
		m->rc = folder_make(m->launch->vault, &m->folders_made, &m->fault);
	if (m->rc)
		return;
	vault_kdf_calibrate(&m->setup.kdf); /* at worst the floor */
	m->rc = book_create(m->launch->vault, &m->setup, m->code, &m->book, &m->fault);
	if (m->rc)
		m->book = NULL;
	else
		m->rc = fill(m);
}

/* Make it, and put into the wizard what there is then. */
static int make_and_take(struct wizard *w, struct vault_pass pass, struct fault *f)
{
	struct making m = { .w = w, .launch = app_launch(w->view.app),
			    .setup = { .level = w->level, .unit = w->unit,
					       .unit_name = w->unit_name, .member = w->name,
					       .codes = w->codes,
					       .pass = pass } };

	work_run(w->view.app, _("Preparing the logbook: a few seconds"), make, &m);
	w->book = m.book;
	w->folders_made = m.folders_made;
	memcpy(w->code, m.code, sizeof w->code);
	wipe(m.code, sizeof m.code);
	*f = m.fault;
	return m.rc;
}

bool wizard_make(struct wizard *w, struct vault_pass pass)
{
	struct fault f = { 0 };
	char *text;

	if (!make_and_take(w, pass, &f)) {
		code_paper_choose(w->asked);
		return true;
	}
	wizard_unmake(w);
	text = f.line ? say_cause(&f) : say_text(&f);
	if (f.line)
		app_say(w->view.app, TONE_BAD, _("Line %d: %s"), f.line, text);
	else
		app_say(w->view.app, TONE_BAD, "%s", text);
	free(text);
	if (f.code == FAULT_CLOCK) {
		app_decline_date(w->view.app, false);
		app_ask_date(w->view.app);
	}
	if (f.code != FAULT_FIELD && f.code != FAULT_JSON)
		return false;
	/* To what was filled in; the members' names were looked at there. */
	wizard_back(w);
	if (w->level != LEVEL_UPPER)
		wizard_back(w);
	return false;
}
