/* The form of a session on the screen (entry_form.h). */
#include "config.h"
#include "tui/entry_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/gettext.h"
#include "tui/lang.h"
#include "tui/paint.h"
#include "tui/text_value.h"
#include "tui/view.h"

/* Where the next field goes, and where the one being filled in is. */
struct pen {
	struct entry *e;
	const struct area *area;
	int row, col;       /* as if the area had no end */
	int shift;          /* rows scrolled away above */
	bool dry;           /* only measured */
	int on_row, on_col;
	bool error; /* the field it is about stands in this row */
};

static int right_of(const struct pen *pen)
{
	return pen->area->col + pen->area->cols - 1;
}

static int bottom_of(const struct pen *pen)
{
	return pen->area->row + pen->area->rows - 1; /* the last row is the hint's */
}

/* The screen's row; -1, where nothing is drawn, when it is scrolled away. */
static int shown_row(const struct pen *pen, int row)
{
	row -= pen->shift;
	return !pen->dry && row >= pen->area->row && row < bottom_of(pen) ? row : -1;
}

static void new_row(struct pen *pen)
{
	pen->row++;
	pen->col = pen->area->col + 1;
	if (pen->error)
		paint_text(shown_row(pen, pen->row++), pen->col + 2,
			   right_of(pen) - pen->col - 2, LOOK_BAD, pen->e->error, false);
	pen->error = false;
}

/* What stands in a field one chooses in; NULL for a field that is typed in. */
static const char *chosen(const struct entry *e, enum entry_at at, char *out, size_t size)
{
	const char *label;
	size_t used = 0;

	*out = 0;
	switch (at) {
	case AT_CHANNEL:
		return entry_label(e, LIST_CHANNEL, e->channel);
	case AT_VILLAGE:
		return entry_label(e, LIST_VILLAGE, e->village);
	case AT_HOUSE:
		if (entry_is_group(e))
			return "—";
		label = e->house_new ? _("(new)") : entry_label(e, LIST_HOUSE, e->house);
		snprintf(out, size, "%s %s", e->house, strcmp(label, e->house) ? label : "");
		return out;
	case AT_BY:
		for (int i = 0; i < e->n_by && used < size; i++)
			used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "",
						 entry_label(e, LIST_MEMBER, e->by[i]));
		return out;
	case AT_FOLLOW:
		for (int i = 0; i < e->n_promises && used < size; i++) {
			label = entry_promise_topic(e, i);
			used += (size_t)snprintf(out + used, size - used, "%s%s%s%s%s",
						 i ? ", " : "",
						 entry_label(e, LIST_FOLLOW, e->promises[i].kind),
						 *label ? " (" : "",
						 *label ? entry_label(e, LIST_TOPIC, label) : "",
						 *label ? ")" : "");
		}
		return out;
	case AT_ABOUT:
		label = entry_promise_topic(e, e->n_promises - 1);
		snprintf(out, size, "‹ %s ›", *label ? entry_label(e, LIST_TOPIC, label) : "—");
		return out;
	case AT_TOPICS:
		return "";
	default:
		return NULL;
	}
}

/* A field with its label, `width` columns wide or less; width 0: all there is. */
static void put_field(struct pen *pen, enum entry_at at, const char *label, int width)
{
	struct entry *e = pen->e;
	bool on = e->at == at;
	char text[512];
	const char *value;
	int row, room;

	if (pen->col > pen->area->col + 1 && pen->col + paint_width(label) + 4 > right_of(pen))
		new_row(pen);
	row = shown_row(pen, pen->row);
	paint_text(row, pen->col, right_of(pen) - pen->col, on ? LOOK_HEADING : LOOK_LABEL, label,
		   false);
	pen->col += paint_width(label) + 1;
	room = right_of(pen) - pen->col;
	if (!width || width > room)
		width = room;
	value = chosen(e, at, text, sizeof text);
	if (on) {
		pen->on_row = pen->row;
		pen->on_col = pen->col;
	}
	if (value && !e->line[at].n) {
		paint_text(row, pen->col, width, on ? LOOK_FIELD_ON : LOOK_FIELD, value, true);
		if (on)
			paint_cursor(row, pen->col);
	} else {
		field_draw(&e->line[at], row, pen->col, width, on);
	}
	pen->error = pen->error || (*e->error && e->error_at == at);
	pen->col += width + 2;
}

