#include "config.h"
#include "tui/widgets/form.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/typing/typing.h"
#include "tui/widgets/field_keys.h"
#include "tui/widgets/field_rows.h"
#include "tui/widgets/query.h"

static struct form_item *here(const struct form *form)
{
	return &form->items[form->at];
}

static bool has_text(const struct form_item *item)
{
	return item->type == FORM_TEXT || item->type == FORM_SECRET || item->type == FORM_LINES;
}

/* The next item one can be on, from `at` in direction step; at itself if there is none. */
static int next_item(const struct form *form, int at, int step)
{
	for (int i = at + step; i >= 0 && i < form->n; i += step)
		if (form->items[i].type != FORM_NOTE)
			return i;
	return at;
}

void form_init(struct form *form, struct form_item *items, int n)
{
	*form = (struct form){ .items = items, .n = n };
	typing_go_on();
	for (int i = 0; i < n; i++) {
		field_init(&items[i].line, items[i].max ? items[i].max : 80,
			   items[i].type == FORM_SECRET);
		items[i].line.plain = items[i].plain;
		items[i].line.tall = items[i].type == FORM_LINES;
		items[i].error[0] = items[i].beside[0] = 0;
	}
	if (n && items[0].type == FORM_NOTE)
		form->at = next_item(form, 0, 1);
}

void form_release(struct form *form)
{
	for (int i = 0; i < form->n; i++)
		field_release(&form->items[i].line);
	memset(form, 0, sizeof *form);
}

char *form_value(const struct form *form, int at)
{
	const struct form_item *item = &form->items[at];

	if (has_text(item))
		return field_settled(&item->line);
	if (item->type != FORM_CHOICE || item->chosen < 0 || item->chosen >= item->n_choices)
		return NULL;
	return memory_strdup(item->choices[item->chosen].code);
}

void form_set(struct form *form, int at, const char *value)
{
	struct form_item *item = &form->items[at];

	if (has_text(item))
		field_set(&item->line, value);
	for (int i = 0; item->type == FORM_CHOICE && i < item->n_choices; i++) {
		const char *code = item->choices[i].code;

		if ((!value && !code) || (value && code && !strcmp(value, code)))
			item->chosen = i;
	}
}

void form_error(struct form *form, int at, const char *why)
{
	if (!why) {
		for (int i = 0; i < form->n; i++)
			form->items[i].error[0] = 0;
		return;
	}
	snprintf(form->items[at].error, sizeof form->items[at].error, "%s", why);
	form->at = at;
}

int form_long_number(const struct form *form)
{
	for (int i = 0; i < form->n; i++)
		if (form->items[i].words && field_long_number(&form->items[i].line))
			return i;
	return -1;
}

static void cycle(struct form_item *item, int step)
{
	*item->keys = 0;
	if (item->n_choices)
		item->chosen = (item->chosen + step + item->n_choices) % item->n_choices;
}

/* A row up or down: inside a text of several lines as long as there is one, else to another item. */
static void go_by_row(struct form *form, int step)
{
	int to = next_item(form, form->at, step);

	if (here(form)->type == FORM_LINES && field_move(&here(form)->line, step))
		return;
	if (to == form->at)
		return;
	form->at = to;
	if (here(form)->type == FORM_LINES)
		field_go(&here(form)->line, step > 0 ? 0 : here(form)->line.n);
}

/* The word that is being typed here ends. */
static void leave(struct form *form)
{
	if (has_text(here(form)))
		field_leave(&here(form)->line);
}

bool form_act(struct form *form, enum action action, bool *last)
{
	int next;

	*last = false;
	*here(form)->keys = 0;
	switch (action) {
	case ACT_NEXT_FIELD:
	case ACT_FIELD_DONE:
	case ACT_AFTER_TEXT:
		leave(form);
		next = next_item(form, form->at, 1);
		*last = next == form->at && action != ACT_NEXT_FIELD;
		form->at = next;
		return true;
	case ACT_PREVIOUS_FIELD:
		leave(form);
		form->at = next_item(form, form->at, -1);
		return true;
	case ACT_DOWN:
		leave(form);
		go_by_row(form, 1);
		return true;
	case ACT_UP:
		leave(form);
		go_by_row(form, -1);
		return true;
	default:
		return false;
	}
}

