/* Which operations count: by the operation, its lane and the lane that created its record. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/oplog/judge.h"

#define ID "abcdefghjkmnpqrstvwxyz0124"

static const struct lane lanes[] = {
	{ .id = { 1 }, .known = true, .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" },
	{ .id = { 2 }, .known = true, .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" },
	{ .id = { 3 }, .known = true, .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" },
	{ .id = { 4 }, .known = true, .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572,26573" },
	{ .id = { 5 }, .known = true, .level = LEVEL_TEAM, .unit = "26575", .team = "T01", .codes = "26575" },
	{ .id = { 6 }, .known = true, .level = LEVEL_COMMUNE, .unit = "26575", .codes = "26575" },
	{ .id = { 7 }, .known = true, .level = LEVEL_UPPER, .unit = "77", .codes = "" },
	{ .id = { 8 }, .known = true, .level = LEVEL_TEAM, .unit = "26573", .team = "T09", .codes = "26573" },
};
enum { T01, T01_TOO, T02, COMMUNE, T01_ELSEWHERE, COMMUNE_ELSEWHERE, UPPER, MERGED };

static struct op parsed(const char *type, const char *set, bool creates)
{
	char line[2048];
	struct op op;

	snprintf(line, sizeof line, "{\"n\":1%s,\"type\":\"%s\",\"set\":%s%s,\"hlc\":5,\"clk\":\"ok\","
		 "\"who\":\"Lan\",\"salt\":\"x\"}", creates ? "" : ",\"rec\":\"" ID "\"", type, set,
		 creates ? "" : ",\"base\":[]");
	if (op_parse(&op, line, strlen(line)))
		fail_msg("%s is no operation", line);
	return op;
}

static enum aside of_new(int lane, const char *type, const char *set, bool local)
{
	struct op op = parsed(type, set, true);
	const struct judged judged = { &op, &lanes[lane], local };
	enum aside aside = judge(&judged, &judged);

	op_release(&op);
	return aside;
}

static enum aside of_change(int lane, int creator, const char *type, const char *set, bool local)
{
	struct op op = parsed(type, set, false), made = parsed(type, "{}", true);
	const struct judged judged = { &op, &lanes[lane], local };
	const struct judged creating = { &made, &lanes[creator], false };
	enum aside aside = judge(&judged, &creating);

	op_release(&op);
	op_release(&made);
	return aside;
}

static void who_may_create_what(void **state)
{
	static const struct {
		const char *type, *set;
		bool team, commune, upper;
	} cases[] = {
		{ "village", "{\"code\":\"26572-01\"}", true, true, true },
		{ "household", "{\"village\":\"26572-01\"}", true, true, true },
		{ "household", "{\"village\":\"26572-01\",\"same\":\"" ID "\"}", false, true, true },
		{ "team", "{\"code\":\"T05\",\"villages\":[\"26572-01\"]}", true, true, true },
		{ "member", "{\"code\":\"Tú\"}", true, true, true },
		{ "member", "{\"code\":\"Tú\",\"role\":\"to_truong\"}", true, true, true },
		{ "member", "{\"code\":\"Tú\",\"role\":\"can_bo_xa\"}", false, true, true },
		{ "topic", "{\"code\":\"RIENG\"}", true, true, true },
		{ "session", "{\"village\":\"26572-01\"}", true, true, false },
		{ "status", "{\"village\":\"26572-01\"}", true, true, false },
		{ "followup", "{}", true, true, false },
		{ "report", "{\"period\":\"2026-W47\"}", true, true, false },
		{ "report", "{\"period\":\"2026-W47\",\"team\":\"T01\"}", true, true, false },
		{ "report", "{\"period\":\"2026-W47\",\"team\":\"T02\"}", false, true, false },
		{ "campaign", "{\"code\":\"C1\"}", false, true, true },
		{ "target", "{\"code\":\"XH02\"}", false, true, true },
		{ "settings", "{\"code\":\"LICH\"}", false, true, true },
		{ "erase", "{\"records\":[]}", false, true, true },
		{ "retain", "{\"before\":\"2024-01-01\"}", false, true, true },
		{ "key", "{}", false, true, true },
		{ "contact", "{\"newer\":1}", true, true, true }, /* not known: not judged */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const bool may[] = { cases[i].team, cases[i].commune, cases[i].upper };
		const int who[] = { T01, COMMUNE, UPPER };

		for (int w = 0; w < 3; w++)
			if (of_new(who[w], cases[i].type, cases[i].set, false) !=
			    (may[w] ? ASIDE_NOT : ASIDE_RIGHTS))
				fail_msg("%s %s by %d", cases[i].type, cases[i].set, w);
	}
}

