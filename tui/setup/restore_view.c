#include "config.h"
#include "tui/setup/restore_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/vault/slots.h"
#include "tui/app/form_base.h"
#include "tui/app/routes.h"
#include "tui/env/backups.h"
#include "tui/env/translate.h"
#include "tui/setup/restoring.h"
#include "tui/term/paint.h"
#include "tui/unlock/unlock.h"

enum { WHICH, PATH, HOW, PASS, ITEMS, PATH_LETTERS = 400 };
enum { BY_PASSWORD, BY_CODE, WAYS };

struct restore_view {
	struct form_base base;
	struct form_item items[ITEMS];
	char *found[BACKUPS_MAX], *labels[BACKUPS_MAX];
	struct form_choice choices[BACKUPS_MAX + 1]; /* the last: a path that is typed */
	struct form_choice ways[WAYS];
	int n;
};

static struct restore_view *of(struct view *view)
{
	return (struct restore_view *)view;
}

static void restore_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Restore the logbook from a backup"));
}

static unsigned restore_keymaps(struct view *view)
{
	return IN_LOCK | IN_MODAL | IN_RESTORE |
	       (form_keymaps(&of(view)->base.form) & ~(unsigned)IN_SAVE);
}

static void restore_draw(struct view *view, const struct area *area)
{
	struct area below = *area;
	struct restore_view *v = of(view);

	if (area->rows >= 12) {
		paint_text(area->row + 1, area->col + 1, area->cols - 2, STYLE_TEXT,
			   v->n ? _("Backups on this laptop and on sticks: choose one")
				: _("No backup was found: plug the stick in, Esc, and open this again"),
			   false);
		below.row += 3;
		below.rows -= 3;
	}
	form_draw(&v->base.form, &below);
}

/* ---- bringing it back ---- */

/* The backup meant: what is typed, else what is chosen; malloc'ed, NULL for none. */
static char *backup_meant(const struct restore_view *v)
{
	char *typed = form_value(&v->base.form, PATH), *path;
	const char *home = platform_home();

	if (!*typed) {
		free(typed);
		return form_value(&v->base.form, WHICH);
	}
	if (strncmp(typed, "~/", 2) || !home)
		return typed;
	path = memory_format("%s%s", home, typed + 1);
	free(typed);
	return path;
}

/* Say what is wrong with the backup where it was chosen. */
static void refuse_backup(struct restore_view *v, const struct restoring *r)
{
	char *why = restoring_why(r);

	form_error(&v->base.form, v->items[PATH].line.n ? PATH : WHICH, why);
	free(why);
}

static void by_password(struct app *app, struct restore_view *v, const char *from)
{
	struct restoring r = { .from = from, .member = app_launch(app)->member,
			       .pass = unlock_pass(&v->base.form, PASS) };

	if (!r.pass.len) {
		form_error(&v->base.form, PASS, _("This field is required"));
	} else {
		restoring_run(app, &r);
		if (r.there) {
			restoring_enter(app, &r, _("The logbook is back, as it was in the backup, with its passwords and paper code"));
		} else if (r.fault.code == FAULT_PASSPHRASE) {
			form_set(&v->base.form, PASS, "");
			form_error(&v->base.form, PASS,
				   _("Wrong password of that day; forgotten: the code on paper"));
		} else {
			refuse_backup(v, &r);
		}
	}
	vault_pass_release(&r.pass); /* v may be gone */
}

/* What is wrong with the file is said here, before the paper is looked for. */
static void by_code(struct app *app, struct restore_view *v, const char *from)
{
	struct restoring r = { .from = from };
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	int n;

	if (vault_list_slots(from, slots, VAULT_SLOTS_MAX, &n, &r.fault))
		refuse_backup(v, &r);
	else
		app_open_restore_code(app, from);
}

