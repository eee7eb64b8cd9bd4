/*
 * Summaries of what several laptops wrote with the same codes: every figure is worked out apart
 * from the program, from what was entered (entered.h), by docs/counting.md.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/ledger/roots.h"
#include "store/query/list_sessions.h"
#include "store/summary/make.h"
#include "tests/store/summary/entered.h"

/* Of a third commune nothing has come but that its root is pinned above, without a name. */
#define SILENT_UNIT "26506"
enum { UNITS = 3 };

/* ---- what it comes to at a desk ---- */

/* A summary asked for: of a desk (the office's, or that above), a period, one group of an axis. */
struct question {
	bool above;
	struct period p;
	enum summary_axis axis;
	const char *key; /* NULL: the whole */
};

static bool is_at(const struct question *q, int writer)
{
	return q->above || (writer != THREE && writer != OTHER_OFFICE);
}

/* "T01/Lan" at the office, "26572/T01/Lan" above; what the office wrote is its own there. */
static const char *qualified(const struct question *q, const char *unit, const char *team, const char *code)
{
	static char text[8][64];
	static int turn;
	char *out = text[turn++ % 8];

	snprintf(out, 64, "%s%s%s%s%s", q->above ? unit : "", q->above ? "/" : "", team ? team : "",
		 team && code ? "/" : "", code ? code : "");
	return out;
}

static const char *of_team(const struct question *q, int team)
{
	return qualified(q, teams[team].unit, teams[team].code, NULL);
}

/* How many of the teams are known there: the other commune's are the last. */
static int teams_at(const struct question *q)
{
	return q->above ? TEAMS : TEAMS - 1;
}

/* The team whose laptop wrote it; of the office's the first person's, else who looks after the village. */
static int team_of(const struct visit *v)
{
	const struct lane *lane = &writers[v->writer].lane;

	for (int i = 0; i < TEAMS; i++) {
		if (v->writer == OFFICE ? !strcmp(v->by[0], "Minh") && i == 1 :
		    !strcmp(teams[i].unit, lane->unit) && !strcmp(teams[i].code, lane->team))
			return i;
	}
	for (int i = 0; i < TEAMS; i++)
		if (teams[i].looks_after[v->village])
			return i;
	return -1;
}

static const char *day_text(day_t day)
{
	static char text[DATE_SIZE];

	date_format(text, day);
	return text;
}

static const char *value_of_topic(const struct visit *v, int i, enum summary_axis axis)
{
	switch (axis) {
	case SUMMARY_TOPIC:
		return v->topics[i].topic;
	case SUMMARY_OUTCOME:
		return v->topics[i].outcome;
	case SUMMARY_BLOCKER:
		return v->topics[i].blocker;
	default:
		return topic_find(v->topics[i].topic)->group;
	}
}

/* Minh of the second team is in the commune's own register, and is one with that one. */
static bool is_registered(const struct lane *lane, const char *member)
{
	return !strcmp(lane->unit, "26572") && !strcmp(lane->team, "T02") && !strcmp(member, "Minh");
}

/* The values of the visit along the axis; those that are none are NULL. */
static int values_of(const struct question *q, const struct visit *v, const char *out[MAX_TOPICS])
{
	const struct lane *lane = &writers[v->writer].lane;

	switch (q->axis) {
	case SUMMARY_UNIT:
		out[0] = lane->unit;
		return 1;
	case SUMMARY_VILLAGE:
		out[0] = villages[v->village];
		return 1;
	case SUMMARY_CHANNEL:
		out[0] = v->channel;
		return 1;
	case SUMMARY_DAY:
		out[0] = day_text(v->day);
		return 1;
	case SUMMARY_TEAM:
		out[0] = of_team(q, team_of(v));
		return 1;
	case SUMMARY_MEMBER:
		for (int i = 0; i < v->n_by; i++)
			out[i] = qualified(q, lane->unit, *lane->team && !is_registered(lane, v->by[i])
						? lane->team : NULL, v->by[i]);
		return v->n_by;
	default:
		for (int i = 0; i < v->n_topics; i++)
			out[i] = value_of_topic(v, i, q->axis);
		return v->n_topics;
	}
}

