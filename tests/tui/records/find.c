/* Finding and mending: sessions, records, households, follow-ups, registers. */
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


enum { LIST = 3 }; /* the first row of a list with a search line and headings */

/* Tests that change it begin with a new one. */
static int make_vault(void **state)
{
	(void)state;
	laptop_make_demo("find");
	return 0;
}

/* ---- sessions ---- */

static void a_search_narrows_with_every_letter(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s");
	terminal_expect(t, "1/1,131");
	terminal_type(t, "/vneid nam");
	terminal_expect(t, "1/119");
	for (int i = 0; i < 15; i++)
		expect_row(t, LIST + i, "Ấp Nam", true);
	expect_cursor(t, 1, 1 + 7 + 9);
	terminal_type(t, "\b\b\bbac");
	terminal_expect_gone(t, "1/119");
	expect_row(t, LIST, "Ấp Bắc", true);
	terminal_paste(t, "\nxyzzy");
	terminal_expect(t, "No results");
	terminal_type(t, ESC);
	terminal_expect(t, "/ Search");
	terminal_type(t, ESC);
	terminal_expect(t, "1/1,131");
	/* Fingers that are used to Telex go on in it; the footer says that it works. */
	terminal_type(t, "/aasp nam");
	terminal_expect(t, "ấp nam");
	expect_row(t, 23, "Telex", true);
	expect_row(t, LIST, "Ấp Nam", true);
	terminal_type(t, ESC);
	expect_row(t, 23, "Telex", false);
	terminal_type(t, ESC);
	terminal_expect(t, "1/1,131");
	terminal_type(t, "/%");
	terminal_expect(t, "No results");
	terminal_type(t, ESC ESC);
	terminal_expect(t, "1/1,131");
	laptop_leave(t);
}

/* As people say it: 7, or h7, for H007; where nothing was found Enter leaves the box. */
static void a_number_finds_the_household(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s/h69");
	expect_row(t, LIST, "H069", true);
	terminal_type(t, "\b\b7");
	expect_row(t, LIST, "H007", true);
	terminal_type(t, "xyzzy");
	terminal_expect(t, "No results");
	terminal_type(t, "\re");
	expect_row(t, 1, "xyzzye", false);
	expect_row(t, 23, "e Edit", true);
	laptop_home(t);
	terminal_type(t, "h" DOWN "\r/h7");
	expect_row(t, LIST, "H007", true);
	terminal_type(t, "\b\bxyzzy\r");
	expect_row(t, 23, "/ Search", true);
	laptop_leave(t);
}

static void signs_alone_find_nothing(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h\r");
	terminal_expect(t, "Ấp Bắc");
	terminal_type(t, "/*");
	terminal_expect(t, "No results");
	terminal_type(t, "\b");
	terminal_expect(t, "Ấp Bắc");
	laptop_leave(t);
}

static void enter_opens_and_escape_comes_back(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s/vneid" DOWN DOWN);
	terminal_expect(t, "3/");
	expect_cursor(t, LIST + 2, 1);
	terminal_type(t, "\r");
	terminal_expect(t, "History:");
	terminal_expect(t, "VNeID");
	expect_cursor(t, 1, 1);
	terminal_type(t, ESC);
	terminal_expect(t, "3/");
	expect_cursor(t, LIST + 2, 1);
	laptop_leave(t);
}

static void filters_and_order(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s");
	terminal_expect(t, "All · newest first");
	terminal_type(t, "v");
	terminal_expect(t, "1/20 · This week");
	terminal_type(t, "v");
	terminal_expect(t, "This month");
	terminal_type(t, "o");
	terminal_expect(t, "oldest first");
	expect_row(t, LIST, "/11/2026", true);
	terminal_type(t, "v");
	terminal_expect(t, "(void)");
	terminal_type(t, "v" END);
	terminal_expect(t, "All · oldest first");
	expect_row(t, 21, "21/11/2026", true);
	laptop_leave(t);
}

static void a_session_is_taken_out_and_put_back(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");
	char *first;

	(void)state;
	terminal_type(t, "s");
	terminal_expect(t, "1/1,131");
	expect_row(t, 21, "/2026", true); /* drawn after the first one */
	first = terminal_row(t, LIST);
	terminal_type(t, DELETE);
	terminal_expect(t, "Taken out of the count");
	expect_row(t, LIST, first, false);
	terminal_type(t, "u");
	terminal_expect(t, "Taken back");
	expect_row(t, LIST, first, true);
	terminal_type(t, "\r" DELETE);
	terminal_expect(t, "Taken out of the count");
	terminal_expect(t, "taken out of the count");
	terminal_type(t, DELETE);
	terminal_expect(t, "Put back into the count");
	free(first);
	laptop_leave(t);
}

