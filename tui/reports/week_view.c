#include "config.h"
#include "tui/reports/week_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/query/list_sessions.h"
#include "store/query/reports.h"
#include "store/report/close.h"
#include "store/report/figures.h"
#include "store/summary/drilldown.h"
#include "store/summary/make.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/reports/private.h"
#include "tui/reports/week_draw.h"
#include "tui/term/term.h"
#include "tui/words/figure.h"
#include "tui/words/summary_text.h"

static struct week_view *of(struct view *view)
{
	return (struct week_view *)view;
}

static void week_title(struct view *view, char *out, size_t size)
{
	char period[PERIOD_TEXT_SIZE];

	period_text(period, &of(view)->period);
	snprintf(out, size, "%s", period);
}

static unsigned week_keymaps(struct view *view)
{
	return IN_ANY | IN_LIST | IN_WEEK | (report_differs(&of(view)->changes) ? IN_CHANGED : 0u);
}

static void release_summaries(struct week_view *w)
{
	if (w->have_now)
		summary_release(&w->now);
	if (w->have_before)
		summary_release(&w->before);
	w->have_now = w->have_before = false;
	free(w->group);
	w->group = NULL;
}

/* How this desk's own report on the period stands. */
static void read_state(struct app *app, struct week_view *w)
{
	char *team;
	struct fault f;
	int rc = report_team(app_book(app), &team, &f);

	w->weeks = w->weeks_closed = 0;
	w->changes = (struct report_changes){ 0 };
	if (!rc)
		rc = report_changed(app_book(app), &w->period, team, &w->changes, &f);
	if (!rc && w->period.kind != PERIOD_WEEK)
		rc = reports_weeks(app_book(app), &w->period, team, &w->weeks_closed, &w->weeks, &f);
	free(team);
	if (rc)
		app_fault(app, &f);
	w->closed_unread = rc;
	w->closed = !rc && w->changes.report;
}

/* The columns of this period; the cursor stays on the one it is on, where that is there. */
static void read_columns(struct week_view *w)
{
	const struct column *on = w->profile.count ? week_column(w)->column : NULL;

	profile_release(&w->profile);
	if (w->have_now)
		profile_told(&w->profile, &w->now);
	else
		profile_default(&w->profile);
	w->columns.at = 0; /* of the period before only words may be left, which have no groups */
	for (size_t i = 0; on && i < w->profile.count; i++)
		if (w->profile.columns[i].column == on && !(w->axis && figure_is_words(on)))
			w->columns.at = (int)i;
	lister_count(&w->columns, (int)w->profile.count);
}

static void week_reload(struct app *app, struct view *view)
{
	struct week_view *w = of(view);
	struct period before;
	struct fault f;
	int groups = 0;

	release_summaries(w);
	w->have_now = !summary_make(app_book(app), &w->period, w->axis, &w->now, &f);
	if (!w->have_now)
		app_fault(app, &f);
	if (!period_previous(&before, &w->period)) {
		w->have_before = !summary_make(app_book(app), &before, w->axis, &w->before, &f);
		if (!w->have_before)
			app_fault(app, &f);
	}
	read_state(app, w);
	read_columns(w);
	if (w->have_now)
		w->group = week_groups_make(&w->now, w->have_before ? &w->before : NULL, &groups);
	lister_count(&w->groups, groups);
}

/* ---- another period, axis, column ---- */

static void go_to(struct app *app, struct week_view *w, enum period_kind kind, day_t day)
{
	struct period p;
	day_t today = book_now(app_book(app))->day;

	if (period_of_day(&p, kind, day))
		return;
	w->period = p;
	w->anchor = p.from <= today && today <= p.to ? today : day;
	app_forget_change(app); /* "Closed" was said of the period one leaves */
	week_reload(app, &w->view);
}

static void earlier(struct app *app, struct week_view *w)
{
	struct period p;
	day_t first;

	date_make(&first, 2020, 1, 1); /* nothing is older (data/records.tsv) */
	if (period_previous(&p, &w->period) || p.to < first)
		term_refuse();
	else
		go_to(app, w, p.kind, p.to);
}

static void later(struct app *app, struct week_view *w)
{
	if (w->period.to >= book_now(app_book(app))->day)
		app_say(app, TONE_PLAIN, _("This is the latest period"));
	else
		go_to(app, w, w->period.kind, w->period.to + 1);
}