/* ---- topics ---- */

static const char *topic_word(const struct entry *e, const char *code)
{
	return entry_label(e, LIST_TOPIC, code);
}

/* Columns the frequent topics stand in: three where their labels have room, else two. */
static int frequent_columns(const struct pen *pen)
{
	for (int i = 0; i < ENTRY_FREQUENT; i++)
		if (paint_width(topic_word(pen->e, pen->e->frequent[i])) >
		    (pen->area->cols - 2) / 3 - 3)
			return 2;
	return 3;
}

static int frequent_rows(const struct pen *pen)
{
	int columns = frequent_columns(pen);

	return (ENTRY_FREQUENT + columns - 1) / columns;
}

static void draw_frequent(struct pen *pen)
{
	struct entry *e = pen->e;
	int width = (pen->area->cols - 2) / frequent_columns(pen), rows = frequent_rows(pen);

	for (int i = 0; i < ENTRY_FREQUENT; i++) {
		int row = shown_row(pen, pen->row + i % rows);
		int col = pen->area->col + 1 + i / rows * width;

		if (!*e->frequent[i])
			continue;
		paint_format(row, col, 1, LOOK_KEY, "%d", i + 1);
		paint_text(row, col + 2, width - 3, LOOK_TEXT, topic_word(e, e->frequent[i]),
			   false);
	}
	pen->row += rows;
}

/* How the chosen topics stand in columns; what has no room there goes below or is left out. */
struct topic_columns {
	int all, name, outcome, count, blocker; /* blocker 0: in a row of its own */
	bool units;                             /* with the word for what is counted */
};

static const char *blocker_word(const struct entry_topic *t)
{
	return t->blocker >= 0 ? entry_vocab_label("blocker", t->blocker) : "";
}

