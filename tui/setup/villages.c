#include "config.h"
#include "tui/setup/villages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/record/record.h"
#include "store/record/unit_codes.h"
#include "sync/import/setup_file.h"
#include "tui/app/drafts.h"
#include "tui/app/long_number.h"
#include "tui/env/translate.h"
#include "tui/setup/form.h"
#include "tui/setup/step.h"
#include "tui/term/paint.h"
#include "tui/words/code_series.h"
#include "tui/words/say.h"

enum { NAME, HOUSEHOLDS, CODE, FILE_PATH, FORMER, VILLAGE_ITEMS, HOUSEHOLDS_MAX = 20000 };

static void villages_heading(const struct wizard *w, char *out, size_t size)
{
	if (w->level == LEVEL_TEAM)
		snprintf(out, size, "%s", _("Which villages does your team look after?"));
	else
		snprintf(out, size, _("%s: its villages"), w->unit_name);
}

static bool code_taken(const struct wizard *w, const char *code)
{
	for (int i = 0; i < w->n_villages; i++)
		if (!strcmp(w->villages[i].code, code))
			return true;
	return false;
}

/*
 * The first free one of UNIT-01, UNIT-02 …; on a team's laptop without the number: the next
 * team of the commune would get the same ones proposed.
 */
static void propose_code(struct wizard *w)
{
	const struct code_series series = code_series_of_villages(w->unit);
	char code[CODE_SERIES_SIZE];

	if (w->level == LEVEL_TEAM) {
		form_set(&w->form, CODE, series.stem);
		return;
	}
	for (int n = 1; n <= WIZARD_VILLAGES + 1; n++) {
		code_series_code(&series, n, code, sizeof code);
		if (!code_taken(w, code))
			break;
	}
	form_set(&w->form, CODE, code);
}

static void blank(struct wizard *w)
{
	form_set(&w->form, NAME, "");
	form_set(&w->form, HOUSEHOLDS, "");
	propose_code(w);
	w->form.at = NAME;
	w->without = w->numberless = false;
}

static void villages_enter(struct wizard *w)
{
	w->items[NAME] = (struct form_item){
		.label = _("Village or hamlet"), .type = FORM_TEXT, .max = 80, .words = true,
		.hint = _("Enter without a name: no more villages, go on"),
	};
	w->items[HOUSEHOLDS] = (struct form_item){
		.label = _("Households"), .type = FORM_TEXT, .max = 5, .plain = true,
		.only = FORM_DIGITS,
		.hint = _("How many there are; leave it empty if you do not know"),
	};
	w->items[CODE] = (struct form_item){
		.label = _("Code"), .type = FORM_TEXT, .max = 24, .plain = true,
		.hint = w->level == LEVEL_TEAM
				? _("Its number on the commune's list: ask the officer")
				: _("Enter takes the village in and asks for the next"),
	};
	w->items[FILE_PATH] = (struct form_item){
		.label = _("Or a set-up file"), .type = FORM_TEXT, .max = 400, .plain = true,
		.hint = _("From the commune: villages, teams, members, households"),
	};
	w->items[FORMER] = (struct form_item){
		.label = _("Former codes"), .type = FORM_TEXT, .max = 180, .plain = true,
		.hint = _("Of the communes it was made of; villages may bear them"),
	};
	wizard_form_begin(w, VILLAGE_ITEMS);
	blank(w);
	form_set(&w->form, FORMER, w->codes);
	form_set(&w->form, FILE_PATH, w->setup_path ? w->setup_path : "");
}

/* The villages taken in so far, the newest of them where not all fit; the rows used. */
static int draw_taken(const struct wizard *w, const struct area *area, int room)
{
	int first = w->n_villages > room ? w->n_villages - room : 0;

	for (int i = first; i < w->n_villages; i++) {
		const struct wizard_village *v = &w->villages[i];
		char households[64] = "";

		if (v->households >= 0)
			snprintf(households, sizeof households, _(", households: %d"),
				 v->households);
		paint_format(area->row + i - first, area->col + 1, area->cols - 2,
			     *v->code ? STYLE_GOOD : STYLE_WARN, "%s  %s%s%s",
			     *v->code ? v->code : "?", v->name, households,
			     *v->code ? "" : _(", without its number yet"));
	}
	return w->n_villages - first;
}

