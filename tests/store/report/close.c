/* Closing a period: whose report it is, finding it again, closing once more. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/record/lookup.h"
#include "store/query/list_register.h"
#include "store/query/list_sessions.h"
#include "store/record/undo.h"
#include "store/report/changed.h"
#include "store/report/close.h"
#include "tests/store/desk.h"

static rec_t find(struct desk *desk, const char *period, const char *team)
{
	struct fault f;
	rec_t rec = -1;

	assert_int_equal(report_find(desk->book, period, team, &rec, &f), FAULT_OK);
	return rec;
}

static void add_team(struct desk *desk, const char *code)
{
	char line[128];

	snprintf(line, sizeof line, "{\"code\":\"%s\",\"name\":\"%s\",\"villages\":[\"26572-02\"]}",
		 code, code);
	desk_add(desk, TYPE_TEAM, line);
}

static rec_t add_report(struct desk *desk, const char *period, const char *team)
{
	char line[128];

	snprintf(line, sizeof line, "{\"period\":\"%s\",\"team\":\"%s\",\"nil\":true}", period, team);
	return desk_add(desk, TYPE_REPORT, line);
}

/* anew: the figures of now are confirmed. */
static rec_t close_so(struct desk *desk, const char *key, const char *team, const char *texts,
		      bool anew)
{
	json_t *object = json_loads(texts, 0, NULL);
	struct period period;
	struct fault f;
	rec_t rec = 0;

	assert_false(period_parse_key(&period, key));
	assert_int_equal(report_close(desk->book, &period, team, false, anew, object, &rec, &f), FAULT_OK);
	json_decref(object);
	return rec;
}

static rec_t close_week(struct desk *desk, const char *key, const char *team, const char *texts)
{
	return close_so(desk, key, team, texts, true);
}

static void assert_says(struct desk *desk, rec_t rec, const char *column, const char *text)
{
	char *whole = desk_read(desk, rec), wanted[200];

	snprintf(wanted, sizeof wanted, text ? "\"%s\":\"%s\"" : "\"%s\":null", column, text);
	if (!strstr(whole, wanted))
		fail_msg("%s not in %s", wanted, whole);
	free(whole);
}

static void closing_again_brings_it_up_to_date(void **state)
{
	struct desk *desk = *state;
	rec_t rec;

	assert_int_equal(find(desk, "2026-W46", "T01"), 0);
	rec = close_week(desk, "2026-W46", "T01", "{\"kho_khan\":\"Mưa\",\"ke_hoach\":\"Đi lại\"}");
	assert_int_equal(find(desk, "2026-W46", "T01"), rec);
	assert_int_equal(close_week(desk, "2026-W46", "T01", "{\"kho_khan\":null}"), rec);
	assert_says(desk, rec, "kho_khan", NULL);
	assert_says(desk, rec, "ke_hoach", "Đi lại");
	/* The same once more is no fault. */
	assert_int_equal(close_week(desk, "2026-W46", "T01", "{}"), rec);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM report"), 1);
	desk_void(desk, rec);
	assert_int_equal(find(desk, "2026-W46", "T01"), 0);
	assert_int_not_equal(close_week(desk, "2026-W46", "T01", "{}"), rec);
	desk_check(desk);
}

static void a_report_is_found_by_its_team_and_period(void **state)
{
	struct desk *desk = *state;
	rec_t first, other, week;

	add_team(desk, "T02");
	add_team(desk, "T03");
	week = add_report(desk, "2026-W46", "T01");
	first = add_report(desk, "2026-11", "T01");
	other = add_report(desk, "2026-11", "T02");
	assert_int_equal(find(desk, "2026-W46", "T01"), week);
	assert_int_equal(find(desk, "2026-11", "T01"), first);
	assert_int_equal(find(desk, "2026-11", "T02"), other);
	assert_int_equal(find(desk, "2026-11", "T03"), 0);
	/* A code nobody has is not the unit itself. */
	assert_int_equal(find(desk, "2026-11", "T99"), 0);
	assert_int_equal(find(desk, "2026-11", NULL), 0);
	assert_int_equal(find(desk, "2026-W4", "T01"), 0);
}