static bool is_in_group(const struct question *q, const struct visit *v)
{
	const char *values[MAX_TOPICS];
	int n;

	if (v->voided || !is_at(q, v->writer))
		return false;
	if (!q->key)
		return true;
	n = values_of(q, v, values);
	for (int i = 0; i < n; i++)
		if (values[i] && !strcmp(values[i], q->key))
			return true;
	return false;
}

/* The visits a figure is made of: of the group until the period's end, by day in or before it. */
struct chosen {
	const struct visit *all[VISITS];
	int n;
	const struct visit *here[VISITS]; /* guidance in the period */
	int n_here, n_tries;
	int first[HOUSES];                /* place in `visits` of a household's first guidance, -1 none */
	bool reported;                    /* somebody has closed something in the period */
};

static bool is_closed(const struct question *q)
{
	struct period week;

	assert_int_equal(period_parse_key(&week, ENTERED_WEEK), 0);
	return week.from >= q->p.from && week.to <= q->p.to;
}

static void choose(const struct question *q, struct chosen *c)
{
	memset(c, 0, sizeof *c);
	for (int i = 0; i < HOUSES; i++)
		c->first[i] = -1;
	for (int i = 0; i < entered.n_visits; i++) {
		const struct visit *v = &entered.visits[i];
		int root = v->house < 0 ? -1 : entered.houses[v->house].root;

		if (root >= 0 && !v->voided && !v->attempt && is_at(q, v->writer) &&
		    (c->first[root] < 0 || v->day < entered.visits[c->first[root]].day))
			c->first[root] = i;
		if (!is_in_group(q, v) || v->day > q->p.to)
			continue;
		c->all[c->n++] = v;
		if (v->day < q->p.from)
			continue;
		if (v->attempt)
			c->n_tries++;
		else
			c->here[c->n_here++] = v;
	}
	c->reported = is_closed(q) && !q->key;
}

/* A figure: known, and what. */
struct known {
	bool is;
	double what;
};

static void give(struct known *sum, int n)
{
	if (n < 0)
		return;
	sum->is = true;
	sum->what += n;
}

/* Distinct households by their root. */
static int distinct(const bool *met)
{
	int n = 0;

	for (int i = 0; i < HOUSES; i++)
		n += met[i];
	return n;
}

static struct known counted(bool is, int n)
{
	return (struct known){ is, n };
}

static int first_visits(const struct question *q, const struct chosen *c, const bool *visited)
{
	int n = 0;

	for (int i = 0; i < HOUSES; i++) {
		day_t first;

		if (!visited[i])
			continue;
		first = entered.visits[c->first[i]].day;
		if (entered.houses[i].since && date_add_months(entered.houses[i].since, 1) <= first)
			first = entered.houses[i].since;
		n += first >= q->p.from && first <= q->p.to;
	}
	return n;
}

static struct known households(const struct question *q, const struct chosen *c, const char *code)
{
	bool visited[HOUSES] = { false }, of_year[HOUSES] = { false }, bills[HOUSES] = { false };
	bool known = q->key || c->n_here + c->n_tries || c->reported;
	int year = 0;

	for (int i = 0; i < c->n; i++) {
		const struct visit *v = c->all[i];

		if (v->day < date_year_start(q->p.to))
			continue;
		year++;
		if (v->house < 0 || v->attempt)
			continue;
		of_year[entered.houses[v->house].root] = true;
		visited[entered.houses[v->house].root] |= v->day >= q->p.from && !strcmp(v->channel, "tai_nha");
		for (int k = 0; k < v->n_topics; k++)
			bills[entered.houses[v->house].root] |= v->day >= q->p.from &&
				!strcmp(v->topics[k].topic, "TTHD") &&
				(!strcmp(v->topics[k].outcome, "hoan_thanh") || !strcmp(v->topics[k].outcome, "tu_lam"));
	}
	if (!strcmp(code, "ho_tham"))
		return counted(known, distinct(visited));
	if (!strcmp(code, "kq_hoadon"))
		return counted(known, distinct(bills));
	if (!strcmp(code, "ho_lan_dau"))
		return counted(known, first_visits(q, c, visited));
	return counted(q->key || year || c->reported, distinct(of_year));
}

