#include "config.h"
#include "tui/form.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/text.h"
#include "tui/paint.h"

static struct form_item *here(const struct form *form)
{
	return &form->items[form->at];
}

static bool has_text(const struct form_item *item)
{
	return item->type == FORM_TEXT || item->type == FORM_SECRET;
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
	for (int i = 0; i < n; i++) {
		field_init(&items[i].line, items[i].max ? items[i].max : 80,
			   items[i].type == FORM_SECRET);
		items[i].line.plain = items[i].plain;
		items[i].error[0] = 0;
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
	const char *code;

	if (has_text(item))
		return field_get(&item->line);
	if (item->type != FORM_CHOICE || item->chosen < 0 || item->chosen >= item->n_choices)
		return NULL;
	code = item->choices[item->chosen].code;
	return code ? strdup(code) : NULL;
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

static void cycle(struct form_item *item, int step)
{
	if (item->n_choices)
		item->chosen = (item->chosen + step + item->n_choices) % item->n_choices;
}

bool form_act(struct form *form, enum action action, bool *last)
{
	int next;

	*last = false;
	if (has_text(here(form)))
		field_leave(&here(form)->line);
	switch (action) {
	case ACT_NEXT_FIELD:
		next = next_item(form, form->at, 1);
		*last = next == form->at;
		form->at = next;
		return true;
	case ACT_DOWN:
		form->at = next_item(form, form->at, 1);
		return true;
	case ACT_PREVIOUS_FIELD:
	case ACT_UP:
		form->at = next_item(form, form->at, -1);
		return true;
	default:
		return false;
	}
}

/* The next choice whose label or code begins with the letter. */
static bool jump(struct form_item *item, const char *letter, size_t len)
{
	char want[16], label[128];

	if (!text_fold(want, sizeof want, letter, len))
		return false;
	for (int i = 1; i <= item->n_choices; i++) {
		int at = (item->chosen + i) % item->n_choices;
		const char *name = item->choices[at].label;

		text_fold(label, sizeof label, name, strlen(name));
		if (!strncmp(label, want, strlen(want))) {
			item->chosen = at;
			return true;
		}
	}
	return false;
}

bool form_text(struct form *form, const char *text, size_t len)
{
	struct form_item *item = here(form);

	item->error[0] = 0;
	if (has_text(item))
		return field_text(&item->line, text, len);
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
	if (has_text(item))
		return field_key(&item->line, key);
	if (item->type != FORM_CHOICE || (key != KEY_LEFT && key != KEY_RIGHT))
		return false;
	cycle(item, key == KEY_RIGHT ? 1 : -1);
	return true;
}

bool form_typing(const struct form *form)
{
	return form->n > 0; /* letters choose, too */
}

/* Rows an item takes: its line, and one for what is wrong. */
static int rows_of(const struct form_item *item)
{
	return item->error[0] ? 2 : 1;
}

static void draw_item(struct form_item *item, int row, const struct area *area, int label, bool on)
{
	int col = area->col + label + 3, width = area->col + area->cols - col - 1;

	if (item->type == FORM_NOTE) {
		paint_text(row, area->col + 1, area->cols - 2, LOOK_HEADING, item->label, false);
		return;
	}
	paint_text(row, area->col + 1, label, on ? LOOK_HEADING : LOOK_LABEL, item->label, false);
	if (has_text(item)) {
		field_draw(&item->line, row, col, width < item->line.max + 1 ? width
							: item->line.max + 1, on);
	} else {
		const char *shown = item->n_choices ? item->choices[item->chosen].label : "";

		paint_format(row, col, width, on ? LOOK_ACTIVE : LOOK_TEXT, "‹ %s ›", shown);
		if (on)
			paint_cursor(row, col);
	}
	if (item->error[0])
		paint_text(row + 1, col, width, LOOK_BAD, item->error, false);
}

void form_draw(struct form *form, const struct area *area)
{
	int label = 8, row = area->row, rows = area->rows - 1;

	for (int i = 0; i < form->n; i++)
		if (form->items[i].type != FORM_NOTE && paint_width(form->items[i].label) > label)
			label = paint_width(form->items[i].label);
	if (label > area->cols / 2)
		label = area->cols / 2;
	if (form->at < form->top)
		form->top = form->at;
	for (int used = 0, i = form->at; i >= 0; i--) {
		used += rows_of(&form->items[i]);
		if (used > rows) {
			if (form->top < i + 1)
				form->top = i + 1;
			break;
		}
	}
	for (int i = form->top; i < form->n && row + rows_of(&form->items[i]) <= area->row + rows; i++) {
		draw_item(&form->items[i], row, area, label, i == form->at);
		row += rows_of(&form->items[i]);
	}
	if (form->n && here(form)->hint)
		paint_text(area->row + area->rows - 1, area->col + 1, area->cols - 2, LOOK_FAINT,
			   here(form)->hint, false);
}
