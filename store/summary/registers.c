#include "config.h"
#include "store/summary/registers.h"

#include "store/db/statement.h"
#include "store/record/qualify.h"
#include "store/summary/units.h"

#define LIVE_VILLAGE STANDS_FOR_CODE("village", "v")
#define LIVE_TEAM    STANDS_FOR_CODE("team", "t")
/* Whom the commune's register has is counted there. */
#define LIVE_MEMBER  STANDS_FOR_CODE("member", "m") \
	" AND " REGISTERED_AS("(SELECT s FROM sym WHERE k = m.code)") " IS NULL"

#define LANE_OF(table) "(SELECT o.lane FROM op o WHERE o.k = " table ".rec)"

/*
 * What the registers add to the rows: a row's id (0 the whole, -1 NO_TEAM; by unit the lane),
 * teams, members, villages, those whose number of households is known, households.
 */
#define A_TEAM    ", 1, 0, 0, 0, 0 "
#define A_MEMBER  ", 0, 1, 0, 0, 0 "
#define A_VILLAGE ", 0, 0, 1, " VILLAGE_HOUSEHOLDS("v") " IS NOT NULL," \
	" ifnull(" VILLAGE_HOUSEHOLDS("v") ", 0) "

static const char *const registers_sql[] = {
	[SUMMARY_WHOLE] =
		"SELECT 0" A_VILLAGE "FROM village v WHERE " LIVE_VILLAGE
		" UNION ALL SELECT 0" A_TEAM "FROM team t WHERE " LIVE_TEAM
		" UNION ALL SELECT 0" A_MEMBER "FROM member m WHERE " LIVE_MEMBER,
	[SUMMARY_UNIT] =
		"SELECT " LANE_OF("v") A_VILLAGE "FROM village v WHERE " LIVE_VILLAGE
		" UNION ALL SELECT " LANE_OF("t") A_TEAM "FROM team t WHERE " LIVE_TEAM
		" UNION ALL SELECT " LANE_OF("m") A_MEMBER "FROM member m WHERE " LIVE_MEMBER,
	[SUMMARY_VILLAGE] =
		"SELECT v.code" A_VILLAGE "FROM village v WHERE " LIVE_VILLAGE
		" UNION ALL SELECT x.village" A_TEAM "FROM team t"
		" JOIN team_village x ON x.team = t.rec WHERE " LIVE_TEAM
		" UNION ALL SELECT x.village" A_MEMBER "FROM member m"
		" JOIN team t ON t.code = m.team JOIN team_village x ON x.team = t.rec WHERE " LIVE_MEMBER " AND " LIVE_TEAM,
	[SUMMARY_TEAM] =
		"SELECT t.code" A_VILLAGE "FROM team t JOIN team_village x ON x.team = t.rec"
		" JOIN village v ON v.code = x.village WHERE " LIVE_TEAM " AND " LIVE_VILLAGE
		" UNION ALL SELECT t.code" A_TEAM "FROM team t WHERE " LIVE_TEAM
		" UNION ALL SELECT ifnull(m.team, -1)" A_MEMBER "FROM member m WHERE " LIVE_MEMBER
		" UNION ALL SELECT -1" A_VILLAGE "FROM village v WHERE " LIVE_VILLAGE
		" AND NOT EXISTS(SELECT 1 FROM team_village x JOIN team t ON t.rec = x.team"
		" WHERE x.village = v.code AND " LIVE_TEAM ")",
};

static int add_registers(struct engine *e, const char *sql, struct fault *f)
{
	struct statement st = statement_of(e->db, sql, f);

	while (row_next(&st)) {
		int64_t id = row_int(&st, 0);
		uint32_t group;
		struct registers *r;

		if (id && e->axis == SUMMARY_UNIT)
			st.rc = engine_unit_of_lane(e, id, &id, f);
		group = id && !st.rc ? summary_map_get(&e->group_of, 0, id) : 0;
		if (id && !group)
			continue;
		r = &e->groups[group].tally.registers;
		r->teams += row_int(&st, 1);
		r->members += row_int(&st, 2);
		r->villages += row_int(&st, 3);
		r->sized += row_int(&st, 4);
		r->households += row_int(&st, 5);
	}
	return statement_end(&st);
}

int count_registers(struct engine *e, struct fault *f)
{
	int rc = add_registers(e, registers_sql[SUMMARY_WHOLE], f);

	if (!rc && (e->axis == SUMMARY_UNIT || e->axis == SUMMARY_VILLAGE ||
		    e->axis == SUMMARY_TEAM))
		rc = add_registers(e, registers_sql[e->axis], f);
	return rc;
}
