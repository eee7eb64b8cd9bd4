/* A session that is edited: every part of it, its history, taken out and back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

static char id[64];

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("edit");
	laptop_prints("", "member add Hoa");
	snprintf(id, sizeof id, "%s",
		 laptop_prints("printf '%s' '{\"date\":\"2026-11-17\",\"village\":\"26572-01\","
			       "\"household\":\"H001\",\"channel\":\"tai_nha\",\"people\":2,"
			       "\"topics\":[{\"topic\":\"VNEID1\",\"outcome\":\"hoan_thanh\","
			       "\"count\":1},{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\"}],"
			       "\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-24\","
			       "\"topic\":\"VNEID2\"}],\"by\":[\"Lan\"]}' |", "log"));
	id[strcspn(id, "\n")] = 0;
	return 0;
}

static void has(const char *command, const char *text, bool wanted)
{
	char line[160];
	const char *out;

	snprintf(line, sizeof line, command, id);
	out = laptop_prints("", line);
	if (!strstr(out, text) == wanted)
		fail_msg("%s %s \"%s\":\n%s", line, wanted ? "lacks" : "has", text, out);
}

static struct terminal *at_the_form(void)
{
	struct terminal *t = laptop_open(80, 24, "en");

	terminal_type(t, "s");
	terminal_expect(t, "H001");
	terminal_type(t, "e\t\t\t"); /* from the people to the topics */
	terminal_expect(t, "> Activate VNeID level 1");
	return t;
}

/* There is no next visit after an edit, nor a status or a promise to take with it. */
static void only_saving_is_offered(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	assert_true(terminal_has(t, "^S Save"));
	assert_false(terminal_has(t, "Save and next"));
	terminal_type(t, "3" CTRL_N CTRL_K CTRL_F);
	terminal_expect(t, "> Add documents");
	assert_true(terminal_has(t, "Edit"));
	terminal_type(t, "?" BACKSPACE CTRL_G);
	terminal_expect(t, "Save what is on the screen");
	assert_false(terminal_has(t, "next visit of this sitting"));
	terminal_type(t, ESC);
	terminal_expect(t, "> Add documents");
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "Guidance sessions");
	laptop_leave(t);
	has("show --json %s", "\"version\":1", true);
}

static void every_part_can_be_changed(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	/* The first topic goes, another comes. */
	terminal_type(t, BACKSPACE);
	terminal_expect_gone(t, "> Activate VNeID level 1");
	terminal_type(t, "3");
	terminal_expect(t, "> Add documents");
	/* Back over the people to the date: three of them, two days later. */
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB "3" SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB
		      SHIFT_TAB SHIFT_TAB "++");
	terminal_expect(t, "Date 19/11/2026");
	/* On to who went: Hoa with Lan, then without. */
	terminal_type(t, "\t\t\t\t\t\t\t\t\t\t");
	terminal_expect(t, "Name adds or takes out");
	terminal_type(t, "hoa\rlan\r");
	terminal_expect(t, "Visited by Hoa");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001");
	terminal_expect(t, "19/11/2026");
	laptop_leave(t);
	has("show --json %s", "\"date\":\"2026-11-19\"", true);
	has("show --json %s", "\"people\":3", true);
	has("show --json %s", "\"by\":[\"Hoa\"]", true);
	has("show --json %s", "{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\"", true);
	has("list --json --topic VNEID1", "H001", false);
	has("list --json --topic VNEIDGT", "H001", true);
	/* What was promised is about a topic that stayed: it is the same one still. */
	has("followup list --json", "\"topic\":\"VNEID2\"", true);
}

static void its_history_shows(void **state)
{
	struct terminal *t;

	(void)state;
	has("show %s", "Date 17/11/2026 → 19/11/2026; Number of people 2 → 3; Topics Activate"
	    " VNeID level 1: Completed on the spot, 1 / Activate VNeID level 2: Rescheduled → ", true);
	has("show %s", "Guided by Lan → Hoa", true);
	t = laptop_open(80, 24, "en");
	terminal_type(t, "s");
	terminal_expect(t, "H001");
	terminal_type(t, "\r");
	terminal_expect(t, "History:");
	terminal_type(t, END);
	terminal_expect(t, "17/11/2026 → 19/11/2026");
	laptop_leave(t);
}

static void it_is_voided_and_all_is_taken_back(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s");
	terminal_expect(t, "H001");
	terminal_type(t, DELETE);
	terminal_expect(t, "Taken out of the count");
	expect_row(t, 3, "─ H001", true);
	terminal_type(t, "u");
	terminal_expect(t, "Taken back");
	expect_row(t, 3, "─", false);
	terminal_type(t, "uu"); /* the edit, which was before that: at the second one */
	expect_row(t, 3, "17/11/2026", true);
	laptop_leave(t);
	has("show --json %s", "\"by\":[\"Lan\"]", true);
	has("show --json %s", "\"people\":2", true);
	has("list --json --topic VNEID1", "H001", true);
	has("list --json --topic VNEIDGT", "H001", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(only_saving_is_offered, laptop_stop),
		cmocka_unit_test_teardown(every_part_can_be_changed, laptop_stop),
		cmocka_unit_test_teardown(its_history_shows, laptop_stop),
		cmocka_unit_test_teardown(it_is_voided_and_all_is_taken_back, laptop_stop),
	};

	return cmocka_run_group_tests_name("edit", tests, make_vault, NULL);
}
