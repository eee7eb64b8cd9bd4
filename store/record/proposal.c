#include "config.h"
#include "store/record/proposal.h"

#include <string.h>

#include "store/catalog/moves.h"

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

/* So many fewer, never below none; a yes or no is no. */
static void lower_figure(json_t *status, const struct field *fd, int by)
{
	int old = figure(status, fd->name);

	if (fd->max == 1)
		set_figure(status, fd->name, 0);
	else if (old >= 0)
		set_figure(status, fd->name, old > by ? old - by : 0);
}

/* So many more, within bounds. */
static void raise_figure(json_t *status, const struct field *fd, int by)
{
	const char *name = fd->name;
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
	const char *at = topic->status;
	int by = count > 0 ? count : 1;
	struct move move;

	while (outcome_is_whole(outcome) && count && moves_next(&at, &move)) {
		if (move.lowers)
			lower_figure(status, move.figure, by);
		else
			raise_figure(status, move.figure, by);
	}
}
