#include "config.h"
#include "tui/visit/draw.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/visit/choices.h"
#include "tui/visit/draw_topics.h"
#include "tui/visit/facts.h"
#include "tui/visit/pen.h"
#include "tui/visit/rules.h"
#include "tui/visit/save.h"
#include "tui/visit/wrong.h"
#include "tui/words/fit.h"
#include "tui/words/text_value.h"
#include "tui/words/when.h"

/* ---- what is offered ---- */

enum { OFFER = 7 /* columns of "[ ] ^K " */, DAY_WIDTH = 11 /* of 17/11/2026 and the cursor */ };

static void offer(struct pen *pen, const char *key, bool taken, const char *text)
{
	int row = pen_shown(pen, pen->row), col = pen->area->col + 1;

	col += paint_text(row, col, 4, STYLE_TEXT, taken ? "[x]" : "[ ]", false) + 1;
	col += paint_text(row, col, 4, STYLE_KEY, key, false) + 1;
	paint_text(row, col, pen_right(pen) - col, taken ? STYLE_GOOD : STYLE_TEXT, text, false);
	pen->row++;
}

/* A figure that changes. */
static void figure_words(char *out, size_t size, const char *key, const json_t *old,
			 const json_t *value)
{
	const char *label = text_label(TYPE_STATUS, key);

	if (json_is_integer(old))
		snprintf(out, size, "%s %d → %d", label, (int)json_integer_value(old),
			 (int)json_integer_value(value));
	else
		snprintf(out, size, "%s %d", label, (int)json_integer_value(value));
}

/* The rows of the offer: its first one with the key, further ones below the text of that. */
struct status_rows {
	struct pen *pen;
	char text[400];
	bool first;
};

static void end_status_row(struct status_rows *s)
{
	struct pen *pen = s->pen;
	int col = pen->area->col + 1 + OFFER;

	if (s->first)
		offer(pen, "^K", pen->visit->values.status_taken, s->text);
	else
		paint_text(pen_shown(pen, pen->row++), col, pen_right(pen) - col,
			   pen->visit->values.status_taken ? STYLE_GOOD : STYLE_TEXT, s->text,
			   false);
	s->first = false;
	*s->text = 0;
}

static void add_figure(struct status_rows *s, const char *words)
{
	size_t used;

	if (paint_width(s->text) + 3 + paint_width(words) > s->pen->area->cols - 2 - OFFER)
		end_status_row(s);
	used = strlen(s->text);
	snprintf(s->text + used, sizeof s->text - used, "%s%s", used ? " · " : "", words);
}

/* What goes up first: that is what was done; what goes down follows from it. */
static void draw_status(struct pen *pen, const json_t *next)
{
	const json_t *was = pen->visit->facts.status;
	struct status_rows rows = { .pen = pen, .first = true };
	const char *key;
	json_t *value;
	char words[128];

	snprintf(rows.text, sizeof rows.text, "%s", _("Digital status"));
	for (int down = 0; down < 2; down++)
		json_object_foreach((json_t *)next, key, value) {
			json_t *old = json_object_get(was, key);

			if (json_is_integer(value) && !json_equal(old, value) &&
			    (json_integer_value(value) < json_integer_value(old)) == down) {
				figure_words(words, sizeof words, key, old, value);
				add_figure(&rows, words);
			}
		}
	end_status_row(&rows);
}

/* Rows it will take. */
static int status_height(const struct pen *pen, const json_t *next)
{
	struct pen probe = *pen;

	probe.dry = true;
	probe.row = 0;
	if (next)
		draw_status(&probe, next);
	return probe.row;
}

static void draw_open(struct pen *pen, int i)
{
	const struct visit_facts *facts = &pen->visit->facts;
	const struct visit_open *it = &facts->open[i];
	const char *topic = *it->topic ? visit_label(facts, LIST_TOPIC, it->topic) : "";
	int room = pen->area->cols - 2 - OFFER;
	char what[300], due[80], day[DATE_SIZE] = "—", text[400];

	if (it->due)
		date_format_vn(day, it->due);
	snprintf(due, sizeof due, " (%s %s)", _("Due date"), day);
	snprintf(what, sizeof what, "%s: %s%s%s", _("Promised, done now"),
		 visit_label(facts, LIST_FOLLOW, it->kind), *topic ? " · " : "", topic);
	/* The day stays whole. */
	fit_end(what, sizeof what, room - paint_width(due));
	snprintf(text, sizeof text, "%s%s", what, due);
	offer(pen, "^F", visit_closes(&pen->visit->values, it->rec), text);
}

/* ---- the list under a field ---- */

enum { SHOWN = 8 /* rows of a list at once */, LIST_WIDTH = 52, LIST_BROAD = 62, BROAD = 100,
       PLACE = 8 /* columns of "14/100+" and a blank */ };

