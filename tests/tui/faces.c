/* A household stands as its code and what one knows it by, a person by the given name, at any width. */
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

#define FACE "H028 Gần chợ, nhà có cây xoài"
#define NAME "Nguyễn Hoàng Thị Kim Lan"

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("faces");
	laptop_prints("echo '{\"village\":\"26572-01\",\"code\":\"H028\","
		      "\"hint\":\"Gần chợ, nhà có cây xoài\"}' |", "household add --json");
	laptop_prints("echo '{\"code\":\"" NAME "\",\"name\":\"" NAME "\",\"role\":\"thanh_vien\"}' |",
		      "member add --json");
	laptop_prints("printf '%s\\n'"
		      " '{\"date\":\"2026-11-21\",\"time\":\"08:30\",\"village\":\"26572-01\","
		      "\"household\":\"H028\",\"channel\":\"tai_nha\",\"people\":2,\"topics\":"
		      "[{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\"}],\"followups\":"
		      "[{\"kind\":\"den_lai\",\"due\":\"2026-11-24\",\"topic\":\"VNEID2\"}],"
		      "\"note\":\"hẹn gặp cháu Tuấn\",\"by\":[\"" NAME "\"]}'"
		      " '{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"H028\","
		      "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}'"
		      " '{\"date\":\"2026-11-19\",\"village\":\"26572-01\",\"household\":\"H001\","
		      "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}' |", "log");
	return 0;
}

static void a_household_has_its_face_everywhere(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_expect(t, "08:30 " FACE " · "); /* the main screen */
	terminal_type(t, "s");
	terminal_expect(t, "H028 Gần chợ, nhà có câ…");
	expect_row(t, 3, "H028 Gần chợ", true);
	expect_row(t, 5, "H001 nhà cổng xanh", true);
	terminal_type(t, "\r"); /* a record, and the way to its household */
	terminal_expect(t, "History:");
	terminal_expect(t, FACE);
	terminal_type(t, "\r");
	terminal_expect(t, "Household 26572-01/H028 Gần chợ");
	terminal_type(t, "s");
	terminal_expect(t, "Digital status H028 Gần");
	terminal_expect(t, ": Add");
	terminal_type(t, "4" CTRL_S);
	terminal_expect(t, "Saved · " FACE);
	terminal_type(t, "e");
	terminal_expect(t, "Household H028 Gần chợ");
	terminal_type(t, "\t\t\t\t\t\t\t\025" "trước đình" CTRL_S);
	terminal_expect(t, "Saved · H028 trước đình");
	terminal_expect(t, "Household 26572-01/H028 trước đình");
	terminal_type(t, "u");
	terminal_expect(t, "Household 26572-01/H028 Gần chợ");
	laptop_home(t);
	terminal_type(t, "f");
	terminal_expect(t, "24/11/2026 H028 Gần chợ, nhà có cây");
	terminal_expect(t, " H001 nhà cổng xanh"); /* whom to visit next */
	laptop_home(t);
	terminal_type(t, "w\r"); /* behind a figure */
	terminal_expect(t, "Counted here");
	terminal_expect(t, "H028 Gần chợ");
	laptop_home(t);
	laptop_leave(t);
}

static void what_is_saved_and_what_was_changed_name_it(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n28\r2101" CTRL_S);
	terminal_expect(t, "Saved · " FACE);
	terminal_type(t, "n+\r");
	terminal_expect(t, "Landmark");
	terminal_type(t, "cuoosi xosm\r1001" CTRL_S);
	terminal_expect(t, "Saved · H029 cuối xóm");
	/* The household of a visit is put right. */
	terminal_type(t, "s/h029\re");
	terminal_expect(t, "Household H029 cuối xóm");
	terminal_type(t, SHIFT_TAB "1\r" CTRL_S); /* from the people back */
	terminal_expect(t, "Saved · H001 nhà cổng xanh");
	terminal_expect(t, "H029 cuối xóm → H001 nhà cổng xanh");
	laptop_home(t);
	laptop_leave(t);
}

static void it_is_cut_from_the_end_of_the_hint(void **state)
{
	struct terminal *t = laptop_open(60, 20, "vi");

	(void)state;
	terminal_expect(t, FACE);
	terminal_type(t, "s");
	terminal_expect(t, "H028 Gần chợ, nhà…");
	terminal_type(t, "\r\r");
	terminal_expect(t, "26572-01/H028");
	terminal_type(t, ESC ESC ESC "f");
	terminal_expect(t, "H028 Gần chợ, nh");
	laptop_home(t);
	laptop_leave(t);
}

