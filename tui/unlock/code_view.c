#include "config.h"
#include "tui/unlock/code_view.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/vault/slots.h"
#include "tui/app/form_base.h"
#include "tui/app/work.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/unlock/code_paper.h"
#include "tui/words/say.h"

struct code_view {
	struct form_base base; /* its form is alive while two groups are asked back */
	struct form_item items[2];
	char code[VAULT_CODE_TEXT];
	int asked[2];
	bool asking;
};

static struct code_view *of(struct view *view)
{
	return (struct code_view *)view;
}

static void code_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("New recovery code"));
}

static unsigned code_keymaps(struct view *view)
{
	return of(view)->asking ? form_base_keymaps(view) : IN_ANY | IN_STEP;
}

static void code_draw(struct view *view, const struct area *area)
{
	struct area below = { area->row + 1, area->col, area->rows - 1, area->cols };

	if (of(view)->asking && area->rows >= 8) {
		paint_text(area->row + 1, area->col + 1, area->cols - 2, STYLE_HEADING,
			   _("Type two groups from your paper"), false);
		below.row += 1;
		below.rows -= 1;
	}
	if (of(view)->asking)
		form_base_draw(view, &below);
	else
		code_paper_draw(of(view)->code, &below,
				_("Write it on paper: it takes the place of the old code."),
				_("The old code holds until you have typed two groups back."));
}

/* ---- asking it back, and storing it ---- */

static void ask(struct code_view *c, bool asking)
{
	if (c->asking)
		form_release(&c->base.form);
	c->asking = asking;
	if (!asking)
		return;
	code_paper_items(c->items, c->asked);
	form_init(&c->base.form, c->items, 2);
}

struct storing {
	struct book *book;
	const char *code;
	struct fault fault;
	int rc;
};

static void put(void *arg)
{
	struct storing *s = arg;

	s->rc = keyring_code(s->book, s->code, &s->fault);
}

static void store(struct app *app, struct code_view *c)
{
	struct storing s = { .book = app_book(app), .code = c->code };
	char *why;

	work_run(app, _("Storing the new recovery code"), put, &s);
	app_pop(app); /* c is gone after this */
	if (!s.rc) {
		app_say(app, TONE_GOOD, "%s",
			_("The new code holds. Back up, then destroy the old paper: old backups need it"));
		return;
	}
	why = say_cause(&s.fault);
	app_say(app, TONE_BAD,
		s.rc == FAULT_UNSURE ? _("Either code may hold: keep both, and do this again (%s)")
				     : _("The old recovery code still holds (%s)"), why);
	free(why);
}

static bool code_act(struct app *app, struct view *view, enum action action)
{
	struct code_view *c = of(view);
	bool done, taken;

	if (action == ACT_BACK && c->asking) {
		ask(c, false);
		return true;
	}
	if (action == ACT_BACK) {
		app_pop(app); /* c is gone after this */
		app_say(app, TONE_PLAIN, "%s", _("The old recovery code still holds"));
		return true;
	}
	if (!c->asking) {
		if (action == ACT_CONTINUE)
			ask(c, true);
		return action == ACT_CONTINUE;
	}
	taken = form_base_act(view, action, &done);
	if (taken && done && code_paper_check(&c->base.form, c->code, c->asked))
		store(app, c);
	return taken;
}

static void code_text(struct app *app, struct view *view, const char *text, size_t len, bool pasted)
{
	if (of(view)->asking)
		form_base_text(app, view, text, len, pasted);
	else
		term_refuse();
}

static void code_key(struct app *app, struct view *view, int key)
{
	if (of(view)->asking)
		form_base_key(app, view, key);
	else
		term_refuse();
}

static void code_close(struct view *view)
{
	ask(of(view), false);
	memory_free_wiped(view);
}

static const struct view_class code_class = {
	.name = "recovery code", .title = code_title, .keymaps = code_keymaps, .draw = code_draw,
	.act = code_act, .text = code_text, .key = code_key, .close = code_close,
};

struct view *code_view_new(struct app *app)
{
	struct code_view *c = memory_alloc_zero(1, sizeof *c);

	(void)app;
	c->base.view.class = &code_class;
	vault_code_draw(c->code);
	code_paper_choose(c->asked);
	return &c->base.view;
}
