/*
 * Bad days on the screen: killed in mid-form, absurd sizes, a full disk, pastes
 * by the megabyte, poor terminals, the data file pulled away. tests/e2e/bad_days.py
 * has those of the command line.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("bad_days");
	return 0;
}

static void is_whole(void)
{
	assert_non_null(strstr(laptop_prints("", "check"), "OK: all is whole"));
}

/* ---- killed in mid-form ---- */

static const int signals[] = { SIGHUP, SIGTERM, SIGKILL };
enum { SIGNALS = sizeof signals / sizeof signals[0] };

/* Its end: by itself after a hang-up or termination, else by the signal. */
static void end_by(struct terminal *t, int sig)
{
	int status = sig == SIGHUP ? laptop_hang_up(t) : laptop_kill(t, sig);

	assert_int_equal(status, sig == SIGKILL ? 128 + SIGKILL : 0);
}

static void the_closing_form_comes_back(void **state)
{
	static const char *const texts[SIGNALS] = { "sóng yếu một", "sóng yếu hai", "sóng yếu ba" };
	struct terminal *t;

	(void)state;
	for (int i = 0; i < SIGNALS; i++) {
		t = laptop_open(80, 24, "vi");
		terminal_type(t, "wc");
		terminal_expect(t, "Khó khăn, vướng mắc");
		terminal_type(t, "\t" CTRL_U);
		terminal_type(t, texts[i]);
		terminal_type(t, "\t"); /* the field is done: kept, even from SIGKILL */
		terminal_expect(t, "Nguyên nhân của vướng mắc");
		end_by(t, signals[i]);
		t = laptop_open(80, 24, "vi");
		terminal_type(t, "wc");
		terminal_expect(t, texts[i]);
		laptop_leave(t);
	}
	is_whole();
}

static void a_register_form_loses_nothing_that_was_saved(void **state)
{
	struct terminal *t;

	(void)state;
	for (int i = 0; i < SIGNALS; i++) {
		t = laptop_open(80, 24, "vi");
		terminal_type(t, "h\r");
		terminal_expect(t, "Ấp Bắc");
		terminal_type(t, "a\tXóm Mới");
		terminal_expect(t, "Xóm Mới");
		end_by(t, signals[i]);
		assert_null(strstr(laptop_prints("", "village list"), "Xóm"));
		is_whole();
	}
}

/* ---- sizes ---- */

/* Every letter of the note arrives, whatever the window does meanwhile. */
static void a_storm_of_sizes_while_typing(void **state)
{
	static const char note[] = "Bà Năm tự làm được, hẹn thứ Hai đến lại nhé";
	struct terminal *t = laptop_open(80, 24, "vi");
	size_t n = 1;

	(void)state;
	terminal_type(t, "n1\r210" "1" "\t\t\t\t"); /* minutes, by, follow-up, note */
	terminal_expect(t, "Không bắt buộc");
	for (size_t at = 0; at < strlen(note); at += n) {
		char letter[5] = "";

		for (n = 1; ((unsigned char)note[at + n] & 0xC0) == 0x80; n++)
			;
		memcpy(letter, note + at, n);
		terminal_resize(t, 20 + (int)(at * 37 % 200), 5 + (int)(at * 11 % 60));
		terminal_type(t, letter);
		terminal_resize(t, 500 - (int)at, 200 - (int)at);
	}
	terminal_resize(t, 80, 24);
	terminal_expect(t, "thứ Hai đến lại nhé");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã lưu");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "list --json"), note));
}

static void it_starts_at_any_size(void **state)
{
	static const int sizes[][2] = { { 20, 5 }, { 1, 1 }, { 39, 10 }, { 40, 9 }, { 500, 200 } };
	char *argv[] = { getenv("SOTAY"), "--vault", laptop_vault, "--lang", "vi", NULL };
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		t = laptop_runs(terminal_open(sizes[i][0], sizes[i][1], argv, NULL));
		if (sizes[i][1] < 10 && sizes[i][0] >= 20)
			terminal_expect(t, "quá nhỏ");
		terminal_type(t, "demo1234\r"); /* typed blindly: the keys are the same */
		terminal_resize(t, 80, 24);
		terminal_expect(t, "Tuần này");
		terminal_type(t, "q");
		assert_int_equal(laptop_wait_end(t), 0);
	}
}

/* ---- a full disk ---- */