static void a_broad_screen_has_the_whole_of_it_and_the_note(void **state)
{
	struct terminal *t = laptop_open(130, 40, "vi");

	(void)state;
	terminal_expect(t, FACE " · ");
	terminal_type(t, "s");
	terminal_expect(t, FACE " ");
	expect_row(t, 3, "hẹn gặp cháu Tuấn", true);
	terminal_type(t, DOWN "\r\r");
	terminal_expect(t, "26572-01/" FACE);
	terminal_expect(t, "hẹn gặp cháu Tuấn");
	terminal_type(t, ESC ESC ESC "f");
	terminal_expect(t, FACE " ");
	terminal_expect(t, "hẹn gặp cháu Tuấn");
	terminal_resize(t, 80, 24);
	terminal_expect(t, "H028 Gần chợ, nhà có cây…");
	laptop_home(t);
	laptop_leave(t);
}

/* Which village where there are several: households of two may bear one code. */
static void the_village_stands_with_it_where_there_are_several(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("echo '{\"code\":\"26572-02\",\"name\":\"Ấp Nam\"}' |", "village add --json");
	laptop_prints("echo '{\"village\":\"26572-02\",\"code\":\"H028\"}' |", "household add --json");
	laptop_prints("printf '%s\\n'"
		      " '{\"date\":\"2026-11-18\",\"village\":\"26572-02\",\"household\":\"H028\","
		      "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}' |", "log");
	t = laptop_open(80, 24, "vi");
	terminal_type(t, "s");
	terminal_expect(t, "H028 Gần chợ,… · Ấp Bắc");
	terminal_expect(t, "H028 · Ấp Nam");
	terminal_resize(t, 130, 40);
	terminal_expect(t, FACE " · Ấp Bắc");
	terminal_resize(t, 60, 20);
	terminal_expect(t, "H028 Gần chợ, nhà…");
	laptop_home(t);
	laptop_leave(t);
}

/* Where one code is borne in two villages, also where there is no heading to say which. */
static void todays_visits_name_the_village_of_a_shared_code(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("printf '%s\\n'"
		      " '{\"date\":\"2026-11-21\",\"time\":\"08:45\",\"village\":\"26572-02\",\"household\":\"H028\","
		      "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}' |", "log");
	t = laptop_open(80, 24, "vi");
	terminal_expect(t, "08:45 H028 · Ấp Nam");
	terminal_expect(t, "xoài · Ấp Bắc");
	laptop_leave(t);
}

static void no_hint_is_in_what_leaves_the_laptop(void **state)
{
	(void)state;
	assert_null(strstr(laptop_prints("", "list --json"), "Gần chợ"));
	assert_null(strstr(laptop_prints("", "list"), "Gần chợ"));
	assert_null(strstr(laptop_prints("", "followup list --json"), "Gần chợ"));
	assert_null(strstr(laptop_prints("", "summary --week 2026-W47 --format csv -o -"), "Gần chợ"));
	assert_null(strstr(laptop_prints("", "summary --week 2026-W47 --format json"), "Gần chợ"));
}

static void a_cut_name_keeps_the_given_name(void **state)
{
	struct terminal *t = laptop_open(60, 20, "vi");

	(void)state;
	terminal_type(t, "h" DOWN DOWN DOWN "\r"); /* the members */
	terminal_expect(t, "…Thị Kim Lan");
	laptop_home(t);
	terminal_type(t, "se"); /* who was there, in the form */
	terminal_expect(t, "Kim Lan");
	terminal_type(t, ESC);
	laptop_home(t);
	laptop_leave(t);
}

/* Where a row ends right behind a face that was cut, one ellipsis says so. */
static void what_was_cut_is_not_cut_again(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("echo '{\"hint\":\"Gần chợ, nhà có cây xoài, cổng sắt xanh\"}' |",
		      "edit 26572-01/H028");
	t = laptop_open(60, 20, "en");
	for (int cols = 50; cols > 43; cols--) {
		terminal_resize(t, cols, 30); /* high enough for the visits of today */
		terminal_expect(t, "08:30 H028 Gần chợ");
		assert_false(terminal_has(t, "……"));
	}
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(it_is_cut_from_the_end_of_the_hint, laptop_stop),
		cmocka_unit_test_teardown(a_broad_screen_has_the_whole_of_it_and_the_note, laptop_stop),
		cmocka_unit_test_teardown(a_household_has_its_face_everywhere, laptop_stop),
		cmocka_unit_test_teardown(what_is_saved_and_what_was_changed_name_it, laptop_stop),
		cmocka_unit_test(no_hint_is_in_what_leaves_the_laptop),
		cmocka_unit_test_teardown(a_cut_name_keeps_the_given_name, laptop_stop),
		cmocka_unit_test_teardown(the_village_stands_with_it_where_there_are_several,
					  laptop_stop),
		cmocka_unit_test_teardown(todays_visits_name_the_village_of_a_shared_code, laptop_stop),
		cmocka_unit_test_teardown(what_was_cut_is_not_cut_again, laptop_stop),
	};

	return cmocka_run_group_tests_name("faces", tests, make_vault, NULL);
}
