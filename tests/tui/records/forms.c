/* Forms of the registers: drafts, codes typed over, letters that have no room, Tab at the end. */
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

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("forms");
	return 0;
}

static void lock_and_unlock(struct terminal *t)
{
	terminal_type(t, CTRL_L);
	terminal_expect(t, "Who are you?");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
}

static void a_lock_keeps_what_is_typed_in_a_new_household(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h" DOWN "\ra\t\t\t\t\t\t\t\t");
	terminal_expect(t, "House number or landmark; no names");
	terminal_type(t, "xoài");
	lock_and_unlock(t);
	terminal_expect(t, "1 form half filled in: Household (you)");
	terminal_type(t, "h" DOWN "\r");
	expect_row(t, 3, "Draft      xoài", true);
	terminal_type(t, "\r");
	terminal_expect(t, "Household: Add · Draft");
	terminal_expect(t, "The draft is open again; Esc keeps it");
	terminal_expect(t, "xoài");
	terminal_expect(t, "H013"); /* the code is proposed anew */
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved");
	terminal_type(t, "a");
	terminal_expect(t, "H014");
	assert_false(terminal_has(t, "Draft"));
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "household show 26572-01/H013"), "xoài"));
}

/* Only what was typed is in it: what changed elsewhere meanwhile stays. */
static void a_lock_keeps_what_is_changed_in_a_record(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h\r");
	terminal_expect(t, "Ấp Bắc");
	terminal_type(t, "e\t120");
	lock_and_unlock(t);
	terminal_expect(t, "1 form half filled in: Village (you)");
	laptop_leave(t);
	laptop_prints("printf '%s' '{\"name\":\"Ấp Bắc Một\"}' |", "edit 26572-01");
	t = laptop_open(80, 24, "en");
	terminal_type(t, "h\re");
	terminal_expect(t, "Edit · Draft");
	terminal_expect(t, "Ấp Bắc Một");
	terminal_expect(t, "120");
	/* Esc asks, and once more drops it. */
	terminal_type(t, ESC);
	terminal_expect(t, "Not saved yet");
	terminal_type(t, ESC);
	terminal_expect(t, "1/1");
	terminal_type(t, "e");
	terminal_expect(t, "Ấp Bắc Một");
	assert_false(terminal_has(t, "120"));
	laptop_leave(t);
}

static void a_proposed_code_is_typed_over(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h" DOWN "\ra\t");
	terminal_expect(t, "H014");
	terminal_type(t, "H077");
	expect_row(t, 3, "H077", true);
	terminal_type(t, ESC ESC ESC ESC "h\ra");
	/* A number that is asked for is typed after what it follows. */
	terminal_expect(t, "26572-");
	terminal_type(t, "07");
	expect_row(t, 2, "26572-07", true);
	/* What has no room is said to have none. */
	terminal_type(t, "123");
	terminal_expect(t, "No room for more: 10 letters at most");
	expect_row(t, 2, "26572-0712", true);
	terminal_type(t, BACKSPACE BACKSPACE);
	terminal_expect_gone(t, "No room");
	terminal_type(t, "\tXóm Mới" CTRL_S);
	terminal_expect(t, "Saved");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "village list"), "26572-07"));
}

static void a_long_number_is_asked_about_in_every_text(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h" DOWN DOWN "\ra" "05\t" "Tổ 0912 345.678" CTRL_S);
	terminal_expect(t, "A long number");
	terminal_type(t, BACKSPACE "9" CTRL_S);
	terminal_expect_gone(t, "Saved");
	terminal_expect(t, "A long number");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved; 1 member is in this team now");
	laptop_home(t);
	terminal_type(t, "wc");
	terminal_expect(t, "This period");
	terminal_type(t, "\t\t" "gọi 0912345678" CTRL_S);
	terminal_expect(t, "A long number");
	terminal_type(t, ESC);
	terminal_expect(t, "kept as a draft");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "team list"), "0912 345.679"));
}