/* How well a choice answers: 0 its label begins so, 1 its words do, or its code's; 2 not at all. */
static int rank_of(const struct form_choice *choice, const struct query *q)
{
	char text[400], key[sizeof text];

	text_fold(key, sizeof key, choice->label, strlen(choice->label));
	for (int i = 0; i < QUERY_READINGS; i++)
		if (q->keys[i] && !strncmp(key, q->keys[i], strlen(q->keys[i])))
			return 0;
	snprintf(text, sizeof text, "%s %s", choice->label, choice->code ? choice->code : "");
	text_fold(key, sizeof key, text, strlen(text));
	return query_finds(q, key) ? 1 : 2;
}

/* The best of the choices from that one on, and round again; -1 for none. */
static int best_choice(const struct form_item *item, const char *keys, int from)
{
	int best = -1, best_rank = 2;
	struct query q;

	query_make(&q, keys);
	for (int i = 0; !q.all && !q.none && i < item->n_choices; i++) {
		int at = (from + i) % item->n_choices, rank = rank_of(&item->choices[at], &q);

		if (rank < best_rank) {
			best_rank = rank;
			best = at;
		}
	}
	query_release(&q);
	return best;
}

/* To the choice that is meant by the letters so far, or by this one; once more: to the next such. */
static bool jump(struct form_item *item, const char *letter, size_t len)
{
	size_t n = strlen(item->keys);
	char keys[2 * sizeof item->keys] = "";
	int at = -1;

	if (len >= sizeof item->keys)
		return false;
	memcpy(keys, item->keys, n);
	memcpy(keys + n, letter, len);
	if (n + len < sizeof item->keys && (n != len || memcmp(keys, letter, len)))
		at = best_choice(item, keys, item->chosen + !n);
	if (at < 0) {
		memset(keys, 0, sizeof keys);
		memcpy(keys, letter, len);
		at = best_choice(item, keys, item->chosen + 1);
	}
	if (at < 0)
		return false;
	item->chosen = at;
	memcpy(item->keys, keys, sizeof item->keys);
	return true;
}

/* Whether a number takes these letters; what was copied may end in a blank or a new line. */
static bool takes_letters(const struct form_item *item, const char *text, size_t *len)
{
	size_t n = *len;

	if (!item->only)
		return true;
	while (n && (text[n - 1] == ' ' || text[n - 1] == '\n'))
		n--;
	*len = n;
	for (size_t i = 0; i < n; i++)
		if (!text[i] || !strchr(item->only, text[i]))
			return false;
	return n > 0;
}

bool form_text(struct form *form, const char *text, size_t len)
{
	struct form_item *item = here(form);

	item->error[0] = 0;
	form->number_asked = false;
	if (has_text(item)) {
		if (!takes_letters(item, text, &len)) {
			snprintf(item->error, sizeof item->error, "%s",
				 strchr(item->only, ',') ? _("Digits and a comma only, as 72,5")
							 : _("Digits only"));
			return false;
		}
		if (field_text(&item->line, text, len))
			return true;
		snprintf(item->error, sizeof item->error, _("No room for more: %d letters at most"),
			 item->line.max);
		return false;
	}
	if (item->type != FORM_CHOICE)
		return false;
	if (len == 1 && *text == ' ') {
		cycle(item, 1);
		return true;
	}
	return jump(item, text, len);
}

