#include "config.h"
#include "tui/password_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/gettext.h"
#include "tui/pass.h"
#include "tui/term.h"
#include "tui/unlock.h"
#include "tui/work.h"

enum { PRESENT, PASS, AGAIN, ITEMS };

struct password_view {
	struct view view;
	struct form form;
	struct form_item items[ITEMS];
};

static struct password_view *of(struct view *view)
{
	return (struct password_view *)view;
}

static void password_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Change password"));
}

static unsigned password_places(struct view *view)
{
	return IN_ANY | form_places(&of(view)->form);
}

static void password_draw(struct view *view, const struct area *area)
{
	struct area below = { area->row + 1, area->col, area->rows - 1, area->cols };

	form_draw(&of(view)->form, &below);
}

struct exchange {
	struct book *book;
	struct vault_pass present, pass;
	struct fault fault;
	int rc;
};

static void exchange(void *arg)
{
	struct exchange *x = arg;
	struct vault *vault = book_vault(x->book);
	const char *member = book_member(x->book);

	x->rc = vault_slot_check(vault, member, x->present, &x->fault);
	if (!x->rc)
		x->rc = vault_slot_passphrase(vault, member, x->pass, NULL, &x->fault);
	if (!x->rc)
		x->rc = book_audit(x->book, "passphrase", NULL, &x->fault);
}

static void change(struct app *app, struct password_view *p)
{
	struct exchange x = { .book = app->book };

	if (!unlock_new_pass(&p->form, PASS, &x.pass))
		return;
	x.present.text = form_value(&p->form, PRESENT);
	x.present.len = x.present.text ? strlen(x.present.text) : 0;
	work_run(app, _("Setting the new password"), exchange, &x);
	pass_release(&x.present);
	pass_release(&x.pass);
	if (x.rc == FAULT_PASSPHRASE) {
		form_set(&p->form, PRESENT, "");
		form_error(&p->form, PRESENT, _("This is not your present password"));
		return;
	}
	if (x.rc) {
		app_fault(app, &x.fault);
		return;
	}
	app_pop(app); /* p is gone after this */
	app_say(app, TONE_GOOD, "%s", _("The password is changed."));
}

static bool password_act(struct app *app, struct view *view, enum action action)
{
	bool last = false;

	if (action != ACT_SAVE && !form_act(&of(view)->form, action, &last))
		return false;
	if (action == ACT_SAVE || last)
		change(app, of(view));
	return true;
}

static void password_text(struct app *app, struct view *view, const char *text, size_t len,
			  bool pasted)
{
	(void)app;
	(void)pasted;
	form_text(&of(view)->form, text, len);
}

static void password_key(struct app *app, struct view *view, int key)
{
	(void)app;
	if (!form_key(&of(view)->form, key))
		term_refuse();
}

static void password_close(struct view *view)
{
	form_release(&of(view)->form);
	free(view);
}

static const struct view_class password_class = {
	.name = "password", .title = password_title, .places = password_places,
	.draw = password_draw, .act = password_act, .text = password_text, .key = password_key,
	.close = password_close,
};

struct view *password_view_new(void)
{
	struct password_view *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->view.class = &password_class;
	p->items[PRESENT] = (struct form_item){ .label = _("Present password"),
						.type = FORM_SECRET, .max = UNLOCK_PASS_LETTERS };
	p->items[PASS] = (struct form_item){ .label = _("New password"), .type = FORM_SECRET,
					     .max = UNLOCK_PASS_LETTERS,
					     .hint = _("At least 8 letters; several words are best") };
	p->items[AGAIN] = (struct form_item){ .label = _("Repeat password"), .type = FORM_SECRET,
					      .max = UNLOCK_PASS_LETTERS,
					      .hint = _("Enter sets the new password") };
	form_init(&p->form, p->items, ITEMS);
	return &p->view;
}
