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
	st = statement_of(e->db, "SELECT DISTINCT team FROM report WHERE first >= ?1 AND last <= ?2"
				 " AND voided = 0 AND team IS NOT NULL", f);
	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	while (row_next(&st))
		engine_group(e, row_int(&st, 0));
	return statement_end(&st);
}

/* Whether a team has closed the reporting period of that key. */
static int has_closed(struct engine *e, int64_t team, const char *key, bool *out, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT EXISTS(SELECT 1 FROM report WHERE last BETWEEN ?1 AND ?2 AND team = ?3"
		" AND period = ?4 AND voided = 0)", f);

	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	bind_int(&st, team);
	bind_text(&st, key);
	*out = row_next(&st) && row_int(&st, 0);
	return statement_end(&st);
}

/*
 * A period is closed by a report of its own key; one that is not a week also
 * by its weeks: all those that end in it and are over by today, at least one.
 */
static int is_closed(struct engine *e, int64_t team, bool *out, struct fault *f)
{
	const struct period *p = e->period;
	day_t last = p->to < e->in->today ? p->to : e->in->today;
	day_t sunday = p->from + (7 - date_weekday(p->from));
	int rc = has_closed(e, team, p->label, out, f);

	if (rc || *out || p->kind == PERIOD_WEEK)
		return rc;
	for (*out = sunday <= last; !rc && *out && sunday <= last; sunday += 7) {
		struct period week;

		if (period_of_day(&week, PERIOD_WEEK, sunday))
			break;
		rc = has_closed(e, team, week.label, out, f);
	}
	return rc;
}

static char *copy_column(const struct statement *st, int column)
{
	const char *text = row_text(st, column);

	return memory_strdup(text ? text : "");
}

/* Remember a team as missing. */
static void add_missing(struct summary *out, const struct statement *st)
{
	out->missing = memory_resize(out->missing, out->missing_count + 1, sizeof *out->missing);
	out->missing[out->missing_count++] = (struct summary_team){
		.code = copy_column(st, 1),
		.name = copy_column(st, 2),
	};
}

int count_missing(struct engine *e, struct summary *out, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT t.code, s.s, t.name FROM team t JOIN sym s ON s.k = t.code"
		" WHERE " STANDS_FOR_CODE("team", "t") " ORDER BY s.s", f);

	while (row_next(&st)) {
		bool closed;

		out->teams++;
		st.rc = is_closed(e, row_int(&st, 0), &closed, f);
		if (!st.rc && !closed)
			add_missing(out, &st);
	}
	return statement_end(&st);
}

/* Append what one report says in the field, on a line of its own. */
static int append_text(struct engine *e, rec_t rec, const char *field, struct buffer *to,
		       struct fault *f)
{
	json_t *report = e->in->read_report(e->in->arg, rec, f);
	const char *text;

	if (!report)
		return (int)f->code;
	text = json_string_value(json_object_get(report, field));
	if (text && *text)
		buffer_print(to, "%s%s", to->len ? "\n" : "", text);
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
		"SELECT r.rec FROM report r JOIN op ON op.k = r.rec LEFT JOIN sym s ON s.k = r.team"
		" WHERE r.first >= ?1 AND r.last <= ?2 AND r.voided = 0 AND (?3 = 0 OR r.team = ?3)"
		" ORDER BY r.first, r.last, s.s, op.id", f);
	bind_int(&st, e->period->from);
	bind_int(&st, e->period->to);
	bind_int(&st, id);
	while (row_next(&st))
		st.rc = append_text(e, row_int(&st, 0), field, &to, f);
	rc = statement_end(&st);
	if (!rc && to.len)
		*out = buffer_take(&to, NULL);
	buffer_release(&to);
	return rc;
}