/* In a box for a number a letter is none, however much room there is; a number that is copied is one. */
static void a_number_takes_digits_only(void **state)
{
	enum { ROW = 4 /* the first figure, below the day and a heading */ };
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h" DOWN "\r\rs\t");
	terminal_expect(t, "A number; empty: not known");
	terminal_type(t, "ba");
	terminal_expect(t, "Digits only");
	terminal_type(t, "4");
	terminal_expect_gone(t, "Digits only");
	expect_row(t, ROW, "4", true);
	terminal_type(t, BACKSPACE);
	terminal_paste(t, "12\n");
	expect_row(t, ROW, "12", true);
	terminal_type(t, "7");
	terminal_expect(t, "No room for more: 2 letters at most");
	laptop_leave(t);
}

static void kinds_that_contradict_each_other_take_each_other_off(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h" DOWN "\ra\t\t "); /* ordinary */
	terminal_expect(t, "Ordinary                    ‹ yes ›");
	terminal_type(t, "\t "); /* a business may be ordinary */
	terminal_expect(t, "Household business          ‹ yes ›");
	terminal_type(t, "\t\t\t "); /* poor */
	terminal_expect(t, "Ordinary: no, for the two cannot go together");
	terminal_expect(t, "Ordinary                    ‹ no ›");
	terminal_type(t, "\t "); /* near-poor */
	terminal_expect(t, "Poor household: no");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "household list --json"),
			       "\"kinds\":[\"kinh_doanh\",\"can_ngheo\"]"));
	/* What a file says is kept as it is said, and mending something else changes none of it. */
	laptop_prints("echo '{\"village\":\"26572-01\",\"code\":\"H090\","
		      "\"kinds\":[\"thuong\",\"ngheo\"]}' |", "household add --json");
	t = laptop_open(80, 24, "en");
	terminal_type(t, "h" DOWN "\r" END "e" "\t\t\t\t\t\t\t" "sau chợ" CTRL_S);
	terminal_expect(t, "Saved · H090 sau chợ");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "household list --json"),
			       "\"kinds\":[\"thuong\",\"ngheo\"],\"hint\":\"sau chợ\""));
}

static void a_day_is_typed_as_in_a_visit_and_asked_about_when_long_past(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h" DOWN "\r\rs");
	terminal_expect(t, "21/11/2026");
	terminal_type(t, CTRL_U "29/12");
	expect_row(t, 2, "29/12/2025 · 10 months ago", true);
	terminal_type(t, "\t4" CTRL_S);
	terminal_expect(t, "29/12/2025 is 10 months ago: ^S once more saves it");
	terminal_type(t, CTRL_U "20/11");
	expect_row(t, 2, "months ago", false);
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001");
	terminal_expect(t, "20/11/2026");
	laptop_leave(t);
}

/*
 * Who does not know the numbers of two villages keeps the rest of both, and no code is made up:
 * they are rows of the list, to go on with in any order, beside a third, or to drop.
 */
