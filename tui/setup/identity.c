#include "config.h"
#include "tui/setup/identity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/record/unit_codes.h"
#include "tui/app/long_number.h"
#include "tui/env/translate.h"
#include "tui/setup/form.h"
#include "tui/setup/step.h"
#include "tui/setup/vault.h"
#include "tui/unlock/unlock.h"
#include "tui/words/code_series.h"

/* ---- the unit by hand ---- */

enum { HAND_NAME, HAND_CODE, HAND_ITEMS };

static void hand_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", _("Your unit, by hand"));
}

static void hand_enter(struct wizard *w)
{
	w->items[HAND_NAME] = (struct form_item){
		.label = _("Name"), .type = FORM_TEXT, .max = 80, .words = true,
		.hint = _("As it is written in reports: Xã Hòa Long"),
	};
	w->items[HAND_CODE] = (struct form_item){
		.label = _("Unit code"), .type = FORM_TEXT, .max = 16, .plain = true,
		.hint = w->level == LEVEL_UPPER
				? _("That of the statistics office, or your own")
				: _("Five digits: the statistics office's, or 99 and three more"),
	};
	wizard_form_begin(w, HAND_ITEMS);
	form_set(&w->form, HAND_CODE, w->unit);
	form_set(&w->form, HAND_NAME, w->unit_name);
}

static void capitals(char *code)
{
	for (; *code; code++)
		if (*code >= 'a' && *code <= 'z')
			*code -= 'a' - 'A';
}

/*
 * What is wrong with a code (unit_codes.h), NULL nothing. Small letters are taken
 * as capitals.
 */
static const char *wrong_code(const struct wizard *w, char *code)
{
	capitals(code);
	if (unit_code_fits(w->level, code))
		return NULL;
	return w->level == LEVEL_UPPER ? _("One to five letters A-Z or digits")
				       : _("Five digits, please");
}

static void hand_done(struct wizard *w)
{
	char *code = wizard_value(w, HAND_CODE), *name = wizard_value(w, HAND_NAME);
	const char *why = wrong_code(w, code), *why_name = wizard_wrong_text(name);

	form_error(&w->form, HAND_NAME, NULL);
	if (why_name) {
		form_error(&w->form, HAND_NAME, why_name);
	} else if (why) {
		form_error(&w->form, HAND_CODE, why);
	} else if (!long_number_in_form(w->view.app, &w->form)) {
		snprintf(w->unit, sizeof w->unit, "%s", code);
		snprintf(w->unit_name, sizeof w->unit_name, "%s", name);
		wizard_go(w, STEP_NAME);
	}
	free(code);
	free(name);
}

static bool hand_act(struct wizard *w, enum action action)
{
	bool done, taken;

	if (wizard_form_lacks(w, action, HAND_NAME))
		return true;
	taken = wizard_form_act(w, action, &done);
	if (taken && done)
		hand_done(w);
	return taken;
}

const struct wizard_step wizard_hand = {
	.heading = hand_heading, .enter = hand_enter, .leave = wizard_form_leave,
	.draw = wizard_form_draw, .act = hand_act, .text = wizard_form_text,
	.key = wizard_form_key,
};

/* ---- the name, and the team's ---- */

enum { NAME_OWN, NAME_TEAM, NAME_TEAM_CODE, NAME_ITEMS };

static void name_heading(const struct wizard *w, char *out, size_t size)
{
	snprintf(out, size, _("%s (%s): your name?"), w->unit_name, w->unit);
}

static void name_enter(struct wizard *w)
{
	w->items[NAME_OWN] = (struct form_item){
		.label = _("Your name"), .type = FORM_TEXT, .max = 32, .words = true,
		.hint = _("As the others call you; it stands on the lock screen"),
	};
	w->items[NAME_TEAM] = (struct form_item){
		.label = _("Name of your team"), .type = FORM_TEXT, .max = 80, .words = true,
		.hint = _("As in reports: Tổ công nghệ số Ấp Bắc. Not known yet: leave it empty"),
	};
	w->items[NAME_TEAM_CODE] = (struct form_item){
		.label = _("The team's code"), .type = FORM_TEXT, .max = 16, .plain = true,
		.hint = _("Its number in the commune's list, as T03: ask the commune"),
	};
	wizard_form_begin(w, w->level == LEVEL_TEAM ? NAME_ITEMS : NAME_TEAM);
	form_set(&w->form, NAME_OWN, w->name);
	if (w->level == LEVEL_TEAM) {
		form_set(&w->form, NAME_TEAM, w->team);
		/* Its number is asked for: the next team would get the same one. */
		form_set(&w->form, NAME_TEAM_CODE, *w->team_code ? w->team_code : code_series_of_teams().stem);
	}
}

