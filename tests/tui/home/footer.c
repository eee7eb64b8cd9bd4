/* What the last line of a screen names, and the one above it where that has no room. */
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
	laptop_make_small("footer");
	return 0;
}

static void the_main_screen_names_what_it_can_do(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_expect(t, "Đang có trong sổ: 0 lượt"); /* and nothing of sending, which is to come */
	assert_false(terminal_has(t, "gửi"));
	expect_row(t, 23, "f Theo dõi  h Danh mục", true);
	expect_row(t, 22, "u Hoàn tác  t Ngày đầu", true);
	expect_row(t, 22, "c Cài đặt", true);
	expect_row(t, 22, "Esc", false); /* there is nowhere to go back to */
	terminal_type(t, "d"); /* a message takes the row, until it is gone */
	expect_row(t, 22, "Máy đang đúng ngày", true);
	expect_row(t, 22, "c Cài đặt", false);
	terminal_resize(t, 60, 20);
	laptop_leave(t);
}

static void at_60_columns_no_key_is_lost(void **state)
{
	struct terminal *t = laptop_open(60, 20, "vi");

	(void)state;
	expect_row(t, 19, "n Ghi lượt", true);
	expect_row(t, 18, "f Theo dõi  h Danh mục", true);
	terminal_type(t, "w");
	expect_row(t, 19, "c Chốt kỳ", true);
	expect_row(t, 18, "x Xuất tệp", true);
	terminal_type(t, ESC "h" DOWN "\r\r");
	terminal_expect(t, "Hộ 26572-01/H001");
	expect_row(t, 19, "n Ghi lượt  s Tình trạng", true);
	expect_row(t, 18, "e Sửa", true);
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_main_screen_names_what_it_can_do, laptop_stop),
		cmocka_unit_test_teardown(at_60_columns_no_key_is_lost, laptop_stop),
	};

	return cmocka_run_group_tests_name("footer", tests, make_vault, NULL);
}
