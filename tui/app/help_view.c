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
#include "tui/term/refuse.h"
#include "tui/widgets/field.h"
#include "tui/widgets/field_keys.h"
#include "tui/widgets/lister.h"
#include "tui/widgets/query.h"

struct help_view {
	struct view view;
	unsigned below;            /* keymaps of the view it explains */
	bool bottom;               /* there is no view below that one */
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

enum { PLACE = 8 /* columns of "30/45" */, FIRST = 11 /* after the key */ };

/* By the footer's word and by the sentence of help. */
static bool is_found(const struct action_row *row, const struct query *q)
{
	char text[512], key[sizeof text];

	snprintf(text, sizeof text, "%s %s", row->word ? _(row->word) : "", _(row->help));
	text_fold(key, sizeof key, text, strlen(text));
	return query_finds(q, key);
}

/* What would do nothing if it were chosen from a list of what can be done. */
static bool is_idle(const struct help_view *h, enum action action)
{
	return action == ACT_PALETTE || (action == ACT_BACK && h->bottom);
}

static void select_rows(struct help_view *h)
{
	char *typed = field_get(&h->typed);
	struct query q;
	int n = 0;

	query_make(&q, typed);
	free(typed);
	for (int i = 1; i < ACT_COUNT; i++) {
		const struct action_row *row = action_row((enum action)i);

		if (!action_works(row, h->below))
			continue;
		if (h->palette && (is_idle(h, row->action) || !is_found(row, &q)))
			continue;
		h->shown[n++] = row->action;
	}
	query_release(&q);
	lister_count(&h->rows, n);
}

/* The columns of the footer's words before the sentences: 0 where a sentence would have to be cut. */
static int word_width(const struct help_view *h, int cols)
{
	int words = 0, sentences = 0;

	for (int i = 0; i < h->rows.count; i++) {
		const struct action_row *row = action_row(h->shown[i]);
		int word = row->word ? paint_width(_(row->word)) : 0;
		int sentence = paint_width(_(row->help));

		words = word > words ? word : words;
		sentences = sentence > sentences ? sentence : sentences;
	}
	return words && FIRST + words + 2 + sentences < cols ? words + 2 : 0;
}

static void draw_action(const struct help_view *h, int at, int row, const struct area *area, int words)
{
	const struct action_row *action = action_row(h->shown[at]);
	enum style style = at == h->rows.at ? STYLE_ACTIVE : STYLE_TEXT;
	int col = area->col + FIRST;
	char name[16];

	paint_fill(row, area->col, area->cols, style);
	paint_text(row, area->col + 1, FIRST - 2, style == STYLE_ACTIVE ? style : STYLE_KEY,
		   action_key_name(action, h->below, name), false);
	if (words && action->word)
		paint_text(row, col, words, style, _(action->word), false);
	paint_text(row, col + words, area->cols - FIRST - words - 1, style, _(action->help), false);
}

static void help_draw(struct view *view, const struct area *area)
{
	struct help_view *h = of(view);
	int first = area->row + (h->palette ? 2 : 0), rows = area->row + area->rows - first;
	int right = area->col + area->cols - PLACE - 1, words = word_width(h, area->cols);
	char place[LISTER_PLACE];

	/* Of a list that goes on the last row says where one is; the palette has its first. */
	lister_fit(&h->rows, rows - (!h->palette && h->rows.count > rows));
	lister_place(&h->rows, place);
	paint_text(h->palette ? area->row : area->row + area->rows - 1, right, PLACE, STYLE_FAINT,
		   place, false);
	if (h->palette)
		field_draw(&h->typed, area->row, area->col + 1, right - area->col - 2, true);
	for (int i = 0; i < h->rows.rows && h->rows.top + i < h->rows.count; i++)
		draw_action(h, h->rows.top + i, first + i, area, words);
	if (!h->rows.count)
		paint_text(first, area->col + 1, area->cols - 2, STYLE_TEXT, _("No results"), false);
	if (!h->palette)
		paint_cursor(first + h->rows.at - h->rows.top, area->col + 1);
}

/* The action, in the view one came from. What it refuses says so: no key was pressed there. */
static void choose(struct app *app, enum action action)
{
	const struct action_row *row = action_row(action);
	unsigned refused = term_refused();

	app_pop(app);
	app_do(app, action);
	if (term_refused() != refused && !*app_message(app))
		app_say(app, TONE_WARN, _("Not possible here now: %s"),
			_(row->word ? row->word : row->help));
}

static bool help_act(struct app *app, struct view *view, enum action action)
{
	struct help_view *h = of(view);

	if (lister_act(&h->rows, action))
		return true;
	if (action == ACT_HELP || action == ACT_PALETTE)
		return true;
	if (action != ACT_ENTER)
		return false;
	if (h->rows.count)
		choose(app, h->shown[h->rows.at]);
	else
		term_refuse();
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
	h->bottom = app_depth(app) == 1;
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
