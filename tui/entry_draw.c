/* The form of a session on the screen (entry_form.h). */
#include "config.h"
#include "tui/entry_pen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/gettext.h"
#include "tui/lang.h"
#include "tui/paint.h"
#include "tui/text_value.h"
#include "tui/view.h"

int pen_right(const struct pen *pen)
{
	return pen->area->col + pen->area->cols - 1;
}

int pen_bottom(const struct pen *pen)
{
	return pen->area->row + pen->area->rows - 1; /* the last row is the hint's */
}

int pen_shown(const struct pen *pen, int row)
{
	row -= pen->shift;
	return !pen->dry && row >= pen->area->row && row < pen_bottom(pen) ? row : -1;
}

void pen_new_row(struct pen *pen)
{
	pen->row++;
	pen->col = pen->area->col + 1;
	if (pen->error)
		paint_text(pen_shown(pen, pen->row++), pen->col + 2,
			   pen_right(pen) - pen->col - 2, LOOK_BAD, pen->e->error, false);
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

void pen_field(struct pen *pen, enum entry_at at, const char *label, int width)
{
	struct entry *e = pen->e;
	bool on = e->at == at;
	char text[512];
	const char *value;
	int row, room;

	if (pen->col > pen->area->col + 1 && pen->col + paint_width(label) + 4 > pen_right(pen))
		pen_new_row(pen);
	row = pen_shown(pen, pen->row);
	paint_text(row, pen->col, pen_right(pen) - pen->col, on ? LOOK_HEADING : LOOK_LABEL, label,
		   false);
	pen->col += paint_width(label) + 1;
	room = pen_right(pen) - pen->col;
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

/* ---- what is offered ---- */

enum { OFFER = 7 }; /* columns of "[ ] ^K " */

static void offer(struct pen *pen, const char *key, bool taken, const char *text)
{
	int row = pen_shown(pen, pen->row), col = pen->area->col + 1;

	col += paint_text(row, col, 4, LOOK_TEXT, taken ? "[x]" : "[ ]", false) + 1;
	col += paint_text(row, col, 4, LOOK_KEY, key, false) + 1;
	paint_text(row, col, pen_right(pen) - col, taken ? LOOK_GOOD : LOOK_TEXT, text, false);
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
		paint_text(pen_shown(pen, pen->row++), col, pen_right(pen) - col,
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
	const char *topic = *it->topic ? entry_label(pen->e, LIST_TOPIC, it->topic) : "";
	int room = pen->area->cols - 2 - OFFER;
	char text[400], day[DATE_SIZE] = "—";

	if (it->due)
		date_format_vn(day, it->due);
	/* The topic is left out where it has no room. */
	for (int whole = *topic != 0; whole >= 0; whole--) {
		snprintf(text, sizeof text, "%s: %s%s%s (%s %s)", _("Promised, done now"),
			 entry_label(pen->e, LIST_FOLLOW, it->kind), whole ? " · " : "",
			 whole ? topic : "", _("Due date"), day);
		if (paint_width(text) <= room)
			break;
	}
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
	int above = on - pen->area->row, below = pen_bottom(pen) - on - 1;
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
	if (col + width > pen_right(pen))
		col = pen_right(pen) - width > pen->area->col ? pen_right(pen) - width
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
			   e->at == AT_TOPICS ? 30 : pen_right(pen) - pen->on_col < 20
			   ? pen_right(pen) - pen->on_col : 20, true);
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

	pen_field(pen, AT_DATE, _("Date"), 11);
	pen_field(pen, AT_TIME, _("Time"), 6);
	pen_field(pen, AT_CHANNEL, _("Channel/form"), 0);
	pen_new_row(pen);
	pen_field(pen, AT_VILLAGE, _("Village"), pen->area->cols * 28 / 100);
	pen_field(pen, AT_HOUSE, _("Household"), 0);
	pen_new_row(pen);
	if (e->house_new && !entry_is_group(e)) {
		pen_field(pen, AT_HINT, _("Landmark of the new household"), 41);
		pen_new_row(pen);
	}
	pen_field(pen, AT_PEOPLE, _("Number of people"), 5);
	if (!*e->attempt) {
		pen_field(pen, AT_FEMALE, _("Women"), 5);
		pen_field(pen, AT_OVER60, _("People aged 60 and over"), 5);
	}
	pen_new_row(pen);
}

static void draw_foot(struct pen *pen)
{
	pen_field(pen, AT_MINUTES, _("Duration (minutes)"), 5);
	pen_field(pen, AT_BY, _("Visited by"), 0);
	pen_new_row(pen);
	pen_field(pen, AT_FOLLOW, _("Follow-up"), 0);
	pen_new_row(pen);
	if (pen->e->n_promises) {
		if (pen->e->n_topics > 1 && !*pen->e->attempt)
			pen_field(pen, AT_ABOUT, _("About topic"), pen->area->cols * 45 / 100);
		pen_field(pen, AT_DUE, _("Due date"), 11);
		pen_new_row(pen);
	}
	pen_field(pen, AT_NOTE, _("Notes"), 0);
	pen_new_row(pen);
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
	topics = pen_bottom(pen) - pen->row - tail - roomy;
	least = entry_frequent_rows(pen) + 3;
	entry_draw_topics(pen, topics > least ? topics : least);
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
	if (pen.row > pen_bottom(&pen) && pen.on_row + 2 > pen_bottom(&pen))
		pen.shift = pen.on_row + 2 - pen_bottom(&pen);
	pen.dry = false;
	draw_body(&pen, next);
	paint_text(pen_bottom(&pen), area->col + 1, area->cols - 2, LOOK_FAINT, hint_of(e), false);
	if (entry_listing(e))
		draw_list(&pen);
	json_decref(next);
}
