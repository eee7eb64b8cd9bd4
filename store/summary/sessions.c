#include "config.h"
#include "store/summary/sessions.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/interned.h"
#include "store/db/statement.h"
#include "store/summary/axis.h"

#define NOT_GIVEN (-1)

/* Codes of a list that are alike to the counting rules, as they are interned. */
enum { ALIKE_MAX = 4 };
struct alike {
	int64_t keys[ALIKE_MAX];
	size_t n;
};

/* What the counting rules name, as far as records use it; home -1 when none does. */
struct codes {
	int64_t home;
	struct alike group, whole, success;
};

/* One session of the period while its rows are read. */
struct session {
	int64_t rec, village, household, channel;
	int64_t lane; /* that made it, where `team` does not say the unit; axis unit only */
	int64_t team; /* whose laptop wrote it, where that is not this one's; else 0 */
	day_t day;
	bool attempt;
	int64_t minutes, people, female, over60; /* NOT_GIVEN where they are not known */
	uint32_t people_slots;
	uint32_t result_slots; /* where results[] holds something */
	struct figure results[RULE_SLOTS];
	bool bills;
	struct summary_list blockers; /* 1 + place in the engine's met */
	struct summary_list groups;
};

static int find_alike(struct engine *e, const char *list, bool (*is)(const char *code),
		      struct alike *out, struct fault *f)
{
	size_t n;
	const struct vocab *v = vocab_list(list, &n);

	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t key = 0;

		if (is(v[i].code) && code_find(e->db, v[i].code, &key, f))
			return (int)f->code;
		if (!key)
			continue;
		if (out->n == ALIKE_MAX)
			return fault_set(f, FAULT_INTERNAL, list);
		out->keys[out->n++] = key;
	}
	return FAULT_OK;
}

static bool is_among(const struct alike *alike, int64_t key)
{
	for (size_t i = 0; i < alike->n; i++)
		if (alike->keys[i] == key)
			return true;
	return false;
}

static int find_codes(struct engine *e, struct codes *codes, struct fault *f)
{
	int rc = code_find(e->db, "tai_nha", &codes->home, f);

	if (!codes->home)
		codes->home = -1; /* nobody's: sessions without a channel have 0 */
	if (!rc)
		rc = find_alike(e, "channel", channel_is_group, &codes->group, f);
	if (!rc)
		rc = find_alike(e, "outcome", outcome_is_whole, &codes->whole, f);
	if (!rc)
		rc = find_alike(e, "outcome", outcome_is_success, &codes->success, f);
	return rc;
}

/* The value is one the session has: remember its group. */
static int session_value(struct engine *e, struct session *s, int64_t value, struct fault *f)
{
	int64_t id;
	int rc = engine_group_id(e, s->village, value, &id, f);

	if (!rc && id)
		summary_list_put(&s->groups, engine_group(e, id));
	return rc;
}

/* One entry (topic, outcome, count, blocker) of a session: columns 10 to 13 of the row. */
static int session_entry(struct engine *e, const struct codes *codes, struct session *s,
			 const struct statement *row, struct fault *f)
{
	int64_t key = row_int(row, 10);
	int64_t outcome = row_int(row, 11);
	int64_t count = row_int_or(row, 12, NOT_GIVEN);
	int64_t blocker = row_int(row, 13);
	const struct met_topic *topic;
	uint32_t place;
	int rc = engine_topic(e, key, &topic, f);

	if (rc)
		return rc;
	s->people_slots |= topic->counts.people;
	s->bills |= topic->counts.bills && is_among(&codes->whole, outcome);
	if (count >= 0 && is_among(&codes->success, outcome)) {
		s->result_slots |= topic->counts.results;
		for (uint32_t left = topic->counts.results; left; left &= left - 1) {
			struct figure *result = &s->results[__builtin_ctz(left)];

			result->sum += count;
			result->carrying++;
		}
	}
	if (blocker) {
		rc = engine_blocker(e, blocker, &place, f);
		if (rc)
			return rc;
		summary_list_put(&s->blockers, place);
	}
	switch (e->axis) {
	case SUMMARY_TOPIC:
	case SUMMARY_GROUP:
		return session_value(e, s, key, f);
	case SUMMARY_OUTCOME:
		return session_value(e, s, outcome, f);
	case SUMMARY_BLOCKER:
		return session_value(e, s, blocker, f);
	default:
		return FAULT_OK;
	}
}

