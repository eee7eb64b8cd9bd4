#include "config.h"
#include "tui/setup/pick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/text.h"
#include "tui/app/routes.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/setup/step.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/widgets/field_keys.h"
#include "tui/widgets/query.h"

/* The rows after what the catalogue has: typing it by hand. */
enum { BY_HAND = -1 };

/* The rows of the desk's step: the levels, then a logbook that there is already. */
enum { DESK_RESTORE = LEVEL_UPPER + 1, DESK_ROWS };

static const char *const languages[] = { "vi", "en" };

/* ---- moving and drawing, the same for all ---- */

static void draw_rows(struct wizard *w, const struct area *area, bool cursor,
		      void label(const struct wizard *w, int at, char *out, size_t size))
{
	lister_fit(&w->rows, area->rows);
	for (int i = 0; i < w->rows.rows && w->rows.top + i < w->rows.count; i++) {
		int at = w->rows.top + i;
		bool on = at == w->rows.at;
		char text[512];

		label(w, at, text, sizeof text);
		paint_format(area->row + i, area->col + 1, area->cols - 2,
			     on ? STYLE_ACTIVE : STYLE_TEXT, "%s %s", on ? ">" : " ", text);
		if (on && cursor)
			paint_cursor(area->row + i, area->col + 1);
	}
}

static void draw_hint(const struct area *area, const char *hint)
{
	paint_text(area->row + area->rows - 1, area->col + 1, area->cols - 2, STYLE_FAINT, hint,
		   false);
}

/* ---- language ---- */

static void language_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", "Ngôn ngữ / Language");
}

static void language_enter(struct wizard *w)
{
	w->rows = (struct lister){ .count = 2, .at = w->language };
}

static void language_label(const struct wizard *w, int at, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", at ? "English" : "Tiếng Việt");
}

static void language_draw(struct wizard *w, const struct area *area)
{
	struct area list = { area->row, area->col, area->rows - 2, area->cols };

	draw_hint(area, _("↑ ↓ choose, Enter goes on; leaving keeps nothing"));
	draw_rows(w, &list, true, language_label);
}

static bool language_act(struct wizard *w, enum action action)
{
	if (action != ACT_CONTINUE)
		return lister_act(&w->rows, action);
	w->language = w->rows.at;
	lang_set(languages[w->language]);
	wizard_go(w, STEP_DESK);
	return true;
}

const struct wizard_step wizard_language = {
	.heading = language_heading, .enter = language_enter, .draw = language_draw,
	.act = language_act,
};

/* ---- desk ---- */

static void desk_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", _("Who will use this computer?"));
}

static void desk_enter(struct wizard *w)
{
	w->rows = (struct lister){ .count = DESK_ROWS, .at = (int)w->level };
}

static void desk_label(const struct wizard *w, int at, char *out, size_t size)
{
	static const char *const words[] = {
		N_("A digital team: logs its visits in the villages"),
		N_("The commune's officer: gathers what the teams log"),
		N_("The level above: gathers what the communes send"),
		N_("There is a backup already: restore the logbook from it"),
	};

	(void)w;
	snprintf(out, size, "%s", _(words[at]));
}

static void desk_draw(struct wizard *w, const struct area *area)
{
	struct area list = { area->row, area->col, area->rows - 2, area->cols };
	bool gathers = w->rows.at == LEVEL_COMMUNE || w->rows.at == LEVEL_UPPER;

	draw_hint(area, _("↑ ↓ choose, Enter goes on, Esc goes back"));
	draw_rows(w, &list, true, desk_label);
	if (gathers && list.rows > DESK_ROWS + 1)
		paint_text(area->row + DESK_ROWS + 1, area->col + 1, area->cols - 2, STYLE_WARN,
			   _("This version cannot take in other computers' files yet"), false);
}

static bool desk_act(struct wizard *w, enum action action)
{
	if (action != ACT_CONTINUE)
		return lister_act(&w->rows, action);
	if (w->rows.at == DESK_RESTORE) {
		app_open_restore(w->view.app);
		return true;
	}
	w->level = (enum book_level)w->rows.at;
	wizard_go(w, STEP_PROVINCE);
	return true;
}

const struct wizard_step wizard_desk = {
	.heading = desk_heading, .enter = desk_enter, .draw = desk_draw, .act = desk_act,
};

/* ---- the units: those of the list, and typing it by hand ---- */

/* The units to choose from at this step. */
static const struct unit *units(const struct wizard *w, size_t *count)
{
	if (w->at == STEP_UNIT)
		return unit_communes(w->province, count);
	*count = catalog_province_count;
	return catalog_provinces;
}

/* A unit to be found, and as a search key its name and those of what it was made of. */
struct candidate {
	const struct unit *unit;
	char name[TEXT_ROOM(192)];
};

/* Whether a word is the start of one of the name, of the code, or letters of the initials. */
static bool word_fits(const void *arg, const char *part, size_t n)
{
	const struct candidate *c = arg;
	char word[64], letters[64];
	const char *at;

	snprintf(word, sizeof word, "%.*s", (int)n, part);
	at = strstr(c->name, word);
	while (at && at != c->name && at[-1] != ' ')
		at = strstr(at + 1, word);
	if (at || !strncmp(c->unit->code, word, strlen(word)))
		return true;
	query_initials(letters, sizeof letters, c->name);
	return strlen(word) > 1 && strstr(letters, word);
}

