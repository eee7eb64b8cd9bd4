#include "config.h"
#include "store/summary/reports.h"

#include <stdio.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/summary/axis.h"

int count_closed_teams(struct engine *e, struct fault *f)
{
	struct statement st;

	if (e->axis != SUMMARY_TEAM)
		return FAULT_OK;
	engine_group(e, NO_TEAM);
	/* "26575/" is another unit itself. */
	st = statement_of(e->db, "SELECT DISTINCT team FROM report WHERE first >= ?1 AND last <= ?2"
				 " AND voided = 0 AND EXISTS(SELECT 1 FROM sym WHERE k = team"
				 " AND s NOT LIKE '%/')", f);
	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	while (row_next(&st))
		engine_group(e, row_int(&st, 0));
	return statement_end(&st);
}

int reports_sundays(day_t from, day_t to)
{
	day_t first = from + (7 - date_weekday(from));

	return first > to ? 0 : (int)(to - first) / 7 + 1;
}

/*
 * A period is closed by a report of its own key; one that is not a week also
 * by its weeks: all those that end in it and are over by today, at least one;
 * where none is over yet, all that end in it.
 * No other reporting period is as short as a week.
 */
static int is_closed(struct engine *e, int64_t team, bool *out, int *weeks, struct fault *f)
{
	const struct period *p = e->period;
	day_t today = p->to < e->in->today ? p->to : e->in->today;
	int all = reports_sundays(p->from, p->to), over = reports_sundays(p->from, today);
	struct statement st = statement_of(e->db,
		"SELECT count(*) FILTER (WHERE period = ?4), count(DISTINCT period) FILTER"
		" (WHERE last - first = 6), count(DISTINCT period) FILTER"
		" (WHERE last - first = 6 AND last <= ?5)"
		" FROM report WHERE last BETWEEN ?1 AND ?2 AND team = ?3 AND voided = 0", f);

	bind_int(&st, p->from);
	bind_int(&st, p->to);
	bind_int(&st, team);
	bind_text(&st, p->label);
	bind_int(&st, today);
	*out = false;
	*weeks = 0;
	if (row_next(&st)) {
		*weeks = (int)row_int(&st, 1);
		*out = row_int(&st, 0) ||
		       (p->kind != PERIOD_WEEK && (over ? row_int(&st, 2) == over
							 : all && *weeks == all));
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
static void add_missing(struct summary *out, const struct statement *st, int weeks, int closed)
{
	out->missing = memory_resize(out->missing, out->missing_count + 1, sizeof *out->missing);
	out->missing[out->missing_count++] = (struct summary_team){
		.code = copy_column(st, 1),
		.name = copy_column(st, 2),
		.weeks = weeks,
		.weeks_closed = closed,
	};
}

/* The row of a team nothing is known of: no figure, only the words that are so of every row. */
static struct summary_row silent_row(const struct summary *out, const struct statement *st)
{
	struct summary_row row = {
		.key = copy_column(st, 1),
		.label = copy_column(st, 2),
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

/* The row of a registered team by team; one is put in, by code, where there is none. */
static struct summary_row *row_of_team(struct summary *out, const struct statement *st)
{
	const char *code = row_text(st, 1);
	size_t at = 0;

	while (at < out->group_count && strcmp(out->groups[at].key, code) < 0)
		at++;
	if (at < out->group_count && !strcmp(out->groups[at].key, code))
		return &out->groups[at];
	out->groups = memory_resize(out->groups, out->group_count + 1, sizeof *out->groups);
	memmove(&out->groups[at + 1], &out->groups[at],
		(out->group_count++ - at) * sizeof *out->groups);
	out->groups[at] = silent_row(out, st);
	return &out->groups[at];
}

int count_missing(struct engine *e, struct summary *out, struct fault *f)
{
	int weeks = e->period->kind == PERIOD_WEEK ? 0 : reports_sundays(e->period->from, e->period->to);
	struct statement st = statement_of(e->db,
		"SELECT t.code, s.s, t.name FROM team t JOIN sym s ON s.k = t.code"
		" WHERE " STANDS_FOR_CODE("team", "t") " ORDER BY s.s", f);

	while (row_next(&st)) {
		struct summary_row *row;
		int weeks_closed;
		bool closed;

		out->teams++;
		st.rc = is_closed(e, row_int(&st, 0), &closed, &weeks_closed, f);
		if (!st.rc && !closed)
			add_missing(out, &st, weeks, weeks_closed);
		if (st.rc || e->axis != SUMMARY_TEAM)
			continue;
		row = row_of_team(out, &st);
		row->closed = closed;
		row->weeks = weeks;
		row->weeks_closed = weeks_closed;
	}
	return statement_end(&st);
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

int report_texts(struct engine *e, int64_t id, const char *field, char **out, struct fault *f)
{
	struct statement st;
	struct buffer to = { 0 };
	int rc;

	*out = NULL;
	if (!e->in->read_report || (id && e->axis != SUMMARY_TEAM))
		return FAULT_OK;
	st = statement_of(e->db,
		"SELECT r.rec, r.period, (SELECT t.name FROM team t CROSS JOIN op o ON o.k = t.rec"
		" WHERE t.code = r.team ORDER BY t.voided, " BY_STANDING("o") " LIMIT 1)"
		" FROM report r JOIN op ON op.k = r.rec LEFT JOIN sym s ON s.k = r.team"
		" WHERE r.first >= ?1 AND r.last <= ?2 AND r.voided = 0 AND (?3 = 0 OR r.team = ?3)"
		" ORDER BY r.first, r.last, s.s, op.id", f);
	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	bind_int(&st, id);
	while (row_next(&st))
		st.rc = append_text(e, &st, id != 0, field, &to, f);
	rc = statement_end(&st);
	if (!rc && to.len)
		*out = buffer_take(&to, NULL);
	buffer_release(&to);
	return rc;
}
