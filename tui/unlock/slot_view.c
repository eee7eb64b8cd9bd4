#include "config.h"
#include "tui/unlock/slot_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "tui/app/form_base.h"
#include "tui/app/work.h"
#include "tui/env/translate.h"
#include "tui/unlock/unlock.h"
#include "tui/widgets/wrap.h"
#include "tui/words/say.h"

enum { PASS, AGAIN, ITEMS, LOW = 12 };

struct slot_view {
	struct form_base base;
	char code[VAULT_NAME_MAX];
	struct form_item items[ITEMS];
};

static struct slot_view *of(struct view *view)
{
	return (struct slot_view *)view;
}

static void slot_title(struct view *view, char *out, size_t size)
{
	snprintf(out, size, _("A password for %s"), of(view)->code);
}

static void slot_draw(struct view *view, const struct area *area)
{
	struct area below = *area;
	char text[320];
	int used;

	if (area->rows < LOW) { /* the title says whose it is */
		form_base_draw(view, area);
		return;
	}
	snprintf(text, sizeof text,
		 _("Let %s unlock this laptop? Hand it over now: only the owner of a password "
		   "types it and knows it. Esc: not now."),
		 of(view)->code);
	used = 2 + wrap_draw(area->row + 1, area->col + 1, area->cols - 2, area->rows - 1,
			     STYLE_HEADING, text);
	below.row += used;
	below.rows -= used;
	form_draw(&of(view)->base.form, &below);
}

struct giving {
	struct book *book;
	const char *code;
	struct vault_pass pass;
	struct fault fault;
	int rc;
};

static void give(void *arg)
{
	struct giving *g = arg;

	g->rc = keyring_give(g->book, g->code, g->pass, NULL, &g->fault);
}

static void set(struct app *app, struct slot_view *s)
{
	struct giving g = { .book = app_book(app), .code = s->code };
	char code[VAULT_NAME_MAX];

	if (!unlock_new_pass(&s->base.form, PASS, &g.pass))
		return;
	work_run(app, _("Setting the new password"), give, &g);
	vault_pass_release(&g.pass);
	if (g.rc) {
		char *why = say_cause(&g.fault);

		app_say(app, TONE_BAD,
			g.rc == FAULT_UNSURE ? _("The password of %s may hold or not: try it (%s)")
					     : _("%s is recorded, but has no password yet (%s)"),
			s->code, why);
		free(why);
		return;
	}
	snprintf(code, sizeof code, "%s", s->code);
	app_pop(app); /* s is gone after this */
	app_say(app, TONE_GOOD, _("%s can unlock this laptop now"), code);
}

static bool slot_act(struct app *app, struct view *view, enum action action)
{
	bool done, taken = form_base_act(view, action, &done);

	if (taken && done)
		set(app, of(view));
	return taken;
}

static const struct view_class slot_class = {
	.name = "slot", .title = slot_title, .keymaps = form_base_keymaps, .draw = slot_draw,
	.act = slot_act, .text = form_base_text, .key = form_base_key, .close = form_base_close,
};

struct view *slot_view_new(struct app *app, const char *code)
{
	struct slot_view *s = memory_alloc_zero(1, sizeof *s);

	(void)app;
	s->base.view.class = &slot_class;
	snprintf(s->code, sizeof s->code, "%s", code);
	unlock_pass_items(s->items + PASS, _("Enter sets the new password"));
	form_init(&s->base.form, s->items, ITEMS);
	return &s->base.view;
}
