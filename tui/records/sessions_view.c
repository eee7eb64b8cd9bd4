#include "config.h"
#include "tui/records/sessions_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/query/list_register.h"
#include "store/query/list_sessions.h"
#include "store/record/read.h"
#include "store/summary/drilldown.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/records/change.h"
#include "tui/records/stay.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/widgets/finder.h"
#include "tui/widgets/pages.h"
#include "tui/widgets/rows.h"
#include "tui/words/figure.h"
#include "tui/words/household_words.h"
#include "tui/words/out.h"
#include "tui/words/say.h"
#include "tui/words/text_value.h"

enum { WIDE = 74, BROAD = 100, NOTED = 120 };

enum shown { SHOW_GIVEN, SHOW_ALL, SHOW_WEEK, SHOW_MONTH, SHOW_VOIDED, SHOWS };

struct sessions_view {
	struct view view;
	struct session_filter given; /* what is shown first; its places always hold */
	bool has_given;
	enum shown shown;
	bool oldest_first;
	struct finder finder;
	struct pages pages;
	char group[80]; /* in the title; "" none */
	bool several;   /* villages: which one it was is said */
	bool unread;    /* not all of the list could be read */
	struct stay stay;
};

static struct sessions_view *of(struct view *view)
{
	return (struct sessions_view *)view;
}

/* The figure that is listed, shorter where the title has no room for all of it. */
static const char *figure_name(const struct sessions_view *s)
{
	const struct profile_column column = { column_find(s->given.column), NULL };
	const char *label = figure_label(&column);

	return paint_width(s->group) + paint_width(label) + 6 > term_cols() / 2
		       ? figure_brief(&column) : label;
}

static void sessions_title(struct view *view, char *out, size_t size)
{
	const struct sessions_view *s = of(view);
	bool figure = s->given.column && s->shown == SHOW_GIVEN;

	if (s->given.since && s->shown == SHOW_GIVEN)
		snprintf(out, size, "%s", _("Entered or changed after closing"));
	else
		snprintf(out, size, "%s%s%s", s->group, *s->group ? ": " : "",
			 figure ? figure_name(s) : _("Guidance sessions"));
}

static unsigned sessions_keymaps(struct view *view)
{
	return of(view)->finder.typing ? IN_ANY | IN_LIST | IN_TYPING | IN_WORDS
				       : IN_ANY | IN_LIST | IN_SESSIONS | IN_VISITS;
}

/* ---- reading ---- */

static void within(struct session_filter *filter, enum period_kind kind, day_t day)
{
	struct period p;

	if (!period_of_day(&p, kind, day)) {
		filter->ranged = true;
		filter->from = p.from;
		filter->to = p.to;
	}
}

/* What is asked for; its search lies in q, to be released. */
static struct session_filter filter_of(struct sessions_view *s, struct query *q)
{
	struct session_filter filter = s->given;
	day_t today = book_now(app_book(s->view.app))->day;

	/* In another period the group stays, but the figure is none of it. */
	if (s->shown != SHOW_GIVEN) {
		filter.ranged = false;
		filter.column = NULL;
		filter.since = 0;
	}
	if (s->shown == SHOW_WEEK)
		within(&filter, PERIOD_WEEK, today);
	if (s->shown == SHOW_MONTH)
		within(&filter, PERIOD_MONTH, today);
	filter.voided = s->shown == SHOW_VOIDED;
	filter.newest_first = !s->oldest_first;
	filter.oldest_first = s->oldest_first;
	finder_query(&s->finder, q);
	filter.search = q->all ? NULL : q->readings[0];
	filter.search_numbers = true;
	for (int i = 0; i < SEARCH_ALSO; i++)
		filter.search_also[i] = q->readings[1 + i];
	filter.also = stay_also(&s->stay);
	return filter;
}

