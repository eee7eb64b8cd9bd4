/* The officer's Friday: the unit's own period, a team's in its place, who has closed what. */
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

static int make_one_team(void **state)
{
	(void)state;
	laptop_make_officer("officer", 1);
	return 0;
}

static int make_two_teams(void **state)
{
	(void)state;
	laptop_make_officer("officer", 2);
	return 0;
}

static struct terminal *at_the_week(const char *lang)
{
	struct terminal *t = laptop_open(80, 24, lang);

	terminal_type(t, "w");
	terminal_expect(t, "16/11/2026");
	return t;
}

static void shows(const char *command, const char *text, bool wanted)
{
	const char *out = laptop_prints("", command);

	if (!strstr(out, text) == wanted)
		fail_msg("%s %s \"%s\":\n%s", command, wanted ? "lacks" : "has", text, out);
}

/* The text of whoever gathers is never a team's, not even where there is only one. */
static void the_unit_closes_its_own_period(void **state)
{
	struct terminal *t = at_the_week("vi");

	(void)state;
	terminal_expect(t, "Chưa chốt: Tổ Ấp Bắc");
	terminal_type(t, "c");
	expect_row(t, 0, "Chốt: Tuần 47", true);
	expect_row(t, 2, "‹ Cả đơn vị ›", true);
	expect_row(t, 23, "^S Chốt", true);
	terminal_type(t, "\t\tSongs yeeus" CTRL_S);
	terminal_expect(t, "Đã chốt: Tuần 47");
	terminal_expect(t, "Kỳ này đã chốt");
	terminal_expect(t, "Chưa chốt: Tổ Ấp Bắc"); /* the team has not */
	laptop_leave(t);
	shows("report show 2026-W47 --json", "\"team\":null", true);
	shows("report show 2026-W47 --json", "T01", false);
	laptop_prints("printf 'Mưa' |", "report close 2026-W46 --text -");
	shows("report show 2026-W46 --json", "\"team\":null", true);
}

static void a_silent_team_is_not_called_idle(void **state)
{
	struct terminal *t = at_the_week("vi");

	(void)state;
	terminal_type(t, "c" RIGHT);
	expect_row(t, 0, "Ghi thay Tổ Ấp Bắc: Tuần 47", true);
	terminal_type(t, RIGHT);
	expect_row(t, 0, "Ghi thay Tổ Ấp Đông: Tuần 47", true);
	expect_row(t, 3, "chưa chọn", true);
	/* What is the unit's own is asked of the unit alone. */
	terminal_expect(t, "Tin, bài");
	terminal_expect_gone(t, "số hóa");
	terminal_type(t, LEFT LEFT);
	terminal_expect(t, "số hóa");
	terminal_type(t, RIGHT RIGHT);
	terminal_expect_gone(t, "số hóa");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Chọn có hay không có hoạt động");
	/* A team that was active, of which nothing is here, becomes a 0 only knowingly. */
	terminal_type(t, RIGHT CTRL_S);
	terminal_expect(t, "Sổ này chưa có số liệu của tổ; nhấn ^S lần nữa là chốt số 0");
	terminal_type(t, RIGHT CTRL_S);
	terminal_expect(t, "Đã chốt thay Tổ Ấp Đông: Tuần 47");
	laptop_leave(t);
	shows("report show 2026-W47 --json", "\"team\":\"T02\",\"nil\":true", true);
	shows("report show 2026-W47 --json", "\"team\":null", false);
}

