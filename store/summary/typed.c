#include "config.h"
#include "store/summary/typed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/summary/units.h"

/* Columns 3 on of a row of the query, in the order of the rules. */
static const char *const columns[TYPED] = { "so_tin", "tl_hstt", "tl_sohoa" };

struct span {
	int column;
	day_t from, to;
};

/* Whose reports are being read, and what of them counted already. */
struct owner {
	int64_t team;        /* 0: the unit itself; another unit's own are of its code */
	uint32_t group;      /* where they count beside the whole; 0 nowhere */
	bool unit;           /* by unit: these are a unit's own */
	struct span *counted; /* by sums */
	size_t n, room;
	day_t last[TYPED];   /* the end of the one that stands, of a unit's own */
};

/* The rule of each typed column. */
static void find_rules(const struct rule *rules[TYPED])
{
	int n = 0;

	for (size_t i = 0; i < summary_rule_count; i++) {
		const struct rule *rule = &summary_rules[i];

		if (rule->kind != RULE_TYPED_SUM && rule->kind != RULE_TYPED_LAST)
			continue;
		assert(n < TYPED && !strcmp(rule->column, columns[n]));
		rules[n++] = rule;
	}
}

/* What a unit typed in itself, this one or another, is no team's. */
static int begin_owner(struct engine *e, struct owner *owner, int64_t team, struct fault *f)
{
	int64_t id = 0;
	int rc = FAULT_OK;

	owner->team = team;
	owner->n = 0;
	owner->group = 0;
	owner->unit = false;
	for (int i = 0; i < TYPED; i++)
		owner->last[i] = DAY_MIN;
	if (e->axis == SUMMARY_TEAM) {
		owner->group = summary_map_get(&e->group_of, 0, team);
		if (!owner->group)
			owner->group = summary_map_get(&e->group_of, 0, NO_TEAM);
	} else if (e->axis == SUMMARY_UNIT) {
		rc = engine_unit_of_team(e, team, &id, &owner->unit, f);
		owner->group = rc ? 0 : summary_map_get(&e->group_of, 0, id);
	}
	return rc;
}

static void add_sum(struct engine *e, const struct owner *owner, int column, double value)
{
	for (int i = 0; i < 2; i++) {
		struct tally *t = &e->groups[i ? owner->group : 0].tally;

		if (i && !owner->group)
			break;
		t->typed[column].known = true;
		t->typed[column].value += value;
	}
}

/* Whether no day of the report was counted yet; they are from now on. */
static bool is_new(struct owner *owner, struct span span)
{
	for (size_t i = 0; i < owner->n; i++)
		if (span.column == owner->counted[i].column &&
		    span.from <= owner->counted[i].to && span.to >= owner->counted[i].from)
			return false;
	if (owner->n == owner->room) {
		owner->room = owner->room ? owner->room * 2 : 16;
		owner->counted = memory_resize(owner->counted, owner->room,
					       sizeof *owner->counted);
	}
	owner->counted[owner->n++] = span;
	return true;
}

static void set_last(struct engine *e, uint32_t group, int column, double value)
{
	struct tally *t = &e->groups[group].tally;

	t->typed[column].known = true;
	t->typed[column].value = value;
}

/* Of a unit's own the one that ends last; of those the longest, which came first. */
static void take_last(struct engine *e, struct owner *owner, int column, day_t to, double value)
{
	if ((owner->team && !owner->unit) || to <= owner->last[column])
		return;
	owner->last[column] = to;
	if (!owner->team)
		set_last(e, 0, column, value);
	if (owner->unit && owner->group)
		set_last(e, owner->group, column, value);
}

static int take_report(struct engine *e, const struct rule *const rules[TYPED],
		       struct owner *owner, const struct statement *row, struct fault *f)
{
	day_t from = (day_t)row_int(row, 1), to = (day_t)row_int(row, 2);
	int rc = FAULT_OK;

	if (row_int(row, 0) != owner->team)
		rc = begin_owner(e, owner, row_int(row, 0), f);
	for (int i = 0; !rc && i < TYPED; i++) {
		if (row_null(row, 3 + i))
			continue;
		if (rules[i]->kind == RULE_TYPED_LAST)
			take_last(e, owner, i, to, row_real(row, 3 + i));
		else if (is_new(owner, (struct span){ i, from, to }))
			add_sum(e, owner, i, row_real(row, 3 + i));
	}
	return rc;
}

int count_typed(struct engine *e, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT ifnull(r.team, 0), r.first, r.last, r.so_tin, r.tl_hstt, r.tl_sohoa"
		" FROM report r CROSS JOIN op ON op.k = r.rec"
		" WHERE r.last BETWEEN ?1 AND ?2 AND r.first >= ?1 AND r.voided = 0"
		" AND (r.so_tin IS NOT NULL OR r.tl_hstt IS NOT NULL OR r.tl_sohoa IS NOT NULL)"
		" ORDER BY 1, r.last - r.first DESC, r.first, op.id", f);
	const struct rule *rules[TYPED];
	struct owner owner = { .team = -1 }; /* nobody's */

	find_rules(rules);
	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	while (row_next(&st))
		st.rc = take_report(e, rules, &owner, &st, f);
	free(owner.counted);
	return statement_end(&st);
}
