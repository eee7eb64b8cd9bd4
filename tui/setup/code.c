#include "config.h"
#include "tui/setup/code.h"

#include <stdio.h>

#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/setup/form.h"
#include "tui/setup/step.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/unlock/code_paper.h"
#include "tui/unlock/unlock.h"

/* ---- showing the code ---- */

static void code_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", _("Recovery code: write it on paper now"));
}

static void code_enter(struct wizard *w)
{
	(void)w; /* made by the step before */
}

static void code_draw(struct wizard *w, const struct area *area)
{
	code_paper_draw(w->code, area, _("If you forget the password, only this code helps."),
			_("It is shown only this once. Keep the paper elsewhere."));
}

static bool code_act(struct wizard *w, enum action action)
{
	if (action == ACT_CONTINUE)
		wizard_go(w, STEP_CHECK);
	return action == ACT_CONTINUE;
}

/* Letters do nothing here, so that a stray q does not throw the new logbook away. */
static void code_text(struct wizard *w, const char *text, size_t len)
{
	(void)w;
	(void)text;
	(void)len;
	term_refuse();
}

/* What is left before it is published was never made: the code on the paper opens nothing. */
void wizard_code_void(struct wizard *w)
{
	app_say(w->view.app, TONE_WARN, "%s",
		_("The code shown before does not count: destroy its paper"));
}

bool wizard_code_leaves(struct wizard *w)
{
	if (w->leaving)
		return true;
	w->leaving = true;
	app_say(w->view.app, TONE_WARN, "%s",
		_("No logbook is made yet and this code will not count: ^Q once more leaves"));
	return false;
}

const struct wizard_step wizard_code = {
	.heading = code_heading, .enter = code_enter, .draw = code_draw, .act = code_act,
	.text = code_text,
};

/* ---- asking two groups back ---- */

static void check_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", _("Type two groups from your paper"));
}

static void check_enter(struct wizard *w)
{
	code_paper_items(w->items, w->asked);
	wizard_form_begin(w, 2);
}

/* The vault appears under its name: from here on there is a logbook, whatever fails after that. */
static void publish(struct wizard *w)
{
	struct app *app = w->view.app;
	struct book *book = w->book;
	bool quiet = true;
	struct fault f;
	int rc = book_publish(book, &f);

	if (rc && rc != FAULT_DONE) {
		wizard_back(w);
		wizard_back(w); /* to the password, which makes it anew */
		app_fault(app, &f);
		return;
	}
	w->book = NULL;
	w->folders_made = 0;
	if (book_is_open(book)) {
		quiet = unlock_enter(app, book); /* w is gone after this */
	} else {
		book_close(book);
		app_show_only(app, app_routes(app)->lock(app));
	}
	if (rc)
		app_fault(app, &f);
	else if (quiet)
		app_say(app, TONE_GOOD, "%s", _("The logbook is ready."));
}

static bool check_act(struct wizard *w, enum action action)
{
	bool done;

	if (!wizard_form_act(w, action, &done))
		return false;
	if (done && code_paper_check(&w->form, w->code, w->asked))
		publish(w);
	return true;
}

const struct wizard_step wizard_check = {
	.heading = check_heading, .enter = check_enter, .leave = wizard_form_leave,
	.draw = wizard_form_draw, .act = check_act, .text = wizard_form_text,
	.key = wizard_form_key,
};