/* Both ends are near: from the last one up, and back to the first. */
static void the_ends_of_a_long_list_are_near(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");
	char *last;

	(void)state;
	terminal_type(t, "s");
	terminal_expect(t, "1/1,131");
	terminal_type(t, END);
	terminal_expect(t, "1,131/1,131");
	expect_cursor(t, 21, 1);
	last = terminal_row(t, 21);
	terminal_type(t, "o"); /* the other way round it is the first */
	terminal_expect(t, "1/1,131");
	expect_row(t, LIST, last, true);
	terminal_type(t, "o" END);
	terminal_expect(t, "1,131/1,131");
	for (int i = 0; i < 40; i++) /* over several stretches of keys */
		terminal_type(t, "\033[5~");
	terminal_expect(t, "371/1,131");
	terminal_type(t, HOME_KEY);
	terminal_expect(t, "1/1,131");
	for (int i = 0; i < 60; i++)
		terminal_type(t, "\033[6~");
	terminal_expect(t, "1,131/1,131");
	expect_row(t, 21, last, true);
	free(last);
	/* A search is not counted to the end; from the end it is counted on the way up. */
	terminal_type(t, HOME_KEY "/h");
	terminal_expect(t, "1/200+");
	terminal_type(t, UP END);
	terminal_expect_gone(t, "1/200+");
	terminal_expect(t, "200+");
	for (int i = 0; i < 70; i++)
		terminal_type(t, "\033[5~");
	terminal_expect_gone(t, "200+");
	terminal_expect(t, "1/");
	laptop_leave(t);
}

/* What is taken out in the middle leaves the cursor where it is. */
static void a_change_far_down_keeps_the_place(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s" END);
	terminal_expect(t, "1,131/1,131");
	terminal_type(t, UP UP UP);
	terminal_expect(t, "1,128/1,131");
	terminal_type(t, DELETE);
	terminal_expect(t, "Taken out of the count");
	terminal_expect(t, "1,128/1,131"); /* it stays in sight */
	terminal_type(t, "u");
	terminal_expect(t, "Taken back");
	terminal_expect(t, "1,128/1,131");
	laptop_leave(t);
}

/* ---- a household ---- */

static void a_household_is_mended(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s/h069\r\r");
	terminal_expect(t, "Household 99001-02/H069");
	terminal_expect(t, "Open follow-ups");
	terminal_expect(t, "Visits");
	terminal_type(t, "e");
	terminal_expect(t, "Household H069 đối diện trường mầm non: Edit");
	expect_cursor(t, 2, 33);
	terminal_type(t, "\t\t \t\t\t\t\t\025cổng xanh" CTRL_S);
	terminal_expect(t, "Saved");
	terminal_expect(t, "cổng xanh");
	terminal_expect(t, "Household business");
	terminal_type(t, "u");
	terminal_expect(t, "Taken back");
	expect_row(t, 4, "cổng xanh", false);
	laptop_leave(t);
}

static void identity_numbers_are_asked_about_twice(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s/h069\r\re\t\t\t\t\t\t\t\025" "079123456789" CTRL_S);
	terminal_expect(t, "A long number");
	terminal_type(t, "\025" ESC);
	terminal_expect(t, "Not saved yet");
	terminal_type(t, ESC);
	terminal_expect(t, "Visits");
	assert_false(terminal_has(t, "079123456789"));
	laptop_leave(t);
}

static void a_new_snapshot_begins_with_the_newest(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s/h069\r\rs");
	terminal_expect(t, "Digital status H069 đối diện trường mầm non: Add");
	terminal_expect(t, "21/11/2026");
	/* The figures stand in groups, so that nobody has two dozen boxes before him. */
	expect_row(t, 3, "People", true);
	expect_row(t, 4, " 2", true);
	expect_row(t, 7, "Devices", true);
	expect_row(t, 11, "Accounts", true);
	terminal_type(t, "\t1"); /* types over the 2 */
	terminal_expect(t, "Residents");
	terminal_type(t, CTRL_S); /* one resident, two adults */
	terminal_expect(t, "more than there can be");
	terminal_type(t, UP UP UP "\t3" CTRL_S);
	terminal_expect(t, "Digital status 21/11/2026");
	terminal_expect(t, "earlier figures");
	laptop_leave(t);
}