static bool fetch(void *arg, struct pages *pages, bool backwards, rec_t after, int limit)
{
	struct sessions_view *s = arg;
	struct app *app = s->view.app;
	struct query q;
	struct session_filter filter = filter_of(s, &q);
	struct fault f = { 0 };
	int rc;

	if (backwards) {
		filter.newest_first = !filter.newest_first;
		filter.oldest_first = !filter.oldest_first;
	}
	filter.after = after;
	filter.limit = limit;
	rc = list_sessions(app_book(app), &filter, pages_take, pages, &f);
	query_release(&q);
	if (rc && !(after && rc == FAULT_NOT_FOUND)) {
		app_fault(app, &f);
		s->unread = true;
	}
	return !rc;
}

/* How many there are, where that is known at once; -1. */
static int64_t total_of(struct sessions_view *s)
{
	struct query q;
	struct session_filter filter = filter_of(s, &q);
	struct fault f;
	int64_t total, sum;

	if (list_sessions_total(app_book(s->view.app), &filter, &total, &f))
		total = -1;
	/* A figure's sessions were all looked at when it was counted: that often is all right. */
	if (total < 0 && filter.column && !filter.search &&
	    list_sessions_sum(app_book(s->view.app), &filter, &total, &sum, &f))
		total = -1;
	query_release(&q);
	return total;
}

static void fetch_anew(struct sessions_view *s)
{
	s->unread = false;
	pages_start(&s->pages, total_of(s));
}

static void sessions_reload(struct app *app, struct view *view)
{
	struct sessions_view *s = of(view);
	struct fault f;
	int villages;

	s->several = !list_count(app_book(app), TYPE_VILLAGE, &villages, &f) && villages > 1;
	if (!s->pages.n) {
		fetch_anew(s);
		return;
	}
	s->unread = false;
	pages_again(&s->pages, total_of(s));
}

/* ---- drawing ---- */

static void shown_words(const struct sessions_view *s, char *out, size_t size)
{
	static const char *const words[SHOWS] = {
		[SHOW_ALL] = N_("All"), [SHOW_WEEK] = N_("This week"),
		[SHOW_MONTH] = N_("This month"), [SHOW_VOIDED] = N_("Taken out of the count"),
	};
	char from[DATE_SIZE], to[DATE_SIZE];
	day_t first;

	if (s->shown != SHOW_GIVEN || !s->given.ranged) {
		snprintf(out, size, "%s", s->shown == SHOW_GIVEN ? _("All") : _(words[s->shown]));
		return;
	}
	first = drilldown_from(s->given.column ? rule_of_column(s->given.column) : NULL,
			       s->given.from, s->given.to);
	date_format_vn(from, first);
	date_format_vn(to, s->given.to);
	if (first == DAY_MIN)
		snprintf(out, size, _("until %s"), to);
	else
		snprintf(out, size, "%s - %s", from, to);
}

static void add_word(char *out, size_t size, const char *word)
{
	size_t n = strlen(out);

	snprintf(out + n, size - n, " · %s", word);
}

/* What is shown, in words: where in the list, period, order, place, topic. */
static void describe(struct sessions_view *s, bool order, char *out, size_t size)
{
	struct book *book = app_book(s->view.app);
	char name[256];

	if (s->unread)
		snprintf(out, size, "—");
	else
		pages_words(&s->pages, out, size);
	shown_words(s, name, sizeof name);
	add_word(out, size, name);
	if (order)
		add_word(out, size, s->oldest_first ? _("oldest first") : _("newest first"));
	if (s->given.household) {
		struct fault f;
		json_t *household = record_read(book, s->given.household, &f);
		const char *code = json_string_value(json_object_get(household, "code"));

		household_face(name, sizeof name, code ? code : "—",
			       text_string(household, "hint"), 0);
		add_word(out, size, name);
		json_decref(household);
	}
	if (s->given.village) {
		text_village(name, sizeof name, book, s->given.village);
		add_word(out, size, name);
	}
	if (s->given.topic)
		add_word(out, size, text_topic(book, s->given.topic));
}

