#include "config.h"
#include "tui/home/home_draw.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "tui/app/app.h"
#include "tui/env/translate.h"
#include "tui/home/private.h"
#include "tui/term/paint.h"
#include "tui/widgets/wrap.h"
#include "tui/words/changes_text.h"
#include "tui/words/figure.h"
#include "tui/words/say.h"
#include "tui/words/summary_text.h"
#include "tui/words/text_value.h"

enum { NUMBER = 7, BAR_MAX = 16, CHANGED_ROWS = 2, DRAFT_ROWS = 2 };

/* Where one draws; `row` moves down. */
struct place_on {
	int row, col, width, end; /* end: the row after the last one */
};

static void gap(struct place_on *p, int rows)
{
	if (rows > 0)
		p->row += rows;
}

static void line(struct place_on *p, enum style style, const char *text)
{
	if (p->row < p->end)
		paint_text(p->row++, p->col, p->width, style, text, false);
}

/* A count, or "—" where it could not be read. */
static const char *count(char out[FIGURE_SIZE], int64_t n)
{
	if (n < 0)
		snprintf(out, FIGURE_SIZE, "—");
	else
		figure_number(out, FIGURE_SIZE, (double)n, 0);
	return out;
}

/* ---- today ---- */

/* Why the date may not be believed; NULL when it may. */
static const char *doubt(const struct home_view *h)
{
	switch (book_now(app_book(h->view.app))->trust) {
	case CLOCK_WRONG:
		return _("The date is wrong: press d and say what day it is");
	case CLOCK_ASKED:
		return _("The date is as you said; d mends it");
	default:
		return NULL;
	}
}

/* What is half filled in and whose it is; where that is long, how many of whom. Malloc'ed. */
static char *drafts_text(const struct home_view *h, int width)
{
	const char *format = P_("%d form half filled in: %s", "%d forms half filled in: %s",
				(unsigned long)h->drafts);
	char *text = memory_format(format, h->drafts, h->drafts_of);

	if (wrap_rows(text, width) <= DRAFT_ROWS)
		return text;
	memory_free_wiped(text);
	return memory_format(format, h->drafts, h->drafts_by);
}

static int draft_rows(const struct home_view *h, int width)
{
	char *text = h->drafts ? drafts_text(h, width) : NULL;
	int rows = text ? wrap_rows(text, width) : 0;

	memory_free_wiped(text);
	return rows;
}

static void draw_drafts(const struct home_view *h, struct place_on *p)
{
	char *text = h->drafts ? drafts_text(h, p->width) : NULL;

	if (text)
		p->row += wrap_draw(p->row, p->col, p->width, p->end - p->row, STYLE_WARN, text);
	memory_free_wiped(text);
}

/* What was set up without the number that the officer gives it. */
static void draw_numberless(const struct home_view *h, struct place_on *p)
{
	char text[160];

	if (!h->numberless_villages && !h->numberless_teams)
		return;
	if (!h->numberless_teams)
		snprintf(text, sizeof text, _("Without a number yet: villages %d (ask the officer)"),
			 h->numberless_villages);
	else if (!h->numberless_villages)
		snprintf(text, sizeof text, _("Without a number yet: teams %d (ask the officer)"),
			 h->numberless_teams);
	else
		snprintf(text, sizeof text,
			 _("Without a number yet: villages %d, teams %d (ask the officer)"),
			 h->numberless_villages, h->numberless_teams);
	line(p, STYLE_WARN, text);
}

static void draw_today(const struct home_view *h, struct place_on *p, int rows)
{
	day_t today = book_now(app_book(h->view.app))->day;
	char date[DATE_SIZE], text[300], n[3][FIGURE_SIZE];

	date_format_vn(date, today);
	snprintf(text, sizeof text, "%s: %s, %s", _("Today"), text_weekday(today), date);
	line(p, STYLE_HEADING, text);
	if (doubt(h))
		line(p, STYLE_WARN, doubt(h));
	draw_drafts(h, p);
	draw_numberless(h, p);
	if (h->today)
		snprintf(text, sizeof text,
			 book_level(app_book(h->view.app)) == LEVEL_TEAM
				 ? _("Logged today: %s") : _("Sessions of today: %s"),
			 count(n[0], h->today));
	else if (h->logs)
		snprintf(text, sizeof text, "%s",
			 h->villages ? _("Nothing logged today yet: n begins")
				     : _("Nothing logged today yet"));
	else if (book_level(app_book(h->view.app)) == LEVEL_UPPER)
		snprintf(text, sizeof text, "%s",
			 _("Communes' files come in by 'sotay import'"));
	else
		snprintf(text, sizeof text, _("Registered: villages %s, teams %s, members %s"),
			 count(n[0], h->villages), count(n[1], h->teams), count(n[2], h->members));
	line(p, STYLE_TEXT, text);
	for (int i = 0; i < rows && i < h->today && i < HOME_TODAY; i++) {
		if (i + 1 == rows && h->today > rows)
			snprintf(text, sizeof text, _("… %d more: s shows them"), h->today - i);
		if (h->lines[i])
			paint_text(p->row++, p->col + 2, p->width - 2, STYLE_FAINT,
				   i + 1 == rows && h->today > rows ? text : h->lines[i], false);
	}
}

