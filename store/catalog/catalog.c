#include "config.h"
#include "store/catalog/catalog.h"

#include <string.h>

static bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

const struct vocab *vocab_find(const char *list, const char *code)
{
	if (!list || !code)
		return NULL;
	for (size_t i = 0; i < catalog_vocab_count; i++)
		if (same(catalog_vocab[i].list, list) && same(catalog_vocab[i].code, code))
			return &catalog_vocab[i];
	return NULL;
}

const struct vocab *vocab_list(const char *list, size_t *count)
{
	size_t first = 0, end;

	*count = 0;
	if (!list)
		return NULL;
	while (first < catalog_vocab_count && !same(catalog_vocab[first].list, list))
		first++;
	if (first == catalog_vocab_count)
		return NULL;
	for (end = first; end < catalog_vocab_count && same(catalog_vocab[end].list, list); end++)
		;
	*count = end - first;
	return &catalog_vocab[first];
}

const char *vocab_label(const struct vocab *v, bool english)
{
	return english ? v->en : v->vi;
}

bool channel_is_group(const char *channel)
{
	return channel && (same(channel, "lop_nhom") || same(channel, "hop_thon"));
}

bool outcome_is_whole(const char *outcome)
{
	return outcome && (same(outcome, "hoan_thanh") || same(outcome, "tu_lam"));
}

bool outcome_is_success(const char *outcome)
{
	return outcome_is_whole(outcome) || (outcome && same(outcome, "mot_phan"));
}

const struct topic *topic_find(const char *code)
{
	for (size_t i = 0; code && i < catalog_topic_count; i++)
		if (same(catalog_topics[i].code, code))
			return &catalog_topics[i];
	return NULL;
}

const char *topic_label(const struct topic *t, bool english)
{
	if (!english)
		return t->brief;
	return *t->brief_en ? t->brief_en : t->en;
}

const struct column *column_find(const char *code)
{
	for (size_t i = 0; code && i < catalog_column_count; i++)
		if (same(catalog_columns[i].code, code))
			return &catalog_columns[i];
	return NULL;
}

bool column_is_typed(const struct column *c)
{
	return !strncmp(c->source, "typed in ", 9);
}

/* Counted over more than the period's own sessions: from New Year on, or ever. */
static bool reaches_beyond(const struct column *c)
{
	return !strncmp(c->source, "distinct since ", 15) || !strncmp(c->source, "subset of ", 10);
}

bool column_is_units_own(const struct column *c)
{
	return column_is_typed(c) && c->aggregation == AGGREGATE_LAST;
}

bool column_is_activity(const struct column *c)
{
	return !column_is_typed(c) && !reaches_beyond(c) &&
	       (c->aggregation == AGGREGATE_SUM || c->aggregation == AGGREGATE_COUNT_DISTINCT);
}

const struct indicator *indicator_find(const char *code)
{
	for (size_t i = 0; code && i < catalog_indicator_count; i++)
		if (same(catalog_indicators[i].code, code))
			return &catalog_indicators[i];
	return NULL;
}

static const char *const role_codes[ROLES] = {
	[ROLE_MEMBER] = "thanh_vien", [ROLE_LEADER] = "to_truong", [ROLE_OFFICER] = "can_bo_xa",
	[ROLE_UPPER] = "cap_tren",    [ROLE_ADMIN] = "quan_tri",
};

enum role role_find(const char *code)
{
	for (int role = 0; code && role < ROLES; role++)
		if (same(role_codes[role], code))
			return (enum role)role;
	return ROLES;
}

const char *role_code(enum role role)
{
	return role < ROLES ? role_codes[role] : "";
}

enum right_scope right_scope(enum right right, enum role role)
{
	if (right >= RIGHTS || role >= ROLES)
		return SCOPE_NONE;
	return catalog_rights[right].scope[role];
}

const struct unit *unit_commune(const char *code)
{
	for (size_t i = 0; i < catalog_commune_count; i++)
		if (!strcmp(catalog_communes[i].code, code))
			return &catalog_communes[i];
	return NULL;
}

const struct unit *unit_communes(const struct unit *province, size_t *count)
{
	size_t first = 0, end;

	while (first < catalog_commune_count && catalog_communes[first].parent != province)
		first++;
	end = first;
	while (end < catalog_commune_count && catalog_communes[end].parent == province)
		end++;
	*count = end - first;
	return *count ? &catalog_communes[first] : NULL;
}