static struct known followups(const struct question *q, const struct chosen *c, bool overdue)
{
	int n = 0;

	for (int i = 0; i < c->n; i++) {
		const struct visit *v = c->all[i];

		n += v->promised && (!v->closed || v->closed > q->p.to) && (!overdue || v->due < q->p.to);
	}
	return counted(q->key || c->n || c->reported, n);
}

static struct known people(const struct chosen *c, const char *code)
{
	struct known sum = { 0 };

	for (int i = 0; i < c->n_here; i++) {
		const struct visit *v = c->here[i];
		bool many = visit_is_gathering(v);

		if (!strcmp(code, "so_buoi"))
			give(&sum, many);
		else if (!strcmp(code, "nguoi_buoi"))
			give(&sum, many ? v->people : -1);
		else
			give(&sum, !strcmp(code, "so_nguoi") ? v->people : !strcmp(code, "so_nu") ? v->female :
				   !strcmp(code, "so_60") ? v->over60 : v->minutes);
	}
	return sum;
}

static bool is_named(const char *codes, const char *code)
{
	size_t n = strlen(code);

	for (const char *at = codes; (at = strstr(at, code)); at += n)
		if ((at == codes || strchr(" ,", at[-1])) && (!at[n] || strchr(" ,", at[n])))
			return true;
	return false;
}

/* Columns that their source says all of: results of topics, people of topics or groups. */
static struct known by_source(const struct chosen *c, const char *source)
{
	bool result = !strncmp(source, "result", 6), group = strstr(source, "of group") != NULL;
	struct known sum = { 0 };

	for (int i = 0; i < c->n_here; i++) {
		const struct visit *v = c->here[i];
		bool met = false;

		for (int k = 0; k < v->n_topics; k++) {
			const char *outcome = v->topics[k].outcome;
			const char *name = group ? topic_find(v->topics[k].topic)->group : v->topics[k].topic;

			if (!is_named(source, name))
				continue;
			met = true;
			if (result && (!strcmp(outcome, "hoan_thanh") || !strcmp(outcome, "tu_lam") ||
				       !strcmp(outcome, "mot_phan")))
				give(&sum, v->topics[k].count);
		}
		if (!result && met)
			give(&sum, v->people);
	}
	return sum;
}

/* The villages a register's figure or a status is asked of; false: not known for such a group. */
static bool looked_after(const struct question *q, bool of[VILLAGES])
{
	if (q->key && q->axis != SUMMARY_UNIT && q->axis != SUMMARY_VILLAGE &&
	    q->axis != SUMMARY_TEAM)
		return false;
	for (int i = 0; i < VILLAGES; i++)
		of[i] = !q->key ? is_at(q, i < 2 ? OFFICE : THREE) :
			q->axis == SUMMARY_UNIT ? !strncmp(villages[i], q->key, strlen(q->key)) :
			q->axis == SUMMARY_VILLAGE && !strcmp(villages[i], q->key);
	for (int t = 0; q->key && q->axis == SUMMARY_TEAM && t < teams_at(q); t++)
		if (!strcmp(of_team(q, t), q->key))
			memcpy(of, teams[t].looks_after, sizeof teams[t].looks_after);
	return true;
}

static struct known registers(const struct question *q, const char *code)
{
	bool of[VILLAGES];
	int n_teams = 0, members = 0, homes = 0;