bool form_key(struct form *form, int key)
{
	struct form_item *item = here(form);

	item->error[0] = 0;
	form->number_asked = false;
	if (has_text(item))
		return field_key(&item->line, key);
	if (item->type != FORM_CHOICE || (key != KEY_LEFT && key != KEY_RIGHT))
		return false;
	cycle(item, key == KEY_RIGHT ? 1 : -1);
	return true;
}

bool form_in_lines(const struct form *form)
{
	return form->n && form->items[form->at].type == FORM_LINES;
}

unsigned form_keymaps(const struct form *form)
{
	const struct form_item *item = form->n ? &form->items[form->at] : NULL;
	bool words = item && has_text(item) && field_takes_words(&item->line);

	/* In a choice letters are no keys either: they choose. */
	return (form_in_lines(form) ? IN_TEXT : IN_FORM) | IN_SAVE | IN_TYPING |
	       (words ? IN_WORDS : 0u);
}

/* ---- drawing: all rows of the form one below the other, of which some show ---- */

enum { LINES_MAX = 100 /* columns one can read */, INDENT = 2,
       FEW = 3 /* choices that need no number */ };

/* Where the form stands on the screen. */
struct page {
	int row, rows, top; /* rows top..top+rows-1 of the form from screen row `row` on */
	int col, cols, label;
	int edge; /* the column of the arrows where it scrolls */
};

static int lines_width(const struct page *p)
{
	int width = p->cols - 2 * INDENT - 1;

	return width < LINES_MAX ? width : LINES_MAX;
}

/* Rows an item takes: its line, and one for what is wrong; a long text has its label above. */
static int rows_of(struct form_item *item, const struct page *p)
{
	int rows = 1 + (item->error[0] != 0);

	if (item->type == FORM_LINES)
		rows += field_rows(&item->line, lines_width(p), NULL);
	return rows;
}

/* The screen's row of a row of the form; -1 when it does not show. */
static int row_on(const struct page *p, int at)
{
	return at < p->top || at >= p->top + p->rows ? -1 : p->row + at - p->top;
}

static void draw_lines(struct form_item *item, int at, const struct page *p, bool on)
{
	int first = at + 1 + (item->error[0] != 0), width = lines_width(p);
	int rows = field_rows(&item->line, width, NULL);
	int skip = p->top > first ? p->top - first : 0;
	int end = first + rows < p->top + p->rows ? first + rows : p->top + p->rows;

	paint_text(row_on(p, at), p->col + 1, p->cols - 2, on ? STYLE_HEADING : STYLE_LABEL,
		   item->label, false);
	if (item->error[0])
		paint_text(row_on(p, at + 1), p->col + 1 + INDENT, width, STYLE_BAD, item->error,
			   false);
	if (first + skip < end)
		field_draw_rows(&item->line, row_on(p, first + skip), p->col + 1 + INDENT, width,
				skip, end - first - skip, on);
}

/* Where there is no room for all of it, what stands before " · " gives way. */
static void draw_beside(const struct form_item *item, int row, int col, int room)
{
	const char *text = item->beside, *end = strstr(text, " · ");

	if (end && paint_width(text) > room)
		text = end + strlen(" · ");
	if (*text && room > 0)
		paint_text(row, col, room, STYLE_WARN, text, false);
}

static void draw_value(struct form_item *item, int row, int col, int width, bool on)
{
	int room = width < item->line.max + 1 ? width : item->line.max + 1, used;
	char place[32];

	if (row < 0)
		return;
	if (has_text(item)) {
		field_draw(&item->line, row, col, room, on);
		draw_beside(item, row, col + room + 1, width - room - 1);
		return;
	}
	used = paint_format(row, col, width, on ? STYLE_ACTIVE : STYLE_TEXT, "‹ %s ›",
			    item->n_choices ? item->choices[item->chosen].label : "");
	if (!on)
		return;
	paint_cursor(row, col);
	snprintf(place, sizeof place, "%d/%d", item->chosen + 1, item->n_choices);
	if (item->n_choices > FEW && used + 2 + paint_width(place) <= width)
		paint_text(row, col + used + 2, width - used - 2, STYLE_FAINT, place, false);
}