/* What somebody wrote is on the screen before it can be replaced, what was typed is kept. */
static void going_from_team_to_team_overwrites_nothing(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("printf 'kho_khan: Weak signal' |", "report close 2026-W47 --team T01 --text -");
	t = at_the_week("en");
	terminal_type(t, "c\t\tmine" SHIFT_TAB SHIFT_TAB RIGHT);
	terminal_expect(t, "kept as a draft of the one before");
	terminal_expect(t, "Weak signal");
	terminal_expect_gone(t, "mine");
	terminal_type(t, LEFT);
	terminal_expect(t, "mine");
	terminal_type(t, RIGHT CTRL_S);
	terminal_expect(t, "Closed in place of Tổ Ấp Bắc: Week 47");
	laptop_leave(t);
	shows("report show 2026-W47 --json", "Weak signal", true);
	t = at_the_week("en"); /* the unit's draft is there still */
	terminal_type(t, "c");
	terminal_expect(t, "The draft is open again");
	terminal_expect(t, "mine");
	laptop_leave(t);
}

static void a_month_counts_its_closed_weeks(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("printf 'kho_khan: Sóng yếu' |", "report close 2026-W46 --team T01 --text -");
	laptop_prints("printf 'kho_khan: Máy cũ' |", "report close 2026-W47 --team T01 --text -");
	laptop_prints("", "report close 2026-W47");
	t = at_the_week("vi");
	terminal_type(t, "p");
	terminal_expect(t, "Tháng 11/2026");
	terminal_expect(t, "Cả đơn vị: 1/5 tuần đã chốt");
	terminal_expect(t, "Tổ đã chốt kỳ: 0/2 (chưa hết kỳ). Chưa chốt đủ tuần: Tổ Ấp Bắc 2/5");
	terminal_expect(t, "Tổ Ấp Bắc 2/5; Tổ Ấp Đông");
	/* Each text says whose it is and of which week. */
	terminal_expect(t, "Tổ Ấp Bắc, Tuần 46: Sóng yếu");
	terminal_expect(t, "Tổ Ấp Bắc, Tuần 47: Máy cũ");
	terminal_type(t, "bb");
	expect_row(t, 2, "Tổ Ấp Bắc 2/5 ", true);
	expect_row(t, 3, "Tổ Ấp Đông 0/5 ", true);
	laptop_leave(t);
}

static void a_silent_team_has_its_row(void **state)
{
	struct terminal *t = at_the_week("vi");

	(void)state;
	terminal_type(t, "bb");
	expect_row(t, 2, "Tổ Ấp Bắc *", true);
	expect_row(t, 3, "Tổ Ấp Đông *", true);
	expect_row(t, 3, "— chưa chốt", true);
	terminal_type(t, DOWN "\r");
	terminal_expect(t, "Chưa biết gì về tổ này trong kỳ");
	laptop_leave(t);
	shows("summary --week 2026-W47 --by team --format csv --columns so_luot", "Tổ Ấp Đông,,chưa chốt (chưa hết kỳ),",
	      true);
	shows("summary --week 2026-W47 --by team --format json",
	      "\"key\":\"T02\",\"label\":\"Tổ Ấp Đông\",\"columns\":{", true);
	shows("summary --week 2026-W47 --by team", "*not closed", true);
}

static void log_one_more(const char *date, const char *village)
{
	char line[256];

	snprintf(line, sizeof line,
		 "echo '{\"date\":\"%s\",\"village\":\"%s\",\"channel\":\"cho\",\"people\":3,"
		 "\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\"}]}' |", date, village);
	laptop_prints(line, "log");
}

/* A week further back than the last: so many keys lead there. */
static void the_way_to_a_changed_week_is_said(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("", "report close 2026-W44");
	log_one_more("2026-10-28", "26572-01");
	log_one_more("2026-11-04", "26572-02");
	t = laptop_open(80, 24, "vi");
	terminal_expect(t, "Tuần 44 đã chốt nhưng số liệu đã đổi");
	terminal_expect(t, "w, rồi < 3 lần");
	terminal_type(t, "w<<<");
	terminal_expect(t, "Đã chốt, nhưng sau đó số liệu đổi");
	/* A village that had visits in the week before alone has its row: both columns add up. */
	terminal_type(t, ">" DOWN DOWN DOWN "b");
	terminal_expect(t, "Cả kỳ");
	expect_row(t, 2, "Ấp Bắc", true);
	expect_row(t, 2, "—", true);
	expect_row(t, 3, "Ấp Đông", true);
	terminal_type(t, "\r");
	expect_row(t, 0, "Ấp Bắc: ", true);
	terminal_expect(t, "0/0");
	laptop_leave(t);
}