/* ---- this week against last ---- */

static const char *const columns[] = {"so_luot", "so_nguoi", "ho_tham", "ho_lan_dau", "so_khong"};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void draw_figure(int row, int end, const struct summary_row *from,
			const struct column *column, int bar, double most, enum style style)
{
	const struct summary_value *value = summary_value(from, column);
	char text[FIGURE_SIZE];
	int width;

	figure_text(text, sizeof text, from, column);
	width = paint_width(text);
	paint_text(row, end - bar - 1 - width, width, style, text, false);
	if (bar > 0)
		paint_bar(row, end - bar, bar, figure_size(value), most);
}

static void draw_weeks(const struct home_view *h, struct place_on *p)
{
	int bar = (p->width - 2 * (NUMBER + 2) - 30) / 2, end = p->col + p->width;
	int now, label;

	if (!h->have_week || !h->have_before) {
		line(p, STYLE_BAD, say_unread());
		return;
	}
	bar = bar > BAR_MAX ? BAR_MAX : bar < 0 ? 0 : bar;
	now = end - bar - NUMBER - 2;
	label = now - bar - NUMBER - 1 - p->col;
	paint_text(p->row, now - bar - NUMBER, NUMBER + bar, STYLE_HEADING, _("This week"), false);
	paint_text(p->row, end - bar - NUMBER - 1, NUMBER + 1 + bar, STYLE_HEADING, _("Last week"),
		   false);
	p->row++;
	for (int i = 0; i < COLUMNS && p->row < p->end; i++, p->row++) {
		const struct profile_column column = {column_find(columns[i]), NULL};
		double a = figure_size(summary_value(&h->week.whole, column.column));
		double b = figure_size(summary_value(&h->before.whole, column.column));

		paint_text(p->row, p->col, label, STYLE_LABEL, figure_fitting(&column, label),
			   false);
		draw_figure(p->row, now, &h->week.whole, column.column, bar, a > b ? a : b,
			    STYLE_TEXT);
		draw_figure(p->row, end, &h->before.whole, column.column, bar, a > b ? a : b,
			    STYLE_FAINT);
	}
}

/* A closed week that says something else now: what was reported, and what is counted. */
static void draw_changed(const struct home_view *h, struct place_on *p)
{
	char period[PERIOD_TEXT_SIZE], changes[256], text[480], *days;
	int back = (book_now(app_book(h->view.app))->day - h->changed.from) / 7;

	if (!report_differs(&h->changes) || p->row >= p->end)
		return;
	period_text(period, &h->changed);
	days = strstr(period, " ("); /* the week's name is enough */
	if (days)
		*days = 0;
	changes_text(changes, sizeof changes, &h->changes, CHANGED_ROWS * p->width - (back > 1 ? 72 : 60));
	if (back > 1)
		snprintf(text, sizeof text,
			 _("%s is closed, but its figures changed: %s. See w, then < %d times"),
			 period, changes, back);
	else
		snprintf(text, sizeof text,
			 back ? _("%s is closed, but its figures changed: %s. See w, then <")
			      : _("%s is closed, but its figures changed: %s. See w"),
			 period, changes);
	p->row += wrap_draw(p->row, p->col, p->width,
			    p->end - p->row < CHANGED_ROWS ? p->end - p->row : CHANGED_ROWS,
			    STYLE_WARN, text);
}

/* ---- what waits ---- */

static void draw_waiting(const struct home_view *h, struct place_on *p)
{
	char text[256], number[2][FIGURE_SIZE];

	if (!h->logs && !h->overdue && !h->due && !h->visits && !h->logged)
		return; /* all of it comes from sessions logged here */
	snprintf(text, sizeof text, _("Follow-ups: %s overdue, %s in the next seven days"),
		 count(number[0], h->overdue), count(number[1], h->due));
	line(p, h->overdue ? STYLE_WARN : STYLE_TEXT, text);
	snprintf(text, sizeof text, _("Households to visit again: %s"), count(number[0], h->visits));
	line(p, STYLE_TEXT, text);
	snprintf(text, sizeof text,
		 P_("Kept in this logbook: %s session", "Kept in this logbook: %s sessions",
		    (unsigned long)h->logged),
		 count(number[0], h->logged));
	line(p, STYLE_TEXT, text);
}