	if (!looked_after(q, of))
		return counted(false, 0);
	for (int i = 0; i < VILLAGES; i++)
		homes += of[i] ? village_sizes[i] : 0;
	for (int t = 0; t < teams_at(q); t++) {
		bool is = q->axis == SUMMARY_TEAM && q->key && !strcmp(of_team(q, t), q->key);

		if (q->key && q->axis == SUMMARY_UNIT)
			is = !strcmp(teams[t].unit, q->key);
		for (int i = 0; i < VILLAGES && !(q->key && q->axis != SUMMARY_VILLAGE); i++)
			is |= of[i] && teams[t].looks_after[i];
		n_teams += is;
		members += is ? teams[t].members : 0;
	}
	if (!q->key) /* and each laptop's Lan, who is of no team */
		members += q->above ? WRITERS + 1 : 3;
	for (int i = 0; q->key && q->axis == SUMMARY_UNIT && i < WRITERS; i++)
		members += !strcmp(writers[i].lane.unit, q->key);
	if (!strcmp(code, "tong_ho"))
		return counted(true, homes);
	return !strcmp(code, "so_to") ? counted(n_teams > 0, n_teams) : counted(members > 0, members);
}

static struct known status(const struct question *q, const char *code)
{
	const struct status *newest[HOUSES] = { NULL };
	struct known having = { 0 }, sum = { 0 }, rate = { 0 };
	double adults = 0;
	bool of[VILLAGES];

	if (!looked_after(q, of))
		return sum;
	for (int i = 0; i < entered.n_statuses; i++) {
		const struct house *h = &entered.houses[entered.statuses[i].house];

		if (of[h->village] && is_at(q, h->writer) && entered.statuses[i].day <= q->p.to &&
		    (!newest[h->root] || newest[h->root]->day < entered.statuses[i].day))
			newest[h->root] = &entered.statuses[i];
	}
	for (int i = 0; i < HOUSES; i++) {
		const struct status *s = newest[i];

		if (!s)
			continue;
		give(&having, s->smartphones < 0 ? -1 : s->smartphones >= 1);
		give(&sum, !strcmp(code, "tt_lon") ? s->adults : s->eid2 < 0 ? -1 : s->eid1 + s->eid2);
		adults += s->eid2 < 0 ? 0 : s->adults;
	}
	if (!strcmp(code, "tt_smart"))
		return having;
	if (!strcmp(code, "tl_dd") && sum.is)
		rate = (struct known){ true, round(sum.what * 1e6 / adults) / 1e4 };
	return !strcmp(code, "tl_dd") ? rate : sum;
}

/* Whether what a writer typed in is of the group: an office's is no team's, but its unit's. */
static bool types_for(const struct question *q, const struct lane *lane)
{
	if (!q->key)
		return true;
	if (q->axis == SUMMARY_UNIT)
		return !strcmp(lane->unit, q->key);
	return *lane->team && !strcmp(qualified(q, lane->unit, lane->team, NULL), q->key);
}

static struct known typed(const struct question *q)
{
	struct known sum = { 0 };

	if (!is_closed(q) || (q->key && q->axis != SUMMARY_TEAM && q->axis != SUMMARY_UNIT))
		return sum;
	for (int i = 0; i < WRITERS; i++) {
		const struct lane *lane = &writers[i].lane;

		if (is_at(q, i) && types_for(q, lane))
			give(&sum, writers[i].news);
	}
	return sum;
}

/* One column; false: it is none of those worked out here (words, and rates of the same kind). */
static bool figure(const struct question *q, const struct chosen *c, const struct column *column,
		   struct known *out)
{
	const char *code = column->code;
	bool known = q->key || c->n_here + c->n_tries || c->reported;