static void a_closed_week_says_what_changed(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("", "report close 2026-W47");
	t = at_the_week("vi");
	terminal_expect(t, "Kỳ này đã chốt");
	assert_false(terminal_has(t, "đã đổi"));
	laptop_leave(t);
	log_one_more("2026-11-18", "26572-01");
	shows("summary --week 2026-W47 --format csv", ",\"đã chốt, sau đó số liệu đổi; tổ đã chốt: 0/2", true);
	t = laptop_open(80, 24, "vi");
	terminal_expect(t, "Tuần 47 đã chốt nhưng số liệu đã đổi: Lượt HD: 1 → 2; Lượt người: 2 → 5");
	terminal_type(t, "w");
	terminal_expect(t, "Đã chốt, nhưng sau đó số liệu đổi: Lượt HD: 1 → 2; Lượt người: 2 → 5");
	terminal_type(t, "v");
	expect_row(t, 0, "Ghi, sửa sau khi chốt", true);
	expect_row(t, 3, "18/11/2026", true);
	expect_row(t, 4, "17/11/2026", false);
	terminal_type(t, ESC);
	terminal_expect(t, "Lượt HD: 1 → 2");
	/* A word that is mended confirms no figure; who says so takes those of now. */
	terminal_type(t, "c");
	expect_row(t, 1, "‹ giữ như lúc chốt ›", true);
	terminal_type(t, "\t\t\tMuwa" CTRL_S);
	terminal_expect(t, "Đã chốt, giữ số lúc chốt: Tuần 47");
	terminal_expect(t, "Lượt HD: 1 → 2");
	terminal_type(t, "c");
	expect_row(t, 0, "Chốt: Tuần 47", true);
	terminal_expect(t, "Lượt HD: 1 → 2; Lượt người: 2 → 5");
	terminal_type(t, RIGHT CTRL_S); /* the figures, not another team */
	terminal_expect(t, "Đã chốt theo số bây giờ: Tuần 47");
	terminal_expect_gone(t, "Lượt HD: 1 → 2");
	laptop_leave(t);
	shows("report show 2026-W47 --json", "\"so_luot\":2", true);
}

static void file_has(const char *name, const char *header, const char *cells)
{
	static char bytes[4096];
	char path[600];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", getenv("HOME"), name);
	file = fopen(path, "r");
	assert_non_null(file);
	bytes[fread(bytes, 1, sizeof bytes - 1, file)] = 0;
	fclose(file);
	unlink(path);
	if (!strstr(bytes, header) || !strstr(bytes, cells))
		fail_msg("%s lacks \"%s\" or \"%s\":\n%s", name, header, cells, bytes);
}

/* A week's words and typed figures stand on its screen, in full behind Enter, and in its file. */
static void what_was_written_and_typed_is_shown(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("printf 'kho_khan: Sóng yếu\nke_hoach: Đi ấp Đông\n' |",
		      "report close 2026-W47 --text - --set so_tin=3 --set tl_hstt=82,55");
	t = at_the_week("vi");
	terminal_expect(t, "Kế hoạch kỳ tới  Đi ấp Đông");
	terminal_expect(t, "82,55 (nhập tay)");
	terminal_type(t, END "\r");
	expect_row(t, 0, "Lời và số nhập tay: Tuần 47", true);
	terminal_expect(t, "Sóng yếu");
	terminal_expect(t, "Đi ấp Đông");
	terminal_expect(t, "3 (nhập tay)");
	terminal_expect(t, "82,55 (nhập tay)");
	terminal_type(t, "\r");
	expect_row(t, 0, "Chốt: Tuần 47", true);
	terminal_type(t, ESC ESC);
	terminal_expect(t, "Kỳ này đã chốt");
	terminal_type(t, "x");
	terminal_expect(t, "sotay_26572_2026-W47.csv");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã xuất");
	/* Beside groups stand figures alone: of a week that lacks the one, no words. */
	terminal_type(t, END UP "b<");
	terminal_expect(t, "Tuần 46");
	terminal_expect(t, "Số hộ được đến thăm, hướng dẫn trong kỳ (hộ)");
	laptop_leave(t);
	file_has("sotay_26572_2026-W47.csv", "Tỷ lệ hồ sơ trực tuyến (nhập tay)",
		 ",Đi ấp Đông,,,3,\"82,55\",,"); /* of all units alike, so that they lie under each other */
	shows("summary --week 2026-W47 --columns tl_hstt", "82.55 (typed in)", true);
}

