#include "config.h"
#include "tui/records/record_code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/records/next_code.h"

int record_code_item_of(const struct form *form, const struct form_field *fields, const char *field)
{
	for (int i = 0; i < form->n; i++)
		if (fields[i].field && !strcmp(fields[i].field->name, field))
			return i;
	return -1;
}

void record_code_propose(struct record_code *c)
{
	int code = record_code_item_of(c->form, c->fields, "code");
	int village = record_code_item_of(c->form, c->fields, "village");
	char *now, *where;

	if (!c->is_new || code < 0 || c->type == TYPE_MEMBER || c->type == TYPE_TOPIC)
		return;
	now = form_value(c->form, code);
	where = village >= 0 ? form_value(c->form, village) : NULL;
	if (!strcmp(now, c->proposed) &&
	    (!*now || strcmp(c->proposed_in, where ? where : ""))) {
		snprintf(c->proposed_in, sizeof c->proposed_in, "%s", where ? where : "");
		next_code(c->app, c->type, where, c->proposed, sizeof c->proposed);
		if (strcmp(now, c->proposed))
			form_set(c->form, code, c->proposed);
	}
	free(now);
	free(where);
}

void record_code_complete(struct record_code *c)
{
	int code = record_code_item_of(c->form, c->fields, "code");
	char *typed = c->is_new && code >= 0 ? form_value(c->form, code) : NULL;
	char meant[sizeof c->proposed];

	if (typed && strlen(typed) < sizeof meant) {
		next_code_complete(c->app, c->type, typed, meant, sizeof meant);
		if (strcmp(typed, meant))
			form_set(c->form, code, meant);
	}
	free(typed);
}

int record_code_proposed(const struct record_code *c)
{
	int item = *c->proposed ? record_code_item_of(c->form, c->fields, "code") : -1;
	char *now = item >= 0 ? form_value(c->form, item) : NULL;
	bool is = now && !strcmp(now, c->proposed);

	free(now);
	return is ? item : -1;
}

bool record_code_lacks_number(const struct record_code *c)
{
	return c->is_new && next_code_is_asked(c->app, c->type) && record_code_proposed(c) >= 0;
}