/* Whether a session is out of the count; asked where one that is may be listed. */
static bool is_voided(struct sessions_view *s, rec_t rec)
{
	struct record_facts facts;
	struct fault f;

	if (s->shown != SHOW_VOIDED && !s->given.since)
		return stay_voided(&s->stay, app_book(s->view.app), rec);
	return !record_facts(app_book(s->view.app), rec, &facts, &f) && facts.voided;
}

static void draw_session(struct sessions_view *s, rec_t rec, int at, const struct area *area,
			 const int *widths, bool on)
{
	struct book *book = app_book(s->view.app);
	struct fault f;
	json_t *object = record_read(book, rec, &f);
	const json_t *people = json_object_get(object, "people");
	char date[DATE_SIZE], spot[SPOT_SIZE], count[16] = "—", what[600] = "";
	struct row row = { .style = STYLE_TEXT };
	const char *time = json_string_value(json_object_get(object, "time"));
	const char *channel = json_string_value(json_object_get(object, "channel"));
	size_t used = 0;

	if (!object) {
		row = (struct row){ .heading = true, .style = on ? STYLE_ACTIVE : STYLE_BAD,
				    .cell = { say_unread() } };
		row_draw(&row, at, area, widths, on);
		return;
	}
	out_date(date, json_string_value(json_object_get(object, "date")));
	text_spot(spot, sizeof spot, book, rec, object, s->several, widths[2]);
	if (json_is_integer(people))
		snprintf(count, sizeof count, "%d", (int)json_integer_value(people));
	if (is_voided(s, rec)) {
		row.struck = s->shown != SHOW_VOIDED;
		used = (size_t)snprintf(what, sizeof what, "(%s) ", _("void"));
	}
	text_topics(what + used, sizeof what - used, book, object);
	row.cell[0] = date;
	row.cell[1] = time;
	row.cell[2] = spot;
	row.cell[3] = channel ? text_channel(channel) : NULL;
	row.cell[4] = count;
	row.cell[5] = what;
	row.cell[6] = text_string(object, "note");
	row_draw(&row, at, area, widths, on);
	json_decref(object);
}

/* The search gets what the words beside it leave over, within reason. */
static int search_width(const struct sessions_view *s, const struct area *area, const char *words)
{
	int width = area->cols - paint_width(words) - 3;
	int least = s->finder.typing || s->finder.line.n ? 16 : 10;

	return width > 36 ? 36 : width < least ? least : width;
}

/* The columns: where it was gets what a face needs, the note some of what a broad screen has. */
static void lay_out(int cols, row_widths widths)
{
	bool wide = cols >= WIDE, noted = cols >= NOTED;
	const row_widths all = {
		10, wide ? 5 : -1, noted ? 40 : cols >= BROAD ? 34 : wide ? 24 : 18, 9, wide ? 6 : -1,
		0, noted ? cols / 5 : -1, -1,
	};

	memcpy(widths, all, sizeof all);
}

static void sessions_draw(struct view *view, const struct area *area)
{
	struct sessions_view *s = of(view);
	struct area list = { area->row + 2, area->col, area->rows - 2, area->cols };
	bool wide = area->cols >= WIDE;
	struct row head = { .style = STYLE_FAINT,
			    .cell = { _("Date"), _("Time"), _("Place"), _("Form"), _("People"),
				      _("Topics"), _("Notes") } };
	row_widths widths;
	const struct lister *lister = &s->pages.lister;
	char words[600];
	int half;

	lay_out(area->cols, widths);
	pages_fit(&s->pages, list.rows);
	/* A narrow screen has no room for both a search and the order. */
	describe(s, wide || !s->finder.typing, words, sizeof words);
	half = search_width(s, area, words);
	paint_text(area->row, area->col + half + 2, area->cols - half - 3, STYLE_TEXT, words,
		   false);
	row_draw(&head, area->row + 1, area, widths, false);
	for (int i = 0; i < lister->rows; i++) {
		rec_t rec = pages_at(&s->pages, lister->top + i);

		if (rec)
			draw_session(s, rec, list.row + i, &list, widths,
				     lister->top + i == lister->at);
	}
	if (!s->pages.n)
		paint_text(list.row, area->col + 1, area->cols - 2, STYLE_TEXT,
			   s->unread	      ? say_unread()
			   : s->finder.line.n ? _("No results")
					      : _("No sessions here"), false);
	finder_draw(&s->finder, area->row, area->col + 1, half);
	if (!s->finder.typing)
		paint_cursor(list.row + lister->at - lister->top, area->col + 1);
}