/* Where the list shows, and which of its rows. */
struct popup {
	int row, col, width, rows;
	int head; /* a row of words first: nothing is chosen yet */
	int top, n;
};

static void list_row(const struct visit *v, const struct match *m, char *out, size_t size)
{
	enum visit_list list = visit_list_here(v);
	const struct choice *c;

	if (m->at < 0) {
		snprintf(out, size, " + %s  %s", m->code, _("new household"));
		return;
	}
	c = m->elsewhere ? &v->facts.elsewhere.all[m->at] : &v->facts.lists[list].all[m->at];
	if (m->elsewhere)
		snprintf(out, size, " %s · %s  %s", c->code,
			 visit_label(&v->facts, LIST_VILLAGE, c->village), c->label);
	else if (list == LIST_HOUSE || list == LIST_VILLAGE || list == LIST_TOPIC)
		snprintf(out, size, " %s  %s", c->code, c->label);
	else
		snprintf(out, size, " %s", *c->label ? c->label : c->code);
}

/* Below the field and what is said of it, or above it where that has more room. */
static struct popup place_list(const struct pen *pen, int n)
{
	const struct visit *v = pen->visit;
	int on = pen->on_row - pen->shift, above = on - pen->area->row;
	int head = v->cursor.pick < 0 || !n; /* the list itself says what is wrong */
	int said = !head && visit_complaint(v, v->cursor.at);
	int below = pen_bottom(pen) - on - 1 - said, right = pen_right(pen);
	struct popup p = { .row = on + 1 + said, .col = pen->on_col, .n = n, .head = head };

	p.width = pen->area->cols >= BROAD ? LIST_BROAD : LIST_WIDTH;
	p.rows = p.head + (n < SHOWN ? n : SHOWN);
	if (p.rows > below && above > below) {
		p.rows = p.rows < above ? p.rows : above;
		p.row = on - p.rows;
	} else if (p.rows > below) {
		p.rows = below;
	}
	if (v->cursor.pick >= p.rows - p.head)
		p.top = v->cursor.pick - (p.rows - p.head) + 1;
	if (p.col + p.width > right)
		p.col = right - p.width > pen->area->col ? right - p.width : pen->area->col;
	if (p.width > right - p.col)
		p.width = right - p.col;
	return p;
}

/* Where one is in a list that goes on beyond what shows, in the corner of its first row. */
static void draw_list_place(const struct visit *v, const struct popup *p, int width, enum style style)
{
	char text[32];

	if (!width)
		return;
	snprintf(text, sizeof text, "%d/%d%s", v->cursor.pick + 1, p->n,
		 p->n == VISIT_FOUND ? "+" : "");
	paint_format(p->row, p->col + p->width - width, width, style, "%*s ", width - 1, text);
}

static void draw_list(struct pen *pen)
{
	struct visit *v = pen->visit;
	struct match found[VISIT_FOUND];
	struct popup p = place_list(pen, visit_matches(v, found, VISIT_FOUND));
	int edge = p.col > pen->area->col, on = pen->on_row - pen->shift;
	int place = p.n > p.rows - p.head ? PLACE : 0;
	char text[300];

	paint_blank(p.row, p.col - edge, p.rows, p.width + edge);
	if (p.head)
		paint_text(p.row, p.col, p.width - place, *v->cursor.error ? STYLE_BAD : STYLE_FIELD,
			   visit_no_row(v), true);
	for (int i = p.head; i < p.rows && p.top + i - p.head < p.n; i++) {
		bool here = p.top + i - p.head == v->cursor.pick;

		list_row(v, &found[p.top + i - p.head], text, sizeof text);
		text[0] = here ? '>' : ' ';
		paint_text(p.row + i, p.col, p.width - (i ? 0 : place),
			   here ? STYLE_ACTIVE : STYLE_FIELD, text, true);
	}
	draw_list_place(v, &p, place, v->cursor.pick == p.top && !p.head ? STYLE_ACTIVE : STYLE_FIELD);
	/* Back to where one types. */
	if (v->values.line[v->cursor.at].n)
		field_draw(&v->values.line[v->cursor.at], on, pen->on_col,
			   v->cursor.at == AT_TOPICS ? 30 : pen_right(pen) - pen->on_col < 20
			   ? pen_right(pen) - pen->on_col : 20, true);
	else
		paint_cursor(p.row + (p.head ? 0 : v->cursor.pick - p.top), p.col);
}

/* ---- the whole ---- */

