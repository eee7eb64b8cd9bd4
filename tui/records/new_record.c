#include "config.h"
#include "tui/records/new_record.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "store/catalog/catalog.h"
#include "store/query/list_register.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "tui/words/text_value.h"

/* Records of a register, which the walk must not change meanwhile. */
struct gathering {
	rec_t *recs;
	size_t n;
};

static int gather(void *arg, rec_t rec)
{
	struct gathering *g = arg;

	g->recs = memory_resize(g->recs, g->n + 1, sizeof *g->recs);
	g->recs[g->n++] = rec;
	return FAULT_OK;
}

/* The only team; 0 where there is none, or several, or this is no team's desk. */
static int find_team(struct book *book, rec_t *team, struct fault *f)
{
	struct gathering g = { 0 };
	int rc = FAULT_OK;

	*team = 0;
	if (book_level(book) == LEVEL_TEAM)
		rc = list_register(book, TYPE_TEAM, NULL, gather, &g, f);
	if (!rc && g.n == 1)
		*team = g.recs[0];
	free(g.recs);
	return rc;
}

/* The only team's code to who is added. */
static int propose_team(struct book *book, json_t *member, struct fault *f)
{
	rec_t rec;
	int rc = find_team(book, &rec, f);
	json_t *team = rc || !rec ? NULL : record_read(book, rec, f);

	if (!rc && rec && !team)
		rc = (int)f->code;
	if (team)
		json_object_set(member, "team", json_object_get(team, "code"));
	json_decref(team);
	return rc;
}

/* Every village there is to the first team. */
static int propose_villages(struct book *book, json_t *team, struct fault *f)
{
	json_t *villages;
	int teams = 0, rc = list_count(book, TYPE_TEAM, &teams, f);

	if (rc || teams)
		return rc;
	villages = list_register_codes(book, TYPE_VILLAGE, f);
	if (!villages)
		return (int)f->code;
	if (json_array_size(villages))
		json_object_set(team, "villages", villages);
	json_decref(villages);
	return FAULT_OK;
}

json_t *new_record_begin(struct book *book, enum record_type type, const json_t *start,
			 struct fault *f)
{
	json_t *values = start ? json_deep_copy(start) : json_object();

	if (type == TYPE_MEMBER && book_level(book) == LEVEL_UPPER)
		json_object_set_new(values, "role", json_string(role_code(ROLE_UPPER)));
	if (type == TYPE_MEMBER && book_level(book) == LEVEL_TEAM)
		propose_team(book, values, f);
	if (type == TYPE_TEAM && book_level(book) == LEVEL_TEAM)
		propose_villages(book, values, f);
	return values;
}

/* One member into the team, unless he is in one. */
static int join(struct book *book, rec_t rec, const char *team, int *joined, struct fault *f)
{
	json_t *member = record_read(book, rec, f), *change;
	bool placed = json_is_string(json_object_get(member, "team"));
	int rc;

	json_decref(member);
	if (!member || placed)
		return member ? FAULT_OK : (int)f->code;
	change = json_pack("{ss}", "team", team);
	rc = record_edit(book, rec, change, f);
	json_decref(change);
	*joined += !rc;
	return rc;
}

static int join_all(struct book *book, const char *team, int *joined, struct fault *f)
{
	struct gathering g = { 0 };
	int rc = list_register(book, TYPE_MEMBER, NULL, gather, &g, f);

	for (size_t i = 0; !rc && i < g.n; i++)
		rc = join(book, g.recs[i], team, joined, f);
	free(g.recs);
	return rc;
}

/* A new village to the only team, if it looks after all the others. */
static int take_village(struct book *book, rec_t team, const char *village, struct fault *f)
{
	json_t *object = record_read(book, team, f), *villages, *change;
	int all, rc = object ? list_count(book, TYPE_VILLAGE, &all, f) : (int)f->code;

	villages = json_deep_copy(json_object_get(object, "villages"));
	json_decref(object);
	if (rc || json_array_size(villages) + 1 != (size_t)all) {
		json_decref(villages);
		return rc;
	}
	if (!villages)
		villages = json_array();
	json_array_append_new(villages, json_string(village));
	change = json_pack("{so}", "villages", villages);
	rc = record_edit(book, team, change, f);
	json_decref(change);
	return rc;
}

int new_record_follow(struct book *book, enum record_type type, rec_t added, int *joined,
		      struct fault *f)
{
	rec_t team = 0;
	json_t *object;
	int rc = FAULT_OK;

	*joined = 0;
	if (type == TYPE_TEAM || type == TYPE_VILLAGE)
		rc = find_team(book, &team, f);
	if (rc || !team)
		return rc;
	object = record_read(book, added, f);
	if (!object)
		return (int)f->code;
	rc = type == TYPE_TEAM ? join_all(book, text_string(object, "code"), joined, f)
			       : take_village(book, team, text_string(object, "code"), f);
	json_decref(object);
	return rc;
}
