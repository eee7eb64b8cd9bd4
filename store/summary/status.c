#include "config.h"
#include "store/summary/status.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/summary/axis.h"
#include "store/summary/units.h"

/* Villages of a team's record in force. */
static const char villages_of_team[] = "SELECT x.village FROM team t"
	" JOIN team_village x ON x.team = t.rec WHERE t.code = ?1 AND " STANDS_FOR_CODE("team", "t");

/* A snapshot of a household; -1 where a figure is not known. */
struct snapshot {
	int64_t household;
	int64_t part; /* its village; by unit the unit's id */
	int64_t figure[STATUS_FIGURES];
};

struct part_status {
	int64_t part;
	struct status_tally tally;
};

struct part_list {
	struct part_status *items;
	uint32_t count, room;
	struct summary_map place; /* (0, part) -> 1 + place in items */
	const struct rule *rates[RATES];
	struct summary_map businesses; /* (0, household) -> 1; read when one has the figure */
	bool businesses_read;
};

static void tally_snapshot(struct status_tally *t, const struct snapshot *s,
			   const struct rule *const rates[RATES])
{
	for (int i = 0; i < STATUS_FIGURES; i++) {
		if (s->figure[i] < 0)
			continue;
		t->figure[i].sum += s->figure[i];
		t->figure[i].carrying++;
		t->having[i] += s->figure[i] >= 1;
	}
	for (int i = 0; i < RATES; i++) {
		int64_t part = s->figure[rates[i]->figure], whole = s->figure[rates[i]->whole];

		if (part < 0 || whole < 0)
			continue;
		t->rate[i].part += part;
		t->rate[i].whole += whole;
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

/* The households that are a business on the period's last day. */
static int read_businesses(struct engine *e, struct part_list *list, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT household FROM household_kind"
		" WHERE kind = (SELECT k FROM sym WHERE s = 'kinh_doanh')"
		" AND ?1 BETWEEN since AND until", f);

	list->businesses_read = true;
	bind_int(&st, e->period->to);
	while (row_next(&st))
		*summary_map_at(&list->businesses, 0, row_int(&st, 0)) = 1;
	return statement_end(&st);
}

/* Add a household's newest snapshot to its part's. */
static int tally_household(struct engine *e, struct part_list *list, struct snapshot *s,
			   struct fault *f)
{
	uint32_t *place = summary_map_at(&list->place, 0, s->part);
	int rc;

	if (s->figure[STATUS_BIZ_EPAY] >= 0) {
		rc = list->businesses_read ? FAULT_OK : read_businesses(e, list, f);
		if (rc)
			return rc;
		if (summary_map_get(&list->businesses, 0, s->household))
			s->figure[STATUS_BUSINESS_EPAY] = s->figure[STATUS_BIZ_EPAY];
	}
	if (!*place) {
		if (list->count == list->room) {
			list->room = list->room ? list->room * 2 : 16;
			list->items = memory_resize(list->items, list->room, sizeof *list->items);
		}
		list->items[list->count] = (struct part_status){.part = s->part};
		*place = ++list->count;
	}
	tally_snapshot(&list->items[*place - 1].tally, s, list->rates);
	return FAULT_OK;
}

/* Figures from column 2 on, in the order of enum status_figure. */
static void read_snapshot(struct snapshot *s, const struct statement *row)
{
	s->household = row_int(row, 0);
	s->part = row_int(row, 1);
	for (int i = 0; i < STATUS_STORED; i++)
		s->figure[i] = row_int_or(row, 2 + i, -1);
	s->figure[STATUS_EID] = s->figure[STATUS_EID1] < 0 || s->figure[STATUS_EID2] < 0
					? -1
					: s->figure[STATUS_EID1] + s->figure[STATUS_EID2];
	s->figure[STATUS_BUSINESS_EPAY] = -1; /* until its kind is known */
}

/*
 * The newest snapshot of every household, by part. Newest: the latest day
 * up to the period's end; of several that day, the one made last.
 */
static int read_status(struct engine *e, struct part_list *list, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT s.household, h.village, s.residents, s.adults, s.age15plus,"
		" s.smartphones, s.fibre, s.eid1, s.eid2, s.dvc, s.bank, s.ewallet, s.signature,"
		" s.health_record, s.vssid, s.telehealth, s.shop, s.bank18, s.welfare, s.literate,"
		" s.cashless, s.app, s.phone2g, s.biz_epay, o.lane"
		" FROM status s CROSS JOIN household h ON h.rec = s.household"
		" JOIN op o ON o.k = s.rec"
		" WHERE s.day <= ?1 AND s.voided = 0 AND h.voided = 0"
		" ORDER BY s.household DESC, s.day DESC, s.born DESC, o.id DESC", f);
	int64_t last = 0;

	bind_int(&st, e->period->to);
	while (row_next(&st)) {
		struct snapshot newest;

		if (row_int(&st, 0) == last)
			continue; /* an earlier one */
		last = row_int(&st, 0);
		read_snapshot(&newest, &st);
		if (e->axis == SUMMARY_UNIT)
			st.rc = engine_unit_of_lane(e, row_int(&st, 2 + STATUS_STORED),
						    &newest.part, f);
		if (!st.rc)
			st.rc = tally_household(e, list, &newest, f);
	}
	return statement_end(&st);
}

/* Add up the villages of a team. */
static int join_team(struct engine *e, struct part_list *list, struct group *group,
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

/* The rules that are rates, in their order. */
static void find_rates(const struct rule *rates[RATES])
{
	int n = 0;

	for (size_t i = 0; i < summary_rule_count; i++)
		if (summary_rules[i].kind == RULE_STATUS_RATE)
			rates[n++] = &summary_rules[i];
}

int count_status(struct engine *e, struct fault *f)
{
	struct part_list list = {0};
	int rc;

	find_rates(list.rates);
	rc = read_status(e, &list, f);
	for (uint32_t i = 0; !rc && i < list.count; i++) {
		uint32_t group = 0;

		tally_join(&e->groups[0].tally.status, &list.items[i].tally);
		if (e->axis == SUMMARY_VILLAGE || e->axis == SUMMARY_UNIT)
			group = summary_map_get(&e->group_of, 0, list.items[i].part);
		if (group)
			tally_join(&e->groups[group].tally.status, &list.items[i].tally);
	}
	for (uint32_t i = 0; e->axis == SUMMARY_TEAM && i < list.count; i++)
		if (!summary_map_get(&e->village_team, 0, list.items[i].part))
			tally_join(&e->groups[engine_group(e, NO_TEAM)].tally.status,
				   &list.items[i].tally);
	if (e->axis == SUMMARY_TEAM)
		for (uint32_t i = 1; !rc && i < e->group_count; i++)
			rc = join_team(e, &list, &e->groups[i], f);
	summary_map_release(&list.businesses);
	summary_map_release(&list.place);
	free(list.items);
	return rc;
}
