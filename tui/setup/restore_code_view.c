#include "config.h"
#include "tui/setup/restore_code_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/vault/slots.h"
#include "tui/app/form_base.h"
#include "tui/env/translate.h"
#include "tui/setup/restoring.h"
#include "tui/unlock/unlock.h"

enum { CODE, WHO, PASS, AGAIN, ITEMS };

struct restore_code_view {
	struct form_base base;
	struct form_item items[ITEMS];
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	struct form_choice names[VAULT_SLOTS_MAX];
	char *from;
};

static struct restore_code_view *of(struct view *view)
{
	return (struct restore_code_view *)view;
}

static void code_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Restore with the code on paper"));
}

static unsigned code_keymaps(struct view *view)
{
	return IN_LOCK | IN_MODAL | IN_RESTORE |
	       (form_keymaps(&of(view)->base.form) & ~(unsigned)IN_SAVE);
}

static void code_draw(struct view *view, const struct area *area)
{
	unlock_code_draw(&of(view)->base.form, area);
}

/* Nothing was made: said at the field that it is about, or below. */
static void refuse(struct app *app, struct restore_code_view *v, const struct restoring *r)
{
	char *why;

	switch (r->fault.code) {
	case FAULT_PASSPHRASE:
		form_error(&v->base.form, CODE,
			   _("Not the code of this backup: it takes that of its day"));
		return;
	case FAULT_NOT_FOUND:
		form_error(&v->base.form, WHO, _("Cannot unlock any more: choose another name"));
		return;
	default:
		why = restoring_why(r);
		app_say(app, TONE_BAD, "%s", why);
		free(why);
	}
}

static void restore(struct app *app, struct restore_code_view *v)
{
	struct form *form = &v->base.form;
	struct restoring r = { .from = v->from };
	char *member;

	if (!unlock_code_check(form, CODE) || !unlock_new_pass(form, PASS, &r.pass))
		return;
	member = form_value(form, WHO);
	r.member = member;
	r.code = unlock_pass(form, CODE);
	restoring_run(app, &r);
	if (r.there)
		restoring_enter(app, &r,
				_("The logbook is back. The code on the paper still holds: keep it"));
	else
		refuse(app, v, &r);
	vault_pass_release(&r.code); /* v may be gone */
	vault_pass_release(&r.pass);
	free(member);
}

static bool code_act(struct app *app, struct view *view, enum action action)
{
	struct restore_code_view *v = of(view);
	bool done = false;

	if (unlock_code_holds(&v->base.form, CODE, action))
		return true;
	if (action == ACT_RESTORE_NOW)
		done = true;
	else if (!form_base_act(view, action, &done))
		return false;
	if (done)
		restore(app, v);
	return true;
}

static void code_close(struct view *view)
{
	unlock_code_end(&of(view)->base.form, CODE);
	free(of(view)->from);
	form_base_close(view);
}

static const struct view_class code_class = {
	.name = "restore code", .title = code_title, .keymaps = code_keymaps, .draw = code_draw,
	.act = code_act, .text = form_base_text, .key = form_base_key, .close = code_close,
};

/* Who had a password on the day of the backup; --member first. */
static void make_names(struct restore_code_view *v, int slots, const char *wanted)
{
	int n = 0;

	for (int i = 0; i < slots && i < VAULT_SLOTS_MAX; i++)
		if (v->slots[i].kind == VAULT_SLOT_MEMBER)
			v->names[n++] = (struct form_choice){ v->slots[i].name, v->slots[i].name };
	v->items[WHO] = (struct form_item){
		.label = _("Your name"), .type = FORM_CHOICE, .choices = v->names, .n_choices = n,
		.hint = n > 1 ? _("← → to choose; the new password is for this name") : NULL,
	};
	for (int i = 0; wanted && i < n; i++)
		if (!strcmp(v->names[i].code, wanted))
			v->items[WHO].chosen = i;
}

struct view *restore_code_view_new(struct app *app, const char *from)
{
	struct restore_code_view *v = memory_alloc_zero(1, sizeof *v);
	struct fault f = { 0 };
	int n;

	if (vault_list_slots(from, v->slots, VAULT_SLOTS_MAX, &n, &f)) {
		app_fault(app, &f);
		free(v);
		return NULL;
	}
	v->base.view.class = &code_class;
	v->from = memory_strdup(from);
	unlock_code_item(&v->items[CODE]);
	make_names(v, n, app_launch(app)->member);
	unlock_pass_items(v->items + PASS, _("Enter restores"));
	form_init(&v->base.form, v->items, ITEMS);
	unlock_code_begin(&v->base.form, CODE);
	return &v->base.view;
}