/* No byte of the program's files may lie behind this; RLIM_INFINITY: room again. */
static void leave_room(struct terminal *t, rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(prlimit(terminal_pid(t), RLIMIT_FSIZE, NULL, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(prlimit(terminal_pid(t), RLIMIT_FSIZE, &limit, NULL), 0);
}

/* A filled form whose saving fails, is said, and works when there is room. */
static void save_without_room(struct terminal *t, void (*fill)(struct terminal *t),
			      void (*make_room)(struct terminal *t), const char *why)
{
	terminal_type(t, "n2\r43");
	terminal_type(t, "1" "12");
	terminal_expect(t, "VNeID mức 2");
	terminal_expect(t, "> ");
	fill(t);
	terminal_type(t, CTRL_S);
	terminal_expect(t, why);
	expect_row(t, 22, why, true); /* the message line */
	terminal_expect(t, "Số người 4");
	terminal_type(t, CTRL_S);
	terminal_expect(t, why);
	make_room(t);
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã lưu · H002");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "list --household 26572-01/H002 --json"),
			       "\"people\":4,\"female\":3,\"over60\":1"));
	is_whole();
}

static void limit_files(struct terminal *t)
{
	leave_room(t, 8192);
}

static void unlimit_files(struct terminal *t)
{
	leave_room(t, RLIM_INFINITY);
}

static void no_room_in_the_file(void **state)
{
	(void)state;
	laptop_make_small("no_room");
	save_without_room(laptop_open(80, 24, "vi"), limit_files, unlimit_files, "không ghi được");
}

static char filler[600];

static void fill_disk(struct terminal *t)
{
	static const char zeros[4096];
	int fd = open(filler, O_WRONLY | O_CREAT | O_APPEND, 0600);

	(void)t;
	assert_true(fd >= 0);
	while (write(fd, zeros, sizeof zeros) > 0)
		;
	while (write(fd, zeros, 1) > 0)
		;
	close(fd);
}

static void empty_disk(struct terminal *t)
{
	(void)t;
	assert_int_equal(unlink(filler), 0);
}

static void a_full_disk(void **state)
{
	char disk[400], copy[1300];

	(void)state;
	laptop_make_small("full");
	snprintf(disk, sizeof disk, "%s/disk", getenv("HOME"));
	mkdir(disk, 0700);
	if (mount("tmpfs", disk, "tmpfs", 0, "size=1500k")) {
		print_message("not allowed to mount a small disk\n");
		skip();
	}
	snprintf(copy, sizeof copy, "cp '%s' '%s/sotay.vault'", laptop_vault, disk);
	assert_int_equal(system(copy), 0);
	snprintf(laptop_vault, sizeof laptop_vault, "%s/sotay.vault", disk);
	snprintf(filler, sizeof filler, "%s/filler", disk);
	save_without_room(laptop_open(80, 24, "vi"), fill_disk, empty_disk, "Ổ đĩa đã đầy");
}

static int unmount(void **state)
{
	char disk[400];

	laptop_stop(state);
	snprintf(disk, sizeof disk, "%s/disk", getenv("HOME"));
	umount2(disk, MNT_DETACH);
	return 0;
}

/* ---- the data file is pulled away ---- */

static void a_data_file_pulled_away(void **state)
{
	char away[600];
	struct terminal *t;

	(void)state;
	laptop_make_small("pulled");
	snprintf(away, sizeof away, "%s.away", laptop_vault);
	t = laptop_open(80, 24, "vi");
	terminal_type(t, "n2\r43" "1" "1");
	terminal_expect(t, "Số người 4");
	assert_int_equal(rename(laptop_vault, away), 0);
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Tệp dữ liệu không còn");
	terminal_expect(t, "Số người 4");
	assert_int_equal(rename(away, laptop_vault), 0); /* the stick is back */
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã lưu · H002");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "list --json"), "\"people\":4"));
	is_whole();
	/* Gone for good: nothing says it is saved, and leaving works. */
	t = laptop_open(80, 24, "vi");
	terminal_type(t, "n1\rv");
	assert_int_equal(unlink(laptop_vault), 0);
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Tệp dữ liệu không còn");
	assert_false(terminal_has(t, "Đã lưu"));
	/* What could not be kept stays behind the lock, until it is given up. */
	terminal_type(t, CTRL_L);
	terminal_expect(t, "vẫn còn nguyên");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "Không còn thấy tệp dữ liệu");
	terminal_type(t, ESC);
	terminal_expect(t, "Esc lần nữa");
	terminal_type(t, ESC);
	terminal_expect(t, "Nhấn Enter để thử lại");
	terminal_type(t, "\021"); /* ^Q */
	assert_int_equal(laptop_wait_end(t), 0);
}

