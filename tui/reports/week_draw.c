#include "config.h"
#include "tui/reports/week_draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app/app.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/reports/private.h"
#include "tui/term/paint.h"
#include "tui/widgets/wrap.h"
#include "tui/words/changes_text.h"
#include "tui/words/figure.h"
#include "tui/words/fit.h"
#include "tui/words/say.h"
#include "tui/words/text_value.h"

enum { NUMBER = 9, LABEL_FULL = 26, BAR_MIN = 4, BAR_MAX = 32, TEXT_ROWS = 4 };

/* Where the parts of a row stand: label, figure with what belongs to it, bar, figure before, bar.
 */
struct columns {
	int label, label_width;
	int now;  /* the column after the figure's last digit */
	int rest; /* columns after it for "(37/40 lượt ghi)" */
	int bar, bar_width;
	int before; /* as now */
	int bar_before;
	int end;
};

static double larger(double a, double b)
{
	return a > b ? a : b;
}

/* Columns that stand after the figure: how many sessions it is known for. */
static int rest_width(const struct summary_row *row, const struct column *column)
{
	char filled[FIGURE_FILLED_SIZE], figure[FIGURE_SIZE];

	figure_filled(filled, sizeof filled, row, column);
	figure_text(figure, sizeof figure, row, column);
	return paint_width(filled) - paint_width(figure);
}

static int widest_rest(const struct week_view *w)
{
	int rest = 0, n;

	for (size_t i = 0; !w->axis && i < w->profile.count; i++) {
		n = figure_is_words(w->profile.columns[i].column)
			    ? 0
			    : rest_width(&w->now.whole, w->profile.columns[i].column);
		rest = n > rest ? n : rest;
	}
	for (size_t i = 0; w->axis && i < summary_rows(&w->now); i++) {
		n = rest_width(summary_row_at(&w->now, i), week_column(w)->column);
		rest = n > rest ? n : rest;
	}
	if (w->axis) {
		n = rest_width(&w->now.whole, week_column(w)->column);
		rest = n > rest ? n : rest;
	}
	return rest;
}

static struct columns lay_out(const struct week_view *w, const struct area *area, int label)
{
	int rest = widest_rest(w), width = area->cols - 2;
	int most = (label > LABEL_FULL ? label : LABEL_FULL) + 2 * (NUMBER + BAR_MAX + 2) + rest;
	int spare;
	struct columns c = {.label = area->col + 1, .rest = rest};

	/* On a wide screen the figures stay near their labels. */
	if (width > most)
		width = most;
	spare = width - 2 * (NUMBER + 1) - rest - LABEL_FULL;
	/* Two bars if there is room beside a label that can be read. */
	c.bar_width = spare / 2 - 1;
	if (c.bar_width < BAR_MIN)
		c.bar_width = 0;
	else if (spare - 2 * (BAR_MIN + 1) > label - LABEL_FULL)
		c.bar_width = (spare - (label > LABEL_FULL ? label - LABEL_FULL : 0)) / 2 - 1;
	else
		c.bar_width = BAR_MIN;
	if (c.bar_width > BAR_MAX)
		c.bar_width = BAR_MAX;
	c.end = c.label + width;
	c.bar_before = c.end - c.bar_width;
	c.before = c.bar_before - (c.bar_width ? 1 : 0);
	c.bar = c.before - NUMBER - c.bar_width;
	c.now = c.bar - rest - (c.bar_width ? 1 : 0);
	c.label_width = c.now - NUMBER - c.label;
	return c;
}

/* Text that ends before column `end`. */
static void paint_right(int row, int end, int width, enum style style, const char *text)
{
	int n = paint_width(text);

	paint_text(row, end - (n < width ? n : width), width, style, text, false);
}

static void draw_figures(const struct columns *c, int row, enum style style,
			 const struct summary_row *now, const struct summary_row *before,
			 const struct column *column, double most)
{
	const struct summary_value *value = now ? summary_value(now, column) : NULL;
	char figure[FIGURE_SIZE], filled[FIGURE_FILLED_SIZE];
	int width;

	snprintf(figure, sizeof figure, "%s", figure_unknown);
	snprintf(filled, sizeof filled, "%s", figure_unknown);
	if (now) {
		figure_text(figure, sizeof figure, now, column);
		figure_filled(filled, sizeof filled, now, column);
	}
	width = paint_width(figure);
	paint_text(row, c->now - width, width + c->rest, style, filled, false);
	if (c->bar_width && value && most > 0)
		paint_bar(row, c->bar, c->bar_width, figure_size(value), most);
	snprintf(figure, sizeof figure, "%s", figure_unknown);
	if (before)
		figure_text(figure, sizeof figure, before, column);
	paint_right(row, c->before, NUMBER, style == STYLE_ACTIVE ? style : STYLE_FAINT, figure);
	if (c->bar_width && before && most > 0)
		paint_bar(row, c->bar_before, c->bar_width,
			  figure_size(summary_value(before, column)), most);
}

