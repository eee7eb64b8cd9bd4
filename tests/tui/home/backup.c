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

#include "store/record/open.h"
#include "tests/tui/laptop.h"

#define NAME "sotay_26572_2026-11-21.vault"
#define SECOND "sotay_26572_2026-11-21_2.vault"

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
	terminal_expect(t, "n để ghi một lượt.");
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
	terminal_expect(t, SECOND); /* the day's second has a name of its own */
	terminal_type(t, "\t" CTRL_U NAME CTRL_S);
	terminal_expect(t, "There is such a file: change the name");
	terminal_type(t, CTRL_U SECOND CTRL_S);
	terminal_expect(t, "Backed up:");
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
	terminal_expect(t, SECOND); /* the latest comes first */
	terminal_expect(t, "^S Restore");
	terminal_type(t, "\t/nowhere.vault\t\tdemo1234\r");
	terminal_expect(t, "here is no such file");
	terminal_type(t, CTRL_U "\t\tfalsch12\r");
	terminal_expect(t, "Wrong password of that day; forgotten: the code on paper");
	assert_int_not_equal(access(vault, F_OK), 0);
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "The logbook is back, as it was in the backup");
	terminal_expect(t, "Lan");
	terminal_type(t, "b"); /* what it was made from is a backup */
	terminal_expect(t, "Last backup: 21/11/2026");
	laptop_leave(t);
	assert_int_equal(access(vault, F_OK), 0);
}

/* A code for this laptop, and the same with a slip in group 4. */
static void make_paper(char right[64], char wrong[64])
{
	char path[200];
	FILE *in;

	laptop_prints("", "recovery-code new --recovery-file \"$HOME/paper\"");
	snprintf(path, sizeof path, "%s/paper", getenv("HOME"));
	in = fopen(path, "r");
	assert_non_null(in);
	assert_non_null(fgets(right, 64, in));
	fclose(in);
	right[strcspn(right, "\n")] = 0;
	strcpy(wrong, right);
	wrong[3 * 6] = wrong[3 * 6] == 'x' ? 'y' : 'x';
}

/* The laptop died, the password is forgotten, the paper lies in the drawer. */
static void the_paper_alone_brings_the_logbook_back(void **state)
{
	char vault[600], right[64], wrong[64];
	char *argv[] = { getenv("SOTAY"), "--lang", "vi", "--vault", vault, NULL };
	struct terminal *t;

	(void)state;
	laptop_prints("", "member add Hoa --kdf-mem 19 --kdf-ops 2 --new-passphrase-file \"$HOME/pass\"");
	make_paper(right, wrong);
	laptop_prints("", "backup \"$HOME/z.vault\"");
	snprintf(vault, sizeof vault, "%s/paper.vault", getenv("HOME"));
	t = laptop_runs(terminal_open(80, 24, argv, NULL));
	terminal_expect(t, "> Tiếng Việt");
	terminal_type(t, "\r" DOWN DOWN DOWN "\r");
	terminal_expect(t, "‹ z.vault");
	terminal_type(t, "\t\t" RIGHT);
	terminal_expect(t, "‹ mã khôi phục trên giấy ›");
	terminal_expect_gone(t, "Mật khẩu");
	terminal_type(t, "\r");
	terminal_expect(t, "Nhập mã khôi phục trên tờ giấy");
	terminal_type(t, wrong);
	terminal_type(t, "\r");
	terminal_expect(t, "Nhóm 4 bị sai: so lại với tờ giấy");
	terminal_type(t, CTRL_U "7cpzr-ag6z4-qskex-1qmh0-nt5n7-fm284-ab50g\r\rmatkhaumoi\rmatkhaumoi\r");
	terminal_expect(t, "Không phải mã của bản sao lưu này: cần mã của ngày sao lưu");
	assert_int_not_equal(access(vault, F_OK), 0);
	terminal_type(t, CTRL_U);
	terminal_type(t, right);
	terminal_type(t, "\r" RIGHT);
	terminal_expect(t, "‹ Hoa ›");
	terminal_type(t, "\r\r\r");
	terminal_expect(t, "Đã khôi phục sổ. Mã trên giấy vẫn dùng được: hãy giữ tờ giấy");
	terminal_expect(t, "· Hoa");
	terminal_type(t, CTRL_L "matkhaumoi\r");
	terminal_expect(t, "Tuần này");
	terminal_type(t, "q");
	assert_int_equal(laptop_wait_end(t), 0);
}

