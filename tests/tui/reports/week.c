/* The week: figures, axes, closing with its draft, the CSV file; the main screen; the demo and its
 * tour. */
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

static char temp[512];

static int make_vault(void **state)
{
	(void)state;
	laptop_make_demo("week");
	snprintf(temp, sizeof temp, "TMPDIR=%s/week.temp", getenv("HOME"));
	mkdir(strchr(temp, '/'), 0700);
	return 0;
}

static struct terminal *at_the_week(void)
{
	struct terminal *t = laptop_open(80, 24, "en");

	terminal_type(t, "w");
	terminal_expect(t, "Week 47 (16/11/2026 - 22/11/2026)");
	return t;
}

/* The figure in the row of a label, as the screen has it. */
static long shown(struct terminal *t, const char *label)
{
	long figure = -1;

	for (int row = 0; row < 24 && figure < 0; row++) {
		char *text = terminal_row(t, row), *at = strstr(text, label);

		if (at)
			figure = strtol(at + strlen(label), NULL, 10);
		free(text);
	}
	return figure;
}

static void the_figures_are_those_of_the_command(void **state)
{
	const char *json = laptop_prints("", "summary --week 2026-W47 --format json");
	const char *sessions = strstr(json, "\"so_luot\":"), *homes = strstr(json, "\"ho_tham\":");
	struct terminal *t = at_the_week();

	(void)state;
	assert_non_null(sessions);
	assert_non_null(homes);
	assert_int_equal(shown(t, "Guidance sessions"), strtol(sessions + 10, NULL, 10));
	assert_int_equal(shown(t, "Households visited"), strtol(homes + 10, NULL, 10));
	laptop_leave(t);
}

static void turning_the_pages_of_time(void **state)
{
	struct terminal *t = at_the_week();

	(void)state;
	terminal_type(t, ">");
	terminal_expect(t, "This is the latest period");
	terminal_type(t, "<");
	terminal_expect(t, "Week 46 (09/11/2026 - 15/11/2026)");
	terminal_type(t, ">p");
	terminal_expect(t, "Month 11/2026");
	terminal_type(t, "p");
	terminal_expect(t, "Quarter 4/2026");
	terminal_type(t, "p");
	terminal_expect(t, "Year 2026");
	terminal_type(t, "p");
	terminal_expect(t, "Week 47");
	laptop_leave(t);
}

static void by_every_axis(void **state)
{
	static const char *const axes[] = {"Village", "Team",	 "Member",  "Topic group",
					   "Topic",   "Channel", "Outcome", "Difficulty"};
	struct terminal *t = at_the_week();

	(void)state;
	terminal_type(t, DOWN DOWN DOWN); /* down to the sessions */
	terminal_expect(t, "Guidance sessions");
	for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++) {
		terminal_type(t, "b");
		terminal_expect(t, axes[i]);
		terminal_expect(t, "Whole period");
		expect_cursor(t, 2, 1);
	}
	terminal_type(t, "\t"); /* the next figure */
	terminal_expect(t, "Attempts (absent");
	terminal_type(t, ESC); /* back to all figures, not home */
	terminal_expect_gone(t, "Whole period");
	terminal_expect(t, "Households visited");
	laptop_leave(t);
}

/* The number after `label` in a row of the screen, or in the message; -1 for none. */
static long number_after(struct terminal *t, const char *label)
{
	char *screen = terminal_screen(t), *at = strstr(screen, label);
	long n = at ? strtol(at + strlen(label), NULL, 10) : -1;

	free(screen);
	return n;
}

/* How many sessions the list above says it has: "1/16". */
static long listed(struct terminal *t)
{
	long n = number_after(t, " 1/");

	return n < 0 && terminal_has(t, " 0/0") ? 0 : n;
}