static void draw_head(const struct columns *c, int row, const char *label)
{
	const char *now = _("This period"), *before = _("Before");
	int room = c->now - c->label - paint_width(now) - 1;

	paint_text(row, c->label, room, STYLE_HEADING, label, false);
	paint_right(row, c->now, 14, STYLE_HEADING, now);
	paint_right(row, c->before, NUMBER, STYLE_HEADING, before);
}

/* The row the cursor is on is marked up to the figure. */
static enum style begin_row(const struct columns *c, int row, bool on)
{
	if (!on)
		return STYLE_TEXT;
	paint_fill(row, c->label - 1, c->now + c->rest - c->label + 2, STYLE_ACTIVE);
	return STYLE_ACTIVE;
}

/* ---- by column ---- */

static const char *label_in(const struct columns *c, const struct profile_column *column)
{
	return figure_fitting(column, c->label_width);
}

/* Words take the rows that the list leaves free; how many. */
static int draw_words(const struct week_view *w, const struct columns *c, int row, int rows,
		      const struct profile_column *column, enum style style)
{
	const struct summary_value *value = summary_value(&w->now.whole, column->column);
	const char *text = figure_said(value);
	int label = paint_width(label_in(c, column)) + 2;

	return wrap_draw(row, c->label + label, c->end - c->label - label, rows, style, text);
}

/* One row of the list, of at most `rows` rows of the screen; how many it took. */
static int draw_column(const struct week_view *w, const struct columns *c, int row, int rows,
		       int at)
{
	const struct profile_column *column = &w->profile.columns[at];
	bool on = at == w->columns.at, words = figure_is_words(column->column);
	enum style style = words && on ? STYLE_ACTIVE : begin_row(c, row, on);
	const struct summary_row *before = w->have_before ? &w->before.whole : NULL;
	double most = figure_size(summary_value(&w->now.whole, column->column));

	paint_text(row, c->label, c->label_width, style, label_in(c, column), false);
	if (words)
		return draw_words(w, c, row, rows, column, STYLE_TEXT);
	if (before)
		most = larger(most, figure_size(summary_value(before, column->column)));
	draw_figures(c, row, style, &w->now.whole, before, column->column, most);
	return 1;
}

/* The list, from row to row + rows. */
static void draw_columns(struct week_view *w, const struct area *area, int row, int rows)
{
	int longest = 0, shown, free_rows;
	char place[LISTER_PLACE];
	struct columns c;

	for (size_t i = 0; i < w->profile.count; i++) {
		int n = paint_width(figure_label(&w->profile.columns[i]));

		longest = n > longest ? n : longest;
	}
	c = lay_out(w, area, longest);
	lister_fit(&w->columns, rows - 1);
	lister_place(&w->columns, place);
	draw_head(&c, row++, place);
	shown = w->columns.count - w->columns.top;
	if (shown > w->columns.rows)
		shown = w->columns.rows;
	free_rows = rows - 1 - shown;
	for (int i = 0; i < shown; i++) {
		int most = free_rows < TEXT_ROWS ? 1 + free_rows : TEXT_ROWS, used;

		if (w->columns.top + i == w->columns.at)
			w->cursor = row;
		used = draw_column(w, &c, row, most, w->columns.top + i);
		used = used > 1 ? used : 1;
		row += used;
		free_rows -= used - 1;
	}
}

/* ---- by group ---- */

static double largest_group(const struct week_view *w, const struct column *column)
{
	double most = 0;

	for (size_t i = 0; i < summary_rows(&w->now); i++)
		most = larger(most, figure_size(summary_value(summary_row_at(&w->now, i), column)));
	for (size_t i = 0; w->have_before && i < summary_rows(&w->before); i++)
		most = larger(most, figure_size(summary_value(summary_row_at(&w->before, i), column)));
	return most;
}