static void villages_draw(struct wizard *w, const struct area *area)
{
	int used = draw_taken(w, area, area->rows > 10 ? area->rows - 10 : 0);
	struct area below = { area->row + used + 1, area->col, area->rows - used - 1, area->cols };

	if (w->n_villages)
		paint_text(area->row + used, area->col + 1, area->cols - 2, STYLE_FAINT,
			   _("↑ in the first field mends the last village"), false);
	wizard_form_draw(w, &below);
}

/* -1 for an empty text, -2 for none that can be. */
static int read_households(const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (!*text)
		return -1;
	return *end || n < 0 || n > HOUSEHOLDS_MAX ? -2 : (int)n;
}

/* As data/records.tsv has it: the unit's code or a former one, a dash, two to four digits. */
static bool good_code(const struct wizard *w, const char *code)
{
	size_t n = strlen(w->unit), digits;

	if (strncmp(code, w->unit, n) != 0 && !unit_codes_include(w->codes, code))
		return false;
	if (strlen(code) <= n || code[n] != '-')
		return false;
	digits = strspn(code + n + 1, "0123456789");
	return digits >= 2 && digits <= 4 && !code[n + 1 + digits];
}

/* The former codes into the wizard, or what is wrong with them. */
static const char *take_codes(struct wizard *w)
{
	char *text = wizard_value(w, FORMER), *codes, was[sizeof w->codes];
	int rc = unit_codes_read(text, &codes, NULL);

	free(text);
	if (rc)
		return _("Five digits each, with commas between");
	memcpy(was, w->codes, sizeof was);
	snprintf(w->codes, sizeof w->codes, "%s", codes);
	free(codes);
	for (int i = 0; i < w->n_villages; i++)
		if (*w->villages[i].code && !good_code(w, w->villages[i].code)) {
			memcpy(w->codes, was, sizeof was);
			return _("A village here bears a code that is not among them");
		}
	return NULL;
}

/* Whether nothing but what every village's code begins with is there: the number is not known. */
static bool lacks_number(const struct wizard *w, const char *code)
{
	size_t n = strlen(w->unit);

	return w->level == LEVEL_TEAM &&
	       (!*code || (!strncmp(code, w->unit, n) && (!code[n] || !strcmp(code + n, "-"))));
}

/*
 * What is wrong with the fields; NULL nothing. *item gets which. Only the officer gives a village
 * its number, or two teams would give theirs the same one; who does not know it goes on without.
 */
static const char *wrong(struct wizard *w, const char *households, const char *code, int *item)
{
	bool said = w->numberless;

	*item = HOUSEHOLDS;
	if (read_households(households) == -2)
		return _("A whole number, 20000 at most");
	*item = CODE;
	w->numberless = lacks_number(w, code);
	if (w->numberless && !said)
		return _("No number: no visits there yet; Enter once more goes on");
	if (!w->numberless && !good_code(w, code))
		return _("The unit's code, a dash and two to four digits");
	if (!w->numberless && code_taken(w, code))
		return _("Another village has this code");
	return w->n_villages == WIZARD_VILLAGES ? _("More villages: with a set-up file") : NULL;
}

/* The code that was typed, as it is meant: malloc'ed. */
static char *meant_code(const struct wizard *w)
{
	const struct code_series series = code_series_of_villages(w->unit);
	char *typed = wizard_value(w, CODE), meant[4 * 24 + CODE_SERIES_SIZE];

	code_series_complete(&series, typed, meant, sizeof meant);
	free(typed);
	return memory_strdup(meant);
}

/* Take the village in, or say what is wrong with it. True when it is in. */
static bool take_village(struct wizard *w)
{
	char *name = wizard_value(w, NAME), *households = wizard_value(w, HOUSEHOLDS);
	char *code = meant_code(w);
	const char *why;
	int item = NAME;
	bool taken;

	form_error(&w->form, NAME, NULL);
	why = take_codes(w);
	if (why)
		item = FORMER;
	else if (!*name)
		why = _("This field is required");
	else
		why = wrong(w, households, code, &item);
	if (why)
		form_error(&w->form, item, why);
	taken = !why && !long_number_in_form(w->view.app, &w->form);
	if (taken) {
		if (w->numberless)
			*code = 0;
		w->villages[w->n_villages++] = (struct wizard_village){
			.name = name, .code = code, .households = read_households(households),
		};
		blank(w);
	} else {
		free(name);
		free(code);
	}
	free(households);
	return taken;
}