/* Under the value, or further left where it is too long for that. */
static void draw_error(const struct form_item *item, int row, int col, const struct page *p)
{
	int end = p->col + p->cols - 1, wanted = paint_width(item->error);

	if (col + wanted > end)
		col = end - wanted > p->col + 1 ? end - wanted : p->col + 1;
	paint_text(row, col, end - col, STYLE_BAD, item->error, false);
}

static void draw_item(struct form_item *item, int at, const struct page *p, bool on)
{
	int col = p->col + p->label + 3, width = p->col + p->cols - col - 1;

	if (item->type == FORM_LINES) {
		draw_lines(item, at, p, on);
		return;
	}
	if (item->type == FORM_NOTE) {
		paint_text(row_on(p, at), p->col + 1, p->cols - 2, STYLE_HEADING, item->label,
			   false);
		return;
	}
	paint_text(row_on(p, at), p->col + 1, p->label, on ? STYLE_HEADING : STYLE_LABEL,
		   item->label, false);
	draw_value(item, row_on(p, at), col, width, on);
	if (item->error[0])
		draw_error(item, row_on(p, at + 1), col, p);
}

/* Rows of all items; a form that scrolls leaves a column free before the arrows. */
static int all_rows(struct form *form, struct page *p)
{
	int all = 0;

	for (int i = 0; i < form->n; i++)
		all += rows_of(&form->items[i], p);
	if (all <= p->rows || p->cols <= p->edge - p->col)
		return all;
	p->cols--;
	return all_rows(form, p);
}

/* Scroll so that the item one is on shows; of a text higher than the screen the cursor's row. */
static void scroll_to_item(struct form *form, struct page *p)
{
	struct form_item *item = here(form);
	int all = all_rows(form, p), first = 0, last, at = 0;

	for (int i = 0; i < form->at; i++)
		first += rows_of(&form->items[i], p);
	last = first + rows_of(item, p) - 1;
	if (form->at == 0 || next_item(form, form->at, -1) == form->at)
		first = 0; /* with the words above the first field */
	if (item->type == FORM_LINES && last - first >= p->rows) {
		first = last - field_rows(&item->line, lines_width(p), &at) + 1;
		last = first + at;
		first = at ? last : first - 1;
	}
	if (form->top > first)
		form->top = first;
	if (form->top < last - p->rows + 1)
		form->top = last - p->rows + 1;
	if (form->top > all - p->rows)
		form->top = all > p->rows ? all - p->rows : 0;
	p->top = form->top;
	if (p->top > 0)
		paint_text(p->row, p->edge, 1, STYLE_FAINT, "↑", false);
	if (p->top + p->rows < all)
		paint_text(p->row + p->rows - 1, p->edge, 1, STYLE_FAINT, "↓", false);
}

void form_draw(struct form *form, const struct area *area)
{
	struct page p = { .row = area->row, .rows = area->rows - 1, .col = area->col,
			  .cols = area->cols, .label = 8,
			  .edge = area->col + area->cols - 1 };
	int at = 0;

	for (int i = 0; i < form->n; i++) {
		const struct form_item *item = &form->items[i];

		if (item->type != FORM_NOTE && item->type != FORM_LINES &&
		    paint_width(item->label) > p.label)
			p.label = paint_width(item->label);
	}
	if (p.label > area->cols / 2)
		p.label = area->cols / 2;
	if (form->n)
		scroll_to_item(form, &p);
	for (int i = 0; i < form->n; i++) {
		draw_item(&form->items[i], at, &p, i == form->at);
		at += rows_of(&form->items[i], &p);
	}
	if (form->n && here(form)->hint)
		paint_text(area->row + area->rows - 1, area->col + 1, area->cols - 2, STYLE_FAINT,
			   here(form)->hint, false);
}
