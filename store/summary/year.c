#include "config.h"
#include "store/summary/year.h"

#include <stdlib.h>

#include "store/db/statement.h"
#include "store/summary/axis.h"

/*
 * Three joins bring the value of an axis to a session, one row a value, one
 * row without where it has none.
 */
#define JOIN_NONE  ""
#define JOIN_FIRST " LEFT JOIN session_by b ON b.session = s.rec AND b.pos = 0"
#define JOIN_BY    " LEFT JOIN session_by b ON b.session = s.rec"
#define JOIN_ENTRY " LEFT JOIN session_topic t ON t.session = s.rec"

#define YEAR(value, join) \
	"SELECT s.household, s.village, " value " FROM session s" join \
	" WHERE s.day BETWEEN ?1 AND ?2 AND s.voided = 0 AND s.attempt IS NULL" \
	" AND s.household IS NOT NULL"

/*
 * The same without a group: from household to household along their index, which
 * answers alone; they are far fewer than the sessions of a year.
 */
#define YEAR_WHOLE \
	"WITH RECURSIVE h(rec) AS (SELECT min(household) FROM session WHERE household IS NOT NULL" \
	" UNION ALL SELECT (SELECT min(s.household) FROM session s WHERE s.household > h.rec)" \
	" FROM h WHERE h.rec IS NOT NULL)" \
	" SELECT h.rec, NULL, 0 FROM h WHERE EXISTS(SELECT 1 FROM session s" \
	" WHERE s.household = h.rec AND s.day BETWEEN ?1 AND ?2 AND s.attempt IS NULL" \
	" AND s.voided = 0)"

/* Two halves, each by an index: what is open today, and what was closed after that day. */
#define PROMISED_HALF(value, join, when) \
	"SELECT f.rec, f.due, s.village, " value " FROM followup f" \
	" CROSS JOIN session s ON s.rec = f.session" join \
	" WHERE f.voided = 0 AND " when " AND s.voided = 0 AND s.day <= ?1"

#define PROMISED(value, join) \
	PROMISED_HALF(value, join, "f.closed IS NULL") " UNION ALL " \
	PROMISED_HALF(value, join, "f.closed > ?1")

#define BOTH(value, join) {YEAR(value, join), PROMISED(value, join)}

static const struct {
	const char *year, *promised;
} queries[SUMMARY_AXES] = {
	[SUMMARY_WHOLE] = {YEAR_WHOLE, PROMISED("0", JOIN_NONE)},
	[SUMMARY_UNIT] = BOTH("ifnull(-s.team, (SELECT o.lane FROM op o WHERE o.k = s.rec))",
			      JOIN_NONE),
	[SUMMARY_VILLAGE] = BOTH("s.village", JOIN_NONE),
	[SUMMARY_TEAM] = BOTH("ifnull(-s.team, b.member)", JOIN_FIRST),
	[SUMMARY_MEMBER] = BOTH("b.member", JOIN_BY),
	[SUMMARY_GROUP] = BOTH("t.topic", JOIN_ENTRY),
	[SUMMARY_TOPIC] = BOTH("t.topic", JOIN_ENTRY),
	[SUMMARY_CHANNEL] = BOTH("s.channel", JOIN_NONE),
	[SUMMARY_OUTCOME] = BOTH("t.outcome", JOIN_ENTRY),
	[SUMMARY_BLOCKER] = BOTH("t.blocker", JOIN_ENTRY),
	[SUMMARY_DAY] = BOTH("s.day", JOIN_NONE),
};

/* The year's households before the period; those in it the period pass has noted. */
int count_year(struct engine *e, struct fault *f)
{
	struct statement st = statement_of(e->db, queries[e->axis].year, f);

	bind_int(&st, e->year_start);
	bind_int(&st, e->period->from - 1);
	while (row_next(&st)) {
		int64_t household = row_int(&st, 0);
		uint32_t group;

		engine_household(e, 0, household, HOUSEHOLD_GUIDED);
		st.rc = engine_known_group(e, row_int(&st, 1), row_int(&st, 2), &group, f);
		if (group)
			engine_household(e, group, household, HOUSEHOLD_GUIDED);
	}
	return statement_end(&st);
}

/* Follow-ups open at the period's end; each counts once a group, whatever the rows. */
int count_followups(struct engine *e, struct fault *f)
{
	struct statement st = statement_of(e->db, queries[e->axis].promised, f);
	struct summary_list groups = {0};
	int64_t last = 0;

	bind_int(&st, e->period->to);
	while (row_next(&st)) {
		int64_t rec = row_int(&st, 0);
		bool overdue = row_int_or(&st, 1, INT64_MAX) < e->period->to;
		uint32_t group, before;

		if (rec != last) {
			groups.count = 0;
			e->groups[0].tally.open++;
			e->groups[0].tally.overdue += overdue;
			last = rec;
		}
		st.rc = engine_known_group(e, row_int(&st, 2), row_int(&st, 3), &group, f);
		before = groups.count;
		if (group)
			summary_list_put(&groups, group);
		if (groups.count > before) {
			e->groups[group].tally.open++;
			e->groups[group].tally.overdue += overdue;
		}
	}
	free(groups.items);
	return statement_end(&st);
}