static void a_desk_without_teams_has_its_own(void **state)
{
	struct desk *desk = *state;
	struct fault f;
	bool any;
	char *team;
	rec_t rec;

	assert_int_equal(report_team(desk->book, &team, &f), FAULT_OK);
	assert_string_equal(team, "T01"); /* the only one */
	free(team);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, i ? "Tú" : "Minh",
						    &rec, &f), FAULT_OK);
		desk_void(desk, rec);
	}
	assert_int_equal(record_lookup_code(desk->book, TYPE_TEAM, "T01", &rec, &f), FAULT_OK);
	desk_void(desk, rec);
	assert_int_equal(report_team(desk->book, &team, &f), FAULT_OK);
	assert_null(team);
	assert_int_equal(report_any_team(desk->book, &any, &f), FAULT_OK);
	assert_false(any);
	rec = close_week(desk, "2026-W46", NULL, "{}");
	assert_int_equal(find(desk, "2026-W46", NULL), rec);
	assert_int_equal(find(desk, "2026-W46", "T01"), 0);
}

struct found {
	rec_t recs[8];
	int n, stop;
};

static int take(void *arg, rec_t rec)
{
	struct found *found = arg;

	found->recs[found->n++] = rec;
	return found->n == found->stop ? 77 : 0;
}

static void reports_of_a_period_go_by_team(void **state)
{
	struct desk *desk = *state;
	struct found found = { 0 };
	struct fault f;
	rec_t d, e, t01;

	add_team(desk, "Đông");
	add_team(desk, "Em");
	t01 = add_report(desk, "2026-W46", "T01");
	e = add_report(desk, "2026-W46", "Em");
	d = add_report(desk, "2026-W46", "Đông");
	add_report(desk, "2026-W45", "Em");
	desk_void(desk, add_report(desk, "2026-W44", "Em"));
	assert_int_equal(list_reports(desk->book, "2026-W46", NULL, true, take, &found, &f), 0);
	assert_int_equal(found.n, 3);
	assert_int_equal(found.recs[0], d);
	assert_int_equal(found.recs[1], e);
	assert_int_equal(found.recs[2], t01);
	found = (struct found){ .stop = 2 };
	assert_int_equal(list_reports(desk->book, "2026-W46", NULL, true, take, &found, &f), 77);
	assert_int_equal(found.n, 2);
	found = (struct found){ 0 };
	assert_int_equal(list_reports(desk->book, "2026-W46", "Em", false, take, &found, &f), 0);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.recs[0], e);
	found = (struct found){ 0 };
	assert_int_equal(list_reports(desk->book, "2026-W44", NULL, true, take, &found, &f), 0);
	assert_int_equal(found.n, 0);
}

static void attempts_are_activity_too(void **state)
{
	struct desk *desk = *state;
	int64_t sessions, attempts;
	struct period period;
	struct fault f;

	desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-10\",\"village\":\"26572-01\","
		 "\"household\":\"H001\",\"channel\":\"tai_nha\",\"attempt\":\"vang\"}");
	assert_false(period_parse_key(&period, "2026-W46"));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(report_activity(desk->book, &period, i ? "T01" : NULL, &sessions,
						 &attempts, &f), FAULT_OK);
		assert_int_equal(sessions, 0);
		assert_int_equal(attempts, 1);
	}
	assert_int_equal(report_activity(desk->book, &period, "T02", &sessions, &attempts, &f), 0);
	assert_int_equal(attempts, 0);
}

static struct report_changes changes_of(struct desk *desk, const char *key, const char *team)
{
	struct report_changes changes;
	struct period period;
	struct fault f;

	assert_false(period_parse_key(&period, key));
	assert_int_equal(report_changed(desk->book, &period, team, &changes, &f), FAULT_OK);
	return changes;
}

static rec_t add_session(struct desk *desk, const char *date)
{
	char line[256];

	snprintf(line, sizeof line, "{\"date\":\"%s\",\"village\":\"26572-01\",\"channel\":\"cho\","
		 "\"people\":2,\"topics\":[{\"topic\":\"KNDT\",\"outcome\":\"hen_lai\"}]}", date);
	return desk_add(desk, TYPE_SESSION, line);
}

static void assert_sessions(const struct report_changes *c, int64_t was, int64_t now)
{
	for (int i = 0; i < c->count; i++)
		if (!strcmp(c->list[i].column->code, "so_luot")) {
			assert_int_equal(c->list[i].was, was);
			assert_int_equal(c->list[i].now, now);
			return;
		}
	fail_msg("so_luot is not among the %d that changed", c->count);
}