/* What is listed behind each group of an axis is what its figure says. */
static void the_list_behind_a_group_has_as_many(void **state)
{
	static const char *const axes[] = {"Village", "Team",	 "Member",  "Topic group",
					   "Topic",   "Channel", "Outcome", "Difficulty"};
	struct terminal *t = at_the_week();

	(void)state;
	terminal_type(t, DOWN DOWN DOWN); /* down to the sessions */
	terminal_expect(t, "Guidance sessions");
	for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++) {
		char *rows[20];
		int n = 0;

		terminal_type(t, "b");
		terminal_expect(t, axes[i]);
		terminal_expect(t, "Whole period");
		for (; n < 19; n++) {
			rows[n] = terminal_row(t, 2 + n);
			if (strstr(rows[n], "Whole period"))
				break;
		}
		assert_in_range(n, 1, 18);
		for (int k = 0; k < n; k++) {
			long figure = -1;
			char *at = rows[k] + 1, name[64];

			/* "Ấp Bắc      9 ██   12 ██": the name ends at two blanks. */
			snprintf(name, sizeof name, "%.*s", (int)(strstr(at, "  ") - at), at);
			if (strstr(name, " *")) /* a team that has not closed */
				*strstr(name, " *") = 0;
			if (strstr(name, "…"))
				*strstr(name, "…") = 0;
			figure = strtol(strstr(at, "  "), NULL, 10);
			expect_cursor(t, 2 + k, 1);
			terminal_type(t, "\r");
			terminal_expect(t, "Counted here: ");
			expect_row(t, 0, name, true);
			assert_int_equal(listed(t), figure);
			assert_int_equal(number_after(t, "Counted here: "), figure);
			terminal_type(t, ESC);
			terminal_expect(t, "Whole period");
			terminal_type(t, DOWN);
		}
		for (int k = 0; k <= n; k++)
			free(rows[k]);
	}
	laptop_leave(t);
}

/* People, households, results and follow-ups: not the sessions, but what they add up to. */
static void the_list_behind_a_figure_adds_up_to_it(void **state)
{
	static const struct {
		int down;
		const char *label, *counted;
	} figures[] = {
		{0, "Households visited", " households, in "},
		{2, "Households guided since", " households, in "},
		{4, "Attempts", " sessions"},
		{5, "People guided", " people, in "},
		{7, "Online public-service", NULL},
		{10, "Open follow-ups", " follow-ups, promised in "},
	};
	struct terminal *t = at_the_week();

	(void)state;
	for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
		char *row = terminal_row(t, 2 + figures[i].down), *at = row + 1;
		long figure = strtol(strstr(at, "  "), NULL, 10);

		terminal_type(t, HOME_KEY);
		for (int k = 0; k < figures[i].down; k++)
			terminal_type(t, DOWN);
		expect_cursor(t, 2 + figures[i].down, 1);
		terminal_type(t, "\r");
		terminal_expect(t, "Counted here: ");
		assert_true(figure > 0);
		if (figures[i].counted) {
			terminal_expect(t, figures[i].counted);
			assert_int_equal(number_after(t, "Counted here: "), figure);
		}
		assert_true(listed(t) > 0);
		terminal_type(t, ESC);
		terminal_expect(t, "This period");
		free(row);
	}
	/* Of another period it is all sessions of the group, and says so. */
	terminal_type(t, HOME_KEY "b\r");
	expect_row(t, 0, "Ấp Bắc: Households visited", true);
	terminal_type(t, "v");
	expect_row(t, 0, "Ấp Bắc: Guidance sessions", true);
	terminal_expect(t, "1/200+");
	laptop_leave(t);
}