/* ---- acting ---- */

static void next_shown(struct sessions_view *s)
{
	do
		s->shown = (enum shown)((s->shown + 1) % SHOWS);
	while (s->shown == SHOW_GIVEN && !s->has_given);
	stay_release(&s->stay); /* another list: only what belongs there */
	fetch_anew(s);
}

/* Out of the count or back in; its row stays where it is. */
static void take_out(struct app *app, struct sessions_view *s, rec_t rec)
{
	stay_add(&s->stay, rec);
	change_void(app, rec);
}

/* What needs a session under the cursor. */
static bool act_on(struct app *app, struct sessions_view *s, enum action action)
{
	rec_t rec = pages_at(&s->pages, s->pages.lister.at);

	if (action != ACT_ENTER && action != ACT_EDIT && action != ACT_VOID)
		return false;
	if (!rec) {
		if (action != ACT_ENTER || !finder_leave(&s->finder))
			term_refuse();
	} else if (action == ACT_ENTER) {
		app_open_record(app, rec);
	} else if (action == ACT_EDIT) {
		app_open_visit(app, rec);
	} else {
		take_out(app, s, rec);
	}
	return true;
}

static bool sessions_act(struct app *app, struct view *view, enum action action)
{
	struct sessions_view *s = of(view);
	bool changed;

	if (finder_act(&s->finder, action, &changed)) {
		if (changed)
			fetch_anew(s);
		return true;
	}
	if (act_on(app, s, action))
		return true;
	switch (action) {
	case ACT_NEW:
		app_open_visit(app, 0);
		return true;
	case ACT_SORT:
		s->oldest_first = !s->oldest_first;
		fetch_anew(s);
		return true;
	case ACT_FILTER:
		next_shown(s);
		return true;
	default:
		return pages_act(&s->pages, action);
	}
}

static void sessions_text(struct app *app, struct view *view, const char *text, size_t len,
			  bool pasted)
{
	(void)app;
	(void)pasted;
	if (finder_text(&of(view)->finder, text, len))
		fetch_anew(of(view));
	else
		term_refuse();
}

static void sessions_key(struct app *app, struct view *view, int key)
{
	(void)app;
	if (finder_key(&of(view)->finder, key))
		fetch_anew(of(view));
	else
		term_refuse();
}

static void sessions_close(struct view *view)
{
	finder_release(&of(view)->finder);
	pages_release(&of(view)->pages);
	stay_release(&of(view)->stay);
	free(view);
}

static const struct view_class sessions_class = {
	.name = "sessions", .title = sessions_title, .keymaps = sessions_keymaps,
	.draw = sessions_draw, .act = sessions_act, .text = sessions_text, .key = sessions_key,
	.reload = sessions_reload, .close = sessions_close,
};

struct view *sessions_view_new(struct app *app, const struct session_filter *start,
			       const char *group)
{
	struct sessions_view *s = memory_alloc_zero(1, sizeof *s);

	(void)app;
	s->view.class = &sessions_class;
	s->shown = start ? SHOW_GIVEN : SHOW_ALL;
	s->has_given = start != NULL;
	pages_init(&s->pages, fetch, s);
	snprintf(s->group, sizeof s->group, "%s", group ? group : "");
	finder_init(&s->finder);
	if (!start)
		return &s->view;
	s->given = *start;
	s->oldest_first = !start->newest_first;
	if (start->search)
		finder_set(&s->finder, start->search);
	if (start->voided)
		s->shown = SHOW_VOIDED;
	return &s->view;
}