static void what_changes_after_closing_is_told(void **state)
{
	struct desk *desk = *state;
	rec_t first = add_session(desk, "2026-11-10"), second;
	struct report_changes c;

	c = changes_of(desk, "2026-W46", "T01");
	assert_int_equal(c.report, 0); /* not closed: nothing to tell */
	close_week(desk, "2026-W46", "T01", "{}");
	add_session(desk, "2026-11-17"); /* of the next week */
	c = changes_of(desk, "2026-W46", "T01");
	assert_false(report_differs(&c));
	second = add_session(desk, "2026-11-11");
	c = changes_of(desk, "2026-W46", "T01");
	assert_true(c.has_figures && report_differs(&c));
	assert_sessions(&c, 1, 2);
	assert_int_equal(c.sessions, 1);
	/* A note changes no figure. */
	close_week(desk, "2026-W46", "T01", "{}");
	desk_edit(desk, second, "{\"note\":\"x\"}");
	c = changes_of(desk, "2026-W46", "T01");
	assert_false(report_differs(&c));
	desk_void(desk, second);
	c = changes_of(desk, "2026-W46", "T01");
	assert_sessions(&c, 2, 1);
	/* One that moves away is none of the period's any more, and tells all the same. */
	close_week(desk, "2026-W46", "T01", "{}");
	desk_edit(desk, first, "{\"date\":\"2026-11-18\"}");
	c = changes_of(desk, "2026-W46", "T01");
	assert_int_equal(c.sessions, 0);
	assert_sessions(&c, 1, 0);
	desk_check(desk);
}

/* Mending a word or a typed figure confirms nothing; only who says so does. */
static void a_word_mended_later_confirms_no_figure(void **state)
{
	struct desk *desk = *state;
	struct report_changes c;
	rec_t since, rec;

	add_session(desk, "2026-11-10");
	rec = close_week(desk, "2026-W46", "T01", "{}");
	since = changes_of(desk, "2026-W46", "T01").since;
	add_session(desk, "2026-11-11");
	close_so(desk, "2026-W46", "T01", "{\"kho_khan\":\"Mưa\",\"so_tin\":3}", false);
	assert_says(desk, rec, "kho_khan", "Mưa");
	c = changes_of(desk, "2026-W46", "T01");
	assert_true(c.has_figures && report_differs(&c));
	assert_sessions(&c, 1, 2);
	assert_int_equal(c.since, since); /* so the visits since are listed still */
	/* The same once more is no fault, and no step to take back. */
	close_so(desk, "2026-W46", "T01", "{\"so_tin\":3}", false);
	close_so(desk, "2026-W46", "T01", "{}", true);
	c = changes_of(desk, "2026-W46", "T01");
	assert_false(report_differs(&c));
	desk_check(desk);
}

/* A team's would count nowhere: it is refused where it is entered, and where it is edited in. */
static void a_figure_of_the_units_own_is_in_no_teams_report(void **state)
{
	struct desk *desk = *state;
	json_t *rate = json_loads("{\"tl_hstt\":82.5}", 0, NULL);
	struct period period;
	struct fault f;
	rec_t rec;

	assert_false(period_parse_key(&period, "2026-W46"));
	assert_int_equal(report_close(desk->book, &period, "T01", false, true, rate, &rec, &f),
			 FAULT_FIELD);
	assert_string_equal(f.field, "tl_hstt");
	assert_int_equal(find(desk, "2026-W46", "T01"), 0);
	close_week(desk, "2026-W46", "T01", "{}");
	assert_int_equal(report_close(desk->book, &period, "T01", false, false, rate, &rec, &f),
			 FAULT_FIELD);
	/* A null is no figure. */
	close_week(desk, "2026-W46", "T01", "{\"tl_hstt\":null,\"tl_sohoa\":null}");
	json_decref(rate);
	desk_check(desk);
}

/* Who goes to another team takes what was done with her, in the team's figures. */
static void another_team_of_a_member_tells(void **state)
{
	struct desk *desk = *state;
	struct report_changes c;
	rec_t hai;

	add_team(desk, "T02");
	hai = desk_add(desk, TYPE_MEMBER,
		       "{\"code\":\"Hai\",\"name\":\"Hai\",\"role\":\"thanh_vien\",\"team\":\"T01\"}");

	desk_add(desk, TYPE_SESSION,
		 "{\"date\":\"2026-11-10\",\"village\":\"26572-01\",\"channel\":\"hop_thon\",\"people\":9,"
		 "\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\"}],\"by\":[\"Hai\"]}");
	close_week(desk, "2026-W46", "T01", "{}");
	c = changes_of(desk, "2026-W46", "T01");
	assert_false(report_differs(&c));
	desk_edit(desk, hai, "{\"team\":\"T02\"}");
	c = changes_of(desk, "2026-W46", "T01");
	assert_true(report_differs(&c));
	desk_check(desk);
}