static void select_units(struct wizard *w)
{
	char *typed = field_get(&w->typed);
	struct candidate c;
	struct query q;
	size_t count;
	const struct unit *all = units(w, &count);
	int n = 0;

	query_make(&q, typed);
	free(typed);
	for (size_t i = 0; i < count; i++) {
		char names[192];

		c.unit = &all[i];
		snprintf(names, sizeof names, "%s %s", all[i].name, all[i].former);
		text_fold(c.name, sizeof c.name, names, strlen(names));
		if (query_finds_by(&q, word_fits, &c))
			w->shown[n++] = (int)i;
	}
	query_release(&q);
	w->shown[n++] = BY_HAND;
	w->rows = (struct lister){ .count = n };
}

/* The unit that was chosen here before, when Esc has come back; NULL none. */
static const char *chosen_before(const struct wizard *w)
{
	return w->at == STEP_UNIT ? w->unit : w->province ? w->province->code : NULL;
}

/* The cursor on what was chosen before, or on the first row. */
static void go_to_chosen(struct wizard *w)
{
	const char *code = chosen_before(w);
	size_t count;
	const struct unit *all = units(w, &count);

	if (w->at == w->by_hand_at) {
		w->rows.at = w->rows.count - 1;
		return;
	}
	for (int i = 0; code && i < w->rows.count - 1; i++)
		if (!strcmp(all[w->shown[i]].code, code))
			w->rows.at = i;
}

static void unit_enter(struct wizard *w)
{
	field_init(&w->typed, 40, false);
	w->typed.plain = true;
	select_units(w);
	go_to_chosen(w);
}

static void unit_leave(struct wizard *w)
{
	field_release(&w->typed);
}

static void unit_label(const struct wizard *w, int at, char *out, size_t size)
{
	size_t count;
	const struct unit *all = units(w, &count);
	int i = w->shown[at];

	if (i == BY_HAND)
		snprintf(out, size, "%s", _("It is not in this list: type it by hand"));
	else if (*all[i].former)
		snprintf(out, size, _("%s  %s (with %s)"), all[i].code, all[i].name, all[i].former);
	else
		snprintf(out, size, "%s  %s", all[i].code, all[i].name);
}

static void unit_draw(struct wizard *w, const struct area *area)
{
	struct area list = { area->row + 2, area->col, area->rows - 3, area->cols };
	int width = area->cols < 58 ? area->cols - 16 : 42;
	char place[LISTER_PLACE];

	draw_hint(area, _("Type part of the name, marks or not; Enter goes on"));
	draw_rows(w, &list, false, unit_label);
	lister_place(&w->rows, place);
	paint_text(area->row, area->col + 1 + width + 2, 12, STYLE_FAINT, place, false);
	field_draw(&w->typed, area->row, area->col + 1, width, true);
}

static void unit_text(struct wizard *w, const char *text, size_t len)
{
	field_text(&w->typed, text, len);
	select_units(w);
}

static void unit_key(struct wizard *w, int key)
{
	if (field_key(&w->typed, key))
		select_units(w);
	else
		term_refuse();
}

/* Whether the unit is typed by hand from here on: it stands in one of the two lists, or in none. */
static void take_hand(struct wizard *w, bool by_hand)
{
	if (by_hand)
		w->by_hand_at = w->at;
	else if (w->by_hand_at == w->at)
		w->by_hand_at = STEPS;
}

static void take_unit(struct wizard *w, const struct unit *unit)
{
	snprintf(w->unit, sizeof w->unit, "%s", unit->code);
	snprintf(w->unit_name, sizeof w->unit_name, "%s", unit->name);
}

/* ---- province ---- */

static void province_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", _("Which province or city?"));
}

static bool province_act(struct wizard *w, enum action action)
{
	const struct unit *before = w->province;
	int i = w->shown[w->rows.at];

	if (action != ACT_CONTINUE)
		return lister_act(&w->rows, action);
	w->province = i == BY_HAND ? NULL : &catalog_provinces[i];
	if (w->province != before)
		w->by_hand_at = STEPS; /* its communes are other ones */
	take_hand(w, i == BY_HAND);
	if (i == BY_HAND) {
		wizard_go(w, STEP_HAND);
	} else if (w->level == LEVEL_UPPER) {
		take_unit(w, w->province);
		wizard_go(w, STEP_NAME);
	} else {
		wizard_go(w, STEP_UNIT);
	}
	return true;
}

const struct wizard_step wizard_province = {
	.heading = province_heading, .enter = unit_enter, .leave = unit_leave, .draw = unit_draw,
	.act = province_act, .text = unit_text, .key = unit_key,
};

/* ---- commune ---- */

static void unit_heading(const struct wizard *w, char *out, size_t size)
{
	snprintf(out, size, _("%s: which commune or ward?"), w->province->name);
}

static bool unit_act(struct wizard *w, enum action action)
{
	size_t count;
	const struct unit *all = units(w, &count);
	int i = w->shown[w->rows.at];

	if (action != ACT_CONTINUE)
		return lister_act(&w->rows, action);
	take_hand(w, i == BY_HAND);
	if (i != BY_HAND)
		take_unit(w, &all[i]);
	wizard_go(w, i == BY_HAND ? STEP_HAND : STEP_NAME);
	return true;
}

const struct wizard_step wizard_unit = {
	.heading = unit_heading, .enter = unit_enter, .leave = unit_leave, .draw = unit_draw,
	.act = unit_act, .text = unit_text, .key = unit_key,
};