static void topic_number(const struct pen *pen, const struct entry_topic *t, bool unit, char *out,
			 size_t size)
{
	const struct topic *topic = book_topic(pen->e->book, t->code);

	if (entry_topic_success(t) && t->count >= 0)
		snprintf(out, size, "%d %s", t->count,
			 unit && topic && !lang_english() ? topic->unit : "");
	else
		snprintf(out, size, "—");
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static struct topic_columns topic_columns(const struct pen *pen)
{
	const struct entry *e = pen->e;
	struct topic_columns c = { .all = right_of(pen) - pen->area->col - 3 };
	int units = 5, blocker = 0, rest;
	size_t outcomes;

	vocab_list("outcome", &outcomes);
	for (size_t i = 0; i < outcomes; i++)
		c.outcome = larger(c.outcome, paint_width(entry_vocab_label("outcome", (int)i)) + 1);
	for (int i = 0; i < e->n_topics; i++) {
		char number[80];

		topic_number(pen, &e->topics[i], true, number, sizeof number);
		c.name = larger(c.name, paint_width(topic_word(e, e->topics[i].code)) + 1);
		units = larger(units, paint_width(number) + 1);
		blocker = larger(blocker, paint_width(blocker_word(&e->topics[i])));
	}
	rest = c.all - c.name - c.outcome;
	c.units = units <= rest;
	c.count = c.units ? units : rest < 5 ? rest : 5;
	if (rest - c.count >= blocker)
		c.blocker = rest - c.count;
	return c;
}

/* Rows a chosen topic takes. */
static int topic_rows(const struct topic_columns *c, const struct entry_topic *t)
{
	return 1 + (!c->blocker && t->blocker >= 0);
}

static void draw_topic(struct pen *pen, const struct topic_columns *c, int i)
{
	struct entry *e = pen->e;
	const struct entry_topic *t = &e->topics[i];
	bool on = e->at == AT_TOPICS && e->topic == i;
	enum role_of_text look = on ? LOOK_ACTIVE : LOOK_TEXT;
	int row = shown_row(pen, pen->row), col = pen->area->col + 3, at = col + c->name;
	char number[80];

	topic_number(pen, t, c->units, number, sizeof number);
	if (on && e->counting && t->count < 0)
		snprintf(number, sizeof number, "_");
	paint_text(row, col - 2, 2, LOOK_TEXT, on ? "> " : "  ", false);
	paint_fill(row, col, c->all, look);
	paint_text(row, col, c->name - 1, look, topic_word(e, t->code), false);
	paint_text(row, at, c->outcome - 1, look, entry_vocab_label("outcome", t->outcome), false);
	at += c->outcome;
	paint_text(row, at, c->count - 1, look, number, false);
	if (c->blocker)
		paint_text(row, at + c->count, c->blocker, look, blocker_word(t), false);
	if (on && !e->line[AT_TOPICS].n && !e->blocking) {
		paint_cursor(row, col);
		pen->on_row = pen->row;
	}
	pen->row++;
	if (topic_rows(c, t) > 1)
		paint_text(shown_row(pen, pen->row++), col + 2, c->all - 2, LOOK_FAINT,
			   blocker_word(t), false);
}

/* The chosen topics in so many rows, scrolled to the one the cursor is on. */
static void draw_chosen(struct pen *pen, int rows)
{
	const struct entry *e = pen->e;
	const struct topic_columns c = topic_columns(pen);
	int first = e->n_topics ? e->topic : 0, used = 0;

	for (int i = e->topic; i >= 0 && i < e->n_topics; i--) {
		used += topic_rows(&c, &e->topics[i]);
		if (used > rows)
			break;
		first = i;
	}
	used = 0;
	for (int i = first; i < e->n_topics; i++) {
		used += topic_rows(&c, &e->topics[i]);
		if (used > rows && i > e->topic)
			break;
		draw_topic(pen, &c, i);
	}
}

static void draw_topics(struct pen *pen, int rows)
{
	struct entry *e = pen->e;

	if (*e->attempt) {
		const struct vocab *v = vocab_find("attempt", e->attempt);

		paint_format(shown_row(pen, pen->row), pen->col, right_of(pen) - pen->col,
			     LOOK_WARN, "%s — %s",
			     v ? vocab_label(v, lang_english()) : e->attempt,
			     _("counted as an attempt, not as guidance"));
		pen->row++;
		return;
	}
	draw_frequent(pen);
	put_field(pen, AT_TOPICS, _("Topics"), 30);
	new_row(pen);
	draw_chosen(pen, rows - frequent_rows(pen) - 1 - (*e->error && e->error_at == AT_TOPICS));
}

/* ---- what is offered ---- */

enum { OFFER = 7 }; /* columns of "[ ] ^K " */

static void offer(struct pen *pen, const char *key, bool taken, const char *text)
{
	int row = shown_row(pen, pen->row), col = pen->area->col + 1;

	col += paint_text(row, col, 4, LOOK_TEXT, taken ? "[x]" : "[ ]", false) + 1;
	col += paint_text(row, col, 4, LOOK_KEY, key, false) + 1;
	paint_text(row, col, right_of(pen) - col, taken ? LOOK_GOOD : LOOK_TEXT, text, false);
	pen->row++;
}

/* A figure that changes. */
static void figure_words(char *out, size_t size, const char *key, const json_t *old,
			 const json_t *value)
{
	const char *label = text_label(KIND_STATUS, key);

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
		offer(pen, "^K", pen->e->status_taken, s->text);
	else
		paint_text(shown_row(pen, pen->row++), col, right_of(pen) - col,
			   pen->e->status_taken ? LOOK_GOOD : LOOK_TEXT, s->text, false);
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
	struct entry *e = pen->e;
	struct status_rows rows = { .pen = pen, .first = true };
	const char *key;
	json_t *value;
	char words[128];

	snprintf(rows.text, sizeof rows.text, "%s", _("Digital status"));
	for (int down = 0; down < 2; down++)
		json_object_foreach((json_t *)next, key, value) {
			json_t *old = json_object_get(e->status, key);

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
	const struct entry_open *it = &pen->e->open[i];
	char text[200], day[DATE_SIZE] = "—";

	if (it->due)
		date_format_vn(day, it->due);
	snprintf(text, sizeof text, "%s: %s%s%s (%s %s)", _("Promised, done now"),
		 entry_label(pen->e, LIST_FOLLOW, it->kind), *it->topic ? " · " : "",
		 *it->topic ? entry_label(pen->e, LIST_TOPIC, it->topic) : "", _("Due date"), day);
	offer(pen, "^F", it->closing, text);
}

/* ---- the list under a field ---- */

static void list_row(const struct entry *e, const struct match *m, char *out, size_t size)
{
	enum entry_list list = entry_list_here(e);
	const struct choice *c;

	if (m->at < 0) {
		snprintf(out, size, " + %s  %s", m->code, _("new household"));
		return;
	}
	c = &e->lists[list].all[m->at];
	if (list == LIST_HOUSE || list == LIST_VILLAGE || list == LIST_TOPIC)
		snprintf(out, size, " %s  %s", c->code, c->label);
	else
		snprintf(out, size, " %s", *c->label ? c->label : c->code);
}

static void draw_list(struct pen *pen)
{
	struct entry *e = pen->e;
	struct match found[ENTRY_FOUND];
	int n = entry_matches(e, found, ENTRY_FOUND), on = pen->on_row - pen->shift;
	int above = on - pen->area->row, below = bottom_of(pen) - on - 1;
	int row = on + 1, col = pen->on_col, width = 46, top = 0;
	int shown = n < ENTRY_SHOWN ? n : ENTRY_SHOWN, needed = n ? shown : 1;
	char text[300];

	/* Below the field, or above it where that has more room. */
	if (needed > below && above > below) {
		needed = needed < above ? needed : above;
		row = on - needed;
	} else if (needed > below) {
		needed = below;
	}
	if (shown > needed)
		shown = needed;

	if (e->pick >= shown)
		top = e->pick - shown + 1;
	if (col + width > right_of(pen))
		col = right_of(pen) - width > pen->area->col ? right_of(pen) - width
							     : pen->area->col;
	paint_blank(row, col > pen->area->col ? col - 1 : col, needed,
		    col > pen->area->col ? width + 1 : width);
	if (!n)
		paint_text(row, col, width, LOOK_FIELD, _("No results"), true);
	for (int i = 0; i < shown; i++) {
		list_row(e, &found[top + i], text, sizeof text);
		text[0] = top + i == e->pick ? '>' : ' ';
		paint_text(row + i, col, width, top + i == e->pick ? LOOK_ACTIVE : LOOK_FIELD,
			   text, true);
	}
	/* Back to where one types. */
	if (e->line[e->at].n)
		field_draw(&e->line[e->at], on, pen->on_col,
			   e->at == AT_TOPICS ? 30 : right_of(pen) - pen->on_col < 20
			   ? right_of(pen) - pen->on_col : 20, true);
	else
		paint_cursor(row + e->pick - top, col);
}

/* ---- the whole ---- */

static const char *hint_of(const struct entry *e)
{
	if (entry_is_group(e) && e->at >= AT_PEOPLE && e->at <= AT_OVER60)
		return _("A number, then Enter");
	if (entry_listing(e))
		return _("Arrows choose, Enter takes it, Esc closes the list");
	switch (e->at) {
	case AT_DATE:
		return _("17, 17/11 or 17/11/2026; + and - for the day after and before");
	case AT_TIME:
		return _("14:30 or 1430; may stay empty");
	case AT_HOUSE:
		return _("Code or hint; Space: last visited; +: new household");
	case AT_HINT:
		return _("House number or landmark; no name, no phone number");
	case AT_PEOPLE:
		return _("One digit; v nobody home, t declined, h come back later");
	case AT_FEMALE:
	case AT_OVER60:
		return _("One digit; 10 and more: backspace, second digit, Enter");
	case AT_TOPICS:
		if (!e->n_topics)
			return _("1-9, or code, name, initials; Space: list");
		return _("1-9 or letters add; Space result; + - = count; / why; Del");
	case AT_BY:
		return _("Name adds or takes out; Space: list; backspace: last out");
	case AT_FOLLOW:
		return _("What was promised; Space: list; backspace: last out");
	case AT_ABOUT:
		return _("Which topic it is about: ← → or Space");
	case AT_DUE:
		return _("24/11, or +7 for in seven days");
	case AT_CHANNEL:
	case AT_VILLAGE:
		return _("Type part of it, or Space for the list");
	case AT_NOTE:
		return _("Optional; no ID card numbers, no passwords");
	default:
		return "";
	}
}

static void draw_head(struct pen *pen)
{
	struct entry *e = pen->e;

	put_field(pen, AT_DATE, _("Date"), 11);
	put_field(pen, AT_TIME, _("Time"), 6);
	put_field(pen, AT_CHANNEL, _("Channel/form"), 0);
	new_row(pen);
	put_field(pen, AT_VILLAGE, _("Village"), pen->area->cols * 28 / 100);
	put_field(pen, AT_HOUSE, _("Household"), 0);
	new_row(pen);
	if (e->house_new && !entry_is_group(e)) {
		put_field(pen, AT_HINT, _("Landmark of the new household"), 41);
		new_row(pen);
	}
	put_field(pen, AT_PEOPLE, _("Number of people"), 5);
	if (!*e->attempt) {
		put_field(pen, AT_FEMALE, _("Women"), 5);
		put_field(pen, AT_OVER60, _("People aged 60 and over"), 5);
	}
	new_row(pen);
}

static void draw_foot(struct pen *pen)
{
	put_field(pen, AT_MINUTES, _("Duration (minutes)"), 5);
	put_field(pen, AT_BY, _("Visited by"), 0);
	new_row(pen);
	put_field(pen, AT_FOLLOW, _("Follow-up"), 0);
	new_row(pen);
	if (pen->e->n_promises) {
		if (pen->e->n_topics > 1 && !*pen->e->attempt)
			put_field(pen, AT_ABOUT, _("About topic"), pen->area->cols * 45 / 100);
		put_field(pen, AT_DUE, _("Due date"), 11);
		new_row(pen);
	}
	put_field(pen, AT_NOTE, _("Notes"), 0);
	new_row(pen);
}

/* Everything above the hint; the list of topics scrolls in what the rest leaves it. */
static void draw_body(struct pen *pen, const json_t *next)
{
	const struct entry *e = pen->e;
	int open = e->n_open < 3 ? e->n_open : 3;
	int tail = 3 + (e->n_promises > 0) + status_height(pen, next) + open;
	int topics, least;
	bool roomy = pen->area->rows > 20;

	tail += *e->error && e->error_at > AT_TOPICS;
	pen->row = pen->area->row;
	pen->col = pen->area->col + 1;
	draw_head(pen);
	pen->row += roomy;
	topics = bottom_of(pen) - pen->row - tail - roomy;
	least = frequent_rows(pen) + 3;
	draw_topics(pen, topics > least ? topics : least);
	pen->row += roomy;
	if (next)
		draw_status(pen, next);
	for (int i = 0; i < open; i++)
		draw_open(pen, i);
	draw_foot(pen);
}

void entry_draw(struct entry *e, const struct area *area)
{
	struct pen pen = { .e = e, .area = area, .dry = true };
	json_t *next = entry_proposal(e);

	draw_body(&pen, next);
	/* Too long for the screen: so far up that the field and what is said below it show. */
	if (pen.row > bottom_of(&pen) && pen.on_row + 2 > bottom_of(&pen))
		pen.shift = pen.on_row + 2 - bottom_of(&pen);
	pen.dry = false;
	draw_body(&pen, next);
	paint_text(bottom_of(&pen), area->col + 1, area->cols - 2, LOOK_FAINT, hint_of(e), false);
	if (entry_listing(e))
		draw_list(&pen);
	json_decref(next);
}
