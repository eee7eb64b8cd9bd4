#include "config.h"
#include "tui/unlock/password_view.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/vault/slots.h"
#include "tui/app/form_base.h"
#include "tui/app/work.h"
#include "tui/env/translate.h"
#include "tui/unlock/unlock.h"

enum { PRESENT, PASS, AGAIN, ITEMS };

struct password_view {
	struct form_base base;
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

struct exchange {
	struct book *book;
	struct vault_pass present, pass;
	struct fault fault;
	int rc;
};

static void exchange(void *arg)
{
	struct exchange *x = arg;
	const char *member = book_member(x->book);

	x->rc = vault_slot_check(book_vault(x->book), member, x->present, &x->fault);
	if (!x->rc)
		x->rc = keyring_passphrase(x->book, "passphrase", member, x->pass, &x->fault);
}

static void change(struct app *app, struct password_view *p)
{
	struct exchange x = { .book = app_book(app) };

	if (!unlock_new_pass(&p->base.form, PASS, &x.pass))
		return;
	x.present = unlock_pass(&p->base.form, PRESENT);
	work_run(app, _("Setting the new password"), exchange, &x);
	vault_pass_release(&x.present);
	vault_pass_release(&x.pass);
	if (x.rc == FAULT_PASSPHRASE) {
		form_set(&p->base.form, PRESENT, "");
		form_error(&p->base.form, PRESENT, _("This is not your present password"));
		return;
	}
	if (x.rc == FAULT_UNSURE) {
		app_say(app, TONE_BAD, "%s", _("Either password may hold: try the new one, too"));
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
	bool done, taken = form_base_act(view, action, &done);

	if (taken && done)
		change(app, of(view));
	return taken;
}

static const struct view_class password_class = {
	.name = "password", .title = password_title, .keymaps = form_base_keymaps,
	.draw = form_base_draw,
	.act = password_act, .text = form_base_text, .key = form_base_key, .close = form_base_close,
};

struct view *password_view_new(struct app *app)
{
	struct password_view *p = memory_alloc_zero(1, sizeof *p);

	(void)app;
	p->base.view.class = &password_class;
	p->items[PRESENT] = (struct form_item){ .label = _("Present password"),
						.type = FORM_SECRET, .max = UNLOCK_PASS_LETTERS };
	unlock_pass_items(p->items + PASS, _("Enter sets the new password"));
	form_init(&p->base.form, p->items, ITEMS);
	return &p->base.view;
}