/* What belongs to no team has a row, and the month says which week is not all in it. */
static void rows_and_weeks_that_are_not_all_in_it_are_told(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("printf 'Mưa' |", "report close 2026-W44 --team T01 --text -");
	t = at_the_week("vi");
	assert_false(terminal_has(t, "Vắt hai kỳ"));
	terminal_type(t, "p");
	terminal_expect(t, "Tháng 11/2026");
	terminal_expect(t, "không tính ở đây: Tuần 44 (26/10 - 01/11)");
	terminal_type(t, "bb");
	terminal_expect(t, "Không thuộc tổ nào");
	laptop_leave(t);
	shows("summary --month 2026-11", "do not count here: Week 44 (26/10", true);
	shows("summary --quarter 2026-Q4", "do not count here", false);
	shows("summary --month 2026-11 --format csv --columns so_luot", ",Tuần 44 (26/10/2026 - 01/11/2026)", true);
	shows("summary --month 2026-11 --by team --format csv --columns so_tv", "Không thuộc tổ nào,1,,", true);
	shows("summary --month 2026-11 --by team --columns so_tv", "Of no team", true);
}

static void villages_of_a_team_are_picked(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "h");
	terminal_expect(t, "Danh mục");
	terminal_type(t, DOWN DOWN "\r");
	terminal_expect(t, "Tổ Ấp Bắc");
	terminal_type(t, "e");
	terminal_expect(t, "Ấp Bắc (26572-01)   ‹ có ›");
	terminal_expect(t, "Ấp Đông (26572-02)  ‹ không ›");
	terminal_type(t, DOWN DOWN " " CTRL_S);
	terminal_expect(t, "Đã lưu");
	terminal_type(t, "a"); /* a number that is typed over the code becomes one */
	terminal_expect(t, "T02");
	terminal_type(t, "7\t" "Tổ Bảy" CTRL_S);
	terminal_expect(t, "Tổ Bảy");
	laptop_leave(t);
	shows("team list --json", "\"villages\":[\"26572-01\",\"26572-02\"]", true);
	shows("team list --json", "{\"code\":\"T07\",\"name\":\"Tổ Bảy\",\"villages\":[]", true);
}

/* Leaving the form of a period that is closed says nothing else than the screen does. */
static void a_draft_over_a_closed_week_leaves_it_closed(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("", "report close 2026-W47");
	t = at_the_week("vi");
	terminal_type(t, "c\t\tMuwa" ESC);
	terminal_expect(t, "Vẫn chốt như trước");
	terminal_expect(t, "Kỳ này đã chốt");
	assert_false(terminal_has(t, "Chưa chốt;"));
	laptop_leave(t);
}

static void a_figure_of_the_year_bears_its_range(void **state)
{
	struct terminal *t = at_the_week("vi");

	(void)state;
	terminal_type(t, DOWN DOWN "\r");
	expect_row(t, 0, "lũy kế", true);
	expect_row(t, 1, "01/01/2026 - 22/11/2026", true);
	laptop_leave(t);
}