/* Whether somebody has typed behind the stem. */
static bool is_numbered(const char *code)
{
	return *code && strcmp(code, code_series_of_teams().stem) != 0;
}

/*
 * What is wrong with the team's name and code, NULL nothing; *item gets with which. Who does not
 * know the number goes on without: the team waits for it.
 */
static const char *wrong_team(struct wizard *w, const char *name, const char *code, int *item)
{
	bool said = w->team_waits;

	w->team_waits = *name && !is_numbered(code);
	*item = NAME_TEAM;
	if (!*name)
		return is_numbered(code) ? wizard_wrong_text(name) : NULL;
	if (wizard_wrong_text(name))
		return wizard_wrong_text(name);
	*item = NAME_TEAM_CODE;
	if (w->team_waits)
		return said ? NULL : _("Not known yet? Enter once more goes on without it");
	return wizard_wrong_name(code);
}

/* The team, which may be left out, into the wizard, or what is wrong with it and where. */
static const char *take_team(struct wizard *w, int *item)
{
	const struct code_series series = code_series_of_teams();
	char *name, *code, meant[sizeof w->team_code];
	const char *why;

	*w->team = 0;
	*w->team_code = 0;
	if (w->level != LEVEL_TEAM)
		return NULL;
	name = wizard_value(w, NAME_TEAM);
	code = wizard_value(w, NAME_TEAM_CODE);
	capitals(code);
	code_series_complete(&series, code, meant, sizeof meant);
	why = wrong_team(w, name, meant, item);
	if (!why && *name) {
		snprintf(w->team, sizeof w->team, "%s", name);
		snprintf(w->team_code, sizeof w->team_code, "%s", w->team_waits ? "" : meant);
	}
	free(name);
	free(code);
	return why;
}

static void name_done(struct wizard *w)
{
	char *name = wizard_value(w, NAME_OWN);
	int item = NAME_TEAM;
	const char *why = wizard_wrong_name(name), *why_team = take_team(w, &item);

	form_error(&w->form, NAME_OWN, NULL);
	if (why) {
		form_error(&w->form, NAME_OWN, why);
	} else if (why_team) {
		form_error(&w->form, item, why_team);
	} else if (!long_number_in_form(w->view.app, &w->form)) {
		snprintf(w->name, sizeof w->name, "%s", name);
		wizard_go(w, w->level == LEVEL_UPPER ? STEP_MEMBERS : STEP_VILLAGES);
	}
	free(name);
}

/* Without a name the team has no code to be asked for either. */
static bool goes_teamless(const struct wizard *w)
{
	char *name = wizard_value(w, NAME_TEAM), *code = wizard_value(w, NAME_TEAM_CODE);
	bool none = !*name && !is_numbered(code);

	free(name);
	free(code);
	return none;
}

static bool name_act(struct wizard *w, enum action action)
{
	bool done, taken;

	if (wizard_form_lacks(w, action, NAME_OWN))
		return true;
	if (action == ACT_CONTINUE && w->form.at == NAME_TEAM && goes_teamless(w)) {
		name_done(w);
		return true;
	}
	taken = wizard_form_act(w, action, &done);
	if (taken && done)
		name_done(w);
	return taken;
}

const struct wizard_step wizard_name = {
	.heading = name_heading, .enter = name_enter, .leave = wizard_form_leave,
	.draw = wizard_form_draw, .act = name_act, .text = wizard_form_text,
	.key = wizard_form_key,
};

/* ---- the password ---- */

static void pass_heading(const struct wizard *w, char *out, size_t size)
{
	snprintf(out, size, _("%s: a password that only you know"), w->name);
}

static void pass_enter(struct wizard *w)
{
	wizard_unmake(w); /* back from the code: its vault has another password */
	unlock_pass_items(w->items, _("Enter prepares the logbook"));
	wizard_form_begin(w, 2);
}

static void pass_done(struct wizard *w)
{
	struct vault_pass pass;
	bool made;

	if (!unlock_new_pass(&w->form, 0, &pass))
		return;
	made = wizard_make(w, pass);
	vault_pass_release(&pass);
	if (made)
		wizard_go(w, STEP_CODE);
}

static bool pass_act(struct wizard *w, enum action action)
{
	bool done, taken = wizard_form_act(w, action, &done);

	if (taken && done)
		pass_done(w);
	return taken;
}

const struct wizard_step wizard_pass = {
	.heading = pass_heading, .enter = pass_enter, .leave = wizard_form_leave,
	.draw = wizard_form_draw, .act = pass_act, .text = wizard_form_text,
	.key = wizard_form_key,
};