static void villages_wait_for_their_numbers(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h\ra");
	terminal_expect(t, "ask the officer");
	terminal_type(t, "\tXóm Chài\t80" CTRL_S);
	terminal_expect(t, "No number yet: ask the officer");
	terminal_type(t, ESC);
	terminal_expect(t, "Waits in the list, without its number: Enter goes on, Del drops it");
	expect_row(t, 3, "no number    Xóm Chài", true);
	expect_row(t, 3, "80 households", true);
	terminal_type(t, "\r"); /* it is the row one is on */
	terminal_expect(t, "Village: Add · Draft");
	terminal_type(t, ESC);
	terminal_expect(t, "Waits in the list");
	terminal_type(t, "a");
	terminal_expect(t, "Village: Add");
	assert_false(terminal_has(t, "Xóm Chài"));
	terminal_type(t, "\tXóm Hai" ESC);
	terminal_expect(t, "no number    Xóm Hai");
	laptop_home(t);
	terminal_expect(t, "Without a number yet: villages 2");
	assert_false(terminal_has(t, "Village (you)"));
	terminal_type(t, "h\ra");
	terminal_type(t, "45\tXóm Ba" CTRL_S); /* has neither's name nor households */
	terminal_expect(t, "Saved");
	terminal_type(t, HOME_KEY DOWN "\r");
	terminal_expect(t, "The draft is open again; Esc keeps it");
	terminal_type(t, "44" ESC); /* and its number */
	terminal_expect(t, "Waits in the list: Enter goes on");
	expect_row(t, 4, "Draft        Xóm Hai", true);
	terminal_type(t, "\r" CTRL_S);
	terminal_expect(t, "Saved");
	terminal_type(t, HOME_KEY DELETE UP DELETE);
	terminal_expect(t, "Del once more drops the draft: Xóm Chài");
	terminal_type(t, DELETE);
	terminal_expect(t, "The draft is dropped: Xóm Chài");
	expect_row(t, 3, "Xóm Chài", false);
	laptop_home(t);
	assert_false(terminal_has(t, "Without a number"));
	/* A laptop's only team looks after it, too, and a new member is proposed it. */
	terminal_type(t, "h" DOWN DOWN DOWN "\ra");
	terminal_expect(t, "345.679 (T05) ›");
	terminal_type(t, ESC);
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "village list"), "26572-44   Xóm Hai"));
	assert_non_null(strstr(laptop_prints("", "village list --json"),
			       "\"code\":\"26572-45\",\"name\":\"Xóm Ba\",\"households\":null}"));
	assert_non_null(strstr(laptop_prints("", "team list --json"),
			       "\"villages\":[\"26572-01\",\"26572-07\",\"26572-45\",\"26572-44\"]"));
}

/* However long the hint is, what was done and to whom stands in one row of 60 columns. */
static void what_was_saved_fits_a_narrow_screen(void **state)
{
	struct terminal *t = laptop_open(60, 20, "en");

	(void)state;
	terminal_type(t, "h" DOWN "\ra\t\t\t\t\t\t\t\t" "nhà ba gian cạnh đình có cây đa to" CTRL_S);
	terminal_expect(t, "Saved · H091 nhà ba gian cạnh đình có câ…; u takes that back");
	laptop_home(t);
	terminal_type(t, "n91\r1001" CTRL_S);
	terminal_expect(t, "Saved · H091 nhà ba gian cạnh đình có cây đa to · 21/11");
	laptop_leave(t);
}

static void tab_in_the_last_field_saves_nothing(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "wx");
	terminal_expect(t, "Export to a CSV file");
	terminal_type(t, "\t\t\t");
	terminal_expect(t, "A name in that folder");
	terminal_type(t, "\r");
	terminal_expect(t, "Exported:");
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_lock_keeps_what_is_typed_in_a_new_household, laptop_stop),
		cmocka_unit_test_teardown(a_lock_keeps_what_is_changed_in_a_record, laptop_stop),
		cmocka_unit_test_teardown(a_proposed_code_is_typed_over, laptop_stop),
		cmocka_unit_test_teardown(a_long_number_is_asked_about_in_every_text, laptop_stop),
		cmocka_unit_test_teardown(a_number_takes_digits_only, laptop_stop),
		cmocka_unit_test_teardown(kinds_that_contradict_each_other_take_each_other_off, laptop_stop),
		cmocka_unit_test_teardown(a_day_is_typed_as_in_a_visit_and_asked_about_when_long_past,
					  laptop_stop),
		cmocka_unit_test_teardown(villages_wait_for_their_numbers, laptop_stop),
		cmocka_unit_test_teardown(what_was_saved_fits_a_narrow_screen, laptop_stop),
		cmocka_unit_test_teardown(tab_in_the_last_field_saves_nothing, laptop_stop),
	};

	return cmocka_run_group_tests_name("forms", tests, make_vault, NULL);
}
