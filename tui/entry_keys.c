/* What a letter, an arrow and an editing key do in the form (entry_form.h). */
#include "config.h"
#include "store/catalog.h"
#include "store/now.h"
#include "tui/entry_form.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "tui/field_keys.h"
#include "tui/term.h"

/* ---- actions ---- */

void entry_move_row(struct entry *e, int by)
{
	struct match found[ENTRY_FOUND];
	int n;

	if (entry_listing(e)) {
		n = entry_matches(e, found, ENTRY_FOUND);
		if (e->pick + by >= 0 && e->pick + by < n)
			e->pick += by;
	} else if (e->at == AT_TOPICS && e->topic + by >= 0 && e->topic + by < e->n_topics) {
		e->topic += by;
		e->counting = false;
	} else {
		entry_step(e, by);
	}
}

void entry_close_next(struct entry *e)
{
	for (int i = 0; i < e->n_open; i++)
		if (!e->open[i].closing) {
			e->open[i].closing = e->dirty = true;
			return;
		}
	for (int i = 0; i < e->n_open; i++)
		e->open[i].closing = false;
}

void entry_take_status(struct entry *e)
{
	json_t *next = entry_proposal(e);

	e->status_taken = next && !e->status_taken;
	e->dirty = e->dirty || next;
	json_decref(next);
}

/* ---- letters ---- */

/* At the people: a letter says why nobody was guided; again takes it back. */
static bool attempt_letter(struct entry *e, char letter)
{
	static const char *const codes[] = { "vang", "tu_choi", "hen_lai" };

	for (int i = 0; i < 3; i++)
		if ((letter | 32) == codes[i][0]) {
			bool was = !strcmp(e->attempt, codes[i]);

			snprintf(e->attempt, sizeof e->attempt, "%s", was ? "" : codes[i]);
			e->dirty = true;
			return true;
		}
	return false;
}

static void number_letter(struct entry *e, char letter)
{
	bool alone = e->at != AT_MINUTES && !e->appending && !entry_is_group(e);

	if (e->at == AT_PEOPLE && attempt_letter(e, letter))
		return;
	if (letter < '0' || letter > '9') {
		term_refuse();
		return;
	}
	if (e->fresh)
		field_set(&e->line[e->at], "");
	e->fresh = false;
	field_text(&e->line[e->at], &letter, 1);
	*e->attempt = 0;
	e->dirty = true;
	if (!alone)
		return;
	entry_step(e, 1);
	e->from_digit = !*e->error;
}

static void change_day(struct entry *e, int by)
{
	if (!entry_check_date(e) || entry_day(e) + by > book_now(e->book)->day)
		return;
	entry_set_day(e, AT_DATE, entry_day(e) + by);
	e->dirty = true;
}

/* Letters for the list or the text one is at. */
static void plain_text(struct entry *e, const char *text, size_t len)
{
	bool choosing = entry_list_here(e) != ENTRY_LISTS;

	if (choosing && len == 1 && *text == ' ' && !e->line[e->at].n) {
		e->listing = !e->listing;
		return;
	}
	if (e->fresh && !choosing)
		field_set(&e->line[e->at], "");
	e->fresh = false;
	e->pick = 0;
	field_text(&e->line[e->at], text, len);
	e->dirty = e->dirty || !choosing;
}

void entry_letters(struct entry *e, const char *text, size_t len, bool pasted)
{
	bool letter = len == 1 && !pasted;

	*e->error = 0;
	e->from_digit = false;
	switch (e->at) {
	case AT_PEOPLE:
	case AT_FEMALE:
	case AT_OVER60:
	case AT_MINUTES:
		number_letter(e, letter ? *text : 0);
		break;
	case AT_TOPICS:
		if (!letter || entry_listing(e) || !entry_topic_letter(e, *text))
			plain_text(e, text, len);
		break;
	case AT_DATE:
		if (letter && (*text == '+' || *text == '-') && e->fresh) {
			change_day(e, *text == '+' ? 1 : -1);
			break;
		}
		plain_text(e, text, len);
		break;
	case AT_ABOUT:
		if (letter && *text == ' ')
			entry_promise_turn(e, 1);
		else
			term_refuse();
		break;
	default:
		plain_text(e, text, len);
	}
}

/* Backspace where something was chosen: take it out again. */
static void take_back(struct entry *e)
{
	e->dirty = true;
	switch (e->at) {
	case AT_TOPICS:
		if (e->counting && e->topics[e->topic].count >= 0) {
			int count = e->topics[e->topic].count / 10;

			e->topics[e->topic].count = count ? count : -1;
		} else {
			entry_topic_remove(e);
		}
		break;
	case AT_HOUSE:
		*e->house = 0;
		e->house_new = e->status_taken = false;
		entry_load_house(e);
		break;
	case AT_BY:
		e->n_by -= e->n_by > 0;
		break;
	case AT_FOLLOW:
		e->n_promises -= e->n_promises > 0;
		entry_show_due(e);
		break;
	default:
		break;
	}
}

static void cycle_channel(struct entry *e, int by)
{
	size_t n;
	const struct vocab *v = vocab_list("channel", &n);
	int at = entry_vocab_place("channel", e->channel);

	snprintf(e->channel, sizeof e->channel, "%s", v[((size_t)(at + by) + n) % n].code);
	e->dirty = true;
}

/* Back to the number a digit has just led away from, for its second digit. */
static void second_digit(struct entry *e)
{
	entry_go(e, (enum entry_at)(e->at - 1));
	e->appending = true;
	e->fresh = false;
}

void entry_editing_key(struct entry *e, int key)
{
	bool choosing = entry_list_here(e) != ENTRY_LISTS;
	bool erase = key == KEY_BACKSPACE || key == KEY_DC;

	*e->error = 0;
	if (erase && e->from_digit)
		second_digit(e);
	else if (choosing && !e->line[e->at].n && entry_listing(e) && erase)
		entry_go(e, e->at);
	else if (choosing && !e->line[e->at].n && erase)
		take_back(e);
	else if (e->at == AT_CHANNEL && !entry_listing(e) && (key == KEY_LEFT || key == KEY_RIGHT))
		cycle_channel(e, key == KEY_LEFT ? -1 : 1);
	else if (e->at == AT_ABOUT && (key == KEY_LEFT || key == KEY_RIGHT))
		entry_promise_turn(e, key == KEY_LEFT ? -1 : 1);
	else if (!field_key(&e->line[e->at], key))
		term_refuse();
	else if (!choosing)
		e->dirty = e->dirty || erase;
	e->fresh = e->from_digit = false;
	e->pick = 0;
}
