#include "config.h"
#include "store/summary/reports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/summary/axis.h"
#include "store/summary/units.h"

/* Those who have a report in the period; by unit, whoever of it closed one. */
static const char closers[] =
	"SELECT DISTINCT team FROM report WHERE first >= ?1 AND last <= ?2 AND voided = 0"
	/* "26575/" is another unit itself. */
	" AND (?3 OR EXISTS(SELECT 1 FROM sym WHERE k = team AND s NOT LIKE '%/'))";

int count_closed(struct engine *e, struct fault *f)
{
	bool by_unit = e->axis == SUMMARY_UNIT, itself;
	struct statement st;

	if (e->axis != SUMMARY_TEAM && !by_unit)
		return FAULT_OK;
	if (!by_unit)
		engine_group(e, NO_TEAM);
	st = statement_of(e->db, closers, f);
	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	bind_int(&st, by_unit);
	while (row_next(&st)) {
		int64_t id = row_int(&st, 0);

		if (by_unit)
			st.rc = engine_unit_of_team(e, id, &id, &itself, f);
		if (!st.rc)
			engine_group(e, id);
	}
	return statement_end(&st);
}

int reports_sundays(day_t from, day_t to)
{
	day_t first = from + (7 - date_weekday(from));

	return first > to ? 0 : (int)(to - first) / 7 + 1;
}

/* How a team stands, in a map: 1 when it has closed the period, and twice its closed weeks. */
static uint32_t standing(bool closed, int weeks)
{
	return (uint32_t)weeks * 2 + closed;
}

/*
 * A period is closed by a report of its own key; one that is not a week also
 * by its weeks: all those that end in it and are over by today, at least one;
 * where none is over yet, all that end in it.
 * No other reporting period is as short as a week.
 */
static int read_closings(struct engine *e, struct summary_map *of, struct fault *f)
{
	const struct period *p = e->period;
	day_t today = p->to < e->in->today ? p->to : e->in->today;
	int all = reports_sundays(p->from, p->to), over = reports_sundays(p->from, today);
	struct statement st = statement_of(e->db,
		"SELECT team, count(*) FILTER (WHERE period = ?3), count(DISTINCT period) FILTER"
		" (WHERE last - first = 6), count(DISTINCT period) FILTER"
		" (WHERE last - first = 6 AND last <= ?4)"
		" FROM report WHERE last BETWEEN ?1 AND ?2 AND team IS NOT NULL AND voided = 0"
		" GROUP BY team", f);

	bind_int(&st, p->from);
	bind_int(&st, p->to);
	bind_text(&st, p->label);
	bind_int(&st, today);
	while (row_next(&st)) {
		int weeks = (int)row_int(&st, 2);
		bool closed = row_int(&st, 1) ||
			      (p->kind != PERIOD_WEEK && (over ? row_int(&st, 3) == over
							       : all && weeks == all));

		*summary_map_at(of, 0, row_int(&st, 0)) = standing(closed, weeks);
	}
	return statement_end(&st);
}

/* What a report may hold beside the period's sessions is in the report itself alone. */
static int says_anything(struct engine *e, rec_t rec, bool *out, struct fault *f)
{
	json_t *report = e->in->read_report ? e->in->read_report(e->in->arg, rec, f) : NULL;

	*out = false;
	if (!report)
		return e->in->read_report ? (int)f->code : FAULT_OK;
	for (size_t i = 0; i < summary_rule_count; i++) {
		enum rule_kind kind = summary_rules[i].kind;
		const json_t *value = json_object_get(report, summary_rules[i].column);

		if ((kind == RULE_NARRATIVE || kind == RULE_DIFFICULTIES ||
		     kind == RULE_TYPED_SUM || kind == RULE_TYPED_LAST) &&
		    value && !json_is_null(value))
			*out = true;
	}
	json_decref(report);
	return FAULT_OK;
}

static void add_across(struct summary *out, const char *key)
{
	struct period week;

	if (period_parse_key(&week, key) || out->across_count == SUMMARY_ACROSS ||
	    (out->across_count && !strcmp(out->across[out->across_count - 1].label, key)))
		return;
	out->across[out->across_count++] = week;
}

int count_across(struct engine *e, struct summary *out, struct fault *f)
{
	struct statement st;

	if (e->period->kind == PERIOD_WEEK)
		return FAULT_OK;
	st = statement_of(e->db,
		"SELECT rec, period FROM report WHERE last BETWEEN ?1 AND ?2 + 6 AND last - first = 6"
		" AND voided = 0 AND first <= ?2 AND NOT (first >= ?1 AND last <= ?2)"
		" ORDER BY first", f);
	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	while (row_next(&st)) {
		bool any;

		st.rc = says_anything(e, row_int(&st, 0), &any, f);
		if (!st.rc && any)
			add_across(out, row_text(&st, 1));
	}
	return statement_end(&st);
}