/* The name of a group, or a shorter one where it has one and needs it. */
static const char *group_name(const struct week_view *w, int at, int width)
{
	static char person[256];
	const struct summary_row *row = week_group_row(&w->group[at]);
	const char *name = figure_group(w->axis, row);

	if (w->axis == SUMMARY_CHANNEL && paint_width(name) > width)
		name = text_channel(row->key);
	if (w->axis != SUMMARY_MEMBER || paint_width(name) <= width)
		return name;
	fit_people(person, sizeof person, name, width);
	return person;
}

static void draw_group(const struct week_view *w, const struct columns *c, int row, int at,
		       double most)
{
	const struct column *column = week_column(w)->column;
	const struct summary_row *now = w->group[at].now;
	enum style style = begin_row(c, row, at == w->groups.at);
	bool open = now && figure_open_team(&w->now, now->key);
	char weeks[FIGURE_WEEKS_SIZE] = "";
	const char *mark = weeks;
	int used;

	if (now && now->teams)
		figure_weeks(weeks, (int)now->teams_closed, (int)now->teams);
	else if (now && now->weeks)
		figure_weeks(weeks, now->weeks_closed, now->weeks);
	else if (open)
		mark = " *";
	used = paint_text(row, c->label, c->label_width - paint_width(mark), style,
			  group_name(w, at, c->label_width), false);
	paint_text(row, c->label + used, paint_width(mark), style, mark, false);
	draw_figures(c, row, style, now, w->group[at].before, column, most);
	if (open && summary_value(now, column)->type == SUMMARY_NULL &&
	    paint_width(_("not closed")) <= c->bar_width)
		paint_text(row, c->bar, c->bar_width, STYLE_WARN, _("not closed"), false);
}

static void draw_groups(struct week_view *w, const struct area *area, int row, int rows)
{
	const struct profile_column *column = week_column(w);
	double most = largest_group(w, column->column);
	int longest = 30, shown;
	struct columns c;

	for (int i = 0; i < w->groups.count; i++) {
		const struct summary_row *now = w->group[i].now;
		int n = paint_width(group_name(w, i, area->cols)) +
			(now && (now->weeks || now->teams) ? 7 : 3);

		longest = n > longest ? n : longest;
	}
	c = lay_out(w, area, longest);
	draw_head(&c, row, figure_axis(w->axis));
	lister_fit(&w->groups, rows - 2);
	shown = w->groups.count - w->groups.top;
	if (shown > w->groups.rows)
		shown = w->groups.rows;
	if (!w->groups.count) {
		paint_text(row + 1, c.label, area->cols - 2, STYLE_TEXT, _("No data yet"), false);
		shown = 1;
	}
	for (int i = 0; i < shown && w->groups.count; i++)
		draw_group(w, &c, row + 1 + i, w->groups.top + i, most);
	paint_text(row + 1 + shown, c.label, c.label_width, STYLE_HEADING, _("Whole period"),
		   false);
	draw_figures(&c, row + 1 + shown, STYLE_HEADING, &w->now.whole,
		     w->have_before ? &w->before.whole : NULL, column->column, 0);
}

/* ---- below the list ---- */

/* An officer sees whom he gathers from; a team's own state is the line above. */
static bool shows_teams(const struct week_view *w)
{
	bool officer = book_level(app_book(w->view.app)) != LEVEL_TEAM;

	return w->have_now && w->now.teams > (officer ? 0 : 1);
}

/* A desk above communes has taken in nothing to close: it is not asked to, though it may. */
static const char *not_closed(const struct week_view *w)
{
	return book_level(app_book(w->view.app)) == LEVEL_UPPER ? _("Not closed yet")
								: _("Not closed yet: c closes it");
}

/* How this desk's own report stands; what changed after it wants a second row. */
static void draw_own(const struct week_view *w, const struct area *area, int row, int rows)
{
	bool all = w->weeks && w->weeks_closed == w->weeks, differs = report_differs(&w->changes);
	enum style style = differs ? STYLE_WARN : w->closed || all ? STYLE_GOOD : STYLE_WARN;
	char weeks[64] = "", text[512], changes[256];
	int width = area->cols - 2;

	if (w->weeks)
		snprintf(weeks, sizeof weeks, _("%d/%d weeks closed"), w->weeks_closed, w->weeks);
	if (!w->closed && w->weeks)
		snprintf(text, sizeof text, "%s%s%s", shows_teams(w) ? _("The whole unit") : "",
			 shows_teams(w) ? ": " : "", weeks);
	else
		snprintf(text, sizeof text, "%s%s%s",
			 w->closed ? _("This period is closed") : not_closed(w),
			 *weeks ? " · " : "", weeks);
	if (w->closed_unread) {
		snprintf(text, sizeof text, "%s", say_unread());
	} else if (differs) {
		changes_text(changes, sizeof changes, &w->changes, (rows > 1 ? 2 : 1) * width - 44);
		snprintf(text, sizeof text, _("Closed; changed since: %s"), changes);
	}
	wrap_draw(row, area->col + 1, width, rows, style, text);
}

