#include "config.h"
#include "store/summary/registers.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "store/db/statement.h"

#define LIVE_VILLAGE STANDS_FOR_CODE("village", "v")
#define LIVE_TEAM    STANDS_FOR_CODE("team", "t")
#define LIVE_MEMBER  STANDS_FOR_CODE("member", "m")

/*
 * What the registers add to the rows: a row's id (0 the whole), teams,
 * members, villages, those whose number of households is known, households.
 */
#define A_TEAM    ", 1, 0, 0, 0, 0 "
#define A_MEMBER  ", 0, 1, 0, 0, 0 "
#define A_VILLAGE ", 0, 0, 1, v.households IS NOT NULL, ifnull(v.households, 0) "

static const char *const registers_sql[] = {
	[SUMMARY_WHOLE] =
		"SELECT 0" A_VILLAGE "FROM village v WHERE " LIVE_VILLAGE
		" UNION ALL SELECT 0" A_TEAM "FROM team t WHERE " LIVE_TEAM
		" UNION ALL SELECT 0" A_MEMBER "FROM member m WHERE " LIVE_MEMBER,
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
		" UNION ALL SELECT m.team" A_MEMBER "FROM member m WHERE " LIVE_MEMBER
		" AND m.team IS NOT NULL",
};

/* Villages of a team's record in force. */
static const char villages_of_team[] = "SELECT x.village FROM team t"
	" JOIN team_village x ON x.team = t.rec WHERE t.code = ?1 AND " LIVE_TEAM;

static int add_registers(struct engine *e, const char *sql, struct fault *f)
{
	struct statement st = statement_of(e->db, sql, f);

	while (row_next(&st)) {
		int64_t id = row_int(&st, 0);
		uint32_t group = id ? summary_map_get(&e->group_of, 0, id) : 0;
		struct registers *r = &e->groups[group].tally.registers;

		if (id && !group)
			continue;
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

	if (!rc && (e->axis == SUMMARY_VILLAGE || e->axis == SUMMARY_TEAM))
		rc = add_registers(e, registers_sql[e->axis], f);
	return rc;
}

/* A snapshot of a household; -1 where a figure is not known. */
struct snapshot {
	int64_t household, village, rec, day;
	int64_t figure[STATUS_FIGURES];
};

struct village_status {
	int64_t village;
	struct status_tally tally;
};

struct village_list {
	struct village_status *items;
	uint32_t count, room;
	struct summary_map place; /* (0, village) -> 1 + place in items */
};

static void tally_snapshot(struct status_tally *t, const struct snapshot *s)
{
	int rate = 0;

	for (int i = 0; i < STATUS_FIGURES; i++) {
		if (s->figure[i] < 0)
			continue;
		t->figure[i].sum += s->figure[i];
		t->figure[i].carrying++;
		t->having[i] += s->figure[i] >= 1;
	}
	for (size_t i = 0; i < summary_rule_count; i++) {
		const struct rule *rule = &summary_rules[i];

		if (rule->kind != RULE_STATUS_RATE)
			continue;
		if (s->figure[rule->figure] >= 0 && s->figure[rule->whole] >= 0) {
			t->rate[rate].part += s->figure[rule->figure];
			t->rate[rate].whole += s->figure[rule->whole];
		}
		rate++;
	}
}

static void tally_join(struct status_tally *to, const struct status_tally *from)
{
	for (int i = 0; i < STATUS_FIGURES; i++) {
		to->figure[i].sum += from->figure[i].sum;
		to->figure[i].carrying += from->figure[i].carrying;
		to->having[i] += from->having[i];
	}
	for (int i = 0; i < RATES; i++) {
		to->rate[i].part += from->rate[i].part;
		to->rate[i].whole += from->rate[i].whole;
	}
}

/* Add a household's newest snapshot to its village's. */
static void tally_household(struct village_list *list, const struct snapshot *s)
{
	uint32_t *place = summary_map_at(&list->place, 0, s->village);

	if (!*place) {
		if (list->count == list->room) {
			list->room = list->room ? list->room * 2 : 16;
			list->items = memory_resize(list->items, list->room, sizeof *list->items);
		}
		list->items[list->count] = (struct village_status){.village = s->village};
		*place = ++list->count;
	}
	tally_snapshot(&list->items[*place - 1].tally, s);
}

/* Figures from column 4 on, in the order of enum status_figure. */
static void read_snapshot(struct snapshot *s, const struct statement *row)
{
	s->household = row_int(row, 0);
	s->village = row_int(row, 1);
	s->rec = row_int(row, 2);
	s->day = row_int(row, 3);
	for (int i = 0; i < STATUS_STORED; i++)
		s->figure[i] = row_int_or(row, 4 + i, -1);
	s->figure[STATUS_EID] = s->figure[STATUS_EID1] < 0 || s->figure[STATUS_EID2] < 0
					? -1
					: s->figure[STATUS_EID1] + s->figure[STATUS_EID2];
}

/*
 * The newest snapshot of every household, by village. Newest: the latest day
 * up to the period's end; of several that day, the one made last.
 */
static int read_status(struct engine *e, struct village_list *list, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT s.household, h.village, s.rec, s.day, s.residents, s.adults, s.age15plus,"
		" s.smartphones, s.fibre, s.eid1, s.eid2, s.dvc, s.bank, s.ewallet, s.signature,"
		" s.health_record, s.vssid, s.telehealth, s.shop"
		" FROM status s CROSS JOIN household h ON h.rec = s.household"
		" JOIN op o ON o.k = s.rec"
		" WHERE s.day <= ?1 AND s.voided = 0 AND h.voided = 0"
		" ORDER BY s.household, s.day, s.born, o.id", f);
	struct snapshot newest = {0}, next;
	int rc;

	bind_int(&st, e->period->to);
	while (row_next(&st)) {
		read_snapshot(&next, &st);
		if (newest.household && next.household != newest.household)
			tally_household(list, &newest);
		newest = next;
	}
	rc = statement_end(&st);
	if (!rc && newest.household)
		tally_household(list, &newest);
	return rc;
}

/* Add up the villages of a team. */
static int join_team(struct engine *e, struct village_list *list, struct group *group,
		     struct fault *f)
{
	struct statement st = statement_of(e->db, villages_of_team, f);

	bind_int(&st, group->id);
	while (row_next(&st)) {
		uint32_t place = summary_map_get(&list->place, 0, row_int(&st, 0));

		if (place)
			tally_join(&group->tally.status, &list->items[place - 1].tally);
	}
	return statement_end(&st);
}

int count_status(struct engine *e, struct fault *f)
{
	struct village_list list = {0};
	int rc = read_status(e, &list, f);

	for (uint32_t i = 0; !rc && i < list.count; i++) {
		uint32_t group = 0;

		tally_join(&e->groups[0].tally.status, &list.items[i].tally);
		if (e->axis == SUMMARY_VILLAGE)
			group = summary_map_get(&e->group_of, 0, list.items[i].village);
		if (group)
			tally_join(&e->groups[group].tally.status, &list.items[i].tally);
	}
	if (e->axis == SUMMARY_TEAM)
		for (uint32_t i = 1; !rc && i < e->group_count; i++)
			rc = join_team(e, &list, &e->groups[i], f);
	summary_map_release(&list.place);
	free(list.items);
	return rc;
}