static char *copy_column(const struct statement *st, int column)
{
	const char *text = row_text(st, column);

	return memory_strdup(text ? text : "");
}

/* Remember a team as missing. */
static void add_missing(const struct engine *e, struct summary *out, const struct statement *st,
			int weeks, int closed)
{
	out->missing = memory_resize(out->missing, out->missing_count + 1, sizeof *out->missing);
	out->missing[out->missing_count++] = (struct summary_team){
		.code = copy_column(st, 1),
		.name = copy_column(st, 2),
		.unit = engine_unit_before(e, row_text(st, 1)),
		.weeks = weeks,
		.weeks_closed = closed,
	};
}

/* The row of whom nothing is known of: no figure, only the words that are so of every row. */
static struct summary_row silent_row(const struct summary *out, const char *key)
{
	struct summary_row row = {
		.key = memory_strdup(key),
		.values = memory_alloc_zero(catalog_column_count, sizeof *row.values),
	};

	for (size_t i = 0; i < catalog_column_count && i < summary_rule_count; i++) {
		enum rule_kind kind = summary_rules[i].kind;

		if (kind != RULE_UNIT_NAME && kind != RULE_PREPARED_BY && kind != RULE_PREPARED_ON)
			continue;
		row.values[i] = out->whole.values[i];
		row.values[i].text = memory_strdup(row.values[i].text);
	}
	return row;
}

/*
 * The row of a registered team or unit; one is put in, by code, where there is none, and has no
 * label then.
 */
static struct summary_row *row_of(struct summary *out, const char *code)
{
	size_t at = 0;

	while (at < out->group_count && strcmp(out->groups[at].key, code) < 0)
		at++;
	if (at < out->group_count && !strcmp(out->groups[at].key, code))
		return &out->groups[at];
	out->groups = memory_resize(out->groups, out->group_count + 1, sizeof *out->groups);
	memmove(&out->groups[at + 1], &out->groups[at],
		(out->group_count++ - at) * sizeof *out->groups);
	out->groups[at] = silent_row(out, code);
	return &out->groups[at];
}

/* Every registered unit has a row. */
static int put_units(struct engine *e, struct summary *out, struct fault *f)
{
	int rc = FAULT_OK;

	for (uint32_t i = 0; !rc && i < e->unit_count; i++) {
		struct summary_row *row;

		if (!e->units[i].registered)
			continue;
		row = row_of(out, e->units[i].code);
		if (!row->label)
			rc = engine_unit_name(e, (int64_t)i + 1, &row->label, f);
	}
	return rc;
}

/* What its row says of a registered team, or that of its unit. */
static void put_team(struct engine *e, struct summary *out, const struct statement *st,
		     const struct summary_team *is, bool closed)
{
	struct summary_row *row;
	char *unit;

	if (e->axis == SUMMARY_TEAM) {
		row = row_of(out, row_text(st, 1));
		if (!row->label)
			row->label = copy_column(st, 2);
		row->closed = closed;
		row->weeks = is->weeks;
		row->weeks_closed = is->weeks_closed;
	} else if (e->axis == SUMMARY_UNIT) {
		unit = engine_unit_before(e, row_text(st, 1));
		row = row_of(out, unit);
		row->teams++;
		row->teams_closed += closed;
		free(unit);
	}
}

/*
 * Registered teams, and those a laptop of this unit is enrolled for that are in no register: their
 * reports are waited for all the same, called by their code. ?1: of one team alone, or NULL; ?2 this unit.
 */
static const char teams_sql[] =
	"SELECT t.code, s.s, t.name FROM team t JOIN sym s ON s.k = t.code"
	" WHERE " STANDS_FOR_CODE("team", "t") " AND (?1 IS NULL OR s.s = ?1)"
	" UNION ALL SELECT ifnull((SELECT k FROM sym WHERE s = l.team), 0), l.team, l.team"
	" FROM laptop l WHERE l.level = 0 AND l.unit = ?2 AND l.team <> '' AND l.revoked = 0"
	" AND (?1 IS NULL OR l.team = ?1) AND NOT EXISTS(SELECT 1 FROM team d WHERE d.voided = 0"
	"  AND d.code = (SELECT k FROM sym WHERE s = l.team))"
	" GROUP BY l.team ORDER BY 2";

static int count_teams(struct engine *e, const struct summary_map *closings, struct summary *out,
		       struct fault *f)
{
	struct summary_team is = { .weeks = e->period->kind == PERIOD_WEEK ? 0 :
				   reports_sundays(e->period->from, e->period->to) };
	struct statement st = statement_of(e->db, teams_sql, f);
	const char *team = e->in->team;