/* The last village back into the fields, to be mended. */
static void mend_last(struct wizard *w)
{
	struct wizard_village *v = &w->villages[--w->n_villages];
	char number[16] = "";

	if (v->households >= 0)
		snprintf(number, sizeof number, "%d", v->households);
	form_set(&w->form, NAME, v->name);
	form_set(&w->form, HOUSEHOLDS, number);
	propose_code(w);
	if (*v->code)
		form_set(&w->form, CODE, v->code);
	free(v->name);
	free(v->code);
}

/* Whether the set-up file can be read, if there is one; says at the field why not. */
static bool take_file(struct wizard *w)
{
	char *path = wizard_value(w, FILE_PATH), why[160], *text;
	struct setup_file file;
	struct fault f = { 0 };

	free(w->setup_path);
	w->setup_path = NULL;
	if (!*path) {
		free(path);
		return true;
	}
	if (!setup_file_read(path, &file, &f)) {
		setup_file_release(&file);
		w->setup_path = path;
		return true;
	}
	free(path);
	if (f.code != FAULT_JSON) /* the file stands in the field */
		f.subject[0] = 0;
	text = f.line ? say_cause(&f) : say_text(&f);
	if (f.line)
		snprintf(why, sizeof why, _("Line %d: %s"), f.line, text);
	else
		snprintf(why, sizeof why, "%s", text);
	free(text);
	form_error(&w->form, FILE_PATH, why);
	return false;
}

static bool name_empty(const struct wizard *w)
{
	char *name = wizard_value(w, NAME);
	bool empty = !*name;

	free(name);
	return empty;
}

/* Without a village nothing can be logged: that is meant, or Enter was pressed too often. */
static bool goes_without(struct wizard *w)
{
	bool some = w->n_villages || !name_empty(w) || w->items[FILE_PATH].line.n;

	if (some || w->without)
		return true;
	w->without = true;
	form_error(&w->form, NAME, _("No village yet: Enter once more goes on; h adds them later"));
	return false;
}

static void go_on(struct wizard *w)
{
	const char *why;

	form_error(&w->form, NAME, NULL);
	if (!goes_without(w))
		return;
	if (!name_empty(w) && !take_village(w))
		return;
	why = take_codes(w);
	if (why)
		form_error(&w->form, FORMER, why);
	else if (take_file(w))
		wizard_go(w, STEP_MEMBERS);
}

static bool villages_act(struct wizard *w, enum action action)
{
	bool done;

	if (action == ACT_UP && w->form.at == NAME && w->n_villages && name_empty(w))
		mend_last(w);
	else if (action == ACT_CONTINUE && w->form.at == CODE)
		take_village(w);
	else if (action == ACT_CONTINUE &&
		 (w->form.at == FILE_PATH || w->form.at == FORMER || (w->form.at == NAME && name_empty(w))))
		go_on(w);
	else
		return wizard_form_act(w, action, &done);
	return true;
}

const struct wizard_step wizard_villages = {
	.heading = villages_heading, .enter = villages_enter, .leave = wizard_form_leave,
	.draw = villages_draw, .act = villages_act, .text = wizard_form_text,
	.key = wizard_form_key,
};

/* ---- into the book ---- */

static int add_village(struct book *book, const struct wizard_village *v, struct fault *f)
{
	json_t *village = json_pack("{ss}", "name", v->name);
	rec_t rec;
	int rc;

	if (v->households >= 0)
		json_object_set_new(village, "households", json_integer(v->households));
	if (*v->code) {
		json_object_set_new(village, "code", json_string(v->code));
		rc = record_add(book, TYPE_VILLAGE, village, &rec, f);
	} else { /* what is known of it waits in the register */
		rc = drafts_keep_record(book, TYPE_VILLAGE, village, f);
	}
	json_decref(village);
	return rc;
}

int wizard_add_villages(const struct wizard *w, struct book *book, struct fault *f)
{
	struct setup_file file;
	int rc = FAULT_OK;

	for (int i = 0; !rc && i < w->n_villages; i++)
		rc = add_village(book, &w->villages[i], f);
	if (rc || !w->setup_path)
		return rc;
	rc = setup_file_read(w->setup_path, &file, f);
	if (rc)
		return rc;
	rc = setup_file_add(&file, book, f);
	setup_file_release(&file);
	return rc;
}
