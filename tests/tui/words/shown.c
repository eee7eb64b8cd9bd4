/* The words of docs/words.md, where a person reads them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("shown");
	laptop_prints("echo '{\"code\":\"26572-07\",\"name\":\"Ấp Một\",\"households\":1}' |",
		      "village add --json");
	return 0;
}

/* One cause, one sentence, whole also in a narrow window. */
static void a_refused_code_says_why(void **state)
{
	struct terminal *t = laptop_open(60, 20, "vi");

	(void)state;
	terminal_type(t, "h\ra");
	terminal_expect(t, "Thôn: Thêm");
	terminal_type(t, CTRL_U "26572-01\tXom Moi" CTRL_S);
	terminal_expect(t, "Đã có rồi (không phân biệt chữ hoa, chữ thường)");
	terminal_type(t, CTRL_U "265-1" CTRL_S);
	terminal_expect(t, "Năm chữ số, gạch nối, hai đến bốn chữ số, như 26572-01");
	laptop_stop(state);
}

static void one_household_is_no_households(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h\r");
	terminal_expect(t, "1 household");
	assert_false(terminal_has(t, "1 households"));
	laptop_leave(t);
}

static void what_is_empty_and_not_looked_for_is_hidden(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "h" DOWN "\r\r");
	terminal_expect(t, "Số nhà, đặc điểm");
	terminal_expect(t, "nhà cổng xanh");
	assert_false(terminal_has(t, "Được hướng dẫn từ"));
	laptop_leave(t);
}

/* The clock stands at 21/11: no example is a day that would be refused. */
static void examples_are_of_today(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "n1\r2101\t\t\tgoi\r");
	terminal_expect(t, "28/11, hoặc +7 là bảy ngày nữa");
	terminal_type(t, CTRL_X SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB);
	terminal_expect(t, "21, 21/11 hoặc 21/11/2026");
	laptop_leave(t);
}

static void ctrl_s_has_the_verb_of_its_form(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "wc");
	terminal_expect(t, "^S Chốt");
	terminal_type(t, ESC);
	terminal_expect(t, "x Xuất tệp");
	terminal_type(t, "x");
	terminal_expect(t, "^S Xuất");
	terminal_type(t, CTRL_G);
	terminal_expect(t, "Shift+Tab");
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_refused_code_says_why, laptop_stop),
		cmocka_unit_test_teardown(one_household_is_no_households, laptop_stop),
		cmocka_unit_test_teardown(what_is_empty_and_not_looked_for_is_hidden, laptop_stop),
		cmocka_unit_test_teardown(examples_are_of_today, laptop_stop),
		cmocka_unit_test_teardown(ctrl_s_has_the_verb_of_its_form, laptop_stop),
	};

	return cmocka_run_group_tests_name("shown", tests, make_vault, NULL);
}