	/* Other teams' reports never come to a laptop that is enrolled for one. */
	bind_text(&st, team && *team ? team : NULL);
	bind_text(&st, e->in->unit);
	while (row_next(&st)) {
		uint32_t stands = summary_map_get(closings, 0, row_int(&st, 0));
		bool closed = stands % 2;

		out->teams++;
		is.weeks_closed = (int)(stands / 2);
		if (!closed)
			add_missing(e, out, &st, is.weeks, is.weeks_closed);
		put_team(e, out, &st, &is, closed);
	}
	return statement_end(&st);
}

int count_missing(struct engine *e, struct summary *out, struct fault *f)
{
	struct summary_map closings = { 0 };
	int rc = put_units(e, out, f);

	if (!rc)
		rc = read_closings(e, &closings, f);
	if (!rc)
		rc = count_teams(e, &closings, out, f);
	summary_map_release(&closings);
	return rc;
}

/* "Tuần 47", "Tháng 11", in the catalogue's words; the key where it has none. */
static void put_period(struct buffer *to, const char *key)
{
	const struct vocab *word;
	struct period p;
	int month, number, year;

	word = period_parse_key(&p, key) ? NULL : vocab_find("period", period_kind_name(p.kind));
	if (!word) {
		buffer_put(to, key);
		return;
	}
	date_split(p.from, &number, &month, NULL);
	if (p.kind == PERIOD_WEEK)
		date_week(p.from, &year, &number);
	else if (p.kind != PERIOD_YEAR)
		number = p.kind == PERIOD_MONTH ? month : (month + 2) / 3;
	buffer_print(to, "%s %d", word->vi, number);
}

/*
 * Append what one report says in the field, on a line of its own. In a longer period it
 * comes from several teams and weeks, so what is not the row's own stands before it.
 */
static int append_text(struct engine *e, const struct statement *st, bool one_team,
		       const char *field, struct buffer *to, struct fault *f)
{
	json_t *report = e->in->read_report(e->in->arg, row_int(st, 0), f);
	const char *text, *team = one_team ? NULL : row_text(st, 2), *period = row_text(st, 1);
	bool longer = e->period->kind != PERIOD_WEEK;
	bool other = longer && strcmp(period, e->period->label) != 0;

	if (!report)
		return (int)f->code;
	text = json_string_value(json_object_get(report, field));
	if (text && *text) {
		buffer_put(to, to->len ? "\n" : "");
		if (longer && team)
			buffer_print(to, "%s%s", team, other ? ", " : "");
		if (other)
			put_period(to, period);
		buffer_print(to, "%s%s", (longer && team) || other ? ": " : "", text);
	}
	json_decref(report);
	return FAULT_OK;
}

/* Whether a report, of that team or the unit itself (0), is of the group. */
static int is_of(struct engine *e, int64_t team, int64_t id, bool *out, struct fault *f)
{
	bool itself;
	int64_t unit = 0;
	int rc = FAULT_OK;

	if (id && e->axis == SUMMARY_UNIT)
		rc = engine_unit_of_team(e, team, &unit, &itself, f);
	*out = !id || id == (e->axis == SUMMARY_UNIT ? unit : team);
	return rc;
}

int report_texts(struct engine *e, int64_t id, const char *field, char **out, struct fault *f)
{
	struct statement st;
	struct buffer to = { 0 };
	int rc;

	*out = NULL;
	if (!e->in->read_report || (id && e->axis != SUMMARY_TEAM && e->axis != SUMMARY_UNIT))
		return FAULT_OK;
	st = statement_of(e->db,
		"SELECT r.rec, r.period, (SELECT t.name FROM team t CROSS JOIN op o ON o.k = t.rec"
		" WHERE t.code = r.team ORDER BY t.voided, " BY_STANDING("o") " LIMIT 1),"
		" ifnull(r.team, 0)"
		" FROM report r JOIN op ON op.k = r.rec LEFT JOIN sym s ON s.k = r.team"
		" WHERE r.first >= ?1 AND r.last <= ?2 AND r.voided = 0"
		" ORDER BY r.first, r.last, s.s, op.id", f);
	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	while (row_next(&st)) {
		bool is;

		st.rc = is_of(e, row_int(&st, 3), id, &is, f);
		if (!st.rc && is)
			st.rc = append_text(e, &st, id && e->axis == SUMMARY_TEAM, field, &to, f);
	}
	rc = statement_end(&st);
	if (!rc && to.len)
		*out = buffer_take(&to, NULL);
	buffer_release(&to);
	return rc;
}
