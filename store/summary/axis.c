#include "config.h"
#include "store/summary/axis.h"

#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/record/qualify.h"
#include "store/summary/units.h"

uint32_t engine_group(struct engine *e, int64_t id)
{
	uint32_t *number = summary_map_at(&e->group_of, 0, id);

	if (!*number) {
		if (e->group_count == e->group_room) {
			e->group_room *= 2;
			e->groups = memory_resize(e->groups, e->group_room, sizeof *e->groups);
		}
		*number = e->group_count++;
		e->groups[*number] = (struct group){.id = id};
	}
	return *number;
}

/* Code and group of a topic, from the catalogue or from those added here; by the code's key. */
static int read_topic(struct engine *e, int64_t key, struct met_topic *topic, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT s, (SELECT g.s FROM topic t CROSS JOIN sym g ON g.k = t.grp"
		" CROSS JOIN op ON op.k = t.rec WHERE t.code = ?1"
		" ORDER BY t.voided, " BY_STANDING("op") " LIMIT 1)"
		" FROM sym WHERE k = ?1", f);
	const struct topic *known;
	const struct vocab *list;
	const char *code, *group;
	size_t count;

	*topic = (struct met_topic){0};
	bind_int(&st, key);
	if (row_next(&st)) {
		code = row_text(&st, 0);
		known = topic_find(code);
		group = known ? known->group : row_text(&st, 1);
		list = vocab_list("topic_group", &count);
		for (size_t i = 0; group && i < count; i++)
			if (!strcmp(list[i].code, group))
				topic->group = 1 + (int64_t)i;
		topic->counts = rule_of_topic(code, group ? group : "");
	}
	return statement_end(&st);
}

int engine_topic(struct engine *e, int64_t key, const struct met_topic **out, struct fault *f)
{
	uint32_t *place = summary_map_at(&e->topic_of, 0, key);

	if (!*place) {
		int rc;

		if (e->topic_count == e->topic_room) {
			e->topic_room = e->topic_room ? e->topic_room * 2 : 64;
			e->topics = memory_resize(e->topics, e->topic_room, sizeof *e->topics);
		}
		rc = read_topic(e, key, &e->topics[e->topic_count], f);
		if (rc)
			return rc;
		*place = ++e->topic_count;
	}
	*out = &e->topics[*place - 1];
	return FAULT_OK;
}

int engine_blocker(struct engine *e, int64_t key, uint32_t *place, struct fault *f)
{
	uint32_t *have = summary_map_at(&e->met_of, 0, key);

	if (!*have) {
		struct met_blocker *met;
		int rc;

		if (e->met_count == e->met_room) {
			e->met_room = e->met_room ? e->met_room * 2 : 16;
			e->met = memory_resize(e->met, e->met_room, sizeof *e->met);
		}
		met = &e->met[e->met_count];
		rc = read_text_of(e->db, "SELECT s FROM sym WHERE k = ?1", key, &met->code, f);
		if (!rc && !met->code)
			rc = fault_set(f, FAULT_DAMAGED, "sym");
		if (rc)
			return rc;
		met->known = vocab_find("blocker", met->code);
		*have = ++e->met_count;
	}
	*place = *have;
	return FAULT_OK;
}

/* Whom a person's code means: the register's own code where it has him (record/qualify.h). */
static int engine_person(struct engine *e, int64_t code, int64_t *person, struct fault *f)
{
	uint32_t *known = summary_map_at(&e->person_of, 0, code);
	int rc = FAULT_OK;

	if (!*known) {
		*person = code;
		rc = read_int_of(e->db, "SELECT ifnull(" REGISTERED_AS("c.s") ", c.k) FROM sym c"
				 " WHERE c.k = ?1", code, person, f);
		*known = (uint32_t)*person;
	}
	*person = *known;
	return rc;
}

int engine_group_id(struct engine *e, int64_t village, int64_t value, int64_t *id,
		    struct fault *f)
{
	const struct met_topic *topic;
	bool itself;
	int rc = FAULT_OK;

	*id = value;
	if (e->axis == SUMMARY_UNIT && value < 0) {
		rc = engine_unit_of_team(e, -value, id, &itself, f);
	} else if (e->axis == SUMMARY_UNIT && value) {
		rc = engine_unit_of_lane(e, value, id, f);
	} else if (e->axis == SUMMARY_TEAM && value < 0) {
		*id = -value; /* the team whose laptop wrote it */
	} else if (e->axis == SUMMARY_TEAM) {
		*id = summary_map_get(&e->member_team, 0, value);
		if (!*id)
			*id = summary_map_get(&e->village_team, 0, village);
		if (!*id)
			*id = NO_TEAM;
	} else if (e->axis == SUMMARY_MEMBER && value) {
		rc = engine_person(e, value, id, f);
	} else if (e->axis == SUMMARY_GROUP && value) {
		rc = engine_topic(e, value, &topic, f);
		if (!rc)
			*id = topic->group;
	}
	return rc;
}

int engine_known_group(struct engine *e, int64_t village, int64_t value, uint32_t *group,
		       struct fault *f)
{
	int64_t id;
	int rc = engine_group_id(e, village, value, &id, f);

	*group = rc || !id ? 0 : summary_map_get(&e->group_of, 0, id);
	return rc;
}

int engine_teams(struct engine *e, struct fault *f)
{
	/* The last row wins: the member who stands for the code, the first team by code. */
	static const char *const sql[] = {
		"SELECT m.code, m.team FROM member m CROSS JOIN op ON op.k = m.rec"
		" ORDER BY m.voided DESC, " BY_STANDING_LAST("op"),
		"SELECT v.village, t.code FROM team t JOIN team_village v ON v.team = t.rec"
		" JOIN sym s ON s.k = t.code WHERE " STANDS_FOR_CODE("team", "t")
		" ORDER BY s.s DESC",
	};
	struct summary_map *maps[] = {&e->member_team, &e->village_team};

	for (int i = 0; i < 2; i++) {
		struct statement st = statement_of(e->db, sql[i], f);
		int rc;

		while (row_next(&st))
			*summary_map_at(maps[i], 0, row_int(&st, 0)) = (uint32_t)row_int(&st, 1);
		rc = statement_end(&st);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

void engine_household(struct engine *e, uint32_t group, int64_t household, uint32_t flags)
{
	*summary_map_at(&e->households, group, household) |= flags;
}