static const char *date_hint(const struct visit *v)
{
	static char hint[160]; /* until the next call */
	day_t today = book_now(v->book)->day;
	char whole[DATE_SIZE];
	int mday;

	date_split(today, NULL, NULL, &mday);
	date_format_vn(whole, today);
	snprintf(hint, sizeof hint, _("%d, %s or %s; + and - for the day after and before"), mday,
		 when_example(today), whole);
	return hint;
}

static const char *due_hint(const struct visit *v)
{
	static char hint[80]; /* until the next call */

	snprintf(hint, sizeof hint, _("%s, or +7 for in seven days"), when_example(visit_day(v) + 7));
	return hint;
}

static const char *hint_of(const struct visit *v)
{
	if (visit_is_group(&v->values) && v->cursor.at >= AT_PEOPLE && v->cursor.at <= AT_OVER60)
		return _("A number, then Enter");
	if (visit_listing(v))
		return _("Arrows choose, Enter takes it, Esc closes the list");
	switch (v->cursor.at) {
	case AT_DATE:
		return date_hint(v);
	case AT_TIME:
		return _("14:30 or 1430; may stay empty");
	case AT_HOUSE:
		return _("Code or hint; Space: last visited; +: new household");
	case AT_HINT:
		return _("House number or landmark; no name, no phone number");
	case AT_PEOPLE:
		return _("10, 11, 20: 1 ⌫ 0; v nobody home, t declined, h come back");
	case AT_FEMALE:
	case AT_OVER60:
		if (v->values.line[AT_PEOPLE].n > 1)
			return _("A number, then Enter");
		return _("One digit; 10, 11, 20 people: ⌫, second digit, Enter");
	case AT_TOPICS:
		if (!v->values.n_topics)
			return _("1-9, or code, name, initials; Space: list");
		if (v->cursor.mode == MODE_COUNT)
			return _("How many; then Enter");
		return _("= then digits: count; 1-9 add; Space result; / why; Del");
	case AT_BY:
		return _("Name adds or takes out; Space: list; backspace: last out");
	case AT_FOLLOW:
		return _("What was promised; Space: list; backspace: last out");
	case AT_ABOUT:
		return _("Which topic it is about: ← → or Space");
	case AT_DUE:
		return due_hint(v);
	case AT_CHANNEL:
	case AT_VILLAGE:
		return _("Type part of it, or Space for the list");
	case AT_NOTE:
		return _("Optional; no ID card numbers, no passwords");
	default:
		return "";
	}
}

/*
 * Beside the day: what today is, or of a day long past how long ago it was, and, while it is
 * typed, what it is read as.
 */
static void draw_day_note(struct pen *pen)
{
	const struct visit *v = pen->visit;
	day_t now = book_now(v->book)->day, day = visit_day(v);
	char date[DATE_SIZE], text[WHEN_BESIDE_SIZE > 80 ? WHEN_BESIDE_SIZE : 80];
	char *typed = field_get(&v->values.line[AT_DATE]);

	when_beside(text, typed, day, now);
	if (!*text) {
		when_short(date, now, day);
		snprintf(text, sizeof text, _("today is %s"), date);
	}
	memory_free_wiped(typed);
	pen_note(pen, STYLE_WARN, text);
}

/* Whose day it is, where it is not today. */
static void draw_day(struct pen *pen)
{
	const struct visit *v = pen->visit;
	const char *channel = visit_label(&v->facts, LIST_CHANNEL, v->values.channel);

	pen_field(pen, AT_DATE, _("Date"), DAY_WIDTH);
	if (visit_day(v) != book_now(v->book)->day)
		draw_day_note(pen);
	pen_field(pen, AT_TIME, _("Time"), 6);
	if (pen->col + paint_width(_("Channel/form")) + 1 + paint_width(channel) > pen_right(pen))
		pen_new_row(pen);
	pen_field(pen, AT_CHANNEL, _("Channel/form"), 0);
	pen_new_row(pen);
}

/* Whoever typed the code of a household of another village sees that it is there. */
static void draw_moved(struct pen *pen)
{
	const struct visit *v = pen->visit;
	char text[400];

	if (!*v->moved_from || visit_is_group(&v->values))
		return;
	snprintf(text, sizeof text, _("%s is in %s: the village is changed"), v->values.house,
		 visit_label(&v->facts, LIST_VILLAGE, v->values.village));
	pen_note(pen, STYLE_WARN, text);
	pen_new_row(pen);
}

/* A household chosen before a class or a meeting was: not saved with it. */
static void draw_left_out(struct pen *pen)
{
	const struct visit *v = pen->visit;
	char text[160];

	if (!visit_is_group(&v->values) || !*v->values.house)
		return;
	snprintf(text, sizeof text, _("%s is not saved: a class or meeting has no household"),
		 v->values.house);
	pen_note(pen, STYLE_WARN, text);
	pen_new_row(pen);
}