static void next_kind(struct app *app, struct week_view *w)
{
	static const enum period_kind kinds[] = {PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER,
						 PERIOD_YEAR};
	size_t n = sizeof kinds / sizeof kinds[0], at = 0;

	while (at < n && kinds[at] != w->period.kind)
		at++;
	go_to(app, w, kinds[(at + 1) % n], w->anchor);
}

static void set_axis(struct app *app, struct week_view *w, enum summary_axis axis)
{
	w->axis = axis;
	w->groups.at = w->groups.top = 0;
	/* Words are not grouped: the first figure is. */
	if (axis != SUMMARY_WHOLE && figure_is_words(week_column(w)->column))
		w->columns.at = 0;
	week_reload(app, &w->view);
}

static void next_axis(struct app *app, struct week_view *w)
{
	enum summary_axis axis = w->axis;

	do
		axis = (axis + 1) % SUMMARY_AXES;
	while (!summary_axis_is_for(app_book(app), axis));
	set_axis(app, w, axis);
}

static void next_column(struct week_view *w)
{
	do
		w->columns.at = (w->columns.at + 1) % w->columns.count;
	while (w->axis && figure_is_words(week_column(w)->column));
}

/* ---- down to the sessions ---- */

/* The key and the name of the group the cursor is on. */
static const char *group_name(struct week_view *w)
{
	const struct summary_row *row = week_row(w);

	free(w->key);
	w->key = memory_strdup(row->key);
	return figure_group(w->axis, row);
}

/* What a figure counts, with its noun; static words with one %s for the number. */
static const char *noun(const struct rule *rule, unsigned long n)
{
	switch (rule->kind) {
	case RULE_VISITED:
	case RULE_FIRST:
	case RULE_YEAR_TO_DATE:
	case RULE_COVERAGE:
	case RULE_BILLS:
		return P_("%s household", "%s households", n);
	case RULE_HOURS:
		return P_("%s hour", "%s hours", n);
	case RULE_RESULT:
		return P_("%s result", "%s results", n);
	case RULE_OPEN:
	case RULE_OVERDUE:
		return P_("%s follow-up", "%s follow-ups", n);
	default:
		return P_("%s person", "%s people", n);
	}
}

/* How a figure comes from what is listed; in the list's message line. */
static void say_sum(struct app *app, const struct rule *rule, int64_t sessions, int64_t sum)
{
	bool hours = rule->kind == RULE_HOURS, part = hours && sum % 60;
	char number[FIGURE_SIZE], many[FIGURE_SIZE + 32], figure[FIGURE_SIZE + 32];

	figure_number(number, sizeof number, (double)sessions, 0);
	snprintf(many, sizeof many, P_("%s session", "%s sessions", (unsigned long)sessions),
		 number);
	if (rule->kind == RULE_SESSIONS || rule->kind == RULE_ATTEMPTS ||
	    rule->kind == RULE_GATHERINGS) {
		app_say(app, TONE_PLAIN, _("Counted here: %s"), many);
		return;
	}
	figure_number(number, sizeof number, hours ? (double)sum / 60 : (double)sum, part ? 1 : 0);
	snprintf(figure, sizeof figure,
		 noun(rule, part ? 2 : (unsigned long)(hours ? sum / 60 : sum)), number);
	if (rule->kind == RULE_OPEN || rule->kind == RULE_OVERDUE)
		app_say(app, TONE_PLAIN, _("Counted here: %s, promised in %s"), figure, many);
	else
		app_say(app, TONE_PLAIN, _("Counted here: %s, in %s"), figure, many);
}

static void open_sessions(struct app *app, struct week_view *w, const struct rule *rule)
{
	const char *group = NULL;
	struct session_filter filter = {
		.ranged = true, .from = w->period.from, .to = w->period.to, .newest_first = true,
		.column = rule->column, .axis = w->axis};
	int64_t sessions, sum;
	struct fault f;

	if (w->axis) {
		group = group_name(w);
		filter.key = w->key;
	}
	if (list_sessions_sum(app_book(app), &filter, &sessions, &sum, &f)) {
		app_fault(app, &f);
		return;
	}
	app_open_sessions(app, &filter, group);
	say_sum(app, rule, sessions, sum);
}