static void closing_keeps_a_draft_and_can_be_undone(void **state)
{
	struct terminal *t = at_the_week();

	(void)state;
	terminal_expect(t, "Not closed yet: c closes it");
	terminal_type(t, "c" RIGHT CTRL_S); /* "no activity" */
	terminal_expect(t, "Not without activity");
	terminal_type(t, LEFT "\tWeak signal in the hamlet\t");
	terminal_expect(t, "Why it was hard"); /* the next field: the first is kept by now */
	laptop_kill(t, SIGKILL);
	t = at_the_week();
	terminal_type(t, "c");
	terminal_expect(t, "The draft is open again");
	terminal_expect(t, "Weak signal in the hamlet");
	terminal_type(t, "\tNo pole\033"); /* typed behind it, and left by Esc */
	terminal_expect(t, "kept as a draft");
	terminal_type(t, "c");
	terminal_expect(t, "No pole");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Closed: Week 47");
	terminal_expect(t, "This period is closed");
	laptop_leave(t);
	assert_non_null(
		strstr(laptop_prints("", "report show 2026-W47 --json"), "Weak signal in the hamletNo pole"));
	t = at_the_week();
	terminal_type(t, "c");
	terminal_expect(t, "Closed already");
	terminal_expect(t, "No pole");
	terminal_type(t, ESC);
	terminal_expect(t, "This period is closed");
	terminal_type(t, "u"); /* of another sitting: it says what, and asks once more */
	terminal_expect(t, "u once more takes back: report close · Week 47");
	terminal_type(t, "u");
	terminal_expect(t, "Not closed yet: c closes it");
	laptop_leave(t);
}

static void newlines_of_a_report_stay(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("", "report close 2026-W46 --text - <<'END'\nkho_khan: one\ntwo\nEND");
	t = at_the_week();
	terminal_type(t, "<c");
	expect_row(t, 5, "one", true);
	expect_row(t, 6, "two", true);
	terminal_type(t, "\t\train\023");
	terminal_expect(t, "Closed: Week 46");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "report show 2026-W46 --json"), "one\\ntwo"));
	assert_non_null(strstr(laptop_prints("", "report show 2026-W46 --json"), "rain"));
}

static void the_csv_file_is_written_once(void **state)
{
	struct terminal *t = at_the_week();
	char path[600], csv[64] = "";
	struct stat before, after;
	FILE *file;

	(void)state;
	snprintf(path, sizeof path, "%s/sotay_99001_T01_2026-W47.csv", getenv("HOME"));
	unlink(path);
	terminal_type(t, "x");
	terminal_expect(t, "sotay_99001_T01_2026-W47.csv");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Exported:");
	file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fread(csv, 1, 3, file), 3);
	assert_string_equal(csv, "\xEF\xBB\xBF");
	fclose(file);
	assert_int_equal(stat(path, &before), 0);
	terminal_type(t, "x\023");
	terminal_expect(t, "There is such a file");
	assert_int_equal(stat(path, &after), 0);
	assert_true(before.st_ino == after.st_ino);
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Exported:");
	assert_int_equal(stat(path, &after), 0);
	assert_true(before.st_ino != after.st_ino);
	/* By village, into a folder that is not there. */
	terminal_type(t, "bx");
	terminal_expect(t, "sotay_99001_T01_2026-W47_village.csv");
	terminal_type(t, "\t\025/nowhere/a.csv\023"); /* ^U empties the name */
	terminal_expect(t, "Cannot be created (no such file or folder): /nowhere/a.csv");
	laptop_leave(t);
}

/* Not the data file, nor its log, by whatever name; one is not even asked. */
static void the_data_file_is_never_written_over(void **state)
{
	static const char *const names[] = { "%s", "%s-wal", "%s.link", "%s.note" };
	struct terminal *t;
	char path[640];
	FILE *note;

	(void)state;
	snprintf(path, sizeof path, "%s.link", laptop_vault);
	assert_int_equal(symlink(laptop_vault, path), 0);
	snprintf(path, sizeof path, "%s.note", laptop_vault);
	note = fopen(path, "w");
	assert_non_null(note);
	fputs("7CPZR AG6Z4 QSKEX 1QMH0 NT5N7 FM284 AB50G\r\n", note);
	fclose(note);
	t = at_the_week();
	terminal_type(t, "x");
	terminal_expect(t, "sotay_99001_T01_2026-W47.csv");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, names[i], laptop_vault);
		terminal_type(t, SHIFT_TAB "\t" CTRL_U);
		terminal_paste(t, path);
		for (int times = 0; times < 2; times++) {
			terminal_type(t, CTRL_S);
			terminal_expect(t, "never overwritten");
		}
		terminal_type(t, BACKSPACE);
		terminal_expect_gone(t, "never overwritten");
	}
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "check"), "OK"));
}