/* ---- follow-ups ---- */

static void follow_ups_are_closed(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "f");
	terminal_expect(t, "Overdue:");
	expect_row(t, 2, "14/02/2026", true);
	expect_cursor(t, 2, 1);
	terminal_type(t, "d");
	terminal_expect(t, "Follow-up done");
	expect_row(t, 2, "14/02/2026", false);
	terminal_type(t, DOWN DELETE);
	terminal_expect(t, "Follow-up cancelled");
	terminal_type(t, "u");
	terminal_expect(t, "Taken back");
	terminal_type(t, "uu");
	expect_row(t, 2, "14/02/2026", true);
	terminal_type(t, END "d");
	terminal_expect(t, "leaves the list once");
	terminal_type(t, "\r");
	terminal_expect(t, "Household 99001-01/H054");
	laptop_leave(t);
}

/* ---- registers ---- */

static void registers_are_kept(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h");
	terminal_expect(t, "List of households");
	terminal_type(t, "\r");
	terminal_expect(t, "1/2");
	terminal_type(t, DELETE);
	terminal_expect(t, "it stays");
	terminal_type(t, "a03\t" CTRL_S); /* a team types the number: another would be proposed the same */
	terminal_expect(t, "Required, and not given");
	expect_cursor(t, 3, 13);
	terminal_type(t, "Xóm Mới" CTRL_S);
	terminal_expect(t, "99001-03");
	expect_row(t, LIST + 2, "Xóm Mới", true);
	expect_cursor(t, LIST + 2, 1);
	terminal_type(t, "\ra");
	terminal_expect(t, "Xóm Mới (99001-03)");
	terminal_expect(t, "H001");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved");
	expect_row(t, LIST, "H001", true);
	terminal_type(t, DELETE);
	terminal_expect(t, "Taken out of the count");
	expect_row(t, LIST, "H001 ─", true);
	terminal_type(t, ESC "\r");
	terminal_expect(t, "None yet");
	laptop_leave(t);
}

/* ---- sizes ---- */

static void every_screen_fits(void **state)
{
	static const struct {
		const char *keys, *title, *shown;
	} screens[] = {
		{ "s", "Guidance sessions", "Date " },
		{ "s/h069\r", "Guidance session", "Village " },
		{ "s/h069\r\r", "Household 99001-02/H069", "Open follow-ups" },
		{ "s/h069\r\rs", "Digital status H069 đố", "‹ yes ›" },
		{ "f", "Follow-ups and next visits", "Overdue:" },
		{ "h", "Registers", "Villages " },
		{ "h" DOWN "\r", "List of households", "H001" },
	};
	static const int sizes[][2] = { { 60, 20 }, { 200, 60 }, { 80, 24 } };
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
		t = laptop_open(80, 24, "en");
		terminal_type(t, screens[i].keys);
		terminal_expect(t, screens[i].shown);
		for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
			terminal_resize(t, sizes[k][0], sizes[k][1]);
			terminal_expect(t, "Help");
			terminal_expect(t, screens[i].shown);
			expect_row(t, 0, screens[i].title, true);
			expect_row(t, sizes[k][1] - 1, "Help", true);
		}
		terminal_type(t, "\007"); /* ^G: what the keys are, also while typing */
		terminal_expect(t, "Keyboard shortcuts");
		laptop_stop(state);
	}
}

#define READS(name) cmocka_unit_test_teardown(name, laptop_stop)
#define CHANGES(name) cmocka_unit_test_setup_teardown(name, make_vault, laptop_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		READS(a_search_narrows_with_every_letter),
		READS(a_number_finds_the_household),
		READS(signs_alone_find_nothing),
		READS(enter_opens_and_escape_comes_back),
		READS(filters_and_order),
		READS(the_ends_of_a_long_list_are_near),
		CHANGES(a_change_far_down_keeps_the_place),
		CHANGES(a_session_is_taken_out_and_put_back),
		CHANGES(a_household_is_mended),
		READS(identity_numbers_are_asked_about_twice),
		CHANGES(a_new_snapshot_begins_with_the_newest),
		CHANGES(follow_ups_are_closed),
		READS(registers_are_kept),
		CHANGES(every_screen_fits),
	};

	return cmocka_run_group_tests_name("find", tests, make_vault, NULL);
}
