#include "config.h"
#include "tui/visit/keys.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "store/book/now.h"
#include "store/catalog/catalog.h"
#include "tui/env/translate.h"
#include "tui/term/term.h"
#include "tui/visit/choices.h"
#include "tui/visit/facts.h"
#include "tui/visit/rules.h"
#include "tui/visit/save.h"
#include "tui/visit/steps.h"
#include "tui/visit/topics.h"
#include "tui/visit/wrong.h"
#include "tui/widgets/field_keys.h"

/* The field one is in. */
static struct field_line *line_here(struct visit *v)
{
	return &v->values.line[v->cursor.at];
}

/* ---- actions ---- */

void visit_move_row(struct visit *v, int by)
{
	struct visit_cursor *cursor = &v->cursor;
	struct match found[VISIT_FOUND];
	int to;

	if (visit_listing(v)) {
		to = cursor->pick + by;
		if (to >= 0 && to < visit_matches(v, found, VISIT_FOUND))
			cursor->pick = to;
		return;
	}
	to = cursor->topic + by;
	if (cursor->at == AT_TOPICS && to >= 0 && to < v->values.n_topics) {
		cursor->topic = to;
		cursor->mode = MODE_FIELD;
	} else {
		visit_step(v, by);
	}
}

void visit_close_next(struct visit *v)
{
	struct visit_values *values = &v->values;

	for (int i = 0; i < v->facts.n_open; i++)
		if (!visit_closes(values, v->facts.open[i].rec)) {
			values->closing[values->n_closing++] = v->facts.open[i].rec;
			v->dirty = true;
			return;
		}
	values->n_closing = 0;
	if (!v->facts.n_open)
		term_refuse();
}

void visit_take_status(struct visit *v)
{
	json_t *next = visit_proposal(v);

	v->values.status_taken = next && !v->values.status_taken;
	v->dirty = v->dirty || next;
	if (!next)
		term_refuse();
	json_decref(next);
}

/* ---- letters ---- */

/* At the people: a letter says why nobody was guided; again takes it back. */
static bool attempt_letter(struct visit *v, char letter)
{
	static const char *const codes[] = { "vang", "tu_choi", "hen_lai" };

	for (int i = 0; i < 3; i++)
		if ((letter | 32) == codes[i][0]) {
			bool was = !strcmp(v->values.attempt, codes[i]);

			VISIT_COPY(v->values.attempt, was ? "" : codes[i]);
			v->dirty = true;
			return true;
		}
	return false;
}

/* Letters that have no room are said to have none. */
static void put_letters(struct visit *v, struct field_line *line, const char *text, size_t len)
{
	char why[120];

	if (field_text(line, text, len))
		return;
	snprintf(why, sizeof why, _("No room for more: %d letters at most"), line->max);
	visit_complain(v, why);
}

/*
 * Among few people one digit is a number, and leads on; groups, and people of two digits with
 * women and people over 60 among them, are followed by Enter.
 */
static bool leads_on(const struct visit *v)
{
	if (v->cursor.at == AT_MINUTES || v->cursor.mode == MODE_DIGITS ||
	    visit_is_group(&v->values))
		return false;
	return v->cursor.at == AT_PEOPLE || v->values.line[AT_PEOPLE].n < 2;
}

/* Women are not more than the people: such a digit is the second one of the number before. */
static bool is_second_digit(const struct visit *v, char digit)
{
	return v->cursor.at == AT_FEMALE && v->values.line[AT_PEOPLE].n == 1 &&
	       digit - '0' > visit_number(&v->values, AT_PEOPLE);
}

static void second_people_digit(struct visit *v, char digit)
{
	struct field_line *people = &v->values.line[AT_PEOPLE];

	if (!visit_number(&v->values, AT_PEOPLE))
		field_set(people, "");
	put_letters(v, people, &digit, 1);
	v->cursor.mode = MODE_DIGIT_LED;
	v->dirty = true;
}

/* led: a digit has just led here. */
static void number_letter(struct visit *v, char letter, bool led)
{
	if (v->cursor.at == AT_PEOPLE && attempt_letter(v, letter))
		return;
	if (letter < '0' || letter > '9') {
		visit_complain(v, _("Digits only"));
		return;
	}
	if (led && is_second_digit(v, letter)) {
		second_people_digit(v, letter);
		return;
	}
	if (v->cursor.fresh)
		field_set(line_here(v), "");
	v->cursor.fresh = false;
	put_letters(v, line_here(v), &letter, 1);
	if (v->cursor.at != AT_MINUTES) /* people were met; a way that was in vain takes time, too */
		*v->values.attempt = 0;
	v->dirty = true;
	if (!leads_on(v))
		return;
	visit_step(v, 1);
	v->cursor.mode = MODE_DIGIT_LED;
}

/* A number that was copied: all of its digits are meant for this field, or none. */
static void paste_number(struct visit *v, const char *text, size_t len)
{
	static const char digits[] = "0123456789";

	while (len && strchr(" \n", text[len - 1]))
		len--;
	if (!len || strspn(text, digits) < len || len > (size_t)line_here(v)->max) {
		visit_complain(v, _("Digits only"));
		return;
	}
	v->cursor.fresh = true;
	v->cursor.mode = MODE_DIGITS;
	for (size_t i = 0; i < len; i++)
		number_letter(v, text[i], false);
}

static void change_day(struct visit *v, int by)
{
	const char *why = visit_wrong(v, AT_DATE);

	if (why) {
		visit_complain(v, why);
	} else if (visit_day(v) + by <= book_now(v->book)->day) {
		visit_set_day(&v->values, AT_DATE, visit_day(v) + by);
		visit_load_visits(v);
		v->dirty = true;
	}
}