/* The groups a session belongs to by who was there, or by itself. */
static int session_axis(struct engine *e, struct session *s, struct fault *f)
{
	struct statement st;
	bool anybody = false;
	int rc;

	if (e->axis == SUMMARY_UNIT)
		return session_value(e, s, s->team ? -s->team : s->lane, f);
	if (e->axis == SUMMARY_VILLAGE)
		return session_value(e, s, s->village, f);
	if (e->axis == SUMMARY_CHANNEL)
		return session_value(e, s, s->channel, f);
	if (e->axis == SUMMARY_DAY)
		return session_value(e, s, s->day, f);
	if (e->axis != SUMMARY_TEAM && e->axis != SUMMARY_MEMBER)
		return FAULT_OK;
	if (e->axis == SUMMARY_TEAM && s->team)
		return session_value(e, s, -s->team, f);
	st = statement_of(e->db, "SELECT member FROM session_by WHERE session = ?1 ORDER BY pos", f);
	bind_int(&st, s->rec);
	while (row_next(&st)) {
		st.rc = session_value(e, s, row_int(&st, 0), f);
		anybody = true;
		if (e->axis == SUMMARY_TEAM)
			break;
	}
	rc = statement_end(&st);
	if (!rc && !anybody && e->axis == SUMMARY_TEAM)
		rc = session_value(e, s, 0, f);
	return rc;
}

/*
 * Whether the household was first guided in the period: its first session
 * that guided anybody, or its month of first guidance where that is earlier
 * (the sessions of then may be no longer here).
 */
static int guided_first(struct engine *e, int64_t household, bool *first, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT (SELECT day FROM session WHERE household = ?1 AND attempt IS NULL"
		" AND voided = 0 ORDER BY day LIMIT 1),"
		" (SELECT guided_since FROM household WHERE rec = ?1)", f);
	day_t day = 0, since;

	bind_int(&st, household);
	if (row_next(&st)) {
		int month = (int)row_int_or(&st, 1, INT_MAX);
		int year, now;

		day = (day_t)row_int(&st, 0);
		date_split(day, &year, &now, NULL);
		if (month < year * 12 + now - 1 && date_make(&since, month / 12, month % 12 + 1, 1))
			day = since;
	}
	*first = day >= e->period->from && day <= e->period->to;
	return statement_end(&st);
}

/* What the finished session's household has been met for. */
static int session_household(struct engine *e, const struct codes *codes,
			     const struct session *s, uint32_t *flags, struct fault *f)
{
	*flags = 0;
	if (!s->household || s->attempt)
		return FAULT_OK;
	if (s->bills)
		*flags |= HOUSEHOLD_BILLS;
	if (s->day >= e->year_start)
		*flags |= HOUSEHOLD_GUIDED;
	if (s->channel == codes->home) {
		uint32_t known = summary_map_get(&e->households, 0, s->household);
		bool first = known & HOUSEHOLD_FIRST;

		*flags |= HOUSEHOLD_VISITED;
		if (!(known & HOUSEHOLD_VISITED)) {
			int rc = guided_first(e, s->household, &first, f);

			if (rc)
				return rc;
		}
		if (first)
			*flags |= HOUSEHOLD_FIRST;
	}
	return FAULT_OK;
}

static void figure_add(struct figure *figure, int64_t value)
{
	if (value < 0)
		return;
	figure->sum += value;
	figure->carrying++;
}

static void tally_session(struct tally *t, const struct codes *codes, const struct session *s)
{
	if (s->attempt) {
		t->attempts++;
		return;
	}
	t->sessions++;
	figure_add(&t->people, s->people);
	figure_add(&t->female, s->female);
	figure_add(&t->over60, s->over60);
	figure_add(&t->minutes, s->minutes);
	if (is_among(&codes->group, s->channel)) {
		t->gatherings++;
		figure_add(&t->gathered, s->people);
	}
	for (uint32_t left = s->people_slots; left; left &= left - 1)
		figure_add(&t->slot[__builtin_ctz(left)], s->people);
	for (uint32_t left = s->result_slots; left; left &= left - 1) {
		int slot = __builtin_ctz(left);

		t->slot[slot].sum += s->results[slot].sum;
		t->slot[slot].carrying += s->results[slot].carrying;
	}
}

/* All rows of the session are read: count it, for the whole and for its groups. */
static int session_end(struct engine *e, const struct codes *codes, struct session *s,
		       struct fault *f)
{
	uint32_t flags;
	int rc = session_axis(e, s, f);

