#include "config.h"
#include "store/record/proposal.h"

#include <string.h>

#include "store/catalog/record_type.h"

static int figure(const json_t *status, const char *name)
{
	const json_t *value = json_object_get(status, name);

	return json_is_integer(value) ? (int)json_integer_value(value) : -1;
}

static void set_figure(json_t *status, const char *name, int value)
{
	json_object_set_new(status, name, json_integer(value));
}

/* The most a figure can be in this household; -1 when nothing is known. */
static int most_of(const json_t *status, const struct field *fd)
{
	int most = fd->list ? figure(status, fd->list) : fd->max;

	return most < 0 ? figure(status, "residents") : most;
}

/* So many more, within bounds. */
static void raise_figure(json_t *status, const char *name, int by)
{
	const struct field *fd = record_type_field(TYPE_STATUS, name);
	int old = figure(status, name), most = most_of(status, fd), value = old + by;
	int level1 = figure(status, "eid1"), level2 = figure(status, "eid2");
	int adults = figure(status, "adults");

	if (fd->max == 1) /* yes or no */
		value = 1;
	else if (old < 0)
		return;
	/* Each adult is at one level only. */
	if (!strcmp(name, "eid1") && most >= 0 && level2 > 0)
		most = most > level2 ? most - level2 : 0;
	if (most >= 0 && value > most)
		value = most > old ? most : old;
	/* Whoever reaches level 2 is not counted at level 1 any more. */
	if (!strcmp(name, "eid2") && level1 > 0 && adults >= 0 && level1 + value > adults)
		set_figure(status, "eid1", adults > value ? adults - value : 0);
	set_figure(status, name, value);
}

void proposal_add(json_t *status, const struct topic *topic, const char *outcome, int count)
{
	const struct field *fd = record_type_field(TYPE_STATUS, topic->status);

	if (fd && fd->type == FIELD_INT && outcome_is_whole(outcome) && count)
		raise_figure(status, topic->status, count > 0 ? count : 1);
}
