#include "config.h"
#include "tui/records/household_kinds.h"

#include <stdlib.h>
#include <string.h>

/*
 * Poor and near-poor are two lists a household stands on one of; an ordinary one stands on
 * neither and needs no support first. A business or a farm can be any of these.
 */
static const char *const excluding[][2] = {
	{ "ngheo", "can_ngheo" }, { "thuong", "ngheo" },
	{ "thuong", "can_ngheo" }, { "thuong", "uu_tien" },
};
enum { EXCLUDING = sizeof excluding / sizeof excluding[0] };

bool household_kinds_exclude(const char *one, const char *other)
{
	for (int i = 0; i < EXCLUDING; i++)
		for (int turn = 0; turn < 2; turn++)
			if (!strcmp(excluding[i][turn], one) && !strcmp(excluding[i][!turn], other))
				return true;
	return false;
}

/* Whether the item is a kind of household that is said yes to. */
static bool is_yes(const struct form *form, const struct form_field *fields, int i)
{
	char *value;
	bool yes;

	if (!fields[i].field || !fields[i].code || strcmp(fields[i].field->name, "kinds") != 0)
		return false;
	value = form_value(form, i);
	yes = value && *value == '1';
	free(value);
	return yes;
}

const char *household_kinds_settle(struct form *form, const struct form_field *fields, int item)
{
	const char *off = NULL;

	if (!is_yes(form, fields, item))
		return NULL;
	for (int i = 0; i < form->n; i++)
		if (is_yes(form, fields, i) &&
		    household_kinds_exclude(fields[i].code, fields[item].code)) {
			form_set(form, i, "0");
			off = off ? off : form->items[i].label;
		}
	return off;
}