/* Which teams have closed, and which have not. */
static void draw_teams(const struct week_view *w, const struct area *area, int row, int rows)
{
	const struct summary *s = &w->now;
	char text[1024], weeks[FIGURE_WEEKS_SIZE];
	size_t used;

	figure_teams(text, s);
	used = strlen(text);
	if (s->missing_count)
		used += (size_t)snprintf(text + used, sizeof text - used, ". %s",
					 figure_not_yet(s));
	for (size_t i = 0; i < s->missing_count && used < sizeof text; i++) {
		figure_weeks(weeks, s->missing[i].weeks_closed, s->missing[i].weeks);
		used += (size_t)snprintf(text + used, sizeof text - used, " %s%s%s",
					 s->missing[i].name, weeks, i + 1 < s->missing_count ? ";" : "");
	}
	wrap_draw(row, area->col + 1, area->cols - 2, rows, STYLE_TEXT, text);
}

/* Weeks whose reports do not count here; rows says how many the text needs. */
static int across_rows(const struct week_view *w, const struct area *area, int row, bool draw)
{
	char text[FIGURE_ACROSS_SIZE];
	int width = area->cols - 2, most = area->rows < 16 ? 1 : 2, needs;

	figure_across(text, &w->now);
	if (!*text)
		return 0;
	needs = wrap_rows(text, width);
	return draw ? wrap_draw(row, area->col + 1, width, most, STYLE_TEXT, text)
		    : needs < most ? needs : most;
}

/* What the figure under the cursor is, in full. */
static void draw_hint(const struct week_view *w, const struct area *area, int row)
{
	const struct profile_column *column = week_column(w);
	const char *label = figure_label(column);
	bool starred = w->axis == SUMMARY_TEAM && w->now.missing_count;

	if (w->axis == SUMMARY_UNIT)
		paint_format(row, area->col + 1, area->cols - 2, STYLE_FAINT, "%s · %s", label,
			     _("8/12: eight teams of twelve have closed"));
	else if (starred)
		paint_format(row, area->col + 1, area->cols - 2, STYLE_FAINT, "%s · %s", label,
			     w->now.missing[0].weeks ? _("4/5: four weeks of five are closed")
						     : _("* has not closed the period yet"));
	else if (figure_is_words(column->column) || lang_english() ||
		 paint_width(label) + paint_width(column->column->unit) + 3 > area->cols - 2)
		paint_text(row, area->col + 1, area->cols - 2, STYLE_FAINT, label, false);
	else
		paint_format(row, area->col + 1, area->cols - 2, STYLE_FAINT, "%s (%s)", label,
			     column->column->unit);
}

static void put_cursor(const struct week_view *w, const struct area *area)
{
	int row = w->axis ? area->row + 1 + w->groups.at - w->groups.top : w->cursor;

	paint_cursor(row, area->col + 1);
}

void week_draw(struct view *view, const struct area *area)
{
	struct week_view *w = (struct week_view *)view;
	int own = report_differs(&w->changes) ? 2 : 1, rows = area->rows, row = area->row;
	int teams = shows_teams(w) ? 2 : 0, across;

	if (!w->have_now) {
		paint_cursor(row, area->col);
		return;
	}
	across = across_rows(w, area, row, false);
	if (rows < 20)
		own = 1;
	if (rows < 16)
		teams = 0;
	rows -= own + teams + across + 1;
	if (w->axis)
		draw_groups(w, area, row, rows);
	else
		draw_columns(w, area, row, rows);
	draw_own(w, area, row + rows, own);
	if (teams)
		draw_teams(w, area, row + rows + own, teams);
	across_rows(w, area, row + rows + own + teams, true);
	draw_hint(w, area, area->row + area->rows - 1);
	put_cursor(w, area);
}