	if (!strncmp(column->source, "result topic", 12) || !strncmp(column->source, "people of", 9)) {
		*out = by_source(c, column->source);
	} else if (is_named("ho_tham,ho_lan_dau,ho_luy_ke,kq_hoadon", code)) {
		*out = households(q, c, code);
	} else if (is_named("so_luot,so_khong", code)) {
		*out = counted(known, !strcmp(code, "so_luot") ? c->n_here : c->n_tries);
	} else if (is_named("so_nguoi,so_nu,so_60,nguoi_buoi,so_buoi,gio_hd", code)) {
		*out = people(c, code);
		if (!strcmp(code, "so_buoi"))
			out->is = known;
		if (!strcmp(code, "gio_hd"))
			out->what = round(out->what * 1e4 / 60) / 1e4;
	} else if (is_named("hen,qua_han", code)) {
		*out = followups(q, c, !strcmp(code, "qua_han"));
	} else if (is_named("so_to,so_tv,tong_ho", code)) {
		*out = registers(q, code);
	} else if (is_named("tt_dd,tt_lon,tt_smart,tl_dd", code)) {
		*out = status(q, code);
	} else if (!strcmp(code, "tl_ho")) {
		struct known of = households(q, c, "ho_luy_ke"), all = registers(q, "tong_ho");

		*out = (struct known){ of.is && all.is && all.what > 0, 0 };
		if (out->is)
			out->what = round(of.what * 1e6 / all.what) / 1e4;
	} else if (!strcmp(code, "so_tin")) {
		*out = typed(q);
	} else if (!strcmp(code, "tl_hstt")) { /* an office's own: above in its row */
		*out = (struct known){
			typed(q).is && (q->key ? q->axis == SUMMARY_UNIT : !q->above), ENTERED_RATE };
	} else {
		return false;
	}
	return true;
}

/* ---- comparing ---- */

static int n_compared;

/* The sessions that a list shows behind the figures of a team or a person come to them, too. */
static void compare_list(const struct question *q, const struct chosen *c)
{
	static const char *const codes[] = { "so_luot", "so_nguoi", "ho_luy_ke", "hen" };
	struct book *book = q->above ? entered.upper.book : entered.desks[OFFICE].book;

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		struct session_filter filter = { .ranged = true, .from = q->p.from, .to = q->p.to,
			.column = codes[i], .axis = q->key ? q->axis : SUMMARY_WHOLE, .key = q->key };
		int64_t sessions, sum = 0;
		struct known want;
		struct fault f;

		assert_true(figure(q, c, column_find(codes[i]), &want));
		assert_int_equal(list_sessions_sum(book, &filter, &sessions, &sum, &f), 0);
		if (sum != (int64_t)(want.is ? want.what : 0))
			fail_msg("%s, by %s, %s: the list of %s comes to %d and should to %g", q->p.label,
				 summary_axis_name(q->axis), q->key ? q->key : "all", codes[i], (int)sum,
				 want.what);
	}
}

static void compare_row(const struct question *q, const struct summary_row *row)
{
	static const char *const filled[FILLED_COLUMNS] = { "people", "female", "over60", "minutes" };
	struct chosen c;
	bool silent;

	choose(q, &c);
	/* A registered team or unit of which nothing is known has no figure at all. */
	silent = (q->axis == SUMMARY_TEAM || q->axis == SUMMARY_UNIT) && q->key && !c.n_here &&
		 !c.n_tries && !typed(q).is;
	for (size_t i = 0; i < catalog_column_count; i++) {
		const struct summary_value *have = summary_value(row, &catalog_columns[i]);
		struct known want;
		double got = have->type == SUMMARY_REAL ? have->real : (double)have->integer;

		if (!figure(q, &c, &catalog_columns[i], &want))
			continue;
		n_compared++;
		want.is &= !silent;
		if ((have->type != SUMMARY_NULL) != want.is || (want.is && fabs(got - want.what) > 1e-9))
			fail_msg("%s, %s, by %s, %s: %s is %s%g and should be %s%g", q->above ? "above" : "office",
				 q->p.label, summary_axis_name(q->axis), q->key ? q->key : "all",
				 catalog_columns[i].code, have->type == SUMMARY_NULL ? "unknown " : "", got,
				 want.is ? "" : "unknown ", want.what);
	}
	if (!silent && (q->axis == SUMMARY_UNIT || q->axis == SUMMARY_TEAM ||
			q->axis == SUMMARY_MEMBER))
		compare_list(q, &c);
	assert_int_equal(row->sessions, c.n_here);
	for (int k = 0; k < FILLED_COLUMNS; k++) {
		int carrying = 0;

		for (int i = 0; i < c.n_here; i++)
			carrying += (!strcmp(filled[k], "people") ? c.here[i]->people :
				     !strcmp(filled[k], "female") ? c.here[i]->female :
				     !strcmp(filled[k], "over60") ? c.here[i]->over60 : c.here[i]->minutes) >= 0;
		assert_int_equal(row->carrying[k], carrying);
	}
}

