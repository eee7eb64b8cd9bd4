#include "config.h"
#include "tui/visit/pen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/book/now.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/visit/choices.h"
#include "tui/visit/facts.h"
#include "tui/visit/rules.h"
#include "tui/visit/topics.h"
#include "tui/visit/wrong.h"
#include "tui/words/fit.h"

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
			   pen_right(pen) - pen->col - 2, STYLE_BAD, pen->error, false);
	pen->error = NULL;
}

void pen_note(struct pen *pen, enum style style, const char *words)
{
	pen->col += paint_text(pen_shown(pen, pen->row), pen->col, pen_right(pen) - pen->col, style,
			       words, false) + 2;
}

/* ---- fields ---- */

/* In so many columns, so that each can be told from the others. */
static const char *people(const struct visit *v, int width, char *out, size_t size)
{
	char names[512] = "";
	size_t used = 0;

	for (int i = 0; i < v->values.n_by && used < sizeof names; i++)
		used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
					 visit_label(&v->facts, LIST_MEMBER, v->values.by[i]));
	fit_people(out, size, names, width);
	return out;
}

static const char *promises(const struct visit *v, char *out, size_t size)
{
	size_t used = 0;

	for (int i = 0; i < v->values.n_promises && used < size; i++) {
		const char *topic = visit_promise_topic(&v->values, i);

		used += (size_t)snprintf(out + used, size - used, "%s%s%s%s%s", i ? ", " : "",
			visit_label(&v->facts, LIST_FOLLOW, v->values.promises[i].kind),
			*topic ? " (" : "",
			*topic ? visit_label(&v->facts, LIST_TOPIC, topic) : "",
			*topic ? ")" : "");
	}
	return out;
}

static const char *household(const struct visit *v, char *out, size_t size)
{
	if (visit_is_group(&v->values))
		return "—";
	if (v->values.house_new)
		snprintf(out, size, "%s %s", v->values.house, _("(new)"));
	else
		visit_face(v, out, size);
	return out;
}

/* The topic the last follow-up is about. */
static const char *about(const struct visit *v, char *out, size_t size)
{
	const char *topic = visit_promise_topic(&v->values, v->values.n_promises - 1);

	snprintf(out, size, "‹ %s ›", *topic ? visit_label(&v->facts, LIST_TOPIC, topic) : "—");
	return out;
}

/* What stands in a field one chooses in, in `out` or static; NULL for one that is typed in. */
static const char *chosen(const struct visit *v, enum visit_at at, int width, char *out, size_t size)
{
	*out = 0;
	switch (at) {
	case AT_CHANNEL:
		return visit_label(&v->facts, LIST_CHANNEL, v->values.channel);
	case AT_VILLAGE:
		return visit_label(&v->facts, LIST_VILLAGE, v->values.village);
	case AT_HOUSE:
		return household(v, out, size);
	case AT_BY:
		return people(v, width, out, size);
	case AT_FOLLOW:
		return promises(v, out, size);
	case AT_ABOUT:
		return about(v, out, size);
	case AT_TOPICS:
		return "";
	default:
		return NULL;
	}
}

/* A label shows where one is, and which fields are wrong. */
static enum style label_style(const struct visit *v, enum visit_at at)
{
	if (visit_is_marked(v, at))
		return STYLE_BAD;
	return v->cursor.at == at ? STYLE_HEADING : STYLE_LABEL;
}

/* Any day but today is not to be overlooked. */
static enum style value_style(const struct visit *v, enum visit_at at)
{
	return at == AT_DATE && visit_day(v) != book_now(v->book)->day ? STYLE_WARN : STYLE_FIELD;
}

/* What stands in a field, typed or chosen. */
static void draw_value(struct pen *pen, enum visit_at at, int width)
{
	struct visit *v = pen->visit;
	struct field_line *line = &v->values.line[at];
	bool on = v->cursor.at == at, typed = false;
	int row = pen_shown(pen, pen->row);
	char text[512], *own = NULL;
	const char *value = chosen(v, at, width, text, sizeof text);

	if (!on && value_style(v, at) != STYLE_FIELD)
		value = own = field_get(line);
	typed = !own && (!value || line->n);
	if (typed)
		field_draw(line, row, pen->col, width, on);
	else
		paint_text(row, pen->col, width, on ? STYLE_FIELD_ON : value_style(v, at), value,
			   true);
	if (!typed && on)
		paint_cursor(row, pen->col);
	free(own);
}

void pen_field(struct pen *pen, enum visit_at at, const char *label, int width)
{
	const struct visit *v = pen->visit;
	const char *why = visit_complaint(v, at);
	int room;

	if (pen->col > pen->area->col + 1 && pen->col + paint_width(label) + 4 > pen_right(pen))
		pen_new_row(pen);
	paint_text(pen_shown(pen, pen->row), pen->col, pen_right(pen) - pen->col,
		   label_style(v, at), label, false);
	pen->col += paint_width(label) + 1;
	room = pen_right(pen) - pen->col;
	if (!width || width > room)
		width = room;
	if (v->cursor.at == at) {
		pen->on_row = pen->row;
		pen->on_col = pen->col;
	}
	draw_value(pen, at, width);
	if (why && !pen->error && !(v->cursor.at == at && visit_list_complains(v)))
		pen->error = why;
	pen->col += width + 2;
}
