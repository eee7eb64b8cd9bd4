#include "config.h"
#include "tui/visit/draw_topics.h"

#include <stdio.h>

#include "store/catalog/catalog.h"
#include "store/record/topics.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/visit/choices.h"
#include "tui/visit/facts.h"
#include "tui/visit/rules.h"
#include "tui/visit/wrong.h"

static const char *topic_word(const struct visit *v, const char *code)
{
	return visit_label(&v->facts, LIST_TOPIC, code);
}

/* Columns the frequent topics stand in: three where their labels have room, else two. */
static int frequent_columns(const struct pen *pen)
{
	for (int i = 0; i < VISIT_FREQUENT; i++)
		if (paint_width(topic_word(pen->visit, pen->visit->facts.frequent[i])) >
		    (pen->area->cols - 2) / 3 - 3)
			return 2;
	return 3;
}

int visit_frequent_rows(const struct pen *pen)
{
	int columns = frequent_columns(pen);

	return (VISIT_FREQUENT + columns - 1) / columns;
}

/* Whether a digit typed now would be a topic. */
static bool digits_add(const struct visit *v)
{
	return v->cursor.at == AT_TOPICS && v->cursor.mode != MODE_COUNT &&
	       v->cursor.mode != MODE_BLOCKER && !v->values.line[AT_TOPICS].n;
}

static void draw_frequent(struct pen *pen)
{
	struct visit *v = pen->visit;
	enum style digit = digits_add(v) ? STYLE_KEY : STYLE_FAINT;
	int width = (pen->area->cols - 2) / frequent_columns(pen), rows = visit_frequent_rows(pen);

	for (int i = 0; i < VISIT_FREQUENT; i++) {
		int row = pen_shown(pen, pen->row + i % rows);
		int col = pen->area->col + 1 + i / rows * width;

		if (!*v->facts.frequent[i])
			continue;
		paint_format(row, col, 1, digit, "%d", i + 1);
		paint_text(row, col + 2, width - 3, STYLE_TEXT, topic_word(v, v->facts.frequent[i]),
			   false);
	}
	pen->row += rows;
}

/* How the chosen topics stand in columns; what has no room there goes below or is left out. */
struct topic_columns {
	int all, name, outcome, count, blocker; /* blocker 0: in a row of its own */
	bool units;                             /* with the word for what is counted */
};

static const char *blocker_word(const struct visit_topic *t)
{
	return t->blocker >= 0 ? visit_vocab_label("blocker", t->blocker) : "";
}

/* A topic that came to something and has no count. */
static bool is_uncounted(const struct visit *v, const struct visit_topic *t)
{
	return visit_topic_success(t) && visit_topic_count(v, t) < 0;
}