/* What a lost laptop would take with it. */
static void draw_backup(const struct home_view *h, struct place_on *p)
{
	char day[DATE_SIZE], text[160];

	if (!h->backup_due)
		return;
	date_format_vn(day, h->backups.last);
	if (h->backups.any)
		snprintf(text, sizeof text, _("Last backup %s: plug a stick in, then b"), day);
	else
		snprintf(text, sizeof text, "%s",
			 _("There is no backup of this logbook: plug a stick in, then b"));
	line(p, STYLE_WARN, text);
}

static bool has_work(const struct summary *s)
{
	return s->whole.sessions > 0 ||
	       figure_size(summary_value(&s->whole, column_find("so_khong"))) > 0;
}

/* The same for who gathers what others log. */
static const char *officer_advice(const struct home_view *h)
{
	if (book_level(app_book(h->view.app)) == LEVEL_UPPER)
		return _("w shows the figures of a period; there x writes them to a file. c has the "
			 "settings; ? lists every key.");
	if (!h->villages)
		return _("Begin here: h adds the villages, then the teams and members.");
	if (!h->teams)
		return _("h adds the teams and their members.");
	return _("w shows the figures of a period and which teams have closed it; there x writes "
		 "them to a file.");
}

/* What somebody should do next, by what there is. */
static const char *advice(const struct home_view *h)
{
	bool week = h->have_week && has_work(&h->week),
	     before = h->have_before && has_work(&h->before);
	int day = date_weekday(book_now(app_book(h->view.app))->day);

	if (!h->logs)
		return officer_advice(h);
	if (!h->villages && h->numberless_villages)
		return _("Visits can be logged once a village has its number: h, Villages, Enter.");
	if (!h->villages)
		return _("Begin here: t shows how in four pages, h adds the villages and "
			 "households.");
	if (h->own_visit)
		return _("n goes on with the visit that is half written.");
	if (!h->logged)
		return _("Begin here: t shows how in four pages, h adds households, n logs a "
			 "visit.");
	if (before && !h->before_closed)
		return _("Last week is not closed: w, then <, then c.");
	if (week && !h->week_closed && day >= 5)
		return _("The week is nearly over: w, then c, closes it.");
	if (h->overdue)
		return _("Something promised is overdue: f shows it.");
	return _("n logs a visit; t explains the program; ? lists keys.");
}

void home_draw(struct view *view, const struct area *area)
{
	struct home_view *h = (struct home_view *)view;
	const struct app *app = view->app;
	struct place_on p = {area->row, area->col + 2, area->cols - 4, area->row + area->rows};
	/* Everything but the lines of today: heading, count, weeks, what waits, advice. */
	int fixed = 2 + (doubt(h) != NULL) + draft_rows(h, p.width) +
		    (h->numberless_villages || h->numberless_teams) + app_never_locks(app) + 1 + COLUMNS +
		    3 + h->backup_due + 1 + (report_differs(&h->changes) ? CHANGED_ROWS : 0);
	int spare = area->rows - fixed, today = spare - 4;

	if (today > h->today)
		today = h->today;
	/* One row would only say how many there are, which stands above it. */
	if (today < 0 || (today == 1 && h->today > 1))
		today = 0;
	spare -= today < HOME_TODAY ? today : HOME_TODAY;
	gap(&p, spare >= 4);
	if (app_never_locks(app))
		line(&p, STYLE_WARN,
		     _("A trial: all of this is invented, and the screen never locks"));
	draw_today(h, &p, today);
	gap(&p, spare >= 1);
	draw_weeks(h, &p);
	draw_changed(h, &p);
	gap(&p, spare >= 2);
	draw_waiting(h, &p);
	draw_backup(h, &p);
	gap(&p, spare >= 3 && p.end - p.row > wrap_rows(advice(h), p.width));
	if (p.row < p.end && !h->unread) {
		wrap_draw(p.row, p.col, p.width, p.end - p.row, STYLE_HEADING, advice(h));
		paint_cursor(p.row, p.col);
	} else {
		paint_cursor(p.row < p.end ? p.row : p.end - 1, p.col);
	}
}
