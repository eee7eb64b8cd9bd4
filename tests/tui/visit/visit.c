/* The form of a session: keystrokes, drafts, what is saved with it. */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

/* The last session of a household, as a line of JSON, has all these texts. */
static void has_session(const char *household, const char *const *texts)
{
	char command[128];
	const char *line = "";

	snprintf(command, sizeof command, "list --household 26572-01/%s --json", household);
	for (const char *at = laptop_prints("", command); *at; at = strchr(at, '\n') + 1)
		line = at;
	for (; *texts; texts++)
		if (!strstr(line, *texts))
			fail_msg("%s lacks %s", line, *texts);
}

/* So has some session of a household. */
static void has_promises(const char *household, const char *text)
{
	char command[128];
	const char *out;

	snprintf(command, sizeof command, "list --household 26572-01/%s --json", household);
	out = laptop_prints("", command);
	if (!strstr(out, text))
		fail_msg("%s lacks %s", out, text);
}

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("visit");
	return 0;
}

/* Both topics with an outcome of their own, the second with a count of its own. */
static void a_visit_takes_sixteen_keys(void **state)
{
	static const char first[] = "n" "12\r" "210" "1 " "2 +" CTRL_S;
	static const char again[] = "01\r" "321" "1 " "2+" CTRL_N;
	static const char *const saved[] = {
		"\"date\":\"2026-11-21\"", "\"channel\":\"tai_nha\"",
		"\"people\":2,\"female\":1,\"over60\":0",
		"{\"topic\":\"VNEID1\",\"outcome\":\"tu_lam\",\"count\":1,\"blocker\":null}",
		"{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":2,\"blocker\":null}",
		"\"by\":[\"Lan\"]", NULL };
	static const char *const next[] = {
		"\"people\":3,\"female\":2,\"over60\":1", "\"outcome\":\"hoan_thanh\",\"count\":2",
		NULL };
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	assert_true(sizeof first - 1 <= 16);
	assert_true(sizeof again - 1 <= 15);
	terminal_type(t, first);
	terminal_expect(t, "Saved · H012");
	terminal_type(t, "n");
	terminal_expect(t, "Visited by");
	terminal_type(t, again);
	terminal_expect(t, "Saved · H001");
	terminal_expect(t, "Visited by");
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	laptop_leave(t);
	has_session("H012", saved);
	has_session("H001", next);
}

static void an_attempt_takes_three_keys(void **state)
{
	static const char *const saved[] = { "\"attempt\":\"hen_lai\"", "\"topics\":[]",
					     "\"people\":null", NULL };
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n2\r");
	terminal_type(t, "h" CTRL_S);
	terminal_expect(t, "Saved · H002");
	terminal_type(t, "n1\rv\t25"); /* a way in vain takes time, too */
	terminal_expect(t, "Duration (minutes) 25");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	has_session("H002", saved);
	assert_non_null(strstr(laptop_prints("", "list --household 26572-01/H001 --json"),
			       "\"minutes\":25,\"people\":null,\"female\":null,\"over60\":null,"
			       "\"attempt\":\"vang\""));
}

static void a_household_is_made_in_the_form(void **state)
{
	static const char *const saved[] = { "\"people\":1", "VNEID1", NULL };
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n+");
	terminal_expect(t, "H013  new household");
	terminal_type(t, "\r");
	terminal_expect(t, "Landmark");
	terminal_paste(t, "gần đình\n");
	terminal_type(t, "\r1001" CTRL_S);
	terminal_expect(t, "Saved · H013");
	laptop_leave(t);
	has_session("H013", saved);
	assert_non_null(strstr(laptop_prints("", "household show 26572-01/H013"), "gần đình"));
}

