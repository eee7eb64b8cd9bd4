/* Finding by a few keys, in every picker and list: the keys as they are, and what Telex or VNI makes of them. */
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

#define CTRL_T "\024"

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("pickers");
	laptop_prints("echo '{\"code\":\"26572-02\",\"name\":\"Bình Châu\"}' |", "village add --json");
	laptop_prints("printf '%s\\n'"
		      " '{\"village\":\"26572-01\",\"code\":\"H028\",\"hint\":\"Gần chợ, nhà có cây xoài\"}'"
		      " '{\"village\":\"26572-01\",\"code\":\"H201\",\"hint\":\"sau đình\"}' |",
		      "household add --json");
	laptop_prints("printf '%s\\n'"
		      " '{\"code\":\"Hùng\",\"name\":\"Trần Văn Hùng\",\"role\":\"thanh_vien\"}'"
		      " '{\"code\":\"Đào\",\"name\":\"Lê Thị Đào\",\"role\":\"thanh_vien\"}' |",
		      "member add --json");
	laptop_prints("printf '%s\\n'"
		      " '{\"date\":\"2026-11-19\",\"village\":\"26572-01\",\"household\":\"H001\","
		      "\"channel\":\"tai_nha\",\"people\":1,\"topics\":[{\"topic\":\"KNDT\",\"outcome\":"
		      "\"tu_lam\"}],\"note\":\"hẹn cháu Tuấn; cài app test\"}' |", "log");
	return 0;
}

static int households(void)
{
	int n = 0;

	for (const char *at = laptop_prints("", "household list"); *at; at = strchr(at, '\n') + 1)
		n++;
	return n;
}

/* The form of a new visit, in the household field, after these keys. */
static struct terminal *form_with(struct terminal *t, const char *keys)
{
	terminal_type(t, "n");
	terminal_expect(t, "+: new household");
	terminal_type(t, keys);
	return t;
}

static void drop_form(struct terminal *t)
{
	terminal_type(t, CTRL_X);
	laptop_home(t);
}

/* ---- a household ---- */

static void telex_and_vni_find_the_household_that_is_there(void **state)
{
	static const char *const typed[] = { "chowj", "Gaanf chowj", "cho", "chợ", "gc", "xoaif caay",
					     "28", "h028" };
	int before = households();
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
		form_with(t, typed[i]);
		terminal_expect(t, ">H028  Gần chợ, nhà có cây xoài");
		terminal_type(t, "\r");
		terminal_expect(t, "Household H028 Gần chợ, nhà có cây xoài");
		drop_form(t);
	}
	form_with(t, CTRL_T "cho75"); /* VNI from here on */
	terminal_expect(t, ">H028  Gần chợ");
	terminal_type(t, "\r");
	terminal_expect(t, "Household H028 Gần chợ");
	terminal_type(t, CTRL_T CTRL_T); /* off, Telex */
	drop_form(t);
	laptop_leave(t);
	assert_int_equal(households(), before);
}

static void a_new_household_is_last_and_only_taken_when_asked_for(void **state)
{
	int before = households();
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	/* What matches none: it has to be chosen, Enter alone makes nothing. */
	form_with(t, "zzz");
	terminal_expect(t, "No such household");
	terminal_expect(t, "+ H202  new household");
	assert_false(terminal_has(t, ">+ H202"));
	terminal_type(t, "\r");
	terminal_expect(t, "No such household");
	terminal_type(t, CTRL_U "h029\r");
	terminal_expect(t, "+ H029  new household");
	terminal_expect(t, "No such household");
	/* A number that is new, a `+`, a `+` and a number. */
	terminal_type(t, CTRL_U "99");
	terminal_expect(t, ">+ H099  new household");
	terminal_type(t, CTRL_U "+");
	terminal_expect(t, ">+ H202  new household");
	terminal_type(t, "77");
	terminal_expect(t, ">+ H077  new household");
	/* What is there comes first, whatever is typed. */
	terminal_type(t, CTRL_U "+28");
	terminal_expect(t, ">H028  Gần chợ");
	terminal_type(t, CTRL_U "20");
	terminal_expect(t, ">H201  sau đình");
	terminal_expect(t, "  + H020  new household");
	terminal_type(t, CTRL_U "zzz" DOWN);
	terminal_expect(t, ">+ H202  new household");
	terminal_type(t, "\r");
	terminal_expect(t, "Landmark");
	drop_form(t);
	laptop_leave(t);
	assert_int_equal(households(), before);
}

