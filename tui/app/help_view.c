#include "config.h"
#include "tui/app/help_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/app/app.h"
#include "tui/app/loop.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/widgets/field.h"
#include "tui/widgets/field_keys.h"
#include "tui/widgets/lister.h"

struct help_view {
	struct view view;
	unsigned below;            /* keymaps of the view it explains */
	bool palette;
	struct lister rows;
	enum action shown[ACT_COUNT];
	struct field_line typed;   /* palette: part of a name */
};

static struct help_view *of(struct view *view)
{
	return (struct help_view *)view;
}

static void help_title(struct view *view, char *out, size_t size)
{
	snprintf(out, size, "%s", of(view)->palette ? _("All actions") : _("Keyboard shortcuts"));
}

static unsigned help_keymaps(struct view *view)
{
	return IN_MODAL | IN_LIST | (of(view)->palette ? IN_TYPING : 0u);
}

/* Whether the folded text has the folded part typed so far. */
static bool matches(const char *text, const char *typed)
{
	char a[256], b[128];

	text_fold(a, sizeof a, text, strlen(text));
	text_fold(b, sizeof b, typed, strlen(typed));
	return strstr(a, b) && !text_only_signs(typed);
}

static void select_rows(struct help_view *h)
{
	char *typed = field_get(&h->typed);
	int n = 0;

	for (int i = 1; i < ACT_COUNT; i++) {
		const struct action_row *row = action_row((enum action)i);

		if (!action_works(row, h->below))
			continue;
		if (h->palette && !matches(_(row->help), typed))
			continue;
		h->shown[n++] = row->action;
	}
	free(typed);
	lister_count(&h->rows, n);
}

static void help_draw(struct view *view, const struct area *area)
{
	struct help_view *h = of(view);
	int first = area->row;

	if (h->palette) {
		field_draw(&h->typed, area->row, area->col + 1, area->cols - 2, true);
		first += 2;
	}
	lister_fit(&h->rows, area->row + area->rows - first);
	for (int i = 0; i < h->rows.rows && h->rows.top + i < h->rows.count; i++) {
		int at = h->rows.top + i;
		const struct action_row *row = action_row(h->shown[at]);
		enum style style = at == h->rows.at ? STYLE_ACTIVE : STYLE_TEXT;
		char name[16];

		paint_fill(first + i, area->col, area->cols, style);
		paint_text(first + i, area->col + 1, 9, style == STYLE_ACTIVE ? style : STYLE_KEY,
			   action_key_name(row, h->below, name), false);
		paint_text(first + i, area->col + 11, area->cols - 12, style, _(row->help), false);
	}
	if (!h->palette)
		paint_cursor(first + h->rows.at - h->rows.top, area->col + 1);
}

static bool help_act(struct app *app, struct view *view, enum action action)
{
	struct help_view *h = of(view);
	enum action chosen;

	if (lister_act(&h->rows, action))
		return true;
	if (action == ACT_HELP || action == ACT_PALETTE)
		return true;
	if (action != ACT_ENTER)
		return false;
	if (!h->rows.count)
		return true;
	chosen = h->shown[h->rows.at];
	app_pop(app);
	app_do(app, chosen);
	return true;
}

static void help_text(struct app *app, struct view *view, const char *text, size_t len, bool pasted)
{
	(void)app;
	(void)pasted;
	if (!of(view)->palette)
		return;
	field_text(&of(view)->typed, text, len);
	select_rows(of(view));
}

static void help_key(struct app *app, struct view *view, int key)
{
	(void)app;
	if (of(view)->palette && field_key(&of(view)->typed, key))
		select_rows(of(view));
}

static void help_close(struct view *view)
{
	field_release(&of(view)->typed);
	free(view);
}

static const struct view_class help_class = {
	.name = "help", .title = help_title, .keymaps = help_keymaps, .draw = help_draw,
	.act = help_act, .text = help_text, .key = help_key, .close = help_close,
};

static struct view *new_view(struct app *app, bool palette)
{
	struct help_view *h = memory_alloc_zero(1, sizeof *h);

	h->view.class = &help_class;
	h->below = app_keymaps(app);
	h->palette = palette;
	field_init(&h->typed, 40, false);
	h->typed.plain = true;
	select_rows(h);
	return &h->view;
}

struct view *help_view_new(struct app *app)
{
	return new_view(app, false);
}

struct view *palette_view_new(struct app *app)
{
	return new_view(app, true);
}