static void a_draft_survives(void **state)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGHUP };
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		t = laptop_open(80, 24, "en");
		terminal_type(t, "n1\r431");
		terminal_type(t, "3");
		terminal_expect(t, "> Add documents");
		laptop_kill(t, signals[i]);
		t = laptop_open(80, 24, "en");
		terminal_type(t, "n");
		terminal_expect(t, "draft is open again");
		terminal_expect(t, "H001 nhà cổng xanh");
		terminal_expect(t, "Number of people 4");
		terminal_expect(t, "> Add documents");
		terminal_type(t, CTRL_X);
		terminal_expect_gone(t, "H001 nhà");
		terminal_type(t, CTRL_X);
		terminal_expect(t, "H001 nhà");
		terminal_type(t, CTRL_X ESC);
		terminal_expect(t, "This week");
		laptop_leave(t);
	}
	t = laptop_open(80, 24, "en");
	terminal_type(t, "n");
	terminal_expect(t, "Visited by");
	assert_false(terminal_has(t, "H001"));
	terminal_type(t, "1\r4" ESC);
	terminal_expect(t, "draft is kept");
	terminal_type(t, "n");
	terminal_expect(t, "Number of people 4");
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	laptop_leave(t);
}

static void what_is_wrong_is_said_at_the_field(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n" CTRL_S);
	terminal_expect(t, "Required, and not given");
	terminal_type(t, "1\r" "215");
	terminal_expect(t, "More than the people");
	terminal_type(t, SHIFT_TAB "0");
	terminal_expect_gone(t, "More than the people");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Required, and not given");
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB); /* over 60, women, people */
	terminal_type(t, "1" BACKSPACE "2\r");
	terminal_expect(t, "Number of people 12");
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	laptop_leave(t);
}

static void a_class_needs_people_and_no_household(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n" SHIFT_TAB SHIFT_TAB "class\r\r");
	terminal_type(t, "25\r14\r9\r1" CTRL_S);
	terminal_expect(t, "Saved");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "list --json --search VNEID1"), "\"household\":null,\"channel\":\"lop_nhom\",\"minutes\":null,"
				    "\"people\":25,\"female\":14,\"over60\":9"));
}

/* Snapshot and promise are saved with the session, and taken back with it. */
static void status_and_promise_go_with_it(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("printf '%s\\n' '{\"date\":\"2026-11-17\",\"village\":\"26572-01\",\"household\":\"H002\","
	     "\"channel\":\"tai_nha\",\"people\":2,\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":"
	     "\"hen_lai\"}],\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-24\"}]}' |", "log");
	laptop_prints("printf '%s\\n' '{\"date\":\"2026-11-17\",\"village\":\"26572-01\",\"household\":\"H002\","
	     "\"residents\":4,\"adults\":2,\"eid1\":1,\"eid2\":1}' |", "status");
	t = laptop_open(80, 24, "en");
	/* One adult at level 2 leaves no second one for level 1. */
	terminal_type(t, "n2\r210vneid1\r");
	terminal_expect(t, "> Activate VNeID level 1");
	assert_false(terminal_has(t, "^K"));
	terminal_type(t, CTRL_X "2\r210vneid2\r");
	terminal_expect(t, "1 → 2");
	terminal_expect(t, "[ ] ^F");
	terminal_type(t, CTRL_K CTRL_F);
	terminal_expect(t, "[x] ^K");
	terminal_expect(t, "[x] ^F");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved");
	laptop_leave(t);
	assert_null(strstr(laptop_prints("", "followup list --json"), "H002"));
	laptop_prints("", "undo");
	assert_non_null(strstr(laptop_prints("", "followup list --json"), "H002"));
}