/* ---- the other pickers of the form ---- */

static void every_picker_of_the_form_reads_telex(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "n");
	terminal_expect(t, "Lưu, ghi tiếp");
	terminal_type(t, SHIFT_TAB "Binhf Chaau");
	terminal_expect(t, ">26572-02  Bình Châu");
	terminal_type(t, CTRL_U "binh chau");
	terminal_expect(t, ">26572-02  Bình Châu");
	terminal_type(t, CTRL_U "aasp bawcs\r");
	terminal_expect(t, "Ấp Bắc");
	terminal_type(t, "1\r210" "giaays towf\r"); /* topics */
	terminal_expect(t, "> Giấy tờ vào VNeID");
	terminal_type(t, "/maatj khaaur"); /* why it did not work */
	terminal_expect(t, ">Quên mật khẩu");
	terminal_type(t, "\r\t\tddaof");
	terminal_expect(t, ">Lê Thị Đào");
	terminal_type(t, "\r\t" "goij laij");
	terminal_expect(t, ">Gọi điện lại");
	drop_form(t);
	laptop_leave(t);
}

static void a_list_that_goes_on_says_where_one_is(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	form_with(t, "1\r210" "k");
	terminal_expect(t, "1/");
	terminal_type(t, DOWN DOWN);
	terminal_expect(t, "3/");
	drop_form(t);
	terminal_type(t, "?" DOWN DOWN);
	terminal_expect(t, "Find, open");
	assert_false(terminal_has(t, "3/")); /* all of it shows */
	terminal_resize(t, 60, 12);
	terminal_expect(t, "3/");
	laptop_home(t);
	laptop_leave(t);
}

/* ---- searches ---- */

static void a_search_finds_the_keys_and_what_they_make(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s/tuaans");
	terminal_expect(t, "tuấn");
	terminal_expect(t, "1/1");
	terminal_type(t, CTRL_U "test"); /* tét, to Telex */
	terminal_expect(t, "tét");
	terminal_expect(t, "1/1");
	terminal_type(t, " app");
	terminal_expect(t, "1/1");
	terminal_type(t, BACKSPACE BACKSPACE BACKSPACE BACKSPACE BACKSPACE "n"); /* te, ten */
	terminal_expect(t, "No results");
	laptop_home(t);
	terminal_type(t, "h" DOWN "\r");
	terminal_expect(t, "sau đình");
	terminal_type(t, "/xoaif");
	terminal_expect_gone(t, "sau đình");
	terminal_expect(t, "H028");
	laptop_home(t);
	laptop_leave(t);
}

static void the_palette_finds_the_words_of_the_footer(void **state)
{
	static const struct {
		const char *typed, *found;
	} words[] = {
		{ "cai dat", "Cài đặt" }, { "cafi ddawtj", "Cài đặt" }, { "danh muc", "Danh mục" },
		{ "danh mục", "Danh mục" }, { "thoat", "Thoát" },
	};
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		terminal_type(t, ":");
		terminal_expect(t, "Mọi thao tác");
		terminal_type(t, words[i].typed);
		expect_row(t, 3, words[i].found, true);
		expect_row(t, 4, " ", false);
		laptop_home(t);
	}
	terminal_type(t, ":xyzzy\r");
	terminal_expect(t, "Không tìm thấy kết quả");
	laptop_home(t);
	terminal_type(t, ":quay lai"); /* there is nowhere to go back to */
	terminal_expect(t, "Không tìm thấy kết quả");
	laptop_home(t);
	laptop_leave(t);
}

