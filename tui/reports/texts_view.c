#include "config.h"
#include "tui/reports/texts_view.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/base/memory.h"
#include "store/summary/make.h"
#include "sync/report/profile.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/widgets/rows.h"
#include "tui/words/figure.h"
#include "tui/words/summary_text.h"

struct texts_view {
	struct view view;
	struct period period;
	const struct column *first; /* where one begins; NULL once one was there */
	struct rows rows;
	int width;                  /* for which the rows were broken; 0: read anew */
};

static struct texts_view *of(struct view *view)
{
	return (struct texts_view *)view;
}

static void texts_title(struct view *view, char *out, size_t size)
{
	char period[PERIOD_TEXT_SIZE];

	period_text(period, &of(view)->period);
	snprintf(out, size, _("From the reports: %s"), period);
}

static unsigned texts_keymaps(struct view *view)
{
	(void)view;
	return IN_ANY | IN_LIST;
}

/* A heading, and below it what is said in the column. */
static void add_column(struct texts_view *v, const struct summary *summary,
		       const struct profile_column *column)
{
	struct row row = { .rec = 1 + (column->column - catalog_columns), .style = STYLE_TEXT };
	char figure[FIGURE_FILLED_SIZE];

	rows_heading(&v->rows, figure_label(column));
	if (figure_is_words(column->column)) {
		rows_wrap(&v->rows, row, "", figure_said(summary_value(&summary->whole, column->column)),
			  v->width - 4);
		return;
	}
	figure_filled(figure, sizeof figure, &summary->whole, column->column);
	rows_wrap(&v->rows, row, "", figure, v->width - 4);
}

static void lay_out(struct texts_view *v, int width)
{
	struct profile profile;
	struct summary summary;
	struct fault f;

	rows_clear(&v->rows);
	v->width = width;
	if (summary_make(app_book(v->view.app), &v->period, SUMMARY_WHOLE, &summary, &f)) {
		app_fault(v->view.app, &f);
		rows_unread(&v->rows);
		rows_show(&v->rows, NULL);
		return;
	}
	profile_told(&profile, &summary);
	for (size_t i = 0; i < profile.count; i++)
		if (profile_is_told(profile.columns[i].column) &&
		    summary_value(&summary.whole, profile.columns[i].column)->type != SUMMARY_NULL)
			add_column(v, &summary, &profile.columns[i]);
	profile_release(&profile);
	summary_release(&summary);
	rows_show(&v->rows, NULL);
	if (v->first)
		rows_find(&v->rows, 1 + (v->first - catalog_columns));
	v->first = NULL;
}

static void texts_draw(struct view *view, const struct area *area)
{
	static const row_widths widths[] = { { 1, 0, -1, -1, -1, -1, -1, -1 } };
	struct texts_view *v = of(view);

	if (v->width != area->cols)
		lay_out(v, area->cols);
	rows_draw(&v->rows, area, widths, true);
}

static void texts_reload(struct app *app, struct view *view)
{
	(void)app;
	of(view)->width = 0;
}

static bool texts_act(struct app *app, struct view *view, enum action action)
{
	struct texts_view *v = of(view);

	if (action != ACT_ENTER)
		return rows_act(&v->rows, action);
	app_open_close(app, &v->period);
	return true;
}

static void texts_close(struct view *view)
{
	rows_release(&of(view)->rows);
	free(view);
}

static const struct view_class texts_class = {
	.name = "texts", .title = texts_title, .keymaps = texts_keymaps, .draw = texts_draw,
	.act = texts_act, .reload = texts_reload, .close = texts_close,
};

struct view *texts_view_new(struct app *app, const struct period *period,
			    const struct column *column)
{
	struct texts_view *v = memory_alloc_zero(1, sizeof *v);

	(void)app;
	v->view.class = &texts_class;
	v->period = *period;
	v->first = column;
	return &v->view;
}
