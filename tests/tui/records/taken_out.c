/* What is changed in a list without a form: by which keys, how it shows, how it is taken back. */
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

enum { LIST = 3 };

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("taken");
	laptop_prints("printf '%s\\n' '{\"date\":\"2026-11-17\",\"village\":\"26572-01\","
		      "\"household\":\"H001\",\"channel\":\"tai_nha\",\"people\":2,"
		      "\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\"}],"
		      "\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-18\"},"
		      "{\"kind\":\"goi_lai\",\"due\":\"2026-11-20\"}]}'"
		      " '{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"household\":\"H012\","
		      "\"channel\":\"tai_nha\",\"people\":1,\"topics\":[{\"topic\":\"VNEID2\","
		      "\"outcome\":\"hen_lai\"}]}' |", "log");
	return 0;
}

static void has(const char *command, const char *text, bool wanted)
{
	const char *out = laptop_prints("", command);

	if (!strstr(out, text) == wanted)
		fail_msg("%s %s \"%s\":\n%s", command, wanted ? "lacks" : "has", text, out);
}

/* Whoever forgets "/" types what he looks for: no word of it changes a record. */
static void a_word_typed_ahead_changes_nothing(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "s");
	expect_row(t, LIST, "18/11/2026", true);
	terminal_type(t, "xoaif");
	terminal_type(t, "chu");
	terminal_expect(t, "nhấn mũi tên trước");
	terminal_type(t, ESC);
	terminal_expect(t, "Tuần này");
	terminal_type(t, "f");
	terminal_expect(t, "Đến lại");
	terminal_type(t, "huwowtsd");
	terminal_expect(t, "nhấn mũi tên trước");
	terminal_type(t, ESC);
	terminal_expect(t, "Tuần này");
	terminal_type(t, "h" DOWN DOWN DOWN "\r"); /* members: "r" twice takes a password for good */
	terminal_expect(t, "Lan");
	terminal_type(t, "trowr");
	terminal_expect(t, "muốn dùng r");
	laptop_leave(t);
	has("list --json", "H012", true);
	has("list --voided --json", "H0", false);
	has("followup list --json", "den_lai", true);
	has("followup list --json", "goi_lai", true);
}

static void the_row_stays_until_one_leaves(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "s");
	expect_row(t, LIST, "18/11/2026", true);
	terminal_type(t, DELETE);
	terminal_expect(t, "Đã bỏ, không tính: H012, 18/11/2026");
	expect_row(t, LIST, "18/11/2026 ─", true); /* struck through, without colours, too */
	expect_row(t, LIST, "(bỏ, không tính)", true);
	expect_cursor(t, LIST, 1);
	/* The message stays, whatever one does that changes nothing. */
	terminal_type(t, DOWN UP);
	expect_row(t, 22, "Đã bỏ, không tính: H012", true);
	terminal_type(t, ESC);
	terminal_expect(t, "Tuần này");
	expect_row(t, 22, "Đã bỏ, không tính: H012", true);
	terminal_type(t, "s");
	expect_row(t, LIST, "17/11/2026", true); /* left and come back: gone */
	terminal_expect(t, "1/1");
	terminal_type(t, "u");
	terminal_expect(t, "Đã hoàn tác: ");
	expect_row(t, 22, "H012, 18/11/2026", true);
	expect_row(t, LIST, "─", false);
	/* Del twice is there and back. */
	terminal_type(t, HOME_KEY DELETE);
	expect_row(t, LIST, "─", true);
	terminal_type(t, DELETE);
	terminal_expect(t, "Tính lại: H012, 18/11/2026");
	expect_row(t, LIST, "─", false);
	/* Undone step by step: what is so now is said, not what was done then. */
	terminal_type(t, "u");
	terminal_expect(t, "Đã hoàn tác: H012, 18/11/2026 nay không tính");
	expect_row(t, LIST, "─", true);
	terminal_type(t, "u");
	terminal_expect(t, "Nhấn u lần nữa để hoàn tác: bỏ, không tính · H012");
	terminal_type(t, "u");
	terminal_expect(t, "Đã hoàn tác: H012, 18/11/2026 nay được tính");
	expect_row(t, LIST, "─", false);
	laptop_leave(t);
	has("list --voided --json", "H0", false);
}

static void a_promise_that_is_done_stays_in_sight(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "f");
	expect_row(t, 2, "18/11/2026", true);
	terminal_type(t, "d");
	terminal_expect(t, "Đã xong việc: H001");
	expect_row(t, 2, "Đã xong", true);
	terminal_type(t, "d"); /* the second d of "dd" does nothing */
	terminal_expect(t, "đã xong hoặc đã hủy");
	terminal_type(t, "u");
	terminal_expect(t, "Đã hoàn tác: ");
	expect_row(t, 2, "18/11/2026", true);
	terminal_type(t, DELETE);
	terminal_expect(t, "Đã hủy việc");
	terminal_type(t, "u");
	terminal_expect(t, "Đã hoàn tác: ");
	laptop_leave(t);
	has("followup list --json", "den_lai", true);
}

static void a_register_keeps_the_row_too(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "h" DOWN "\r");
	expect_row(t, LIST + 1, "H002", true);
	terminal_type(t, DOWN DELETE);
	terminal_expect(t, "Đã bỏ, không tính: H002");
	expect_row(t, LIST + 1, "H002 ─", true);
	terminal_type(t, "u");
	terminal_expect(t, "Đã hoàn tác: ");
	expect_row(t, LIST + 1, "H002 ─", false);
	laptop_leave(t);
}

/* Nothing brings back what undo took: what was done in another sitting goes at the second u. */
static void an_older_change_is_asked_about(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "u");
	terminal_expect(t, "Nhấn u lần nữa để hoàn tác: ghi lượt hướng dẫn · H001");
	terminal_type(t, DOWN "u");
	terminal_expect(t, "Nhấn u lần nữa");
	terminal_type(t, "u");
	terminal_expect(t, "Đã hoàn tác: ghi lượt hướng dẫn");
	laptop_leave(t);
	has("list --json", "H0", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_word_typed_ahead_changes_nothing, laptop_stop),
		cmocka_unit_test_teardown(the_row_stays_until_one_leaves, laptop_stop),
		cmocka_unit_test_teardown(a_promise_that_is_done_stays_in_sight, laptop_stop),
		cmocka_unit_test_teardown(a_register_keeps_the_row_too, laptop_stop),
		cmocka_unit_test_setup_teardown(an_older_change_is_asked_about, make_vault,
						laptop_stop),
	};

	return cmocka_run_group_tests_name("taken_out", tests, make_vault, NULL);
}
