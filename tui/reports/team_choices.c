#include "config.h"
#include "tui/reports/team_choices.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/query/list_register.h"
#include "store/record/read.h"
#include "store/record/scope.h"
#include "tui/env/translate.h"

struct reading {
	struct book *book;
	struct team_choices *teams;
	char own[LANE_TEAM]; /* the team a laptop is enrolled for closes no other's; "" any */
	struct fault *fault;
};

static int each_team(void *arg, rec_t rec)
{
	struct reading *r = arg;
	struct team_choices *teams = r->teams;
	json_t *team;
	const char *code, *name;

	if (teams->n > TEAM_CHOICES_MAX)
		return LIST_STOP;
	team = record_read(r->book, rec, r->fault);
	code = json_string_value(json_object_get(team, "code"));
	name = json_string_value(json_object_get(team, "name"));
	if (code && (!*r->own || !strcmp(code, r->own)))
		teams->all[teams->n++] = (struct form_choice){
			memory_strdup(code), memory_strdup(name ? name : code) };
	json_decref(team);
	return team ? FAULT_OK : (int)r->fault->code;
}

int team_choices_read(struct book *book, struct team_choices *teams, struct fault *f)
{
	struct reading r = { .book = book, .teams = teams, .fault = f };
	int rc = scope_own_team(book, r.own, f);

	if (rc)
		return rc;
	if (book_level(book) != LEVEL_TEAM)
		teams->all[teams->n++] = (struct form_choice){ NULL, _("The whole unit") };
	return list_register(book, TYPE_TEAM, NULL, each_team, &r, f);
}

void team_choices_release(struct team_choices *teams)
{
	for (int i = 0; i < teams->n; i++) {
		if (!teams->all[i].code)
			continue;
		free((char *)(uintptr_t)teams->all[i].code);
		free((char *)(uintptr_t)teams->all[i].label);
	}
	teams->n = 0;
}

const char *team_choices_name(const struct team_choices *teams, const char *code)
{
	for (int i = 0; i < teams->n; i++)
		if (code && teams->all[i].code && !strcmp(teams->all[i].code, code))
			return teams->all[i].label;
	return _("The whole unit");
}