static void restore(struct app *app, struct restore_view *v)
{
	char *from = backup_meant(v);

	form_error(&v->base.form, 0, NULL);
	if (!from)
		form_error(&v->base.form, PATH, _("This field is required"));
	else if (v->items[HOW].chosen == BY_CODE)
		by_code(app, v, from);
	else
		by_password(app, v, from);
	free(from);
}

static bool restore_act(struct app *app, struct view *view, enum action action)
{
	bool done, taken = true;

	if (action == ACT_RESTORE_NOW)
		done = true;
	else
		taken = form_base_act(view, action, &done);
	if (taken && done)
		restore(app, of(view));
	return taken;
}

/* With the code nothing more is asked here. */
static void fit_items(struct view *view)
{
	struct restore_view *v = of(view);

	v->base.form.n = v->items[HOW].chosen == BY_CODE ? PASS : ITEMS;
}

static void restore_text(struct app *app, struct view *view, const char *text, size_t len,
			 bool pasted)
{
	form_base_text(app, view, text, len, pasted);
	fit_items(view);
}

static void restore_key(struct app *app, struct view *view, int key)
{
	form_base_key(app, view, key);
	fit_items(view);
}

static void restore_close(struct view *view)
{
	of(view)->base.form.n = ITEMS; /* all are released */
	for (int i = 0; i < of(view)->n; i++)
		free(of(view)->labels[i]);
	backups_release(of(view)->found, of(view)->n);
	form_base_close(view);
}

static const struct view_class restore_class = {
	.name = "restore", .title = restore_title, .keymaps = restore_keymaps,
	.draw = restore_draw, .act = restore_act, .text = restore_text, .key = restore_key,
	.close = restore_close,
};

/* ---- making it ---- */

/* Also one that cannot be restored: choosing it says why, which "none was found" would not. */
static bool is_backup(const char *path)
{
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	struct fault f;
	int n, rc = vault_list_slots(path, slots, VAULT_SLOTS_MAX, &n, &f);

	return !rc || rc == FAULT_NEWER || rc == FAULT_DAMAGED || rc == FAULT_COSTLY;
}

struct view *restore_view_new(struct app *app)
{
	struct restore_view *v = memory_alloc_zero(1, sizeof *v);

	(void)app;
	v->base.view.class = &restore_class;
	v->n = backups_find(v->found, is_backup);
	for (int i = 0; i < v->n; i++) {
		const char *name = strrchr(v->found[i], PLATFORM_SEPARATOR) + 1;

		v->labels[i] = memory_format("%s (%.*s)", name, (int)(name - 1 - v->found[i]),
					     v->found[i]);
		v->choices[i] = (struct form_choice){ v->found[i], v->labels[i] };
	}
	v->choices[v->n] = (struct form_choice){ NULL, _("the path below") };
	v->items[WHICH] = (struct form_item){
		.label = _("Backup"), .type = FORM_CHOICE, .choices = v->choices,
		.n_choices = v->n + 1, .hint = _("← → to choose"),
	};
	v->items[PATH] = (struct form_item){
		.label = _("Or its path"), .type = FORM_TEXT, .max = PATH_LETTERS, .plain = true,
		.hint = _("Beginning with /; empty if it is chosen above"),
	};
	v->ways[BY_PASSWORD] = (struct form_choice){ "password", _("a password") };
	v->ways[BY_CODE] = (struct form_choice){ "code", _("the recovery code on paper") };
	v->items[HOW] = (struct form_item){
		.label = _("Open it with"), .type = FORM_CHOICE, .choices = v->ways,
		.n_choices = WAYS, .hint = _("← → to choose; password forgotten: the code on paper"),
	};
	v->items[PASS] = (struct form_item){
		.label = _("Password"), .type = FORM_SECRET, .max = UNLOCK_PASS_LETTERS,
		.hint = _("Yours, of the day of the backup; Enter restores"),
	};
	form_init(&v->base.form, v->items, ITEMS);
	return &v->base.view;
}
