#include "config.h"
#include "tui/setup/code.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/base/base32.h"
#include "store/base/crypto.h"
#include "store/vault/code.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/setup/form.h"
#include "tui/setup/step.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/unlock/unlock.h"

enum { GROUP_LETTERS = 5 };

void wizard_choose_groups(struct wizard *w)
{
	uint8_t random[2];

	random_bytes(random, sizeof random);
	w->asked[0] = random[0] % VAULT_CODE_GROUPS;
	w->asked[1] = (w->asked[0] + 1 + random[1] % (VAULT_CODE_GROUPS - 1)) % VAULT_CODE_GROUPS;
	if (w->asked[0] > w->asked[1]) {
		int first = w->asked[1];

		w->asked[1] = w->asked[0];
		w->asked[0] = first;
	}
}

/* ---- showing the code ---- */

/* Group g of the code in capitals; spread: with blanks between the letters. */
static void group_text(const struct wizard *w, int g, bool spread, char out[2 * GROUP_LETTERS + 1])
{
	const char *from = w->code + g * (GROUP_LETTERS + 1);
	int n = 0;

	for (int i = 0; i < GROUP_LETTERS; i++) {
		out[n++] = (char)toupper((unsigned char)from[i]);
		if (spread)
			out[n++] = ' ';
	}
	out[n] = 0;
}

static void code_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", _("Recovery code: write it on paper now"));
}

static void code_enter(struct wizard *w)
{
	(void)w; /* made by the step before */
}

/* On a low screen: as many groups to a row as fit, without words. */
static void draw_groups_close(struct wizard *w, const struct area *area)
{
	int width = GROUP_LETTERS + 4, per_row = (area->cols - 2) / width;
	char group[2 * GROUP_LETTERS + 1];

	for (int g = 0; g < VAULT_CODE_GROUPS; g++) {
		int row = area->row + g / per_row, col = area->col + 1 + g % per_row * width;

		group_text(w, g, false, group);
		paint_format(row, col, 2, STYLE_LABEL, "%d", g + 1);
		paint_text(row, col + 2, GROUP_LETTERS, STYLE_HEADING, group, false);
	}
	wipe(group, sizeof group);
	paint_cursor(area->row, area->col + 3);
}

static void code_draw(struct wizard *w, const struct area *area)
{
	int col = area->col + 1, width = area->cols - 2, row = area->row;
	char group[2 * GROUP_LETTERS + 1];

	paint_text(area->row + area->rows - 1, col, width, STYLE_FAINT,
		   _("Written down? Enter goes on; two groups are asked back"), false);
	if (area->rows < VAULT_CODE_GROUPS + 4) {
		draw_groups_close(w, area);
		return;
	}
	paint_text(row++, col, width, STYLE_TEXT,
		   _("If you forget the password, only this code helps."), false);
	paint_text(row++, col, width, STYLE_WARN,
		   _("It is shown only this once. Keep the paper elsewhere."), false);
	row++;
	for (int g = 0; g < VAULT_CODE_GROUPS; g++) {
		group_text(w, g, true, group);
		paint_format(row, col + 2, 16, STYLE_LABEL, _("Group %d"), g + 1);
		paint_text(row++, col + 20, width - 20, STYLE_HEADING, group, false);
	}
	wipe(group, sizeof group);
	paint_cursor(area->row + 3, col + 20);
}

static bool code_act(struct wizard *w, enum action action)
{
	if (action == ACT_CONTINUE)
		wizard_go(w, STEP_CHECK);
	return action == ACT_CONTINUE;
}

/* Letters do nothing here, so that a stray q does not throw the new logbook away. */
static void code_text(struct wizard *w, const char *text, size_t len)
{
	(void)w;
	(void)text;
	(void)len;
	term_refuse();
}

const struct wizard_step wizard_code = {
	.heading = code_heading, .enter = code_enter, .draw = code_draw, .act = code_act,
	.text = code_text,
};

/* ---- asking two groups back ---- */

static void check_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", _("Type two groups from your paper"));
}

static void check_enter(struct wizard *w)
{
	static char labels[2][64]; /* the form borrows them */

	for (int i = 0; i < 2; i++) {
		snprintf(labels[i], sizeof labels[i], _("Group %d"), w->asked[i] + 1);
		w->items[i] = (struct form_item){
			.label = labels[i], .type = FORM_TEXT, .max = 2 * GROUP_LETTERS,
			.plain = true,
			.hint = _("Esc shows the code once more"),
		};
	}
	wizard_form_begin(w, 2);
}

/* Read as the recovery code is: either case, look-alikes, fillers anywhere. */
static bool same_group(const char *typed, const char *group)
{
	int n = 0;

	for (size_t filler; *typed; typed += filler + !filler) {
		filler = vault_code_filler(typed);
		if (filler)
			continue;
		if (n == GROUP_LETTERS || base32_value(*typed) < 0 ||
		    base32_value(*typed) != base32_value(group[n]))
			return false;
		n++;
	}
	return n == GROUP_LETTERS;
}

/* The vault appears under its name: from here on there is a logbook. */
static void publish(struct wizard *w)
{
	struct app *app = w->view.app;
	struct book *book = w->book;
	struct fault f;
	int rc = book_publish(book, &f);

	if (rc && rc != FAULT_DONE) {
		wizard_back(w);
		wizard_back(w); /* to the password, which makes it anew */
		app_fault(app, &f);
		return;
	}
	w->book = NULL;
	w->folders_made = 0;
	if (book_is_open(book)) {
		unlock_enter(app, book); /* w is gone after this */
	} else {
		book_close(book);
		app_show_only(app, app_routes(app)->lock(app));
	}
	if (rc)
		app_fault(app, &f);
	else
		app_say(app, TONE_GOOD, "%s", _("The logbook is ready."));
}

static bool check_act(struct wizard *w, enum action action)
{
	bool done;

	if (!wizard_form_act(w, action, &done))
		return false;
	if (done)
		form_error(&w->form, 0, NULL);
	for (int i = 1; done && i >= 0; i--) { /* the first wrong one gets the cursor */
		char *typed = form_value(&w->form, i);

		if (!same_group(typed, w->code + w->asked[i] * (GROUP_LETTERS + 1)))
			form_error(&w->form, i, _("Not the same: compare with your paper"));
		free(typed);
	}
	if (done && !w->items[0].error[0] && !w->items[1].error[0])
		publish(w);
	return true;
}

const struct wizard_step wizard_check = {
	.heading = check_heading, .enter = check_enter, .leave = wizard_form_leave,
	.draw = wizard_form_draw, .act = check_act, .text = wizard_form_text,
	.key = wizard_form_key,
};