/* What it counts, and a question where that is missing. */
static void topic_number(const struct pen *pen, const struct visit_topic *t, bool unit, char *out,
			 size_t size)
{
	const struct topic *topic = book_topic(pen->visit->book, t->code);
	const char *counted = topic && !lang_english() ? topic->unit : "";
	int count = visit_topic_count(pen->visit, t);

	if (count >= 0)
		snprintf(out, size, "%d %s", count, unit ? counted : "");
	else if (!is_uncounted(pen->visit, t))
		snprintf(out, size, "—");
	else
		snprintf(out, size, "— %s?", !unit ? "" : *counted ? counted : _("how many"));
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static struct topic_columns topic_columns(const struct pen *pen)
{
	const struct visit *v = pen->visit;
	struct topic_columns c = { .all = pen_right(pen) - pen->area->col - 3 };
	int units = 5, blocker = 0, rest;
	size_t outcomes;

	vocab_list("outcome", &outcomes);
	for (size_t i = 0; i < outcomes; i++)
		c.outcome = larger(c.outcome, paint_width(visit_vocab_label("outcome", (int)i)) + 1);
	for (int i = 0; i < v->values.n_topics; i++) {
		char number[80];

		topic_number(pen, &v->values.topics[i], true, number, sizeof number);
		c.name = larger(c.name, paint_width(topic_word(v, v->values.topics[i].code)) + 1);
		units = larger(units, paint_width(number) + 1);
		blocker = larger(blocker, paint_width(blocker_word(&v->values.topics[i])));
	}
	rest = c.all - c.name - c.outcome;
	c.units = units <= rest;
	c.count = c.units ? units : rest < 5 ? rest : 5;
	if (rest - c.count >= blocker)
		c.blocker = rest - c.count;
	return c;
}

/* Rows a chosen topic takes. */
static int topic_rows(const struct topic_columns *c, const struct visit_topic *t)
{
	return 1 + (!c->blocker && t->blocker >= 0);
}

static void draw_topic(struct pen *pen, const struct topic_columns *c, int i)
{
	struct visit *v = pen->visit;
	const struct visit_topic *t = &v->values.topics[i];
	bool on = v->cursor.at == AT_TOPICS && v->cursor.topic == i;
	enum style style = on ? STYLE_ACTIVE : STYLE_TEXT;
	int row = pen_shown(pen, pen->row), col = pen->area->col + 3, at = col + c->name;
	char number[80];

	topic_number(pen, t, c->units, number, sizeof number);
	if (on && v->cursor.mode == MODE_COUNT && v->cursor.fresh)
		snprintf(number, sizeof number, "_");
	paint_text(row, col - 2, 2, STYLE_TEXT, on ? "> " : "  ", false);
	paint_fill(row, col, c->all, style);
	paint_text(row, col, c->name - 1, style, topic_word(v, t->code), false);
	paint_text(row, at, c->outcome - 1, style, visit_vocab_label("outcome", t->outcome), false);
	at += c->outcome;
	paint_text(row, at, c->count - 1, is_uncounted(v, t) ? STYLE_WARN : style, number, false);
	if (c->blocker)
		paint_text(row, at + c->count, c->blocker, style, blocker_word(t), false);
	if (on && !v->values.line[AT_TOPICS].n && v->cursor.mode != MODE_BLOCKER) {
		paint_cursor(row, col);
		pen->on_row = pen->row;
	}
	pen->row++;
	if (topic_rows(c, t) > 1)
		paint_text(pen_shown(pen, pen->row++), col + 2, c->all - 2, STYLE_FAINT,
			   blocker_word(t), false);
}

/* The chosen topics in so many rows, scrolled to the one the cursor is on. */
static void draw_chosen(struct pen *pen, int rows)
{
	const struct visit *v = pen->visit;
	const struct topic_columns c = topic_columns(pen);
	int first = v->values.n_topics ? v->cursor.topic : 0, used = 0;

	for (int i = v->cursor.topic; i >= 0 && i < v->values.n_topics; i--) {
		used += topic_rows(&c, &v->values.topics[i]);
		if (used > rows)
			break;
		first = i;
	}
	used = 0;
	for (int i = first; i < v->values.n_topics; i++) {
		used += topic_rows(&c, &v->values.topics[i]);
		if (used > rows && i > v->cursor.topic)
			break;
		draw_topic(pen, &c, i);
	}
}

void visit_draw_topics(struct pen *pen, int rows)
{
	const struct visit *v = pen->visit;
	const char *attempt = v->values.attempt;
	bool refused = visit_complaint(v, AT_TOPICS) != NULL;

	if (*attempt) {
		const struct vocab *why = vocab_find("attempt", attempt);

		paint_format(pen_shown(pen, pen->row), pen->col, pen_right(pen) - pen->col,
			     STYLE_WARN, "%s — %s",
			     why ? vocab_label(why, lang_english()) : attempt,
			     _("counted as an attempt, not as guidance"));
		pen->row++;
		return;
	}
	draw_frequent(pen);
	pen_field(pen, AT_TOPICS, _("Topics"), 30);
	pen_new_row(pen);
	draw_chosen(pen, rows - visit_frequent_rows(pen) - 1 - refused);
}