/* ---- pastes ---- */

/* A megabyte with line ends, escapes and keys in it; malloc'ed. */
static char *megabyte(void)
{
	static const char piece[] = "dòng một\nq\r\033[A\033OBx\t\001\021 Ưu tiên ";
	char *all = malloc((1 << 20) + sizeof piece);
	size_t n = 0;

	assert_non_null(all);
	while (n < 1 << 20) {
		memcpy(all + n, piece, sizeof piece);
		n += sizeof piece - 1;
	}
	return all;
}

static void a_megabyte_is_pasted(void **state)
{
	char *much = megabyte();
	struct terminal *t = laptop_start(80, 24, "vi", NULL);

	(void)state;
	terminal_paste(t, much); /* into the password */
	terminal_type(t, CTRL_U "demo1234\r");
	terminal_expect(t, "Tuần này");
	terminal_paste(t, much); /* where no text goes */
	terminal_type(t, "s");
	terminal_expect(t, "Lượt hướng dẫn");
	terminal_paste(t, much); /* into a list */
	terminal_type(t, "/");
	terminal_expect(t, "Tìm kiếm");
	terminal_paste(t, much); /* into a search */
	terminal_expect(t, "dòng một");
	terminal_type(t, CTRL_U ESC ESC);
	terminal_expect(t, "Tuần này");
	terminal_type(t, "h\ra02\t");
	terminal_expect(t, "Số hộ");
	terminal_paste(t, much); /* into a field of at most eighty letters */
	terminal_expect(t, "dòng một");
	terminal_type(t, CTRL_U "Xóm Mới" CTRL_S);
	terminal_expect(t, "Xóm Mới");
	laptop_leave(t);
	free(much);
	assert_non_null(strstr(laptop_prints("", "village list"), "Xóm Mới"));
	is_whole();
}

static void a_decomposed_paste_is_composed(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "h\ra03\t");
	terminal_expect(t, "Số hộ");
	terminal_paste(t, "Xo\xCC\x81m Nho\xCC\x89 \xC6\xB0\xCC\x80"); /* o + acute, o + hook, ư + grave */
	terminal_expect(t, "Xóm Nhỏ ừ");
	terminal_type(t, BACKSPACE BACKSPACE CTRL_S); /* a letter is one backspace */
	terminal_expect(t, "Xóm Nhỏ");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "village list --json"), "\"name\":\"Xóm Nhỏ\""));
}

/* ---- terminals ---- */

static void poor_terminals(void **state)
{
	static char *const good[][2] = {
		{ "TERM=vt100" }, { "TERM=linux" }, { "TERM=xterm-256color" },
		{ "LC_ALL=", "LANG=C" }, { "LC_ALL=POSIX" }, { "LC_ALL=no_such.locale" },
		{ "NO_COLOR=1", "TERM=vt100" },
	};
	static char *const bad[] = { "TERM=dumb", "TERM=", "TERM=no-such-terminal", "TERM" };
	char *argv[] = { getenv("SOTAY"), "--lang", "vi", "--vault", laptop_vault, NULL };
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		t = laptop_start(80, 24, "vi", (char *[]){ good[i][0], good[i][1], NULL });
		terminal_type(t, "demo1234\r");
		terminal_expect(t, "Tuần này");
		terminal_type(t, "s");
		terminal_expect(t, "Trợ giúp");
		laptop_leave(t);
	}
	/* "TERM" alone takes it out of the environment. */
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		t = terminal_open(80, 24, argv, (char *[]){ bad[i], NULL });
		terminal_expect(t, "sotay help");
		assert_int_equal(terminal_wait_end(t), 69);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_closing_form_comes_back, laptop_stop),
		cmocka_unit_test_teardown(a_register_form_loses_nothing_that_was_saved, laptop_stop),
		cmocka_unit_test_teardown(a_storm_of_sizes_while_typing, laptop_stop),
		cmocka_unit_test_teardown(it_starts_at_any_size, laptop_stop),
		cmocka_unit_test_teardown(a_megabyte_is_pasted, laptop_stop),
		cmocka_unit_test_teardown(a_decomposed_paste_is_composed, laptop_stop),
		cmocka_unit_test_teardown(poor_terminals, laptop_stop),
		cmocka_unit_test_teardown(no_room_in_the_file, laptop_stop),
		cmocka_unit_test_teardown(a_full_disk, unmount),
		cmocka_unit_test_teardown(a_data_file_pulled_away, laptop_stop),
	};

	return cmocka_run_group_tests_name("bad_days", tests, make_vault, NULL);
}
