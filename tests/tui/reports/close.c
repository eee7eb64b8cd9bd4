/* Closing a period: texts of several lines, as they are typed, drawn and kept. */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

enum { LABEL = 4, FIRST = LABEL + 1, LEFT_EDGE = 3 }; /* of the first text, in the unit's form */

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("close");
	return 0;
}

/* In the first text of the form: "difficulties". */
static struct terminal *in_the_text(int cols, int rows, const char *lang)
{
	struct terminal *t = laptop_open(cols, rows, lang);
	bool english = !strcmp(lang, "en");

	terminal_type(t, "wc");
	terminal_expect(t, english ? "No activity" : "Không có hoạt động");
	terminal_type(t, "\t");
	terminal_expect(t, english ? "Tab Next field" : "Tab Ô tiếp theo");
	expect_cursor(t, FIRST, LEFT_EDGE);
	return t;
}

static const char *kept(void)
{
	return laptop_prints("", "report show 2026-W47 --json");
}

static void words_wrap_and_telex_goes_on(void **state)
{
	struct terminal *t = in_the_text(60, 20, "vi");

	(void)state;
	expect_row(t, 19, "^S Chốt", true);
	/* 55 columns: the word that does not fit goes down whole, marks and all. */
	terminal_type(t, "Mangj yeeus owr cuoois aaps, baf con vaanx phari ddi ra taanj nhaf vawn hoas");
	expect_row(t, FIRST, "   Mạng yếu ở cuối ấp, bà con vẫn phải đi ra tận nhà văn", true);
	expect_row(t, FIRST + 1, "   hóa", true);
	expect_cursor(t, FIRST + 1, LEFT_EDGE + 3);
	/* One letter, one backspace; the tone stands on what is left and moves with it. */
	terminal_type(t, BACKSPACE BACKSPACE "oangf");
	expect_row(t, FIRST + 1, "   hoàng", true);
	terminal_type(t, BACKSPACE BACKSPACE BACKSPACE BACKSPACE);
	expect_row(t, FIRST + 1, "   h", true);
	expect_row(t, FIRST + 1, "   ho", false);
	/* A new line settles the word, and is one backspace itself. */
	terminal_type(t, "oas\rSongs");
	expect_row(t, FIRST + 1, "   hóa", true);
	expect_row(t, FIRST + 2, "   Sóng", true);
	terminal_type(t, HOME_KEY BACKSPACE);
	expect_row(t, FIRST + 1, "   hóaSóng", true);
	expect_cursor(t, FIRST + 1, LEFT_EDGE + 3);
	terminal_type(t, "\r" CTRL_S);
	terminal_expect(t, "Đã chốt: Tuần 47");
	laptop_leave(t);
	assert_non_null(strstr(kept(), "phải đi ra tận nhà văn hóa\\nSóng\""));
}

/* A figure no session has is typed after the words; what is no number is refused where it stands. */
static void a_figure_is_typed_in_with_the_report(void **state)
{
	struct terminal *t = in_the_text(80, 24, "vi");

	(void)state;
	terminal_type(t, "\t\t\t\t\t\t");
	terminal_expect(t, "Tin, bài, lượt phát thanh tuyên truyền");
	terminal_type(t, "12x");
	terminal_expect(t, "chỉ gõ chữ số"); /* and the letter is not there */
	terminal_type(t, "345678" CTRL_S);
	terminal_expect(t, "số không hợp lệ");
	terminal_type(t, BACKSPACE BACKSPACE BACKSPACE BACKSPACE BACKSPACE BACKSPACE CTRL_S);
	terminal_expect(t, "Đã chốt: Tuần 47");
	laptop_leave(t);
	assert_non_null(strstr(kept(), "\"so_tin\":12,\"tl_hstt\":null"));
	/* It stands there again, and goes when it is emptied. */
	t = in_the_text(80, 24, "vi");
	terminal_type(t, "\t\t\t\t\t\t");
	terminal_expect(t, "Tin, bài  ");
	terminal_type(t, BACKSPACE BACKSPACE CTRL_S);
	terminal_expect(t, "Đã chốt: Tuần 47");
	laptop_leave(t);
	assert_non_null(strstr(kept(), "\"so_tin\":null"));
}

static void the_cursor_goes_by_rows(void **state)
{
	struct terminal *t = in_the_text(80, 24, "en");

	(void)state;
	terminal_type(t, "begin line\rmiddle\r\rthird line");
	expect_cursor(t, FIRST + 3, LEFT_EDGE + 10);
	terminal_type(t, UP); /* an empty line; the column is remembered */
	expect_cursor(t, FIRST + 2, LEFT_EDGE);
	terminal_type(t, UP UP);
	expect_cursor(t, FIRST, LEFT_EDGE + 10);
	terminal_type(t, LEFT END);
	expect_cursor(t, FIRST, LEFT_EDGE + 10);
	terminal_type(t, HOME_KEY);
	expect_cursor(t, FIRST, LEFT_EDGE);
	terminal_type(t, UP); /* out at the top, and in again */
	expect_row(t, 3, "‹ ", true);
	terminal_expect_gone(t, "New line");
	terminal_type(t, DOWN);
	terminal_expect(t, "Enter New line");
	expect_cursor(t, FIRST, LEFT_EDGE);
	terminal_type(t, DOWN DOWN DOWN DOWN); /* out at the bottom */
	terminal_expect(t, "Why it was hard");
	terminal_type(t, UP);
	expect_cursor(t, FIRST + 3, LEFT_EDGE + 10);
	terminal_type(t, CTRL_U CTRL_U CTRL_U); /* by the row: the last, the empty one, its line's end */
	expect_row(t, FIRST + 1, "middle", false);
	expect_row(t, FIRST, "begin line", true);
	laptop_leave(t);
}

