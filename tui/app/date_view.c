#include "config.h"
#include "tui/app/date_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/clock.h"
#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "tui/app/app.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/widgets/form.h"
#include "tui/words/text_value.h"
#include "tui/words/when.h"

enum { DATE, TIME, ITEMS };
enum { SURE_DAYS = 31, TEN_YEARS = 3653 }; /* after the day proposed; after that of the build */

struct date_view {
	struct view view;
	struct form form;
	struct form_item items[ITEMS];
	bool typed[ITEMS];   /* what was proposed is gone */
	day_t proposed, floor;
	day_t doubted;       /* asked whether it is meant; DAY_MIN none */
	struct moment system;
	char hint[160];
};

static struct date_view *of(struct view *view)
{
	return (struct date_view *)view;
}

static void date_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("What day is it today?"));
}

static unsigned date_keymaps(struct view *view)
{
	return (app_book(view->app) ? IN_ANY : IN_LOCK | IN_MODAL) | form_keymaps(&of(view)->form);
}

/* ---- drawing ---- */

/* The day that is typed: the next one fitting what is left out. */
static bool typed_day(const struct date_view *v, day_t *out)
{
	char *text = form_value(&v->form, DATE);
	bool good = when_day(out, text, v->proposed, true);

	free(text);
	return good;
}

static void long_date(char *out, size_t size, day_t day)
{
	char date[DATE_SIZE];

	date_format_vn(date, day);
	snprintf(out, size, "%s, %s", text_weekday(day), date);
}

static void date_draw(struct view *view, const struct area *area)
{
	struct date_view *v = of(view);
	bool roomy = area->rows >= 12; /* else what is typed, and what is wrong with it, comes first */
	int col = area->col + 1, width = area->cols - 2, row = area->row + roomy;
	struct area below = *area;
	char date[80];
	day_t day;

	date_format_vn(date, v->system.day);
	paint_format(row++, col, width, STYLE_WARN,
		     _("The computer says %s: that cannot be right."), date);
	if (roomy && app_book(view->app) && book_last_day(app_book(view->app)) > clock_build_day()) {
		long_date(date, sizeof date, book_last_day(app_book(view->app)));
		paint_format(row, col, width, STYLE_TEXT, _("The last day written in here: %s"),
			     date);
	}
	row += roomy;
	if (roomy && typed_day(v, &day)) {
		long_date(date, sizeof date, day);
		paint_format(row, col, width, STYLE_HEADING, _("You say: %s"), date);
	}
	below.row = row + 2 * roomy;
	below.rows -= below.row - area->row;
	form_draw(&v->form, &below);
}

/* ---- taking the answer ---- */

/* Whether a day can be meant; else says at the field what is wrong. */
static bool check_day(struct date_view *v, day_t day)
{
	day_t built = clock_build_day();
	char date[80], why[160];

	if (day < built || day > built + TEN_YEARS) {
		date_format_vn(date, built);
		snprintf(why, sizeof why,
			 day < built ? _("It cannot be before %s, when this program was made")
				     : _("That is more than ten years after %s"), date);
		form_error(&v->form, DATE, why);
		return false;
	}
	if (day == v->doubted || day == v->system.day ||
	    (day >= v->floor && day <= v->proposed + SURE_DAYS))
		return true;
	v->doubted = day;
	long_date(date, sizeof date, day);
	snprintf(why, sizeof why, _("Really %s? Enter once more if it is so"), date);
	form_error(&v->form, DATE, why);
	v->form.at = TIME;
	return false;
}

/* The audit tells what was said, and what the computer showed then. */
static void note_answer(struct app *app, day_t said, day_t shown)
{
	char detail[2 * DATE_SIZE + 2], day[DATE_SIZE];
	struct fault f;

	date_format(detail, said);
	date_format(day, shown);
	strcat(strcat(detail, " "), day);
	if (book_audit(app_book(app), "date", detail, &f))
		app_fault(app, &f);
}

