#include "config.h"
#include "tui/setup/members.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/text.h"
#include "store/record/lookup.h"
#include "store/record/record.h"
#include "tui/app/long_number.h"
#include "tui/env/translate.h"
#include "tui/setup/form.h"
#include "tui/setup/step.h"

static void members_heading(const struct wizard *w, char *out, size_t size)
{
	(void)w;
	snprintf(out, size, "%s", _("Who else works with this laptop?"));
}

static void members_enter(struct wizard *w)
{
	static char labels[WIZARD_MEMBERS][64]; /* the form borrows them */

	for (int i = 0; i < WIZARD_MEMBERS; i++) {
		snprintf(labels[i], sizeof labels[i], _("Member %d"), i + 2);
		w->items[i] = (struct form_item){
			.label = labels[i], .type = FORM_TEXT, .max = 32, .words = true,
			.hint = _("Enter on an empty line goes on; passwords come later"),
		};
	}
	wizard_form_begin(w, WIZARD_MEMBERS);
	for (int i = 0; i < w->n_members; i++)
		form_set(&w->form, i, w->members[i]);
}

static bool is_one_name(const char *a, const char *b)
{
	char *x = text_name_key(a), *y = text_name_key(b);
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

/* What is wrong with the i-th of the names; NULL nothing. */
static const char *wrong(const struct wizard *w, char *const names[], int i)
{
	if (is_one_name(names[i], w->name))
		return _("This name is there already");
	for (int j = 0; j < i; j++)
		if (is_one_name(names[i], names[j]))
			return _("This name is there already");
	return wizard_wrong_name(names[i]);
}

/* Keep the names, or say what is wrong with one: false. */
static bool take_names(struct wizard *w)
{
	char *names[WIZARD_MEMBERS];
	bool good = true;

	for (int i = 0; i < WIZARD_MEMBERS; i++)
		names[i] = wizard_value(w, i);
	form_error(&w->form, 0, NULL);
	w->n_members = 0;
	for (int i = 0; good && i < WIZARD_MEMBERS; i++) {
		const char *why = *names[i] ? wrong(w, names, i) : NULL;

		if (why)
			form_error(&w->form, i, why);
		else if (*names[i])
			snprintf(w->members[w->n_members++], sizeof w->members[0], "%s", names[i]);
		good = !why;
	}
	good = good && !long_number_in_form(w->view.app, &w->form);
	for (int i = 0; i < WIZARD_MEMBERS; i++)
		free(names[i]);
	return good;
}

static bool members_act(struct wizard *w, enum action action)
{
	bool done;

	if (action == ACT_CONTINUE && (!w->items[w->form.at].line.n ||
				       w->form.at == WIZARD_MEMBERS - 1)) {
		if (take_names(w))
			wizard_go(w, STEP_PASS);
		return true;
	}
	return wizard_form_act(w, action, &done);
}

const struct wizard_step wizard_members = {
	.heading = members_heading, .enter = members_enter, .leave = wizard_form_leave,
	.draw = wizard_form_draw, .act = members_act, .text = wizard_form_text,
	.key = wizard_form_key,
};

int wizard_add_members(const struct wizard *w, struct book *book, struct fault *f)
{
	static const enum role roles[] = {
		[LEVEL_TEAM] = ROLE_MEMBER, [LEVEL_COMMUNE] = ROLE_OFFICER, [LEVEL_UPPER] = ROLE_UPPER,
	};
	int rc = FAULT_OK;

	for (int i = 0; !rc && i < w->n_members; i++) {
		json_t *member = json_pack("{ss ss ss}", "code", w->members[i], "name",
					   w->members[i], "role", role_code(roles[w->level]));
		rec_t rec;

		/* The set-up file may have brought him already. */
		rc = record_lookup_alike(book, TYPE_MEMBER, w->members[i], 0, &rec, f);
		if (!rc && !rec)
			rc = record_add(book, TYPE_MEMBER, member, &rec, f);
		json_decref(member);
	}
	return rc;
}