/* The list shows, or hides again; that of the blockers is left by choosing only. */
static void toggle_list(struct visit_cursor *cursor)
{
	if (cursor->mode == MODE_LIST)
		cursor->mode = MODE_FIELD;
	else if (cursor->mode != MODE_BLOCKER)
		cursor->mode = MODE_LIST;
}

/* A digit led here, or chose a topic, and anything was done since. */
static void stay_here(struct visit_cursor *cursor)
{
	if (cursor->mode == MODE_DIGIT_LED || cursor->mode == MODE_TOPIC)
		cursor->mode = MODE_FIELD;
}

/* The row that what is typed leads to; what is not in the village is looked for in the others. */
static void pick_row(struct visit *v)
{
	struct match found[VISIT_FOUND];

	if (visit_list_here(v) == LIST_HOUSE && line_here(v)->n &&
	    !(visit_matches(v, found, VISIT_FOUND) && found[0].at >= 0))
		visit_load_elsewhere(v);
	v->cursor.pick = visit_first_pick(v);
}

/* Letters for the list or the text one is at. */
static void plain_text(struct visit *v, const char *text, size_t len)
{
	bool choosing = visit_list_here(v) != VISIT_LISTS;

	if (choosing && len == 1 && *text == ' ' && !line_here(v)->n) {
		toggle_list(&v->cursor);
		v->cursor.pick = visit_first_pick(v);
		return;
	}
	if (v->cursor.fresh && !choosing)
		field_set(line_here(v), "");
	v->cursor.fresh = false;
	put_letters(v, line_here(v), text, len);
	pick_row(v);
	v->dirty = v->dirty || !choosing;
}

void visit_letters(struct visit *v, const char *text, size_t len, bool pasted)
{
	bool letter = len == 1 && !pasted, led = v->cursor.mode == MODE_DIGIT_LED;

	*v->cursor.error = 0;
	v->number_asked = false;
	stay_here(&v->cursor);
	switch (v->cursor.at) {
	case AT_PEOPLE:
	case AT_FEMALE:
	case AT_OVER60:
	case AT_MINUTES:
		if (pasted)
			paste_number(v, text, len);
		else
			number_letter(v, letter ? *text : 0, led);
		break;
	case AT_TOPICS:
		if (!letter || visit_listing(v) || !visit_topic_letter(v, *text))
			plain_text(v, text, len);
		break;
	case AT_DATE:
		if (letter && (*text == '+' || *text == '-') && v->cursor.fresh) {
			change_day(v, *text == '+' ? 1 : -1);
			break;
		}
		plain_text(v, text, len);
		break;
	case AT_ABOUT:
		if (letter && *text == ' ')
			visit_promise_turn(v, 1);
		else
			term_refuse();
		break;
	default:
		plain_text(v, text, len);
	}
}

/* The village that the household brought goes with it. */
static void take_back_village(struct visit *v)
{
	if (*v->moved_from) {
		VISIT_COPY(v->values.village, v->moved_from);
		*v->moved_from = 0;
		visit_load_houses(v);
	} else {
		visit_load_house(v);
	}
}

/* Backspace where something was chosen: take it out again. */
static void take_back(struct visit *v)
{
	struct visit_values *values = &v->values;

	v->dirty = true;
	switch (v->cursor.at) {
	case AT_TOPICS:
		if (v->cursor.mode != MODE_COUNT)
			visit_topic_remove(v);
		else if (!visit_topic_count_back(v))
			v->cursor.mode = MODE_FIELD;
		break;
	case AT_HOUSE:
		*values->house = 0;
		values->house_new = values->status_taken = false;
		take_back_village(v);
		break;
	case AT_BY:
		values->n_by -= values->n_by > 0;
		break;
	case AT_FOLLOW:
		values->n_promises -= values->n_promises > 0;
		visit_show_due(v);
		break;
	default:
		break;
	}
}

static void cycle_channel(struct visit *v, int by)
{
	size_t n;
	const struct vocab *channels = vocab_list("channel", &n);
	int at = visit_vocab_place("channel", v->values.channel);

	VISIT_COPY(v->values.channel, channels[((size_t)(at + by) + n) % n].code);
	v->dirty = true;
}

/* Back to the number a digit has just led away from, for its second digit. */
static void second_digit(struct visit *v)
{
	visit_go(v, (enum visit_at)(v->cursor.at - 1));
	v->cursor.mode = MODE_DIGITS;
	v->cursor.fresh = false;
}

void visit_editing_key(struct visit *v, int key)
{
	bool choosing = visit_list_here(v) != VISIT_LISTS;
	bool erase = key == KEY_BACKSPACE || key == KEY_DC;
	bool unasked = choosing && !line_here(v)->n; /* no query is typed */
	bool sideways = key == KEY_LEFT || key == KEY_RIGHT;
	int by = key == KEY_LEFT ? -1 : 1, letters = line_here(v)->n;

	*v->cursor.error = 0;
	v->number_asked = false;
	if (erase && v->cursor.mode == MODE_DIGIT_LED)
		second_digit(v);
	else if (erase && unasked && visit_listing(v))
		visit_go(v, v->cursor.at);
	else if (erase && unasked)
		take_back(v);
	else if (sideways && v->cursor.at == AT_CHANNEL && !visit_listing(v))
		cycle_channel(v, by);
	else if (sideways && v->cursor.at == AT_ABOUT)
		visit_promise_turn(v, by);
	else if (!field_key(line_here(v), key))
		term_refuse();
	else if (!choosing)
		v->dirty = v->dirty || line_here(v)->n != letters;
	v->cursor.fresh = false;
	stay_here(&v->cursor);
	pick_row(v);
}
