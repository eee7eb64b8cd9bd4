#include "config.h"
#include "tui/setup/members.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/query/list_register.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "tui/app/drafts.h"
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

/* ---- into the book ---- */

/* A team of that name, which the set-up file may have brought; *code malloc'ed, NULL none. */
struct finding {
	struct book *book;
	const char *name;
	char *code;
	struct fault *fault;
};

static int each_team(void *arg, rec_t rec)
{
	struct finding *find = arg;
	json_t *team = record_read(find->book, rec, find->fault);

	if (team && is_one_name(json_string_value(json_object_get(team, "name")), find->name))
		find->code = memory_strdup(json_string_value(json_object_get(team, "code")));
	json_decref(team);
	return !team ? (int)find->fault->code : find->code ? LIST_STOP : FAULT_OK;
}

/* Whether the set-up file has put who sets it up into a team. */
static int in_a_team(const struct wizard *w, struct book *book, bool *yes, struct fault *f)
{
	json_t *member = NULL;
	rec_t rec;
	int rc = record_lookup_code(book, TYPE_MEMBER, w->name, &rec, f);

	if (!rc)
		member = record_read(book, rec, f);
	*yes = json_is_string(json_object_get(member, "team"));
	if (!rc && !member)
		rc = (int)f->code;
	json_decref(member);
	return rc;
}

/*
 * What the new team looks after: every village that was typed or came with the set-up file; where
 * that brought other teams, those that were typed. *villages is the caller's.
 */
static int villages_of(const struct wizard *w, struct book *book, json_t **villages, struct fault *f)
{
	int teams = 0, rc = list_count(book, TYPE_TEAM, &teams, f);

	if (rc)
		return rc;
	if (!teams) {
		*villages = list_register_codes(book, TYPE_VILLAGE, f);
		return *villages ? FAULT_OK : (int)f->code;
	}
	*villages = json_array();
	for (int i = 0; i < w->n_villages; i++)
		if (*w->villages[i].code)
			json_array_append_new(*villages, json_string(w->villages[i].code));
	return FAULT_OK;
}

/* The team, made if it is not there; its code malloc'ed, NULL where none is to be joined. */
static int add_team(const struct wizard *w, struct book *book, char **code, struct fault *f)
{
	struct finding find = { .book = book, .name = w->team, .fault = f };
	bool placed;
	json_t *team, *villages;
	rec_t rec;
	int rc;

	*code = NULL;
	if (!*w->team)
		return FAULT_OK;
	rc = in_a_team(w, book, &placed, f);
	if (rc || placed)
		return rc;
	rc = *w->team_code ? record_lookup_code(book, TYPE_TEAM, w->team_code, &rec, f)
			   : FAULT_NOT_FOUND;
	if (rc == FAULT_NOT_FOUND)
		rc = list_register(book, TYPE_TEAM, NULL, each_team, &find, f);
	else if (!rc)
		find.code = memory_strdup(w->team_code); /* as the set-up file has it */
	*code = find.code;
	if (rc || *code)
		return rc;
	if (!*w->team_code) { /* what is known of it waits in the register */
		team = json_pack("{ss}", "name", w->team);
		rc = drafts_keep_record(book, TYPE_TEAM, team, f);
		json_decref(team);
		return rc;
	}
	rc = villages_of(w, book, &villages, f);
	if (rc)
		return rc;
	team = json_pack("{ss ss so}", "code", w->team_code, "name", w->team, "villages", villages);
	rc = record_add(book, TYPE_TEAM, team, &rec, f);
	*code = memory_strdup(w->team_code);
	json_decref(team);
	return rc;
}

/* Who sets it up has a record already. */
static int join_team(const struct wizard *w, struct book *book, const char *team, struct fault *f)
{
	json_t *changes = json_pack("{ss}", "team", team);
	rec_t rec;
	int rc = record_lookup_code(book, TYPE_MEMBER, w->name, &rec, f);

	if (!rc)
		rc = record_edit(book, rec, changes, f);
	json_decref(changes);
	return rc == FAULT_NOTHING ? FAULT_OK : rc;
}

int wizard_add_members(const struct wizard *w, struct book *book, struct fault *f)
{
	static const enum role roles[] = {
		[LEVEL_TEAM] = ROLE_MEMBER, [LEVEL_COMMUNE] = ROLE_OFFICER, [LEVEL_UPPER] = ROLE_UPPER,
	};
	char *team;
	int rc = add_team(w, book, &team, f);

	if (!rc && team)
		rc = join_team(w, book, team, f);
	for (int i = 0; !rc && i < w->n_members; i++) {
		json_t *member = json_pack("{ss ss ss ss?}", "code", w->members[i], "name",
					   w->members[i], "role", role_code(roles[w->level]),
					   "team", team);
		rec_t rec;

		/* The set-up file may have brought him already. */
		rc = record_lookup_alike(book, TYPE_MEMBER, w->members[i], 0, &rec, f);
		if (!rc && !rec)
			rc = record_add(book, TYPE_MEMBER, member, &rec, f);
		json_decref(member);
	}
	free(team);
	return rc;
}