/* What was promised is about the topic that waits, the only one, or the one that is chosen. */
static void a_promise_has_its_topic(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n12\r2101" "2   ");
	terminal_expect(t, "Rescheduled");
	terminal_type(t, "\t\t\tvisit\r");
	terminal_expect(t, "Visit again (Activate VNeID level 2)");
	terminal_expect(t, "About topic ‹ Activate VNeID level 2 ›");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H012");
	laptop_leave(t);
	has_promises("H012", "[{\"kind\":\"den_lai\",\"due\":\"2026-11-28\",\"topic\":\"VNEID2\"}]");
	t = laptop_open(80, 24, "en");
	terminal_type(t, "n1\r2101\t\t\tcall\r24/11\r");
	terminal_expect(t, "Call back (Activate VNeID level 1)");
	terminal_expect_gone(t, "About topic");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	has_promises("H001", "[{\"kind\":\"goi_lai\",\"due\":\"2026-11-24\",\"topic\":\"VNEID1\"}]");
	t = laptop_open(80, 24, "en");
	terminal_type(t, "n1\r21012\t\t\tcall\r");
	terminal_expect(t, "Which topic it is about");
	terminal_type(t, RIGHT " ");
	terminal_expect(t, "Call back (Activate VNeID level 2)");
	terminal_type(t, CTRL_L); /* what was chosen, and what was not, is in the draft */
	terminal_expect(t, "Who are you?");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "n");
	terminal_expect(t, "Call back (Activate VNeID level 2)");
	terminal_type(t, SHIFT_TAB "visit\r");
	terminal_expect(t, "Call back (Activate VNeID level 2), Visit again");
	terminal_expect(t, "About topic ‹ — ›");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001");
	terminal_type(t, "f");
	terminal_expect(t, "Visit again");
	terminal_expect(t, "Visit again        Activate VNeID l");
	laptop_leave(t);
	has_promises("H001", "[{\"kind\":\"goi_lai\",\"due\":\"2026-11-28\",\"topic\":\"VNEID2\"},"
				 "{\"kind\":\"den_lai\",\"due\":\"2026-11-28\",\"topic\":null}]");
	assert_non_null(strstr(laptop_prints("", "followup list"), "Activate VN"));
}

/* A visit from the card of a household, or from what was promised there. */
static void the_form_opens_for_the_household(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h" DOWN "\r");
	terminal_expect(t, "1/");
	terminal_type(t, "/h002\r");
	terminal_expect(t, "Household 26572-01/H002");
	terminal_type(t, "n");
	terminal_expect(t, "Household H002");
	terminal_expect(t, "v nobody home"); /* the people come next */
	terminal_type(t, "310");
	terminal_expect(t, "Number of people 3");
	terminal_type(t, ESC); /* a draft, which comes first wherever one begins */
	terminal_expect(t, "draft is kept");
	terminal_type(t, ESC);
	terminal_expect(t, "Search h002");
	terminal_type(t, CTRL_U "h001\r");
	terminal_expect(t, "Household 26572-01/H001");
	terminal_type(t, "n");
	terminal_expect(t, "draft is open again");
	terminal_expect(t, "Household H002");
	terminal_type(t, CTRL_X);
	terminal_expect(t, "Household H001");
	terminal_type(t, "1101" CTRL_N);
	terminal_expect(t, "Saved · H001");
	terminal_expect(t, "Code or hint"); /* the next one is somewhere else */
	terminal_type(t, ESC);
	terminal_expect(t, "Household 26572-01/H001");
	laptop_leave(t);
	t = laptop_open(80, 24, "en");
	terminal_type(t, "f");
	terminal_expect(t, "H012");
	terminal_type(t, END);
	terminal_expect(t, "Visit");
	terminal_type(t, "n");
	terminal_expect(t, "v nobody home");
	laptop_leave(t);
}

static void any_size_will_do(void **state)
{
	static const int sizes[][2] = { { 60, 20 }, { 200, 60 }, { 40, 10 }, { 80, 24 } };
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n1\r210123");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		terminal_resize(t, sizes[i][0], sizes[i][1]);
		terminal_expect(t, "> Add docum");
		terminal_expect(t, "= then digits: count");
	}
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_visit_takes_sixteen_keys, laptop_stop),
		cmocka_unit_test_teardown(an_attempt_takes_three_keys, laptop_stop),
		cmocka_unit_test_teardown(a_household_is_made_in_the_form, laptop_stop),
		cmocka_unit_test_teardown(a_draft_survives, laptop_stop),
		cmocka_unit_test_teardown(what_is_wrong_is_said_at_the_field, laptop_stop),
		cmocka_unit_test_teardown(a_class_needs_people_and_no_household, laptop_stop),
		cmocka_unit_test_teardown(status_and_promise_go_with_it, laptop_stop),
		cmocka_unit_test_teardown(a_promise_has_its_topic, laptop_stop),
		cmocka_unit_test_teardown(the_form_opens_for_the_household, laptop_stop),
		cmocka_unit_test_teardown(any_size_will_do, laptop_stop),
	};

	return cmocka_run_group_tests_name("visit", tests, make_vault, NULL);
}
