#include "config.h"
#include "store/record/proposal.h"

#include <string.h>

/* What a figure can be at most: the whole it is a part of, or 1 where it is yes or no. */
static const struct {
	const char *figure, *within;
} bounds[] = {
	{ "smartphones", "adults" },      { "eid1", "adults" },
	{ "eid2", "adults" },             { "dvc", "adults" },
	{ "signature", "adults" },        { "telehealth", "adults" },
	{ "bank", "age15plus" },          { "ewallet", "age15plus" },
	{ "health_record", "residents" }, { "vssid", "residents" },
	{ "fibre", NULL },                { "shop", NULL },
};

static int figure(const json_t *status, const char *name)
{
	const json_t *value = json_object_get(status, name);

	return json_is_integer(value) ? (int)json_integer_value(value) : -1;
}

static void set_figure(json_t *status, const char *name, int value)
{
	json_object_set_new(status, name, json_integer(value));
}

static bool is_yes_or_no(const char *name)
{
	return !strcmp(name, "fibre") || !strcmp(name, "shop");
}

/* The most a figure can be in this household; -1 when nothing is known. */
static int most_of(const json_t *status, const char *name)
{
	for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
		int most;

		if (strcmp(bounds[i].figure, name))
			continue;
		most = bounds[i].within ? figure(status, bounds[i].within) : 1;
		return most < 0 ? figure(status, "residents") : most;
	}
	return -1;
}

/* So many more, within bounds. */
static void raise_figure(json_t *status, const char *name, int by)
{
	int old = figure(status, name), most = most_of(status, name), value = old + by;
	int level1 = figure(status, "eid1"), level2 = figure(status, "eid2");
	int adults = figure(status, "adults");

	if (is_yes_or_no(name))
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
	if (*topic->status && outcome_is_whole(outcome) && count)
		raise_figure(status, topic->status, count > 0 ? count : 1);
}
