#include "config.h"
#include "store/report/changed.h"

#include <string.h>

#include "store/query/list_sessions.h"
#include "store/query/reports.h"
#include "store/record/read.h"
#include "store/report/close.h"
#include "store/report/figures.h"
#include "store/summary/drilldown.h"

/* Whether a figure is counted from the sessions of the period and nothing else. */
static bool is_of_period(const struct rule *rule)
{
	return drilldown_lists(rule) && rule->kind != RULE_YEAR_TO_DATE &&
	       rule->kind != RULE_FIRST && rule->kind != RULE_COVERAGE && rule->kind != RULE_OPEN &&
	       rule->kind != RULE_OVERDUE && rule->kind != RULE_HOURS;
}

static void compare(struct report_changes *c, const json_t *was, const json_t *now)
{
	for (size_t i = 0; i < summary_rule_count && c->count < REPORT_CHANGES_MAX; i++) {
		const char *code = summary_rules[i].column;
		const json_t *a = json_object_get(was, code), *b = json_object_get(now, code);

		if (!is_of_period(&summary_rules[i]) || json_integer_value(a) == json_integer_value(b))
			continue;
		c->list[c->count++] = (struct report_change){
			.column = column_find(code),
			.was_known = a, .was = json_integer_value(a),
			.is_known = b, .now = json_integer_value(b),
		};
	}
}

/* Of a report without figures: the visits behind it that changed, of the team whose it is. */
static int count_since(struct book *book, const struct period *period, const char *team,
		       struct report_changes *c, struct fault *f)
{
	struct session_filter filter = { .ranged = true, .from = period->from, .to = period->to,
					 .since = c->since };
	int rc = report_scope(book, team, &filter.key, f);

	if (filter.key)
		filter.axis = SUMMARY_TEAM;
	return rc ? rc : list_sessions_count(book, &filter, &c->sessions, f);
}

static int compare_report(struct book *book, const struct period *period, const char *team,
			  struct report_changes *c, struct fault *f)
{
	json_t *report = record_read(book, c->report, f), *now = NULL;
	const json_t *was = json_object_get(report, "figures");
	int rc = report ? FAULT_OK : (int)f->code;

	c->has_figures = json_is_object(was);
	if (!rc && !c->has_figures)
		rc = count_since(book, period, team, c, f);
	if (c->has_figures)
		rc = report_figures(book, period, team, &now, f);
	if (!rc && now)
		compare(c, was, now);
	json_decref(now);
	json_decref(report);
	return rc;
}

int report_changed(struct book *book, const struct period *period, const char *team,
		   struct report_changes *out, struct fault *f)
{
	bool moved = false;
	int rc;

	memset(out, 0, sizeof *out);
	rc = report_find(book, period->label, team, &out->report, f);
	if (rc || !out->report)
		return rc;
	rc = report_closing(book, out->report, &out->since, f);
	if (!rc)
		rc = sessions_since(book, period, out->since, &out->sessions, &moved, f);
	return rc || (!out->sessions && !moved) ? rc : compare_report(book, period, team, out, f);
}

bool report_differs(const struct report_changes *changes)
{
	return changes->count || (changes->report && !changes->has_figures && changes->sessions);
}