/* Every screen of these, in every size, with the cursor on the active row and help in the footer.
 */
static void every_size_in(const char *lang, const char *first, const char *last)
{
	static const int sizes[][2] = {{80, 24}, {60, 20}, {200, 60}};
	struct terminal *t = laptop_open(80, 24, lang);

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		terminal_resize(t, sizes[i][0], sizes[i][1]);
		terminal_type(t, "w");
		terminal_expect(t, "16/11/2026");
		expect_cursor(t, 2, 1);
		terminal_type(t, "b");
		terminal_expect(t, "Ấp Bắc");
		expect_cursor(t, 2, 1);
		terminal_type(t, "c");
		terminal_expect(t, "‹");
		terminal_type(t, "\033x");
		terminal_expect(t, "_99001_T01_2026-W47_village.csv");
		terminal_type(t, "\033\033");
		terminal_expect_gone(t, "Ấp Bắc");
		terminal_type(t, ESC);
		terminal_expect_gone(t, "16/11/2026 -");
		terminal_type(t, "t");
		terminal_expect(t, first);
		terminal_type(t, "\r\r\r");
		terminal_expect(t, last);
		terminal_type(t, "\r");
		terminal_expect_gone(t, last);
	}
	laptop_leave(t);
}

static void every_size(void **state)
{
	(void)state;
	every_size_in("vi", "trang 1/4", "trang 4/4");
	every_size_in("en", "page 1 of 4", "page 4 of 4");
}

static void the_demo_opens_on_a_tour_and_is_gone(void **state)
{
	char *argv[] = {getenv("SOTAY"), "--lang", "en", "demo", NULL};
	char *env[] = {temp, NULL};
	struct terminal *t = laptop_runs(terminal_open(80, 24, argv, env));
	struct dirent *entry;
	DIR *dir;

	(void)state;
	terminal_expect(t, "First day: page 1 of 4");
	terminal_type(t, "\r\r\r\r");
	terminal_expect(t, "A trial: all of this is invented");
	terminal_type(t, CTRL_L);
	terminal_expect(t, "A trial does not lock");
	terminal_type(t, "w");
	terminal_expect(t, "Week 47");
	terminal_type(t, "\033q");
	assert_int_equal(laptop_wait_end(t), 0);
	/* Closed by its window, it clears itself away too. */
	t = laptop_runs(terminal_open(80, 24, argv, env));
	terminal_expect(t, "First day");
	assert_int_equal(laptop_hang_up(t), 0);
	dir = opendir(strchr(temp, '/'));
	assert_non_null(dir);
	while ((entry = readdir(dir)))
		assert_true(*entry->d_name == '.');
	closedir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_figures_are_those_of_the_command, laptop_stop),
		cmocka_unit_test_teardown(turning_the_pages_of_time, laptop_stop),
		cmocka_unit_test_teardown(by_every_axis, laptop_stop),
		cmocka_unit_test_teardown(the_list_behind_a_group_has_as_many, laptop_stop),
		cmocka_unit_test_teardown(the_list_behind_a_figure_adds_up_to_it, laptop_stop),
		cmocka_unit_test_teardown(closing_keeps_a_draft_and_can_be_undone, laptop_stop),
		cmocka_unit_test_teardown(newlines_of_a_report_stay, laptop_stop),
		cmocka_unit_test_teardown(the_csv_file_is_written_once, laptop_stop),
		cmocka_unit_test_teardown(the_data_file_is_never_written_over, laptop_stop),
		cmocka_unit_test_teardown(every_size, laptop_stop),
		cmocka_unit_test_teardown(the_demo_opens_on_a_tour_and_is_gone, laptop_stop),
	};

	return cmocka_run_group_tests_name("week", tests, make_vault, NULL);
}
