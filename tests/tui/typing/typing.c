/* Typing Vietnamese on the screen: what it takes up, what it leaves alone, what it says of itself. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

#define CTRL_T "\024"

enum { FOOTER = 23 };

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("typing");
	return 0;
}

/* Where one searches the sessions: a field of words. */
static struct terminal *open_search(void)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	terminal_type(t, "s/");
	expect_row(t, FOOTER, "Telex  Esc", true);
	return t;
}

static void backspace_over_a_space_takes_the_word_up_again(void **state)
{
	struct terminal *t = open_search();

	(void)state;
	terminal_type(t, "ban " BACKSPACE "r ");
	terminal_expect(t, "Tìm kiếm bản");
	terminal_type(t, "nguow " BACKSPACE "if ");
	terminal_expect(t, "Tìm kiếm bản người");
	terminal_type(t, "wi " BACKSPACE "fi ");
	terminal_expect(t, "Tìm kiếm bản người wifi");
	laptop_leave(t);
}

static void foreign_words_and_addresses_come_out_letter_by_letter(void **state)
{
	struct terminal *t = open_search();

	(void)state;
	terminal_type(t, "Official MoMo Napas soos ");
	terminal_expect(t, "Tìm kiếm Official MoMo Napas số");
	terminal_type(t, CTRL_U "mof.gov.vn hoas@xa.vn xax ");
	terminal_expect(t, "Tìm kiếm mof.gov.vn hoas@xa.vn xã");
	laptop_leave(t);
}

static void vni_leaves_figures_alone(void **state)
{
	struct terminal *t = open_search();

	(void)state;
	terminal_type(t, CTRL_T);
	expect_row(t, FOOTER, "VNI  Esc", true);
	terminal_type(t, "12A1 Win11 qu11 ho65 10ho65 ");
	terminal_expect(t, "Tìm kiếm 12A1 Win11 qu11 hộ 10hộ");
	terminal_type(t, CTRL_T CTRL_T); /* off, and Telex again for the other tests */
	expect_row(t, FOOTER, "Telex  Esc", true);
	laptop_leave(t);
}

static void telex_that_stands_aside_says_so_and_comes_back(void **state)
{
	struct terminal *t = open_search();

	(void)state;
	terminal_type(t, "ế aas ");
	terminal_expect(t, "Tìm kiếm ế aas");
	expect_row(t, FOOTER, "Telex nghỉ (^T)", true);
	terminal_type(t, CTRL_T "aas ");
	terminal_expect(t, "Tìm kiếm ế aas ấ");
	expect_row(t, FOOTER, "nghỉ", false);
	expect_row(t, FOOTER, "Telex  Esc", true);
	laptop_leave(t);
}

static void one_letter_pasted_does_not_put_it_aside(void **state)
{
	struct terminal *t = open_search();

	(void)state;
	terminal_paste(t, "ế");
	terminal_expect(t, "Tìm kiếm ế");
	terminal_type(t, " aas ");
	terminal_expect(t, "Tìm kiếm ế ấ");
	expect_row(t, FOOTER, "Telex  Esc", true);
	laptop_leave(t);
}

static void a_path_is_typed_as_it_is(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "wx");
	terminal_expect(t, "Tên tệp");
	terminal_type(t, "\t" CTRL_U "/tmp/hooj/baos.csv");
	terminal_expect(t, "/tmp/hooj/baos.csv");
	expect_row(t, FOOTER, "Telex", false);
	laptop_leave(t);
}

static void a_code_is_typed_as_it_is_and_a_name_goes_on_where_it_was_left(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "h\ra" CTRL_U "khuas");
	terminal_expect(t, "khuas");
	expect_row(t, FOOTER, "Telex", false);
	terminal_type(t, "\tKhu");
	expect_row(t, FOOTER, "Telex  Esc", true);
	terminal_type(t, "\t" SHIFT_TAB "as");
	terminal_expect(t, "Khúa");
	terminal_expect(t, "khuas");
	/* Saved in the middle of a word, that has ended, too. */
	terminal_type(t, SHIFT_TAB CTRL_U "26572-09\t" CTRL_U "Web" CTRL_S);
	terminal_expect(t, "Đã lưu");
	terminal_expect(t, "26572-09");
	terminal_expect(t, " Web");
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(backspace_over_a_space_takes_the_word_up_again,
					  laptop_stop),
		cmocka_unit_test_teardown(foreign_words_and_addresses_come_out_letter_by_letter,
					  laptop_stop),
		cmocka_unit_test_teardown(vni_leaves_figures_alone, laptop_stop),
		cmocka_unit_test_teardown(telex_that_stands_aside_says_so_and_comes_back,
					  laptop_stop),
		cmocka_unit_test_teardown(one_letter_pasted_does_not_put_it_aside, laptop_stop),
		cmocka_unit_test_teardown(a_path_is_typed_as_it_is, laptop_stop),
		cmocka_unit_test_teardown(
			a_code_is_typed_as_it_is_and_a_name_goes_on_where_it_was_left, laptop_stop),
	};

	return cmocka_run_group_tests(tests, make_vault, NULL);
}