static void who_may_change_whose(void **state)
{
	/* Rows: who changes; columns: whose session it is. */
	static const char may[8][9] = {
		/*               T01 T01' T02 com T01e come upp mer */
		[T01] =               "11000000",
		[T01_TOO] =           "11000000",
		[T02] =               "00100000",
		[COMMUNE] =           "11110001",
		[T01_ELSEWHERE] =     "00001000",
		[COMMUNE_ELSEWHERE] = "00001100",
		[UPPER] =             "00000010",
		[MERGED] =            "00000001",
	};

	(void)state;
	for (int who = 0; who < 8; who++)
		for (int whose = 0; whose < 8; whose++)
			if ((of_change(who, whose, "session", "{\"people\":3}", false) == ASIDE_NOT) !=
			    (may[who][whose] == '1'))
				fail_msg("%d of %d", who, whose);
}

/* What was entered here was looked at here: no village of it is judged again. */
static void villages_of_what_was_made_here_are_not_asked(void **state)
{
	struct lane own = lanes[T01];
	struct op op;
	const char line[] = "{\"n\":1,\"type\":\"session\",\"set\":{\"village\":\"26999-01\"},\"hlc\":5,"
			    "\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"1\"}";
	const struct judged judged = { &op, &own, false };

	(void)state;
	assert_int_equal(op_parse(&op, line, strlen(line)), 0);
	assert_int_equal(judge(&judged, &judged), ASIDE_UNIT);
	own.own = true;
	assert_int_equal(judge(&judged, &judged), ASIDE_NOT);
	op_release(&op);
}

/* What rules others may be changed from above. */
static void the_level_above_changes_what_rules(void **state)
{
	(void)state;
	assert_int_equal(of_change(UPPER, COMMUNE, "key", "{\"keep\":[]}", false), ASIDE_NOT);
	assert_int_equal(of_change(UPPER, COMMUNE, "erase", "{\"voided\":true}", false), ASIDE_NOT);
	assert_int_equal(of_change(UPPER, COMMUNE, "retain", "{\"voided\":true}", false), ASIDE_NOT);
	assert_int_equal(of_change(COMMUNE, UPPER, "erase", "{\"voided\":true}", false), ASIDE_RIGHTS);
	assert_int_equal(of_change(COMMUNE, COMMUNE_ELSEWHERE, "key", "{\"keep\":[]}", false), ASIDE_RIGHTS);
}

static void a_team_keeps_the_face_of_a_household_of_the_commune(void **state)
{
	(void)state;
	assert_int_equal(of_change(T01, COMMUNE, "household", "{\"kinds\":[\"ngheo\"]}", false), ASIDE_NOT);
	assert_int_equal(of_change(T01, COMMUNE, "household", "{\"hint\":\"cạnh đình\"}", true), ASIDE_NOT);
	assert_int_equal(of_change(T01, COMMUNE, "household", "{\"guided_since\":\"2025-01\"}", false),
			 ASIDE_NOT);
	assert_int_equal(of_change(T01, COMMUNE, "household", "{\"code\":\"H9\"}", false), ASIDE_RIGHTS);
	assert_int_equal(of_change(T01, COMMUNE, "household", "{\"voided\":true}", false), ASIDE_RIGHTS);
	/* A field of a newer program is not judged. */
	assert_int_equal(of_change(T01, COMMUNE, "household", "{\"kinds\":[],\"newer\":1}", false), ASIDE_NOT);
	assert_int_equal(of_change(T01, COMMUNE_ELSEWHERE, "household", "{\"kinds\":[\"ngheo\"]}", false),
			 ASIDE_RIGHTS);
	assert_int_equal(of_change(T01, T01, "household", "{\"same\":\"" ID "\"}", false), ASIDE_RIGHTS);
	assert_int_equal(of_change(COMMUNE, T01, "household", "{\"same\":\"" ID "\"}", false), ASIDE_NOT);
	assert_int_equal(of_change(T01, T01, "member", "{\"role\":\"can_bo_xa\"}", false), ASIDE_RIGHTS);
	assert_int_equal(of_change(T01, T01, "report", "{\"team\":\"T02\"}", false), ASIDE_RIGHTS);
	assert_int_equal(of_change(T01, T01, "report", "{\"team\":\"T01\"}", false), ASIDE_NOT);
	assert_int_equal(of_change(T01, COMMUNE, "member", "{\"role\":\"to_truong\"}", false), ASIDE_RIGHTS);
}

static void the_upper_level_returns_reports(void **state)
{
	(void)state;
	assert_int_equal(of_change(UPPER, COMMUNE, "report", "{\"state\":\"tra_lai\",\"reason\":\"x\"}",
				   false), ASIDE_NOT);
	assert_int_equal(of_change(UPPER, COMMUNE, "report", "{\"kho_khan\":\"x\"}", false), ASIDE_RIGHTS);
	assert_int_equal(of_change(UPPER, COMMUNE, "session", "{\"state\":\"x\"}", false), ASIDE_RIGHTS);
}