/* Closed, written to, closed again, and that taken back: the first closing counts, and tells. */
static void a_closing_that_is_taken_back_is_none(void **state)
{
	struct desk *desk = *state;
	struct report_changes c;
	char verb[33];
	struct fault f;
	int count, left;

	add_session(desk, "2026-11-10");
	close_week(desk, "2026-W46", "T01", "{}");
	add_session(desk, "2026-11-11");
	close_week(desk, "2026-W46", "T01", "{}");
	c = changes_of(desk, "2026-W46", "T01");
	assert_false(report_differs(&c));
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	c = changes_of(desk, "2026-W46", "T01");
	assert_true(c.has_figures && report_differs(&c));
	assert_sessions(&c, 1, 2);
	assert_int_equal(c.sessions, 1);
	desk_check(desk);
}

/* What is behind a change is listed, also what is in the period no more. */
static void a_visit_that_moved_away_is_listed(void **state)
{
	struct desk *desk = *state;
	struct session_filter filter = { .ranged = true, .newest_first = true };
	rec_t moved = add_session(desk, "2026-11-10"), other;
	struct found found = { 0 };
	struct period period;
	struct fault f;
	int64_t count;

	other = add_session(desk, "2026-11-17");
	close_week(desk, "2026-W46", "T01", "{}");
	assert_false(period_parse_key(&period, "2026-W46"));
	filter.from = period.from;
	filter.to = period.to;
	filter.since = changes_of(desk, "2026-W46", "T01").since;
	desk_edit(desk, other, "{\"date\":\"2026-11-18\"}"); /* was never in it */
	assert_int_equal(list_sessions_count(desk->book, &filter, &count, &f), FAULT_OK);
	assert_int_equal(count, 0);
	desk_edit(desk, moved, "{\"date\":\"2026-11-19\"}");
	desk_edit(desk, moved, "{\"date\":\"2026-11-20\"}");
	assert_int_equal(list_sessions(desk->book, &filter, take, &found, &f), FAULT_OK);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.recs[0], moved);
	/* Closed so, it is behind no change any more. */
	close_week(desk, "2026-W46", "T01", "{}");
	filter.since = changes_of(desk, "2026-W46", "T01").since;
	desk_edit(desk, moved, "{\"date\":\"2026-11-21\"}");
	assert_int_equal(list_sessions_count(desk->book, &filter, &count, &f), FAULT_OK);
	assert_int_equal(count, 0);
}

/* Where no figures were kept the visits since are counted, but no other team's. */
static void visits_since_are_the_teams_own(void **state)
{
	struct desk *desk = *state;
	struct report_changes c;

	add_team(desk, "T02");
	desk_add(desk, TYPE_MEMBER,
		 "{\"code\":\"Hai\",\"name\":\"Hai\",\"role\":\"thanh_vien\",\"team\":\"T02\"}");
	add_report(desk, "2026-W46", "T01");
	desk_add(desk, TYPE_SESSION,
		 "{\"date\":\"2026-11-10\",\"village\":\"26572-02\",\"channel\":\"hop_thon\",\"people\":9,"
		 "\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\"}],\"by\":[\"Hai\"]}");
	c = changes_of(desk, "2026-W46", "T01");
	assert_false(c.has_figures);
	assert_int_equal(c.sessions, 0);
	assert_false(report_differs(&c));
	add_session(desk, "2026-11-11");
	c = changes_of(desk, "2026-W46", "T01");
	assert_int_equal(c.sessions, 1);
}

static void a_report_of_before_has_no_figures(void **state)
{
	struct desk *desk = *state;
	struct report_changes c;

	add_report(desk, "2026-W46", "T01"); /* as an older program closed */
	c = changes_of(desk, "2026-W46", "T01");
	assert_false(report_differs(&c));
	add_session(desk, "2026-11-11");
	c = changes_of(desk, "2026-W46", "T01");
	assert_false(c.has_figures);
	assert_int_equal(c.sessions, 1);
	assert_true(report_differs(&c));
}

static int set_up(void **state)
{
	static struct desk desk;

	desk_open(&desk);
	*state = &desk;
	return 0;
}

static int tear_down(void **state)
{
	desk_close(*state);
	return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(closing_again_brings_it_up_to_date),
		CASE(a_report_is_found_by_its_team_and_period),
		CASE(a_desk_without_teams_has_its_own),
		CASE(reports_of_a_period_go_by_team),
		CASE(attempts_are_activity_too),
		CASE(what_changes_after_closing_is_told),
		CASE(a_word_mended_later_confirms_no_figure),
		CASE(a_figure_of_the_units_own_is_in_no_teams_report),
		CASE(another_team_of_a_member_tells),
		CASE(a_closing_that_is_taken_back_is_none),
		CASE(a_visit_that_moved_away_is_listed),
		CASE(visits_since_are_the_teams_own),
		CASE(a_report_of_before_has_no_figures),
	};

	return cmocka_run_group_tests_name("report_close", tests, NULL, NULL);
}
