#include "config.h"
#include "tui/reports/export_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/report/close.h"
#include "store/summary/make.h"
#include "sync/report/csv.h"
#include "sync/report/export.h"
#include "tui/app/app.h"
#include "tui/env/translate.h"
#include "tui/term/term.h"
#include "tui/widgets/target.h"
#include "tui/words/figure.h"
#include "tui/words/say.h"
#include "tui/words/summary_text.h"

enum { WHAT, TARGET, NAME = TARGET + TARGET_NAME, ITEMS = TARGET + TARGET_ITEMS };

struct export_view {
	struct view view;
	struct period period;
	enum summary_axis axis;
	struct form form;
	struct form_item items[ITEMS];
	struct target target;
	char what[256];
	char *replace; /* the path that was said to be there already; NULL none */
};

static struct export_view *of(struct view *view)
{
	return (struct export_view *)view;
}

static void export_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Export to a CSV file"));
}

static unsigned export_keymaps(struct view *view)
{
	return IN_ANY | IN_EXPORT | (form_keymaps(&of(view)->form) & ~(unsigned)IN_SAVE);
}

static int write_file(struct app *app, struct export_view *e, const char *path, struct fault *f)
{
	bool force = e->replace && !strcmp(e->replace, path);
	struct profile profile;
	struct summary summary;
	struct buffer text = { 0 };
	struct standing standing;
	int rc = summary_make(app_book(app), &e->period, e->axis, &summary, f);

	if (rc)
		return rc;
	rc = standing_read(app_book(app), &e->period, &standing, f);
	if (rc) {
		summary_release(&summary);
		return rc;
	}
	profile_told(&profile, NULL);
	summary_csv(&text, &summary, &profile, &standing);
	profile_release(&profile);
	standing_release(&standing);
	summary_release(&summary);
	rc = export_write(app_book(app), &e->period, path, app_launch(app)->inputs, text.text,
			  text.len, force, f);
	buffer_release(&text);
	return rc;
}

static void save(struct app *app, struct export_view *e)
{
	char *path = target_path(&e->form, TARGET), *why;
	struct fault f = {0};
	int rc;

	form_error(&e->form, 0, NULL);
	if (!path) {
		form_error(&e->form, NAME, _("This field is required"));
		return;
	}
	rc = write_file(app, e, path, &f);
	if (rc == FAULT_EXISTS) {
		form_error(&e->form, NAME,
			   _("There is such a file: change the name, or ^S again to replace it"));
		free(e->replace);
		e->replace = path;
		return;
	}
	if (rc == FAULT_KEPT) {
		form_error(&e->form, NAME,
			   _("Data, backup and password files are never overwritten"));
	} else if (rc) {
		why = say_text(&f);
		form_error(&e->form, NAME, why);
		free(why);
		if (f.code == FAULT_CLOCK) /* something was to be kept: ask again */
			app_decline_date(app, false);
	} else {
		app_pop(app);
		app_say(app, TONE_GOOD, _("Exported: %s"), path);
	}
	free(path);
}

static bool export_act(struct app *app, struct view *view, enum action action)
{
	struct export_view *e = of(view);
	bool last;

	if (action == ACT_WRITE_FILE) {
		save(app, e);
		return true;
	}
	if (!form_act(&e->form, action, &last))
		return false;
	if (last)
		save(app, e);
	return true;
}

static void export_text(struct app *app, struct view *view, const char *text, size_t len,
			bool pasted)
{
	(void)app;
	(void)pasted;
	if (!form_text(&of(view)->form, text, len))
		term_refuse();
}

static void export_key(struct app *app, struct view *view, int key)
{
	(void)app;
	if (!form_key(&of(view)->form, key))
		term_refuse();
}

static void export_draw(struct view *view, const struct area *area)
{
	form_draw(&of(view)->form, area);
}

static void export_close(struct view *view)
{
	struct export_view *e = of(view);

	form_release(&e->form);
	target_release(&e->target);
	free(e->replace);
	free(e);
}

static const struct view_class export_class = {
	.name = "export",
	.title = export_title,
	.keymaps = export_keymaps,
	.draw = export_draw,
	.act = export_act,
	.text = export_text,
	.key = export_key,
	.close = export_close,
};

struct view *export_view_new(struct app *app, const struct period *period, enum summary_axis axis)
{
	struct export_view *e = memory_alloc_zero(1, sizeof *e);
	char text[PERIOD_TEXT_SIZE], *code, *team, *name;
	struct fault f;
	int teams;

	e->view.class = &export_class;
	e->period = *period;
	e->axis = axis;
	period_text(text, period);
	snprintf(e->what, sizeof e->what, "%s%s%s", text, axis ? " · " : "", figure_axis(axis));
	e->items[WHAT] = (struct form_item){.label = e->what, .type = FORM_NOTE};
	target_items(&e->target, e->items + TARGET);
	form_init(&e->form, e->items, ITEMS);
	if (report_only_team(app_book(app), &code, &team, &teams, &f))
		app_fault(app, &f);
	name = export_name(app_book(app), period, axis, code);
	form_set(&e->form, NAME, name);
	free(name);
	free(code);
	free(team);
	return &e->view;
}