	if (!rc)
		rc = session_household(e, codes, s, &flags, f);
	if (rc)
		return rc;
	summary_list_put(&s->groups, 0);
	for (uint32_t i = 0; i < s->groups.count; i++) {
		uint32_t group = (uint32_t)s->groups.items[i];

		tally_session(&e->groups[group].tally, codes, s);
		if (flags)
			engine_household(e, group, s->household, flags);
		for (uint32_t b = 0; b < s->blockers.count; b++)
			++*summary_map_at(&e->blockers, group, s->blockers.items[b]);
	}
	return FAULT_OK;
}

static void session_begin(struct session *s, const struct statement *row)
{
	for (uint32_t left = s->result_slots; left; left &= left - 1)
		s->results[__builtin_ctz(left)] = (struct figure){0};
	s->result_slots = s->people_slots = 0;
	s->bills = false;
	s->blockers.count = s->groups.count = 0;

	s->rec = row_int(row, 0);
	s->day = (day_t)row_int(row, 1);
	s->village = row_int(row, 2);
	s->household = row_int(row, 3);
	s->channel = row_int(row, 4);
	s->attempt = row_int(row, 5);
	s->team = row_int(row, 14);
	s->lane = row_int(row, 15);
	s->minutes = row_int_or(row, 6, NOT_GIVEN);
	s->people = row_int_or(row, 7, NOT_GIVEN);
	s->female = row_int_or(row, 8, NOT_GIVEN);
	s->over60 = row_int_or(row, 9, NOT_GIVEN);
}

/* Every session of the period, once, with its entries. */
static int period_pass(struct engine *e, const struct codes *codes, struct session *s,
		       struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT s.rec, s.day, s.village, s.household, s.channel, s.attempt IS NOT NULL,"
		" s.minutes, s.people, s.female, s.over60, t.topic, t.outcome, t.count, t.blocker,"
		" s.team, CASE WHEN ?3 AND s.team IS NULL"
		"  THEN (SELECT o.lane FROM op o WHERE o.k = s.rec) END"
		" FROM session s LEFT JOIN session_topic t ON t.session = s.rec"
		" WHERE s.day BETWEEN ?1 AND ?2 AND s.voided = 0"
		" ORDER BY s.day, s.minute, s.rec", f);
	int rc;

	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	bind_int(&st, e->axis == SUMMARY_UNIT);
	while (row_next(&st)) {
		if (s->rec != row_int(&st, 0)) {
			if (s->rec)
				st.rc = session_end(e, codes, s, f);
			session_begin(s, &st);
		}
		if (!st.rc && !s->attempt && !row_null(&st, 10))
			st.rc = session_entry(e, codes, s, &st, f);
	}
	rc = statement_end(&st);
	if (!rc && s->rec)
		rc = session_end(e, codes, s, f);
	return rc;
}

void count_households(struct engine *e)
{
	for (size_t i = 0; i < e->households.size; i++) {
		const struct summary_map_entry *met = &e->households.entries[i];
		struct tally *t;

		if (!met->id)
			continue;
		t = &e->groups[met->group].tally;
		t->visited += !!(met->value & HOUSEHOLD_VISITED);
		t->first += !!(met->value & HOUSEHOLD_FIRST);
		t->bills += !!(met->value & HOUSEHOLD_BILLS);
		t->guided += !!(met->value & HOUSEHOLD_GUIDED);
	}
}

/* Whether anybody reported anything from one day to another: a session, an attempt, a report. */
static int anything(struct engine *e, day_t from, bool *out, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT EXISTS(SELECT 1 FROM session WHERE day BETWEEN ?1 AND ?2 AND voided = 0)"
		" OR EXISTS(SELECT 1 FROM report WHERE last <= ?2 AND first >= ?1 AND voided = 0)",
		f);

	bind_int(&st, from);
	bind_int(&st, e->period->to);
	*out = row_next(&st) && row_int(&st, 0);
	return statement_end(&st);
}

int count_sessions(struct engine *e, struct fault *f)
{
	struct codes codes;
	struct session *s = memory_alloc_zero(1, sizeof *s);
	int rc = find_codes(e, &codes, f);

	if (!rc && e->axis == SUMMARY_TEAM)
		rc = engine_teams(e, f);
	if (!rc)
		rc = anything(e, e->period->from, &e->reported, f);
	if (!rc)
		rc = anything(e, e->year_start, &e->reported_year, f);
	if (!rc)
		rc = anything(e, DAY_MIN, &e->reported_ever, f);
	if (!rc)
		rc = period_pass(e, &codes, s, f);
	if (e->in->period_only)
		e->reported_year = e->reported_ever = false;
	free(s->blockers.items);
	free(s->groups.items);
	free(s);
	return rc;
}
