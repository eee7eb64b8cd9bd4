#include "config.h"
#include "tui/records/registers_view.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/base/memory.h"
#include "store/query/list_register.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/widgets/rows.h"
#include "tui/words/record_type_words.h"

struct registers_view {
	struct view view;
	struct rows rows;
};

static const enum record_type types[] = {
	TYPE_VILLAGE, TYPE_HOUSEHOLD, TYPE_TEAM, TYPE_MEMBER, TYPE_TOPIC,
};

/* What the teams of a commune look after: above communes none is made, but it may be there. */
static bool is_of_commune(enum record_type type)
{
	return type == TYPE_VILLAGE || type == TYPE_HOUSEHOLD || type == TYPE_TEAM;
}

static void registers_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Registers"));
}

static unsigned registers_keymaps(struct view *view)
{
	(void)view;
	return IN_ANY | IN_LIST;
}

static void registers_reload(struct app *app, struct view *view)
{
	struct registers_view *r = (struct registers_view *)view;
	bool upper = book_level(app_book(app)) == LEVEL_UPPER;
	struct fault f = { 0 };

	rows_clear(&r->rows);
	if (upper)
		rows_heading(&r->rows,
			     _("Communes that are enrolled: the command 'sotay device list'"));
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		char number[16] = "—";
		int count = -1;

		if (list_count(app_book(app), types[i], &count, &f))
			app_fault(app, &f);
		else
			snprintf(number, sizeof number, "%d", count);
		if (upper && !count && is_of_commune(types[i]))
			continue;
		rows_add(&r->rows,
			 &(struct row){ .rec = (rec_t)types[i] + 1, /* 0 is no row */
					.cell = { record_type_register_word(types[i]), number } });
	}
	rows_show(&r->rows, NULL);
}

static void registers_draw(struct view *view, const struct area *area)
{
	static const row_widths widths[] = { { 30, 0, -1, -1, -1, -1 } };
	struct area list = { area->row + 1, area->col, area->rows - 1, area->cols };

	rows_draw(&((struct registers_view *)view)->rows, &list, widths, true);
}

static bool registers_act(struct app *app, struct view *view, enum action action)
{
	struct rows *rows = &((struct registers_view *)view)->rows;
	const struct row *row = rows_at(rows);

	if (action != ACT_ENTER)
		return rows_act(rows, action);
	if (row)
		app_open_register(app, (enum record_type)(row->rec - 1), NULL);
	return true;
}

static void registers_close(struct view *view)
{
	rows_release(&((struct registers_view *)view)->rows);
	free(view);
}

static const struct view_class registers_class = {
	.name = "registers", .title = registers_title, .keymaps = registers_keymaps,
	.draw = registers_draw, .act = registers_act, .reload = registers_reload,
	.close = registers_close,
};

struct view *registers_view_new(struct app *app)
{
	struct registers_view *r = memory_alloc_zero(1, sizeof *r);

	(void)app;
	r->view.class = &registers_class;
	return &r->view;
}
