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

/*
 * What is wrong with a code (unit_codes.h), NULL nothing. Small letters are taken
 * as capitals.
 */
static const char *wrong_code(const struct wizard *w, char *code)
{
	for (char *c = code; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c -= 'a' - 'A';
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
	bool done, taken = wizard_form_act(w, action, &done);

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

enum { NAME_OWN, NAME_TEAM, NAME_ITEMS };

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
	wizard_form_begin(w, w->level == LEVEL_TEAM ? NAME_ITEMS : NAME_TEAM);
	form_set(&w->form, NAME_OWN, w->name);
	if (w->level == LEVEL_TEAM)
		form_set(&w->form, NAME_TEAM, w->team);
}

/* What is wrong with the team's name, which may be left out; NULL nothing. */
static const char *take_team(struct wizard *w)
{
	char *team = w->level == LEVEL_TEAM ? wizard_value(w, NAME_TEAM) : memory_strdup("");
	const char *why = *team ? wizard_wrong_text(team) : NULL;

	if (!why)
		snprintf(w->team, sizeof w->team, "%s", team);
	free(team);
	return why;
}

static void name_done(struct wizard *w)
{
	char *name = wizard_value(w, NAME_OWN);
	const char *why = wizard_wrong_name(name), *why_team = take_team(w);

	form_error(&w->form, NAME_OWN, NULL);
	if (why) {
		form_error(&w->form, NAME_OWN, why);
	} else if (why_team) {
		form_error(&w->form, NAME_TEAM, why_team);
	} else if (!long_number_in_form(w->view.app, &w->form)) {
		snprintf(w->name, sizeof w->name, "%s", name);
		wizard_go(w, w->level == LEVEL_UPPER ? STEP_MEMBERS : STEP_VILLAGES);
	}
	free(name);
}

static bool name_act(struct wizard *w, enum action action)
{
	bool done, taken = wizard_form_act(w, action, &done);

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