static void pasted_lines_stay_lines(void **state)
{
	struct terminal *t = in_the_text(80, 24, "en");
	char *long_text = malloc(4201);

	(void)state;
	assert_non_null(long_text);
	terminal_paste(t, "mo\xCC\xA3\xCC\x82t\nhai\nba");
	expect_row(t, FIRST, "   một", true);
	expect_row(t, FIRST + 1, "   hai", true);
	terminal_type(t, BACKSPACE BACKSPACE "\t");
	terminal_expect(t, "Why it was hard");
	memset(long_text, 'a', 4200);
	long_text[4200] = 0;
	terminal_paste(t, long_text);
	terminal_expect(t, "No room for more: 4000 letters at most");
	free(long_text);
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Closed: Week 47");
	laptop_leave(t);
	assert_non_null(strstr(kept(), "\"một\\nhai\\n"));
}

static void a_long_text_scrolls_in_the_form(void **state)
{
	struct terminal *t = in_the_text(60, 20, "en");

	(void)state;
	for (int i = 0; i < 30; i++)
		terminal_type(t, "line\r");
	terminal_type(t, "end");
	terminal_expect(t, "end");
	expect_cursor(t, 16, LEFT_EDGE + 3); /* the last row but the hint's */
	expect_row(t, 1, "↑", true);
	expect_row(t, 17, "What made the work hard", true);
	terminal_type(t, "\033[5~\033[5~\033[5~" DOWN UP); /* three pages up: the first row */
	terminal_expect(t, "Difficulties");
	terminal_expect_gone(t, "end");
	expect_row(t, 16, "↓", true);
	terminal_resize(t, 200, 60);
	terminal_expect(t, "end");
	expect_row(t, LABEL, "Difficulties", true);
	terminal_resize(t, 80, 24);
	terminal_expect_gone(t, "end");
	terminal_type(t, "\t\t\t\t\t");
	terminal_expect(t, "Anything else");
	terminal_type(t, "\t");
	terminal_expect(t, "News items, articles");
	terminal_type(t, "\r"); /* Enter in the last field */
	terminal_expect(t, "That was the last field");
	laptop_leave(t);
}

static void a_text_outlives_a_kill(void **state)
{
	struct terminal *t = in_the_text(80, 24, "en");

	(void)state;
	terminal_type(t, "line one\rline two, long enough to be kept in the middle");
	terminal_expect(t, "middle");
	laptop_kill(t, SIGKILL);
	t = laptop_open(80, 24, "en");
	terminal_type(t, "wc");
	terminal_expect(t, "The draft is open again");
	expect_row(t, FIRST, "   line one", true);
	expect_row(t, FIRST + 1, "   line two, long enough", true);
	terminal_type(t, DOWN DOWN DOWN DOWN "\t" CTRL_S);
	terminal_expect(t, "Closed: Week 47");
	laptop_leave(t);
	assert_non_null(strstr(kept(), "line one\\nline two, long enough"));
}

/*
 * The one team of a desk: where figures changed the form begins with which are to stand, and says
 * what stands now; its file says whose it is, in its name and inside.
 */
static void a_team_closes_again_and_hands_its_file_in(void **state)
{
	static char csv[4096];
	struct terminal *t;
	char path[600];
	FILE *file;

	(void)state;
	laptop_prints("", "team add 'T:03' 'Tổ Ấp Ba'");
	laptop_prints("", "report close 2026-W47");
	laptop_prints("echo '{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"channel\":\"cho\","
		      "\"people\":3,\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\"}]}' |", "log");
	t = laptop_open(80, 24, "vi");
	terminal_type(t, "wc");
	expect_row(t, 1, "‹ giữ như lúc chốt ›", true);
	expect_cursor(t, 1, 11);
	terminal_expect(t, "← → để chọn. Đã đổi: Lượt HD: 0 → 1; ");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã chốt, giữ số lúc chốt: Tuần 47");
	terminal_type(t, "c" RIGHT);
	expect_row(t, 1, "‹ chốt lại theo số bây giờ ›", true);
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã chốt theo số bây giờ: Tuần 47");
	terminal_type(t, "<"); /* of another period it says nothing */
	terminal_expect(t, "Chưa chốt");
	terminal_expect_gone(t, "Đã chốt");
	terminal_type(t, ">x");
	terminal_expect(t, "sotay_26572_T-03_2026-W47.csv");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã xuất");
	laptop_leave(t);
	snprintf(path, sizeof path, "%s/sotay_26572_T-03_2026-W47.csv", getenv("HOME"));
	file = fopen(path, "r");
	assert_non_null(file);
	csv[fread(csv, 1, sizeof csv - 1, file)] = 0;
	fclose(file);
	unlink(path);
	assert_non_null(strstr(csv, "Tổ,Kỳ báo cáo,"));
	assert_non_null(strstr(csv, "\r\nTổ Ấp Ba (T:03),Tuần 47"));
	assert_non_null(strstr(csv, ",đã chốt,Xã Thử,"));
}

#define CHANGES(name) cmocka_unit_test_setup_teardown(name, make_vault, laptop_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CHANGES(words_wrap_and_telex_goes_on),
		CHANGES(a_figure_is_typed_in_with_the_report),
		CHANGES(the_cursor_goes_by_rows),
		CHANGES(pasted_lines_stay_lines),
		CHANGES(a_long_text_scrolls_in_the_form),
		CHANGES(a_text_outlives_a_kill),
		CHANGES(a_team_closes_again_and_hands_its_file_in),
	};

	return cmocka_run_group_tests_name("close", tests, NULL, NULL);
}