/* The visits behind what changed after closing, of the team whose report it is. */
static void open_since(struct app *app, struct week_view *w)
{
	struct session_filter filter = {
		.ranged = true, .from = w->period.from, .to = w->period.to, .newest_first = true,
		.since = w->changes.since};
	struct fault f;

	free(w->key);
	if (report_team(app_book(app), &w->key, &f) ||
	    report_scope(app_book(app), w->key, &filter.key, &f)) {
		app_fault(app, &f);
		return;
	}
	if (filter.key)
		filter.axis = SUMMARY_TEAM;
	app_open_sessions(app, &filter, NULL);
}

/* What there is to see behind a figure no session is counted in. */
static void say_where_from(struct app *app, const struct rule *rule)
{
	switch (rule->kind) {
	case RULE_TEAMS:
	case RULE_MEMBERS:
	case RULE_HOUSEHOLDS:
		app_say(app, TONE_PLAIN, _("Counted from the registers, not from sessions: h in Home"));
		break;
	case RULE_STATUS_HAVING:
	case RULE_STATUS_SUM:
	case RULE_STATUS_RATE:
	case RULE_STATUS_SHARE:
		app_say(app, TONE_PLAIN,
			_("Counted from the households' digital status, not from sessions"));
		break;
	default:
		app_say(app, TONE_PLAIN, _("No sessions stand behind this"));
	}
}

/* Whether the cursor is on a team or unit that neither closed the period nor has anything in it. */
static bool is_silent(const struct week_view *w)
{
	const struct summary_row *now;

	if ((w->axis != SUMMARY_TEAM && w->axis != SUMMARY_UNIT) || !*week_row(w)->key)
		return false;
	now = w->group[w->groups.at].now;
	return !now || summary_value(now, column_find("so_luot"))->type == SUMMARY_NULL;
}

static void drill(struct app *app, struct week_view *w)
{
	const struct rule *rule = rule_of_column(week_column(w)->column->code);

	if (!rule || (w->axis && !w->groups.count))
		term_refuse();
	else if (is_silent(w))
		app_say(app, TONE_PLAIN,
			w->axis == SUMMARY_UNIT
				? _("Nothing is known of this commune in the period")
				: _("Nothing is known of this team in the period: it has not closed it"));
	else if (profile_is_told(week_column(w)->column) &&
		 summary_value(&w->now.whole, week_column(w)->column)->type != SUMMARY_NULL)
		app_open_texts(app, &w->period, week_column(w)->column);
	else if (profile_is_told(week_column(w)->column))
		app_open_close(app, &w->period);
	else if (drilldown_lists(rule))
		open_sessions(app, w, rule);
	else
		say_where_from(app, rule);
}

static bool week_act(struct app *app, struct view *view, enum action action)
{
	struct week_view *w = of(view);

	if (!w->have_now)
		return false;
	switch (action) {
	case ACT_EARLIER:
		earlier(app, w);
		return true;
	case ACT_LATER:
		later(app, w);
		return true;
	case ACT_PERIOD:
		next_kind(app, w);
		return true;
	case ACT_AXIS:
		next_axis(app, w);
		return true;
	case ACT_COLUMN:
		next_column(w);
		return true;
	case ACT_ENTER:
		drill(app, w);
		return true;
	case ACT_CLOSE_WEEK:
		app_open_close(app, &w->period);
		return true;
	case ACT_SINCE:
		open_since(app, w);
		return true;
	case ACT_EXPORT:
		app_open_export(app, &w->period, w->axis);
		return true;
	case ACT_BACK:
		if (w->axis == SUMMARY_WHOLE)
			return false;
		set_axis(app, w, SUMMARY_WHOLE);
		return true;
	default:
		return lister_act(w->axis ? &w->groups : &w->columns, action);
	}
}

static void week_close(struct view *view)
{
	struct week_view *w = of(view);

	release_summaries(w);
	profile_release(&w->profile);
	free(w->key);
	free(w);
}

static const struct view_class week_class = {
	.name = "week",
	.title = week_title,
	.keymaps = week_keymaps,
	.draw = week_draw,
	.act = week_act,
	.reload = week_reload,
	.close = week_close,
};

struct view *week_view_new(struct app *app)
{
	struct week_view *w = memory_alloc_zero(1, sizeof *w);

	w->view.class = &week_class;
	w->anchor = book_now(app_book(app))->day;
	profile_default(&w->profile);
	if (period_of_day(&w->period, PERIOD_WEEK, w->anchor)) {
		week_close(&w->view);
		return NULL;
	}
	return &w->view;
}
