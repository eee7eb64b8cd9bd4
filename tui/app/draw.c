#include "config.h"
#include "tui/app/draw.h"

#include <stdio.h>
#include <string.h>

#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/typing/typing.h"
#include "tui/widgets/wrap.h"
#include "tui/words/fit.h"
#include "tui/words/vault_words.h"

enum { ROWS_MIN = 10, COLS_MIN = 40, COLS_WIDE = 80 };

/* Key and word of an action at row and col; the columns they take, 0 when it is not of the footer. */
static int draw_action(enum action action, unsigned keymaps, int row, int col, int cols)
{
	const struct action_row *a = action_row(action);
	char name[16];
	const char *key = action_key_name(a, keymaps, name);
	int width;

	if (!a->word || !*key || !action_works(a, keymaps))
		return 0;
	width = paint_width(key) + 1 + paint_width(_(a->word));
	if (col < 0) /* only measured */
		return width;
	if (col + width > cols)
		return 0;
	col += paint_text(row, col, cols - col, STYLE_KEY, key, false) + 1;
	paint_text(row, col, cols - col, STYLE_FOOTER, _(a->word), false);
	return width;
}

/* An action's words at the right end of what is free; the columns that are free still. */
static int draw_at_right(enum action action, unsigned keymaps, int row, int cols)
{
	int width = draw_action(action, keymaps, row, -1, cols);

	if (!width || width > cols)
		return cols;
	draw_action(action, keymaps, row, cols - width, cols);
	return cols - width - 2;
}

/*
 * How one types, at the right end of what is free; the columns that are free still. Its room
 * stays free in codes and passwords, where it does not work.
 */
static int draw_typing(unsigned keymaps, int row, int cols, bool narrow)
{
	bool aside = typing_aside();
	char text[64], key[16];

	if (!aside)
		snprintf(text, sizeof text, "%s", typing_name());
	else if (narrow)
		snprintf(text, sizeof text, _("%s paused"), typing_name());
	else
		snprintf(text, sizeof text, _("%s paused (%s)"), typing_name(),
			 action_key_name(action_row(ACT_TYPING), keymaps, key));
	cols -= paint_width(text);
	if (keymaps & IN_WORDS && cols >= 0)
		paint_text(row, cols, paint_width(text), aside ? STYLE_KEY : STYLE_FAINT, text,
			   false);
	return cols - 2;
}

/*
 * Whether what has no room in the footer stands in a row above it: on narrow screens, and on the
 * main screen, from where everything begins.
 */
static bool spills(unsigned keymaps, int cols)
{
	return cols < COLS_WIDE || keymaps & IN_HOME;
}

/*
 * Help and the way back (from the first screen: out) on the right, always; the others from the
 * left, as many as fit, and those that do not in `row_above`. Whether any stands there.
 */
static bool draw_footer(struct app *app, int row, int row_above, int cols)
{
	unsigned keymaps = app_keymaps(app);
	enum action back = app_depth(app) > 1 ? ACT_BACK : ACT_QUIT;
	bool narrow = cols < COLS_WIDE, spill = spills(keymaps, cols);
	int col = 0, above = 0, all = cols;

	cols = draw_at_right(ACT_HELP, keymaps, row, cols);
	cols = draw_at_right(back, keymaps, row, cols);
	if (keymaps & IN_TYPING && typing_get() != TYPING_OFF)
		cols = draw_typing(keymaps, row, cols, narrow);
	for (int i = 1; i < ACT_COUNT; i++) {
		int width = 0;

		if (i == ACT_HELP || i == (int)back || (i == ACT_BACK && keymaps & IN_HOME))
			continue;
		width = draw_action((enum action)i, keymaps, row, col, cols);
		col += width ? width + 2 : 0;
		if (width || !spill)
			continue;
		width = draw_action((enum action)i, keymaps, row_above, above, all);
		above += width ? width + 2 : 0;
	}
	return above > 0;
}

enum { UNIT_LEAST = 8 };