static void the_export_form_says_an_error_once(void **state)
{
	struct terminal *t = at_the_week("vi");
	char *screen;

	(void)state;
	terminal_type(t, "x");
	expect_row(t, 23, "^S Xuất", true);
	terminal_type(t, "\t" CTRL_U "/nowhere/a.csv" CTRL_S);
	terminal_expect(t, "/nowhere/a.csv");
	terminal_expect(t, "Không tạo được");
	screen = terminal_screen(t);
	assert_null(strstr(strstr(screen, "Không tạo được") + 1, "Không tạo được"));
	free(screen);
	laptop_leave(t);
}

static int make_upper(void **state)
{
	(void)state;
	laptop_make_upper("upper");
	return 0;
}

static void an_upper_desk_speaks_of_communes(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_expect(t, "Tệp của các xã: nhận bằng lệnh sotay import");
	terminal_type(t, "h");
	terminal_expect(t, "Xã, phường đã đăng ký: lệnh sotay device list");
	assert_false(terminal_has(t, "Các thôn")); /* those are the communes' */
	terminal_type(t, DOWN UP "\r"); /* the first register, under that line */
	terminal_expect(t, "Lan");
	terminal_type(t, "a");
	terminal_expect(t, "‹ Cán bộ cấp trên ›"); /* whom such a desk has */
	terminal_type(t, ESC);
	laptop_home(t);
	terminal_type(t, "s");
	terminal_expect(t, "Chưa có lượt hướng dẫn nào");
	assert_false(terminal_has(t, "n Ghi lượt"));
	laptop_home(t);
	terminal_type(t, "w");
	terminal_expect(t, "Tuần 47");
	terminal_type(t, "b"); /* its first table is of the communes */
	terminal_expect(t, "8/12: tám trong mười hai tổ đã chốt");
	laptop_leave(t);
}

/* Nothing was taken in: that is said before it becomes a zero. */
static void an_upper_desk_closes_with_0_only_knowingly(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");

	(void)state;
	terminal_type(t, "w");
	terminal_expect(t, "Chưa chốt");
	assert_false(terminal_has(t, "nhấn c")); /* there is nothing to close */
	terminal_type(t, "c");
	terminal_expect(t, "Chưa nhận số liệu của xã nào: chốt bây giờ là báo cáo số 0");
	terminal_type(t, RIGHT CTRL_S);
	terminal_expect(t, "Chưa có số liệu của xã nào; nhấn ^S lần nữa");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Đã chốt");
	laptop_leave(t);
}

#define CASE(name, make) cmocka_unit_test_setup_teardown(name, make, laptop_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_unit_closes_its_own_period, make_one_team),
		CASE(a_silent_team_is_not_called_idle, make_two_teams),
		CASE(going_from_team_to_team_overwrites_nothing, make_two_teams),
		CASE(a_month_counts_its_closed_weeks, make_two_teams),
		CASE(a_silent_team_has_its_row, make_two_teams),
		CASE(a_closed_week_says_what_changed, make_two_teams),
		CASE(the_way_to_a_changed_week_is_said, make_one_team),
		CASE(what_was_written_and_typed_is_shown, make_two_teams),
		CASE(rows_and_weeks_that_are_not_all_in_it_are_told, make_two_teams),
		CASE(villages_of_a_team_are_picked, make_one_team),
		CASE(a_draft_over_a_closed_week_leaves_it_closed, make_two_teams),
		cmocka_unit_test_teardown(a_figure_of_the_year_bears_its_range, laptop_stop),
		cmocka_unit_test_teardown(the_export_form_says_an_error_once, laptop_stop),
		CASE(an_upper_desk_speaks_of_communes, make_upper),
		cmocka_unit_test_teardown(an_upper_desk_closes_with_0_only_knowingly, laptop_stop),
	};

	return cmocka_run_group_tests_name("officer", tests, NULL, NULL);
}
