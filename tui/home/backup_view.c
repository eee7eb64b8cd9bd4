#include "config.h"
#include "tui/home/backup_view.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/book/now.h"
#include "store/record/rights.h"
#include "store/upkeep/book_backup.h"
#include "store/vault/kept.h"
#include "tui/app/form_base.h"
#include "tui/app/work.h"
#include "tui/env/translate.h"
#include "tui/widgets/target.h"
#include "tui/words/say.h"

enum { LAST, TARGET, ITEMS = TARGET + TARGET_ITEMS };

struct backup_view {
	struct form_base base;
	struct form_item items[ITEMS];
	struct target target;
	char last[160];
};

static struct backup_view *of(struct view *view)
{
	return (struct backup_view *)view;
}

static void backup_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Back up the logbook"));
}

static unsigned backup_keymaps(struct view *view)
{
	return IN_BACKUP | (form_base_keymaps(view) & ~(unsigned)IN_SAVE);
}

/* ---- writing it ---- */

struct backing {
	struct book *book;
	const char *to, *vault;
	const char *const *inputs;
	struct fault fault;
	int rc;
};

static void back_up(void *arg)
{
	struct backing *b = arg;
	struct file_info there;

	b->rc = platform_info(b->to, false, &there)
			? kept_check(b->to, b->vault, b->inputs, &b->fault)
			: fault_set(&b->fault, FAULT_EXISTS, b->to);
	if (!b->rc)
		b->rc = book_backup(b->book, b->to, &b->fault);
}

static void save(struct app *app, struct backup_view *v)
{
	const int name = TARGET + TARGET_NAME;
	char *path = target_path(&v->base.form, TARGET), *why;
	struct backing b = { .book = app_book(app), .to = path, .vault = app_launch(app)->vault,
			     .inputs = app_launch(app)->inputs };

	form_error(&v->base.form, 0, NULL);
	if (!path) {
		form_error(&v->base.form, name, _("This field is required"));
		return;
	}
	work_run(app, _("Backing up"), back_up, &b);
	if (b.rc == FAULT_EXISTS) {
		form_error(&v->base.form, name, _("There is such a file: change the name"));
	} else if (b.rc == FAULT_KEPT) {
		form_error(&v->base.form, name,
			   _("Data, backup and password files are never overwritten"));
	} else if (b.rc && b.rc != FAULT_DONE) {
		why = say_text(&b.fault);
		form_error(&v->base.form, name, why);
		free(why);
	} else {
		app_pop(app); /* v is gone after this */
		if (b.rc)
			app_fault(app, &b.fault);
		else
			app_say(app, TONE_GOOD, _("Backed up: %s; keep it apart from the laptop"), path);
	}
	free(path);
}

static bool backup_act(struct app *app, struct view *view, enum action action)
{
	bool done, taken = true;

	if (action == ACT_BACK_UP_NOW)
		done = true;
	else
		taken = form_base_act(view, action, &done);
	if (taken && done)
		save(app, of(view));
	return taken;
}

static void backup_close(struct view *view)
{
	target_release(&of(view)->target);
	form_base_close(view);
}

static const struct view_class backup_class = {
	.name = "backup", .title = backup_title, .keymaps = backup_keymaps, .draw = form_base_draw,
	.act = backup_act, .text = form_base_text, .key = form_base_key, .close = backup_close,
};

/* ---- making it ---- */

static void word_last(struct backup_view *v, struct book *book)
{
	struct book_backups backups;
	struct fault f;
	char day[DATE_SIZE];

	if (book_backups(book, &backups, &f)) {
		snprintf(v->last, sizeof v->last, "%s", say_unread());
	} else if (backups.any) {
		date_format_vn(day, backups.last);
		snprintf(v->last, sizeof v->last, _("Last backup: %s"), day);
	} else {
		snprintf(v->last, sizeof v->last, "%s", _("There is no backup yet"));
	}
}

/* Whether no folder that is offered has a file of that name. */
static bool is_free(const struct target *target, const char *name)
{
	struct file_info info;
	bool there = false;

	for (int i = 0; i < target->n && !there; i++) {
		char *path = memory_format("%s/%s", target->destinations[i].path, name);

		there = !platform_info(path, false, &info);
		free(path);
	}
	return !there;
}

/* Unit and day, and from the day's second backup on a number, which sorts it behind; malloc'ed. */
static char *propose_name(const struct target *target, struct book *book)
{
	char day[DATE_SIZE], *name;

	date_format(day, book_now(book)->day);
	name = memory_format("sotay_%s_%s.vault", book_unit(book), day);
	for (int n = 2; n < 10 && !is_free(target, name); n++) {
		free(name);
		name = memory_format("sotay_%s_%s_%d.vault", book_unit(book), day, n);
	}
	return name;
}

struct view *backup_view_new(struct app *app)
{
	const struct rights_on on = { 0 };
	struct book *book = app_book(app);
	struct backup_view *v;
	char *name;
	struct fault f;

	if (rights_check(book, RIGHT_SLOT_ADD_REMOVE_BACKUP_RESTORE_REKEY, &on, &f)) {
		app_fault(app, &f);
		return NULL;
	}
	v = memory_alloc_zero(1, sizeof *v);
	v->base.view.class = &backup_class;
	word_last(v, book);
	v->items[LAST] = (struct form_item){ .label = v->last, .type = FORM_NOTE };
	target_items(&v->target, v->items + TARGET);
	target_choose_stick(&v->target, v->items + TARGET);
	form_init(&v->base.form, v->items, ITEMS);
	name = propose_name(&v->target, book);
	form_set(&v->base.form, TARGET + TARGET_NAME, name);
	free(name);
	return &v->base.view;
}