/* Not "none was found": what is wrong with it is said. */
static void a_backup_that_is_cut_off_is_offered_and_named(void **state)
{
	char vault[600], *argv[] = { getenv("SOTAY"), "--lang", "en", "--vault", vault, NULL };
	struct terminal *t;

	(void)state;
	assert_int_equal(system("head -c 5000 \"$HOME/" NAME "\" >\"$HOME/zz.vault\""), 0);
	snprintf(vault, sizeof vault, "%s/cut.vault", getenv("HOME"));
	t = laptop_runs(terminal_open(80, 24, argv, NULL));
	terminal_expect(t, "> English");
	terminal_type(t, "\r" DOWN DOWN DOWN "\r");
	terminal_expect(t, "zz.vault");
	terminal_type(t, "\t\t\tdemo1234\r");
	terminal_expect(t, "This backup is damaged: take another one");
	terminal_type(t, "\t\t" RIGHT "\r");
	terminal_expect(t, "the recovery code on paper ›");
	terminal_expect(t, "This backup is damaged: take another one");
	assert_int_not_equal(access(vault, F_OK), 0);
	assert_int_equal(system("rm \"$HOME/zz.vault\""), 0);
}

/* A member who may not back up is told whom to ask. */
static void who_may_not_back_up_is_told_who_may(void **state)
{
	struct terminal *t;

	(void)state;
	t = laptop_start(80, 24, "vi", NULL);
	terminal_expect(t, "Không có tên bạn? Hỏi người quản trị");
	terminal_type(t, HOME_KEY DOWN "demo1234\r");
	terminal_expect(t, "Tuần này");
	terminal_type(t, "b");
	terminal_expect(t, "Bạn không có quyền thực hiện; hãy nhờ Lan");
	laptop_leave(t);
}

/* What an older program kept finds another draft in its place: that is not said over. */
static void what_entering_says_stays_after_restoring(void **state)
{
	const struct vault_pass pass = { .text = (char *)"demo1234", .len = 8 };
	char vault[600], *argv[] = { getenv("SOTAY"), "--lang", "en", "--vault", vault, NULL };
	struct book *book;
	struct fault f;
	struct terminal *t;

	(void)state;
	assert_int_equal(records_open(laptop_vault, "Lan", pass, &book, &f), 0);
	assert_int_equal(book_setting_set(book, "drafts", "{\"Lan\":{\"session\":{}}}", &f), 0);
	assert_int_equal(book_setting_set(book, "draft.session", "{\"note\":\"older\"}", &f), 0);
	book_close(book);
	laptop_prints("", "backup \"$HOME/w.vault\"");
	snprintf(vault, sizeof vault, "%s/said.vault", getenv("HOME"));
	t = laptop_runs(terminal_open(80, 24, argv, NULL));
	terminal_expect(t, "> English");
	terminal_type(t, "\r" DOWN DOWN DOWN "\r");
	terminal_expect(t, "Backups on this laptop and on sticks");
	terminal_type(t, "\t" CTRL_U);
	terminal_type(t, getenv("HOME"));
	terminal_type(t, "/w.vault\t\tdemo1234\r");
	terminal_expect(t, "1 older draft waits until the one in its place is saved or dropped");
	terminal_type(t, "q");
	assert_int_equal(laptop_wait_end(t), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(two_weeks_of_work_without_a_backup_are_reminded_of,
					  laptop_stop),
		cmocka_unit_test_setup_teardown(nothing_is_written_over, make_vault, laptop_stop),
		cmocka_unit_test_teardown(an_empty_laptop_begins_with_a_backup, laptop_stop),
		cmocka_unit_test_teardown(the_paper_alone_brings_the_logbook_back, laptop_stop),
		cmocka_unit_test_teardown(a_backup_that_is_cut_off_is_offered_and_named, laptop_stop),
		cmocka_unit_test_teardown(who_may_not_back_up_is_told_who_may, laptop_stop),
		cmocka_unit_test_teardown(what_entering_says_stays_after_restoring, laptop_stop),
	};

	return cmocka_run_group_tests_name("backup", tests, make_vault, NULL);
}