static void what_stays_in_the_commune_is_marked(void **state)
{
	(void)state;
	assert_int_equal(of_change(T01, T01, "household", "{\"hint\":\"x\"}", true), ASIDE_NOT);
	assert_int_equal(of_change(T01, T01, "household", "{\"hint\":\"x\"}", false), ASIDE_LOCAL);
	assert_int_equal(of_change(T01, T01, "household", "{\"kinds\":[]}", true), ASIDE_LOCAL);
	assert_int_equal(of_change(T01, T01, "household", "{\"contact\":\"x\"}", true), ASIDE_NOT);
	assert_int_equal(of_new(T01, "household", "{\"village\":\"26572-01\",\"hint\":\"x\"}", true),
			 ASIDE_NOT); /* as older programs did */
}

static void villages_are_of_the_lanes_communes(void **state)
{
	(void)state;
	assert_int_equal(of_new(T01, "session", "{\"village\":\"26575-01\"}", false), ASIDE_UNIT);
	assert_int_equal(of_new(T01, "village", "{\"code\":\"26575-01\"}", false), ASIDE_UNIT);
	assert_int_equal(of_new(T01, "village", "{\"code\":\"265720-1\"}", false), ASIDE_UNIT);
	assert_int_equal(of_new(T01, "team", "{\"code\":\"T1\",\"villages\":[\"26572-01\",\"26575-01\"]}",
				false), ASIDE_UNIT);
	assert_int_equal(of_new(COMMUNE, "session", "{\"village\":\"26573-01\"}", false), ASIDE_NOT);
	assert_int_equal(of_change(COMMUNE, T01, "session", "{\"village\":\"26575-01\"}", false), ASIDE_UNIT);
}

static void what_is_not_known_is_not_judged(void **state)
{
	(void)state;
	assert_int_equal(of_new(T01, "contact", "{\"village\":\"26575-01\"}", false), ASIDE_NOT);
	assert_int_equal(of_new(T01, "report", "{\"village\":\"26575-01\"}", false), ASIDE_NOT);
	assert_int_equal(of_change(T01, T02, "contact", "{\"newer\":1}", false), ASIDE_NOT);
	assert_int_equal(of_change(UPPER, COMMUNE, "contact", "{\"newer\":1}", false), ASIDE_NOT);
}

static void an_officer_erases_what_is_his_units(void **state)
{
	static const struct lane own_upper = { .id = { 9 }, .own = true, .known = true,
					       .level = LEVEL_UPPER, .unit = "77", .codes = "77" };

	(void)state;
	assert_true(judge_may_erase(&lanes[COMMUNE], &lanes[T01]));
	assert_true(judge_may_erase(&lanes[COMMUNE], &lanes[COMMUNE]));
	assert_true(judge_may_erase(&lanes[COMMUNE], &lanes[MERGED]));
	assert_false(judge_may_erase(&lanes[COMMUNE], &lanes[T01_ELSEWHERE]));
	assert_false(judge_may_erase(&lanes[COMMUNE], &lanes[UPPER]));
	assert_true(judge_may_erase(&lanes[UPPER], &lanes[T01]));
	/* Its own as its own laptop has it, whose codes are its unit's, and as others do: it has none. */
	assert_true(judge_may_erase(&lanes[UPPER], &lanes[UPPER]));
	assert_true(judge_may_erase(&own_upper, &lanes[UPPER]));
	assert_true(judge_may_erase(&lanes[UPPER], &own_upper));
}

/* The first reason in the order of the table. */
static void reasons_have_an_order(void **state)
{
	struct op op = parsed("session", "{\"people\":0,\"village\":\"1-1\"}", false);
	struct op other = parsed("household", "{}", true), change = parsed("session", "{}", false);
	const struct judged judged = { &op, &lanes[T02], true };
	const struct judged creating = { &other, &lanes[T01], false };
	const struct judged no_record = { &change, &lanes[T01], false };
	const struct judged bare = { NULL, &lanes[T02], false };

	(void)state;
	assert_int_equal(judge(&judged, &creating), ASIDE_BOUNDS);
	json_object_del(op.set, "people");
	assert_int_equal(judge(&judged, &creating), ASIDE_KIND);
	assert_int_equal(judge(&judged, &no_record), ASIDE_KIND);
	assert_int_equal(judge(&judged, &bare), ASIDE_LOCAL);
	op_release(&op);
	op_release(&other);
	op_release(&change);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_may_create_what),
		cmocka_unit_test(who_may_change_whose),
		cmocka_unit_test(the_level_above_changes_what_rules),
		cmocka_unit_test(villages_of_what_was_made_here_are_not_asked),
		cmocka_unit_test(a_team_keeps_the_face_of_a_household_of_the_commune),
		cmocka_unit_test(the_upper_level_returns_reports),
		cmocka_unit_test(what_stays_in_the_commune_is_marked),
		cmocka_unit_test(villages_are_of_the_lanes_communes),
		cmocka_unit_test(what_is_not_known_is_not_judged),
		cmocka_unit_test(an_officer_erases_what_is_his_units),
		cmocka_unit_test(reasons_have_an_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