/* It may be the same visit once more. */
static void draw_visits(struct pen *pen)
{
	const struct visit *v = pen->visit;
	char day[DATE_SIZE], text[160];

	if (!v->facts.visits || visit_is_group(&v->values))
		return;
	when_short(day, visit_day(v), book_now(v->book)->day);
	snprintf(text, sizeof text,
		 P_("This household has %d session on %s already",
		    "This household has %d sessions on %s already",
		    (unsigned long)v->facts.visits), v->facts.visits, day);
	pen_note(pen, STYLE_WARN, text);
	pen_new_row(pen);
}

static void draw_head(struct pen *pen)
{
	struct visit *v = pen->visit;

	draw_day(pen);
	pen_field(pen, AT_VILLAGE, _("Village"), pen->area->cols * 28 / 100);
	pen_field(pen, AT_HOUSE, _("Household"), 0);
	pen_new_row(pen);
	draw_moved(pen);
	draw_left_out(pen);
	draw_visits(pen);
	if (v->values.house_new && !visit_is_group(&v->values)) {
		pen_field(pen, AT_HINT, _("Landmark of the new household"), 41);
		pen_new_row(pen);
	}
	pen_field(pen, AT_PEOPLE, _("Number of people"), 5);
	if (!*v->values.attempt) {
		pen_field(pen, AT_FEMALE, _("Women"), 5);
		pen_field(pen, AT_OVER60, _("People aged 60 and over"), 5);
	}
	pen_new_row(pen);
}

/* What the follow-up is about gives way to the whole of the day it is due on. */
static void draw_due(struct pen *pen)
{
	int room = pen_right(pen) - pen->col - paint_width(_("About topic")) - 3 -
		   paint_width(_("Due date")) - 1 - DAY_WIDTH;
	int about = pen->area->cols * 45 / 100;

	if (pen->visit->values.n_topics > 1 && !*pen->visit->values.attempt)
		pen_field(pen, AT_ABOUT, _("About topic"), about < room ? about : room);
	pen_field(pen, AT_DUE, _("Due date"), DAY_WIDTH);
	pen_new_row(pen);
}

static void draw_foot(struct pen *pen)
{
	pen_field(pen, AT_MINUTES, _("Duration (minutes)"), 5);
	pen_field(pen, AT_BY, _("Visited by"), 0);
	pen_new_row(pen);
	pen_field(pen, AT_FOLLOW, _("Follow-up"), 0);
	pen_new_row(pen);
	if (pen->visit->values.n_promises)
		draw_due(pen);
	pen_field(pen, AT_NOTE, _("Notes"), 0);
	pen_new_row(pen);
}

/* Rows that say what is wrong below the topics. */
static int complaints_below(const struct visit *v)
{
	static const enum visit_at rows[][2] = { { AT_MINUTES, AT_BY }, { AT_FOLLOW, AT_FOLLOW },
						 { AT_ABOUT, AT_DUE }, { AT_NOTE, AT_NOTE } };
	int n = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		n += visit_complaint(v, rows[i][0]) || visit_complaint(v, rows[i][1]);
	return n;
}

/* Everything above the hint; the list of topics scrolls in what the rest leaves it. */
static void draw_body(struct pen *pen, const json_t *next)
{
	const struct visit *v = pen->visit;
	int open = v->facts.n_open < 3 ? v->facts.n_open : 3;
	int tail = 3 + (v->values.n_promises > 0) + status_height(pen, next) + open;
	int topics, least;
	bool roomy = pen->area->rows > 20;

	tail += complaints_below(v);
	pen->row = pen->area->row;
	pen->col = pen->area->col + 1;
	draw_head(pen);
	pen->row += roomy;
	topics = pen_bottom(pen) - pen->row - tail - roomy;
	least = visit_frequent_rows(pen) + 3;
	visit_draw_topics(pen, topics > least ? topics : least);
	pen->row += roomy;
	if (next)
		draw_status(pen, next);
	for (int i = 0; i < open; i++)
		draw_open(pen, i);
	draw_foot(pen);
}

void visit_draw(struct visit *v, const struct area *area)
{
	struct pen pen = { .visit = v, .area = area, .dry = true };
	json_t *next = visit_proposal(v);

	draw_body(&pen, next);
	/* Too long for the screen: so far up that the field and what is said below it show. */
	if (pen.row > pen_bottom(&pen) && pen.on_row + 2 > pen_bottom(&pen))
		pen.shift = pen.on_row + 2 - pen_bottom(&pen);
	pen.dry = false;
	draw_body(&pen, next);
	paint_text(pen_bottom(&pen), area->col + 1, area->cols - 2, STYLE_FAINT, hint_of(v), false);
	if (visit_listing(v))
		draw_list(&pen);
	json_decref(next);
}
