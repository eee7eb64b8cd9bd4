#include "config.h"
#include "tui/reports/export_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/summary/make.h"
#include "sync/report/csv.h"
#include "sync/report/export.h"
#include "tui/app/app.h"
#include "tui/env/destinations.h"
#include "tui/env/translate.h"
#include "tui/term/term.h"
#include "tui/widgets/form.h"
#include "tui/words/figure.h"
#include "tui/words/say.h"
#include "tui/words/summary_text.h"

enum { WHAT, FOLDER, NAME, ITEMS };
enum { NAME_MAX_LETTERS = 400 };

struct export_view {
	struct view view;
	struct period period;
	enum summary_axis axis;
	struct form form;
	struct form_item items[ITEMS];
	struct destination destinations[DESTINATIONS_MAX];
	struct form_choice choices[DESTINATIONS_MAX];
	char *labels[DESTINATIONS_MAX];
	int n;
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

/* The file meant: a name in the folder chosen, or a path of its own; malloc'ed, NULL for none. */
static char *path_of(struct export_view *e)
{
	char *name = form_value(&e->form, NAME), *path = NULL;
	const char *home = platform_home();

	if (*name == '/')
		return name;
	if (!strncmp(name, "~/", 2) && home)
		path = memory_format("%s%s", home, name + 1);
	else if (*name && e->n)
		path = memory_format("%s/%s", e->destinations[e->items[FOLDER].chosen].path, name);
	free(name);
	return path;
}

static int write_file(struct app *app, struct export_view *e, const char *path, struct fault *f)
{
	bool force = e->replace && !strcmp(e->replace, path);
	struct profile profile;
	struct summary summary;
	struct buffer text = { 0 };
	int rc = summary_make(app_book(app), &e->period, e->axis, &summary, f);

	if (rc)
		return rc;
	profile_default(&profile);
	summary_csv(&text, &summary, &profile);
	profile_release(&profile);
	summary_release(&summary);
	rc = export_write(app_book(app), &e->period, path, app_launch(app)->inputs, text.text,
			  text.len, force, f);
	buffer_release(&text);
	return rc;
}

static void save(struct app *app, struct export_view *e)
{
	char *path = path_of(e), *why;
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
	if (last && action == ACT_NEXT_FIELD)
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
	destinations_release(e->destinations, e->n);
	for (int i = 0; i < e->n; i++)
		free(e->labels[i]);
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

static void describe_destinations(struct export_view *e)
{
	e->n = destinations_list(e->destinations);
	for (int i = 0; i < e->n; i++) {
		const char *name = e->destinations[i].name;

		e->labels[i] = memory_format("%s (%s)", name ? name : _("Home folder"),
					     e->destinations[i].path);
		e->choices[i].code = e->destinations[i].path;
		e->choices[i].label = e->labels[i];
	}
}

struct view *export_view_new(struct app *app, const struct period *period, enum summary_axis axis)
{
	struct export_view *e = memory_alloc_zero(1, sizeof *e);
	char text[PERIOD_TEXT_SIZE], *name;

	e->view.class = &export_class;
	e->period = *period;
	e->axis = axis;
	describe_destinations(e);
	period_text(text, period);
	snprintf(e->what, sizeof e->what, "%s%s%s", text, axis ? " · " : "", figure_axis(axis));
	e->items[WHAT] = (struct form_item){.label = e->what, .type = FORM_NOTE};
	e->items[FOLDER] = (struct form_item){
		.label = _("Folder"),
		.type = FORM_CHOICE,
		.choices = e->choices,
		.n_choices = e->n,
		.hint = e->n > 1 ? _("← → to choose the home folder or a stick")
				 : _("No stick is plugged in; plug one in and open this again"),
	};
	e->items[NAME] = (struct form_item){
		.label = _("File name"),
		.type = FORM_TEXT,
		.max = NAME_MAX_LETTERS,
		.plain = true, /* of files, maybe a whole path */
		.hint = _("A name in that folder, or a whole path beginning with /"),
	};
	form_init(&e->form, e->items, ITEMS);
	name = export_name(app_book(app), period, axis);
	form_set(&e->form, NAME, name);
	free(name);
	return &e->view;
}
