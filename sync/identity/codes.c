#include "config.h"
#include "sync/identity/codes.h"

#include <string.h>

/*
 * The next code of a list at *at, which moves behind it; false at its end, and of one that is too
 * long.
 */
static bool next_code(const char **at, char code[LANE_UNIT])
{
	size_t n = strcspn(*at, ",");

	if (!n || n >= LANE_UNIT)
		return false;
	memcpy(code, *at, n);
	code[n] = 0;
	*at += n + ((*at)[n] != 0);
	return true;
}

void codes_add(char list[LANE_CODES], const char *code)
{
	char longer[LANE_CODES + LANE_UNIT], each[LANE_UNIT];
	const char *at = list, *here = list;
	size_t before, n = strlen(code);

	if (!n || n >= LANE_UNIT || lane_has_code(list, code))
		return;
	while (next_code(&at, each) && strcmp(each, code) < 0)
		here = at;
	before = (size_t)(here - list);
	memcpy(longer, list, before);
	if (before && !*here)
		longer[before++] = ',';
	memcpy(longer + before, code, n);
	if (*here)
		longer[before + n++] = ',';
	strcpy(longer + before + n, here);
	while (strlen(longer) >= LANE_CODES)
		*strrchr(longer, ',') = 0;
	strcpy(list, longer);
}

void codes_add_list(char list[LANE_CODES], const char *others)
{
	char code[LANE_UNIT];

	while (next_code(&others, code))
		codes_add(list, code);
}

void codes_add_certificate(char list[LANE_CODES], const struct certificate *c, const char *within)
{
	for (int i = 0; i < c->n_codes; i++)
		if (!within || lane_has_code(within, c->codes[i]))
			codes_add(list, c->codes[i]);
}

bool codes_include(const char *list, const char *others)
{
	char code[LANE_UNIT];

	while (next_code(&others, code))
		if (!lane_has_code(list, code))
			return false;
	return true;
}

void codes_certify(struct certificate *c, const char *list)
{
	for (c->n_codes = 0; c->n_codes < LIMIT_CODES && next_code(&list, c->codes[c->n_codes]);)
		c->n_codes++;
}