/* The groups there must be: as many as values met, and each of them. */
static void expect_groups(const struct question *q, const struct summary *sum)
{
	const char *values[MAX_TOPICS];
	bool *met = calloc(sum->group_count + 1, sizeof *met);

	for (int i = 0; i < entered.n_visits; i++) {
		const struct visit *v = &entered.visits[i];
		int n = values_of(q, v, values);

		if (v->voided || !is_at(q, v->writer) || v->day < q->p.from || v->day > q->p.to)
			continue;
		for (int k = 0; k < n; k++) {
			size_t at = 0;

			while (values[k] && at < sum->group_count && strcmp(sum->groups[at].key, values[k]))
				at++;
			if (values[k] && at == sum->group_count)
				fail_msg("no group %s by %s", values[k], summary_axis_name(q->axis));
			met[at] |= values[k] != NULL;
		}
	}
	for (size_t at = 0; at < sum->group_count; at++)
		if (!met[at] && q->axis != SUMMARY_TEAM && q->axis != SUMMARY_UNIT)
			fail_msg("nothing is in %s by %s", sum->groups[at].key, summary_axis_name(q->axis));
	if (q->axis == SUMMARY_TEAM)
		assert_int_equal(sum->group_count, teams_at(q));
	if (q->axis == SUMMARY_UNIT)
		assert_int_equal(sum->group_count, UNITS);
	free(met);
}

/* What is said of its teams. */
static void expect_teams_of(const struct question *q, const struct summary *sum, size_t at)
{
	const struct summary_row *row = &sum->groups[at];
	int n = 0, closed = 0, missing = 0;

	for (int t = 0; t < TEAMS; t++)
		n += !strcmp(teams[t].unit, row->key);
	for (int i = 0; i < WRITERS && is_closed(q); i++)
		closed += *writers[i].lane.team && writers[i].news >= 0 &&
			  !strcmp(writers[i].lane.unit, row->key);
	for (size_t i = 0; i < sum->missing_count; i++)
		missing += !strcmp(sum->missing[i].unit, row->key);
	assert_int_equal(row->teams, n);
	assert_int_equal(row->teams_closed + missing, n);
	if (!strcmp(q->p.label, ENTERED_WEEK))
		assert_int_equal(row->teams_closed, closed);
	if (!strcmp(row->key, SILENT_UNIT))
		assert_string_equal(row->label, "Phường Vũng Tàu");
}

/* By team, with the row of what is of none, and by unit these add up to the whole. */
static void expect_to_add_up(const struct summary *sum)
{
	static const char *const codes[] = { "so_luot", "so_khong", "so_nguoi", "so_tin" };

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		const struct column *column = column_find(codes[i]);
		int64_t all = 0;

		for (size_t k = 0; k < summary_rows(sum); k++)
			all += summary_value(summary_row_at(sum, k), column)->integer;
		assert_int_equal(all, summary_value(&sum->whole, column)->integer);
	}
}