/* The unit, which gives way, and who one is. */
static void whose(const struct book *book, int width, char *out, size_t size)
{
	char member[160], unit[400];
	int rest;

	fit_people(member, sizeof member, book_member(book), width);
	rest = width - paint_width(member) - 3;
	snprintf(unit, sizeof unit, "%s", book_unit_name(book));
	if (rest < UNIT_LEAST)
		*unit = 0;
	else
		fit_end(unit, sizeof unit, rest);
	snprintf(out, size, "%s%s%s", unit, *unit ? " · " : "", member);
}

/* What stands at the right end beside a title of so many columns, which goes before it. */
static int title_end(const struct app *app, int title, char *out, size_t size)
{
	int cols = term_cols(), room = cols - 4 - title, width;

	room = room < cols / 4 ? cols / 4 : room > cols / 2 ? cols / 2 : room;
	*out = 0;
	if (app_book(app))
		whose(app_book(app), room, out, size);
	width = paint_width(out);
	return width < room ? width : room;
}

int app_title_room(const struct app *app)
{
	char right[600];

	return term_cols() - 4 - title_end(app, term_cols(), right, sizeof right);
}

static void draw_title(struct app *app, int cols)
{
	char title[256], right[600];
	int width;

	app_top(app)->class->title(app_top(app), title, sizeof title);
	paint_fill(0, 0, cols, STYLE_TITLE);
	width = title_end(app, paint_width(title), right, sizeof right);
	paint_text(0, 1, cols - width - 3, STYLE_TITLE, title, false);
	paint_text(0, cols - width - 1, width, STYLE_TITLE, right, false);
}

/* Above the footer; one that is longer than the row begins a row higher. How many it takes. */
static int draw_message(struct app *app, int row, int cols)
{
	static const enum style styles[] = { STYLE_TEXT, STYLE_GOOD, STYLE_WARN, STYLE_BAD };
	int rows = paint_width(app_message(app)) > cols ? 2 : 1;

	if (rows > 1)
		wrap_draw(row - 1, 0, cols, rows, styles[app_tone(app)], app_message(app));
	else
		paint_text(row, 0, cols, styles[app_tone(app)], app_message(app), false);
	return rows;
}

/* A line that stays until the data file has been opened again; how many rows it takes. */
static int draw_trouble(struct app *app, int row, int cols)
{
	struct fault f;
	char what[96];

	if (!app_trouble(app, &f))
		return 0;
	if (f.code != FAULT_DAMAGED)
		snprintf(what, sizeof what, "%s", _("the disk gives errors"));
	else if (*f.subject && !f.subject[strspn(f.subject, "0123456789")])
		snprintf(what, sizeof what, _("page %s is damaged"), f.subject);
	else
		snprintf(what, sizeof what, "%s", _("the data is damaged"));
	paint_format(row, 0, cols, STYLE_BAD,
		     _("^R opens again: %s; nothing is saved, figures may be missing"), what);
	return 1;
}

/* A line that stays until it is acknowledged; how many rows it takes. */
static int draw_warning(struct app *app, int row, int cols)
{
	unsigned warnings = app_warnings(app);

	if (warnings)
		paint_format(row, 0, cols, STYLE_BAD, _("^R noted: %s"),
			     vault_warning_text(warnings));
	return warnings != 0;
}

static void draw_all(struct app *app)
{
	int rows = term_rows(), cols = term_cols();
	struct area area = { 1, 0, rows - 3, cols };

	paint_clear();
	if (rows < ROWS_MIN || cols < COLS_MIN) {
		paint_format(0, 0, cols, STYLE_WARN, _("Screen too small (80x24 needed)"));
		paint_cursor(0, 0);
	} else {
		draw_title(app, cols);
		area.rows -= draw_message(app, rows - 2, cols) - 1;
		/* In the message's row while there is none, else above it. */
		if (draw_footer(app, rows - 1, *app_message(app) ? area.rows : rows - 2, cols))
			area.rows -= *app_message(app) != 0;
		area.rows -= draw_trouble(app, area.rows, cols) ||
			     draw_warning(app, area.rows, cols);
		app_top(app)->class->draw(app_top(app), &area);
	}
}

void app_draw(struct app *app)
{
	struct fault f;
	bool trouble = app_trouble(app, &f);

	draw_all(app);
	if (!trouble && app_trouble(app, &f)) /* some views read as they draw */
		draw_all(app);
	term_show();
}
