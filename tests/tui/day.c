/* A whole day in Vietnamese, every letter of it typed in Telex on a keyboard without marks. */
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
	laptop_make_small("day");
	return 0;
}

/* What the command line has, letter for letter. */
static void kept(const char *command, const char *text)
{
	const char *out = laptop_prints("", command);

	if (!strstr(out, text))
		fail_msg("no %s in %s", text, out);
}

static void log_a_visit(struct terminal *t)
{
	terminal_type(t, "nncx"); /* the initials of "nhà cổng xanh" */
	terminal_expect(t, ">H001  nhà cổng xanh");
	terminal_type(t, "\r210");
	terminal_expect(t, "Số người 2");
	terminal_type(t, "giay to"); /* a topic without marks */
	terminal_expect(t, "Giấy tờ vào VNeID");
	terminal_type(t, "\r");
	terminal_expect(t, "> Giấy tờ vào VNeID");
	terminal_type(t, "\t\t\t\t"); /* minutes, visited by, follow-up, note */
	terminal_expect(t, "Telex  Esc"); /* a note is words: the typing method works, and says so */
	terminal_type(t, "Baf Nawm tuwj lafm dduwowcj, heenj thuws Hai. Zalo, TCNSCDD");
	terminal_expect(t, "Bà Năm tự làm được, hện thứ Hai. Zalo, TCNSCĐ");
	for (int i = 0; i < 23; i++) /* a slip: back to the e of "hện", one letter a key */
		terminal_type(t, BACKSPACE);
	terminal_expect(t, "Bà Năm tự làm được, hệ");
	terminal_type(t, BACKSPACE "enj thuws Hai. Zalo, TCNSCDD");
	terminal_expect(t, "Bà Năm tự làm được, hẹn thứ Hai. Zalo, TCNSCĐ");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã lưu · H001");
}

static void search_and_mend(struct terminal *t)
{
	terminal_type(t, "s/ba nam hen");
	terminal_expect(t, "1/1");
	expect_row(t, 3, "21/11/2026", true);
	terminal_type(t, " khong co");
	terminal_expect(t, "Không tìm thấy");
	terminal_type(t, CTRL_U "giay to vneid" DOWN "e");
	terminal_expect(t, "Sửa");
	terminal_type(t, "\t\t\t\t\t\t\t\t\t\t\t\t");
	terminal_expect(t, "Không bắt buộc");
	terminal_type(t, " DDax xong" CTRL_S);
	terminal_expect(t, "Đã lưu");
}

static void void_and_undo(struct terminal *t)
{
	terminal_type(t, DELETE);
	terminal_expect(t, "Đã bỏ, không tính");
	expect_row(t, 3, "─", true);
	terminal_type(t, "u");
	terminal_expect(t, "Đã hoàn tác");
	expect_row(t, 3, "21/11/2026", true);
	terminal_type(t, ESC ESC);
	terminal_expect(t, "Tuần này");
}

static void close_the_week(struct terminal *t)
{
	terminal_type(t, "wc");
	terminal_expect(t, "Khó khăn, vướng mắc");
	terminal_type(t, "\tSosng yeeus owr cuoois aasp; ddieenj thoaij cux" CTRL_S);
	terminal_expect(t, "Đã chốt");
	terminal_type(t, "c");
	terminal_expect(t, "Sóng yếu ở cuối ấp; điện thoại cũ");
}

static void a_day_in_telex(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	log_a_visit(t);
	search_and_mend(t);
	void_and_undo(t);
	close_the_week(t);
	laptop_leave(t);
	kept("list --json", "\"household\":\"H001\",\"channel\":\"tai_nha\",\"minutes\":null,"
			    "\"people\":2,\"female\":1,\"over60\":0");
	kept("list --json", "{\"topic\":\"VNEIDGT\",\"outcome\":\"hoan_thanh\",");
	kept("list --json", "\"note\":\"Bà Năm tự làm được, hẹn thứ Hai. Zalo, TCNSCĐ Đã xong\"");
	kept("report show 2026-W47 --json", "\"kho_khan\":\"Sóng yếu ở cuối ấp; điện thoại cũ\"");
	kept("check", "OK: all is whole");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_day_in_telex, laptop_stop),
	};

	return cmocka_run_group_tests_name("day", tests, make_vault, NULL);
}