static void what_the_palette_cannot_do_now_is_said(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s/xyzzy");
	terminal_expect(t, "No results");
	terminal_type(t, UP ":edit it\r");
	terminal_expect(t, "Not possible here now: Edit");
	laptop_home(t);
	terminal_type(t, "n");
	terminal_expect(t, "Code or hint");
	terminal_type(t, "\020" "digital\r"); /* ^P; nothing is proposed without topics */
	terminal_expect(t, "Not possible here now");
	laptop_home(t); /* nothing was typed: ^X would bring back what was dropped before */
	laptop_leave(t);
}

static void a_choice_of_a_form_is_found_by_its_letters(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "h" DOWN "\ra");
	terminal_expect(t, "‹ Ấp Bắc (26572-01) ›");
	terminal_type(t, "chaau");
	terminal_expect(t, "‹ Bình Châu (26572-02) ›");
	terminal_type(t, ESC ESC);
	laptop_home(t);
	laptop_leave(t);
}

static void the_first_run_finds_a_unit_by_telex(void **state)
{
	char path[600];
	char *argv[] = { getenv("SOTAY"), "--vault", path, "--lang", "vi", NULL };
	struct terminal *t;

	(void)state;
	snprintf(path, sizeof path, "%s/nothing/sotay.vault", getenv("HOME"));
	t = laptop_runs(terminal_open(80, 24, argv, NULL));
	terminal_expect(t, "> Tiếng Việt");
	terminal_type(t, "\r\r");
	terminal_expect(t, "1/");
	terminal_type(t, "hoof chis");
	terminal_expect(t, "> 79  ");
	terminal_type(t, "\r");
	terminal_expect(t, "1/1");
	terminal_type(t, "Binhf Chaau");
	terminal_expect(t, "> 26");
	terminal_expect(t, "Xã Bình Châu");
	terminal_type(t, CTRL_U "bình châu");
	terminal_expect(t, "Xã Bình Châu");
}

/* ---- fields ---- */

static void a_field_comes_back_when_there_is_room(void **state)
{
	struct terminal *t = laptop_open(60, 20, "en");

	(void)state;
	terminal_type(t, "n1\r2101\t\t\t\t");
	terminal_expect(t, "Optional");
	terminal_paste(t, "one two three four five six seven eight nine ten eleven twelve");
	terminal_expect(t, "twelve");
	assert_false(terminal_has(t, "one two"));
	terminal_resize(t, 130, 40);
	terminal_expect(t, "one two three four");
	terminal_expect(t, "twelve");
	drop_form(t);
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(telex_and_vni_find_the_household_that_is_there, laptop_stop),
		cmocka_unit_test_teardown(a_new_household_is_last_and_only_taken_when_asked_for,
					  laptop_stop),
		cmocka_unit_test_teardown(every_picker_of_the_form_reads_telex, laptop_stop),
		cmocka_unit_test_teardown(a_list_that_goes_on_says_where_one_is, laptop_stop),
		cmocka_unit_test_teardown(a_search_finds_the_keys_and_what_they_make, laptop_stop),
		cmocka_unit_test_teardown(the_palette_finds_the_words_of_the_footer, laptop_stop),
		cmocka_unit_test_teardown(what_the_palette_cannot_do_now_is_said, laptop_stop),
		cmocka_unit_test_teardown(a_choice_of_a_form_is_found_by_its_letters, laptop_stop),
		cmocka_unit_test_teardown(the_first_run_finds_a_unit_by_telex, laptop_stop),
		cmocka_unit_test_teardown(a_field_comes_back_when_there_is_room, laptop_stop),
	};

	return cmocka_run_group_tests_name("pickers", tests, make_vault, NULL);
}