static void compare(bool above, const char *period, enum summary_axis axis)
{
	struct question q = { .above = above, .axis = axis };
	struct desk *desk = above ? &entered.upper : &entered.desks[OFFICE];
	struct summary sum;
	struct fault f;

	assert_int_equal(period_parse_key(&q.p, period), 0);
	assert_int_equal(summary_make(desk->book, &q.p, axis, &sum, &f), 0);
	compare_row(&q, &sum.whole);
	if (axis != SUMMARY_WHOLE)
		expect_groups(&q, &sum);
	if (axis == SUMMARY_TEAM || axis == SUMMARY_UNIT)
		expect_to_add_up(&sum);
	assert_int_equal(sum.teams, teams_at(&q));
	if (!strcmp(period, ENTERED_WEEK)) {
		assert_int_equal(sum.missing_count, 1);
		assert_string_equal(sum.missing[0].code, of_team(&q, 0));
	}
	for (size_t i = 0; i < sum.group_count; i++) {
		if (axis == SUMMARY_UNIT)
			expect_teams_of(&q, &sum, i);
		q.key = sum.groups[i].key;
		compare_row(&q, &sum.groups[i]);
	}
	summary_release(&sum);
}

static const char *const periods[] = { "2026-W46", "2026-W47", "2026-10", "2026-11", "2026-Q4", "2026",
				       "2025" };

static void compare_all(bool above)
{
	n_compared = 0;
	for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
		for (int axis = 0; axis < SUMMARY_AXES; axis++)
			if (above || axis != SUMMARY_UNIT)
				compare(above, periods[i], (enum summary_axis)axis);
	assert_true(n_compared > 20000);
}

static void at_the_commune(void **state)
{
	(void)state;
	compare_all(false);
	desk_check(&entered.desks[OFFICE]);
}

static void pin(const char *unit, uint8_t key, bool revoked)
{
	struct pinned_root root = {
		.whose = ROOT_CHILD, .level = LEVEL_COMMUNE, .revoked = revoked };
	struct fault f;

	memset(root.pk, key, sizeof root.pk);
	snprintf(root.unit, sizeof root.unit, "%s", unit);
	snprintf(root.codes, sizeof root.codes, "%s", unit);
	assert_int_equal(roots_put(book_db(entered.upper.book), &root, &f), 0);
}

static void by_unit_is_of_an_upper_level_alone(void **state)
{
	struct desk *office = &entered.desks[OFFICE];
	struct period week;
	struct summary sum;
	struct fault f;

	(void)state;
	assert_int_equal(period_parse_key(&week, ENTERED_WEEK), 0);
	assert_int_equal(summary_make(office->book, &week, SUMMARY_UNIT, &sum, &f), FAULT_USAGE);
}

/* What an upper level's desk logs itself has a row then, and only then. */
static void own_sessions_have_a_row_of_their_own(void **state)
{
	struct desk *desk = &entered.upper;
	struct period week;
	struct summary sum;
	struct fault f;

	(void)state;
	desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-17\",\"village\":\"26572-01\","
		 "\"channel\":\"zalo\","
		 "\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\"}]}");
	assert_int_equal(period_parse_key(&week, ENTERED_WEEK), 0);
	assert_int_equal(summary_make(desk->book, &week, SUMMARY_UNIT, &sum, &f), 0);
	assert_int_equal(sum.group_count, UNITS + 1);
	assert_string_equal(sum.groups[UNITS].key, "77");
	assert_string_equal(sum.groups[UNITS].label, book_unit_name(desk->book));
	assert_int_equal(summary_value(&sum.groups[UNITS], column_find("so_luot"))->integer, 1);
	assert_int_equal(sum.groups[UNITS].teams, 0);
	expect_to_add_up(&sum);
	summary_release(&sum);
}

static void at_the_level_above(void **state)
{
	(void)state;
	pin("26572", 1, false);
	pin(SILENT_UNIT, 2, false);
	pin("26560", 3, true); /* revoked: nobody waits for it */
	compare_all(true);
	desk_check(&entered.upper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(at_the_commune),
		cmocka_unit_test(at_the_level_above),
		cmocka_unit_test(by_unit_is_of_an_upper_level_alone),
		cmocka_unit_test(own_sessions_have_a_row_of_their_own),
	};

	return cmocka_run_group_tests(tests, entered_setup, entered_teardown);
}