static void take(struct app *app, struct date_view *v)
{
	char *time = form_value(&v->form, TIME), date[80], why[160];
	int minute = 0;
	bool timed = when_time(&minute, time);
	day_t day, shown = v->system.day;
	struct fault f;

	free(time);
	form_error(&v->form, DATE, NULL);
	if (!typed_day(v, &day)) {
		date_format_vn(date, v->proposed);
		snprintf(why, sizeof why, _("Not a date: day/month/year, such as %s"), date);
		form_error(&v->form, DATE, why);
		return;
	}
	if (!timed) {
		form_error(&v->form, TIME, _("Not a time of day, such as 14:30"));
		return;
	}
	if (!check_day(v, day))
		return;
	clock_answer(day, minute);
	app_decline_date(app, false);
	app_pop(app); /* v is gone after this */
	long_date(date, sizeof date, day);
	app_say(app, TONE_GOOD, _("Today is %s."), date);
	if (!app_book(app))
		return;
	if (book_check_clock(app_book(app), &f))
		app_fault(app, &f);
	note_answer(app, day, shown);
	app_changed(app);
}

/* ---- the view ---- */

static bool date_act(struct app *app, struct view *view, enum action action)
{
	struct date_view *v = of(view);
	bool last = false;

	if (action == ACT_BACK) {
		app_decline_date(app, true);
		app_pop(app);
		return true;
	}
	if (action != ACT_SAVE && !form_act(&v->form, action, &last))
		return false;
	if (action == ACT_SAVE || last)
		take(app, v);
	return true;
}

static void date_text(struct app *app, struct view *view, const char *text, size_t len, bool pasted)
{
	struct date_view *v = of(view);
	int at = v->form.at;

	(void)app;
	(void)pasted;
	if (!v->typed[at])
		form_set(&v->form, at, "");
	v->typed[at] = true;
	if (!form_text(&v->form, text, len))
		term_refuse();
}

static void date_key(struct app *app, struct view *view, int key)
{
	struct date_view *v = of(view);

	(void)app;
	v->typed[v->form.at] = true;
	if (!form_key(&v->form, key))
		term_refuse();
}

static void date_close(struct view *view)
{
	form_release(&of(view)->form);
	free(view);
}

static const struct view_class date_class = {
	.name = "date", .title = date_title, .keymaps = date_keymaps, .draw = date_draw,
	.act = date_act, .text = date_text, .key = date_key, .close = date_close,
};

/* What is proposed: what was said before, or the last day written here and the computer's hour. */
static void propose(struct app *app, struct date_view *v)
{
	char text[DATE_SIZE];
	struct moment now;
	struct fault f;
	int minute;

	clock_system(&v->system);
	minute = v->system.minute;
	v->floor = app_book(app) ? book_clock_floor(app_book(app)) : clock_build_day();
	v->proposed = app_book(app) ? book_last_day(app_book(app)) : v->floor;
	if (!clock_now(&now, v->floor, &f) && now.trust == CLOCK_ASKED) {
		v->proposed = now.day;
		minute = now.minute;
	}
	date_format_vn(text, v->proposed);
	snprintf(v->hint, sizeof v->hint, _("Type over it: %s or %s; Enter goes on"),
		 when_example(v->proposed), text);
	form_set(&v->form, DATE, text);
	time_format(text, minute);
	form_set(&v->form, TIME, text);
}

struct view *date_view_new(struct app *app)
{
	struct date_view *v = memory_alloc_zero(1, sizeof *v);

	v->view.class = &date_class;
	v->doubted = DAY_MIN;
	v->items[DATE] = (struct form_item){
		.label = _("Today"), .type = FORM_TEXT, .max = 10, .plain = true,
		.hint = v->hint,
	};
	v->items[TIME] = (struct form_item){
		.label = _("Time now"), .type = FORM_TEXT, .max = 5, .plain = true,
		.hint = _("Roughly will do; Enter, and that is all"),
	};
	form_init(&v->form, v->items, ITEMS);
	propose(app, v);
	return &v->view;
}

bool date_view_ask(struct app *app)
{
	day_t floor = app_book(app) ? book_clock_floor(app_book(app)) : clock_build_day();
	struct moment now;
	struct fault f;

	if (clock_now(&now, floor, &f))
		return false;
	if (now.trust != CLOCK_WRONG) {
		app_decline_date(app, false);
		if (now.trust == CLOCK_RIGHT && app_top(app) && app_top(app)->class == &date_class)
			app_pop(app); /* somebody has set the clock: nothing to ask any more */
		return false;
	}
	if (app_shows(app, &date_class))
		return true;
	if (!app_date_declined(app))
		app_push(app, date_view_new(app));
	return true;
}
