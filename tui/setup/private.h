/*
 * private: what the steps of the first run share; only tui/setup include it.
 *
 *   wizard_view.c  the view
 *   step.c         the way from step to step
 *   pick.c         steps that choose from a list: language, desk, unit
 *   form.c         what steps that fill in a form have in common
 *   identity.c     the unit by hand, name, password
 *   villages.c     the villages, one by one or from a set-up file
 *   members.c      who else works with the laptop, and their team
 *   vault.c        making the vault
 *   code.c         showing the code, asking it back
 *
 * Invariants: exactly one step is entered at a time; between enter() and leave()
 * its list or form is alive. What a step found out is in struct wizard, so
 * going back and forth loses nothing but passphrases. `book` is open from
 * the making to the publishing; whoever closes the view closes it, and then
 * nothing of the vault is left.
 */
#ifndef TUI_SETUP_PRIVATE_H
#define TUI_SETUP_PRIVATE_H

#include "store/catalog/catalog.h"
#include "tui/app/app.h"
#include "tui/widgets/form.h"
#include "tui/widgets/lister.h"

enum wizard_at {
	STEP_LANGUAGE, STEP_DESK, STEP_PROVINCE, STEP_UNIT, STEP_HAND, STEP_NAME,
	STEP_VILLAGES, STEP_MEMBERS, STEP_PASS, STEP_CODE, STEP_CHECK, STEPS
};

enum { WIZARD_ITEMS = 7, WIZARD_VILLAGES = 99, WIZARD_MEMBERS = 7 };

struct wizard;

/* A step: what it asks and what it does. enter() and leave() bracket it; only leave() may be NULL. */
struct wizard_step {
	void (*heading)(const struct wizard *w, char *out, size_t size);
	void (*enter)(struct wizard *w);
	void (*leave)(struct wizard *w);
	void (*draw)(struct wizard *w, const struct area *area);
	/* Moves on with wizard_go() when all is well. false: not taken. */
	bool (*act)(struct wizard *w, enum action action);
	void (*text)(struct wizard *w, const char *text, size_t len); /* NULL: takes none */
	void (*key)(struct wizard *w, int key);
};

struct wizard_village {
	char *name, *code; /* code "": its number is not known yet */
	int households; /* -1: not known */
};

struct wizard {
	struct view view;
	const struct wizard_step *const *of_steps; /* by enum wizard_at */
	enum wizard_at at;
	enum wizard_at trail[STEPS]; /* where Esc goes back to */
	int steps_back;

	/* what has been found out */
	int language;
	enum book_level level;
	const struct unit *province;
	enum wizard_at by_hand_at; /* the list that did not have the unit; STEPS: none */
	char unit[17], unit_name[4 * 80 + 1];
	char codes[192]; /* of the communes it was made of, as unit_codes_read() gives them */
	char name[VAULT_NAME_MAX];
	char team[4 * 80 + 1]; /* its name, at a team's desk; "" not given */
	char team_code[4 * 16 + 1]; /* its number in the commune's list, as T03; given with the name */
	struct wizard_village villages[WIZARD_VILLAGES];
	int n_villages;
	char *setup_path; /* NULL: none */
	char members[WIZARD_MEMBERS][VAULT_NAME_MAX]; /* besides `name` */
	int n_members;
	struct book *book; /* prepared, not published yet */
	int folders_made;
	char code[VAULT_CODE_TEXT];
	bool without;      /* it was said that there is no village yet */
	bool team_waits;   /* it was said that the team has no number yet */
	bool numberless;   /* it was said that this village has no number yet */
	bool leaving;      /* ^Q was pressed once while the code was there */
	int asked[2];      /* groups of the code to be typed back, from 0 */

	/* of the step */
	struct lister rows;
	int *shown;        /* rows that fit what was typed */
	struct field_line typed;
	struct form form;
	struct form_item items[WIZARD_ITEMS];
};

#endif
