/* A backup from the screen, the reminder of it, and a laptop that begins with one. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

#define NAME "sotay_26572_2026-11-21.vault"

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("backup");
	return 0;
}

/* Two weeks after something was entered there is to be a backup; a failure is none. */
static void two_weeks_of_work_without_a_backup_are_reminded_of(void **state)
{
	struct terminal *t;

	(void)state;
	setenv("SOTAY_NOW", "2026-12-04T09:00", 1);
	t = laptop_open(80, 24, "vi");
	assert_false(terminal_has(t, "sao lưu"));
	laptop_leave(t);
	setenv("SOTAY_NOW", "2026-12-05T09:00", 1);
	t = laptop_open(80, 24, "vi");
	terminal_expect(t, "Sổ này chưa có bản sao lưu: cắm USB rồi nhấn b");
	terminal_resize(t, 60, 20); /* and what to do next is there whole */
	terminal_expect(t, "  lượt.");
	terminal_expect(t, "cắm USB rồi nhấn b");
	terminal_resize(t, 80, 24);
	terminal_type(t, "b");
	terminal_expect(t, "Chưa có bản sao lưu nào");
	terminal_expect(t, "^S Sao lưu");
	terminal_type(t, "\t" CTRL_U "/nowhere/a.vault" CTRL_S);
	terminal_expect(t, "không có tệp hoặc thư mục này");
	terminal_type(t, CTRL_U "later.vault" CTRL_S);
	terminal_expect(t, "Đã sao lưu:");
	terminal_expect_gone(t, "chưa có bản sao lưu");
	terminal_type(t, "b");
	terminal_expect(t, "Lần sao lưu gần nhất: 05/12/2026");
	laptop_leave(t);
	setenv("SOTAY_NOW", "2026-11-21T09:00", 1);
}

static void nothing_is_written_over(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "b");
	terminal_expect(t, NAME);
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Backed up:");
	terminal_type(t, "b");
	terminal_expect(t, "Last backup: ");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "There is such a file: change the name");
	laptop_leave(t);
}

/* On a laptop without a logbook: found by itself, opened by the password of its day. */
static void an_empty_laptop_begins_with_a_backup(void **state)
{
	char vault[600], *argv[] = { getenv("SOTAY"), "--lang", "en", "--vault", vault, NULL };
	struct terminal *t;

	(void)state;
	snprintf(vault, sizeof vault, "%s/new.vault", getenv("HOME"));
	t = laptop_runs(terminal_open(80, 24, argv, NULL));
	terminal_expect(t, "> English");
	terminal_type(t, "\r" DOWN DOWN DOWN);
	terminal_expect(t, "> There is a backup already");
	terminal_type(t, "\r");
	terminal_expect(t, "Backups on this laptop and on sticks");
	terminal_expect(t, NAME);
	terminal_expect(t, "^S Restore");
	terminal_type(t, "\t/nowhere.vault\tdemo1234\r");
	terminal_expect(t, "here is no such file");
	terminal_type(t, CTRL_U "\tfalsch12\r");
	terminal_expect(t, "Wrong password: it is that of the day of the backup");
	assert_int_not_equal(access(vault, F_OK), 0);
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "The logbook is back, as it was in the backup");
	terminal_expect(t, "Lan");
	terminal_type(t, "b"); /* what it was made from is a backup */
	terminal_expect(t, "Last backup: 21/11/2026");
	laptop_leave(t);
	assert_int_equal(access(vault, F_OK), 0);
}

/* A member who may not back up is told whom to ask. */
static void who_may_not_back_up_is_told_who_may(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("", "member add Hoa --kdf-mem 19 --kdf-ops 2 --new-passphrase-file \"$HOME/pass\"");
	t = laptop_start(80, 24, "vi", NULL);
	terminal_expect(t, "Không có tên bạn? Hỏi người quản trị");
	terminal_type(t, HOME_KEY DOWN "demo1234\r");
	terminal_expect(t, "Tuần này");
	terminal_type(t, "b");
	terminal_expect(t, "Bạn không có quyền thực hiện; hãy nhờ Lan");
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(two_weeks_of_work_without_a_backup_are_reminded_of,
					  laptop_stop),
		cmocka_unit_test_setup_teardown(nothing_is_written_over, make_vault, laptop_stop),
		cmocka_unit_test_teardown(an_empty_laptop_begins_with_a_backup, laptop_stop),
		cmocka_unit_test_teardown(who_may_not_back_up_is_told_who_may, laptop_stop),
	};

	return cmocka_run_group_tests_name("backup", tests, make_vault, NULL);
}
