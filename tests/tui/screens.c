/*
 * Every screen there is, in both languages, at every size: nothing of the
 * program's words cut off, nothing over anything else, the cursor on what is
 * active, help and the way back in the footer (watch.c says how that is known).
 * A new view, or a new action, that is not on this walk fails it.
 */
#include "config.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"
#include "tests/tui/shifted.h"
#include "tests/tui/watched.h"
#include "tui/term/action.h"
#include "tui/env/translate.h"

#define PGDN "\033[6~"
#define ENTER "\r"
#define CTRL_P "\020"
#define NEW "\001" /* a new session without the draft of the stop before */

static const int sizes[][2] = { { 60, 20 }, { 200, 60 }, { 40, 10 }, { 80, 24 } };
enum { SIZES = sizeof sizes / sizeof sizes[0] };

/* A place to stop: where the keys lead from the main screen, and how often to go down from there. */
struct stop {
	const char *keys;
	const char *view;
	const char *word; /* one that must be there; NULL none */
	int downs;
};

/* In the invented year of the demo. */
static const struct stop stops[] = {
	{ "", "home", "Follow-ups: %s overdue, %s in the next seven days", 0 },
	{ "?", "help", "Log a guidance session", 20 },
	{ ":", "help", "All actions", 20 },
	{ ":k", "help", "All actions", 3 },
	{ "s", "sessions", "newest first", 25 },
	{ "s/vneid nam", "sessions", "Search", 1 },
	{ "s/xyzzy", "sessions", "No results", 0 },
	{ "sv", "sessions", "This week", 3 },
	{ "svvo", "sessions", "oldest first", 3 },
	{ "s" DELETE "vvv", "sessions", "Taken out of the count", 3 },
	{ "su", "sessions", "Taken back: %s counts again", 3 },
	{ "s" ENTER, "record", NULL, 15 },
	{ "se", "visit", "Edit", 18 },
	{ "s/h069" ENTER ENTER, "household", "Visits", 40 },
	{ "s/h069" ENTER ENTER "e", "record_form", NULL, 8 },
	{ "s/h069" ENTER ENTER "s", "record_form", NULL, 19 },
	{ "s/h069" ENTER ENTER "s\t1" CTRL_S, "record_form", NULL, 3 },
	{ "s/h069" ENTER ENTER "s\t9" ESC, "record_form", "Not saved yet: ^S saves, Esc once more drops it", 0 },
	{ "s/h069" ENTER ENTER ENTER, "record", NULL, 12 },
	{ "n", "visit", "Household", 20 },
	{ "n" CTRL_S, "visit", NULL, 20 },
	{ NEW " ", "visit", "Arrows choose, Enter takes it, Esc closes the list", 10 },
	{ NEW "xyzzy", "visit", "new household", 0 },
	{ NEW "+", "visit", "new household", 0 },
	{ NEW "\t\t\t\txyzzy", "visit", "Not in the list: type something else, or clear it", 0 },
	{ NEW "+" ENTER, "visit", "Landmark of the new household", 18 },
	{ NEW "021" ENTER "v", "visit", "counted as an attempt, not as guidance", 10 },
	{ NEW "069" ENTER "210" "12345", "visit", "Digital status", 20 },
	{ NEW "069" ENTER "210" "2" " ", "visit", "Digital status", 1 },
	{ NEW "069" ENTER "210" "2" "/", "visit", "Arrows choose, Enter takes it, Esc closes the list", 15 },
	{ NEW "069" ENTER "210" "2/k" ENTER "3/s" ENTER, "visit", NULL, 10 },
	{ NEW "069" ENTER "210" "x", "visit", NULL, 5 },
	{ NEW SHIFT_TAB " ", "visit", "Arrows choose, Enter takes it, Esc closes the list", 2 },
	{ NEW SHIFT_TAB SHIFT_TAB " ", "visit", "Arrows choose, Enter takes it, Esc closes the list", 10 },
	{ NEW SHIFT_TAB SHIFT_TAB "lop" ENTER ENTER "12", "visit", "Number of people", 12 },
	{ NEW SHIFT_TAB SHIFT_TAB "lop" ENTER ENTER "12" ENTER ENTER ENTER "dvcnop" ENTER, "visit",
	  "= then digits: count; 1-9 add; Space result; / why; Del", 3 },
	{ NEW "\t\t\t\t\t\t ", "visit", "Arrows choose, Enter takes it, Esc closes the list", 10 },
	{ NEW "\t\t\t\t\t\t\t ", "visit", "Arrows choose, Enter takes it, Esc closes the list", 10 },
	{ NEW "069" ENTER "99" BACKSPACE, "visit", NULL, 2 },
	{ NEW "069" ENTER "215", "visit", "More than the people there were", 2 },
	{ NEW "069" ENTER "4" ESC, "home", "%d form half filled in: %s", 0 },
	{ NEW SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "-" ENTER, "visit", "today is %s", 2 },
	{ NEW "069" ENTER "210" "12\t\t\t " ENTER, "visit",
	  "Which topic it is about: ← → or Space", 20 },
	{ NEW "069" ENTER "210" "12\t\t\t " ENTER " ", "visit", "About topic", 20 },
	{ NEW, "visit", NULL, 0 },
	{ "f", "followups", "Overdue:", 30 },
	{ "f" ENTER, "household", "Visits", 20 },
	{ "f" DOWN DOWN "d", "followups", "Follow-up done: %s; u undoes", 3 },
	{ "h", "registers", "List of households", 5 },
	{ "h" ENTER, "register", "Villages", 3 },
	{ "h" ENTER DELETE, "register", NULL, 0 },
	{ "h" ENTER "a", "record_form", NULL, 6 },
	{ "h" ENTER "a" CTRL_S, "record_form", NULL, 6 },
	{ "h" ENTER "e", "record_form", NULL, 6 },
	{ "h" ENTER ENTER, "register", "List of households", 20 },
	{ "h" DOWN ENTER, "register", "List of households", 40 },
	{ "h" DOWN ENTER "/xyzzy", "register", "No results", 0 },
	{ "h" DOWN ENTER "a", "record_form", NULL, 8 },
	{ "h" DOWN DOWN ENTER, "register", "Teams", 3 },
	{ "h" DOWN DOWN ENTER "a", "record_form", NULL, 6 },
	{ "h" DOWN DOWN ENTER ENTER, "record", NULL, 8 },
	{ "h" DOWN DOWN DOWN ENTER, "register", "Members", 8 },
	{ "h" DOWN DOWN DOWN ENTER "a", "record_form", NULL, 6 },
	{ "h" DOWN DOWN DOWN ENTER "e", "record_form", NULL, 6 },
	{ "h" DOWN DOWN DOWN ENTER ENTER, "record", NULL, 8 },
	{ "h" DOWN DOWN DOWN ENTER "pabcdefgh" ENTER "abcdefgi" ENTER, "slot",
	  "Passwords do not match: type the same again", 1 },
	{ "h" DOWN DOWN DOWN ENTER "c", "recovery code", "Group %d", 1 },
	{ "h" DOWN DOWN DOWN ENTER "c" ENTER, "recovery code", "Esc shows the code once more", 1 },
	{ "h" DOWN DOWN DOWN ENTER "c" ENTER "2" ENTER "2" ENTER, "recovery code",
	  "Not the same: compare with your paper", 0 },
	{ "h" DOWN DOWN DOWN ENTER "r", "register", "no such user in the data file", 8 },
	{ "h" DOWN DOWN DOWN ENTER DOWN "p", "register", "can unlock this laptop already", 0 },
	{ "h" DOWN DOWN DOWN ENTER DOWN "r", "register", "the last one who can unlock stays", 0 },
	{ "h" DOWN DOWN DOWN ENTER DOWN DELETE, "register",
	  "Can unlock this laptop: take the password away first", 0 },
	{ "h" DOWN DOWN DOWN DOWN ENTER, "register", "None yet: a adds one", 0 },
	{ "h" DOWN DOWN DOWN DOWN ENTER "a", "record_form", NULL, 8 },
	{ "w", "week", "This period", 14 },
	{ "w>", "week", "This is the latest period", 0 },
	{ "wp", "week", "Month %02d/%d", 14 },
	{ "wpp", "week", "Quarter %d/%d", 14 },
	{ "wppp", "week", "Year %d", 14 },
	{ "wb", "week", "Village", 4 },
	{ "wbb", "week", "Team", 4 },
	{ "wbbb", "week", "Member", 6 },
	{ "wbbbb", "week", "Topic group", 12 },
	{ "wbbbbb", "week", "Topic", 20 },
	{ "wbbbbbb", "week", NULL, 6 },
	{ "wbbbbbbb", "week", "Outcome", 6 },
	{ "wbbbbbbbb", "week", "Difficulty", 12 },
	{ "wb\t\t\t\t", "week", "Village", 1 },
	{ "w" ENTER, "sessions", NULL, 3 },
	{ "wc", "close", "This period", 9 },
	{ "wc" RIGHT CTRL_S, "close", "This period", 3 },
	{ "w" END ENTER, "texts", "From the reports: %s", 2 },
	{ "wx", "export", NULL, 3 },
	{ "wc" LEFT CTRL_S, "week", "Closed: %s", 3 },
	{ "s" DELETE, "sessions", "Taken out of the count: %s; u undoes", 3 },
	{ "w", "week", "Closed; changed since: %s", 3 },
	{ "w?", "help", "Visits entered or changed after closing", 20 },
	{ "wv", "sessions", "Entered or changed after closing", 2 },
	{ "", "home", "%s is closed, but its figures changed: %s. See w", 0 },
	{ "t", "tour", "What this notebook is for", 0 },
	{ "t" ENTER, "tour", "After a visit", 0 },
	{ "t" ENTER ENTER, "tour", "Finding and mending", 0 },
	{ "t" ENTER ENTER ENTER, "tour", "At the end of the week", 0 },
	{ "b", "backup", "There is no backup yet", 2 },
	{ "k", "recovery code", "Group %d", 1 },
	{ "c", "settings", "Tone placement", 4 },
	{ "c" DOWN DOWN DOWN CTRL_U CTRL_S, "settings", "A whole number from 1 to %d", 0 },
	{ "p", "password", "Present password", 3 },
	{ "pabc" CTRL_S, "password", NULL, 0 },
	{ "pdemo1234" DOWN "abcdefgh" DOWN "abcdefgi" CTRL_S, "password", "Passwords do not match: type the same again", 0 },
	{ "h" END UP ENTER "a" "Hoa\tHoa" CTRL_S, "slot", "A password for %s", 1 },
};
enum { STOPS = sizeof stops / sizeof stops[0] };

static char program[600]; /* the one people get */

static int make_vault(void **state)
{
	(void)state;
	setenv("SOTAY", program, 1);
	laptop_make_demo("screens");
	return 0;
}

static void times(const char *key, int n)
{
	for (int i = 0; i < n; i++) {
		watched_press(key);
		watched_is_on_screen();
	}
}

/* The keys of this view, and all its actions by name. */
static void ask_for_help(const char *key)
{
	char from[64];

	snprintf(from, sizeof from, "%s", watched_view());
	watched_press(key);
	if (!strcmp(watched_view(), "help"))
		times(PGDN, 3);
	while (!strcmp(watched_view(), "help") && strcmp(from, "help") != 0)
		watched_press(ESC);
}

/* This screen at every size, downwards at one and upwards at the next. */
static void look_around(int downs)
{
	for (int i = 0; i < SIZES; i++) {
		watched_resize(sizes[i][0], sizes[i][1]);
		watched_is_on_screen();
		times(i % 2 ? UP : DOWN, downs);
		if (sizes[i][0] >= 60 && sizes[i][0] <= 80) {
			ask_for_help(CTRL_G);
			ask_for_help(CTRL_P);
		}
	}
}

static void go_home(void)
{
	for (int i = 0; i < 12 && strcmp(watched_view(), "home") != 0; i++)
		watched_press(ESC);
	assert_string_equal(watched_view(), "home");
}

static int astray; /* stops that were not where they should be */

static void stop_at(const struct stop *stop)
{
	const char *keys = stop->keys;

	go_home();
	if (*keys == *NEW) {
		keys++;
		watched_press("n");
		if (watched_word("Draft"))
			watched_press(CTRL_X);
	}
	watched_press(keys);
	if (strcmp(watched_view(), stop->view) != 0 ||
	    (stop->word && !watched_word(stop->word))) {
		for (int r = 0; r < watched_rows(); r++)
			print_error("%s\n", watched_row(r));
		print_error("\"%s\" leads to %s, not to %s with \"%s\"\n", stop->keys,
			    watched_view(), stop->view, stop->word ? stop->word : "");
		astray++;
		return;
	}
	look_around(stop->downs);
}

/* ---- before there is a main screen ---- */

static struct terminal *terminal;

/* Out from the main screen. */
static void end(void)
{
	terminal_type(terminal, "q");
	assert_int_equal(laptop_wait_end(terminal), 0);
}

static void see_the_lock(const char *lang)
{
	watched_begin();
	terminal = laptop_start(80, 24, lang, NULL);
	watched_start(terminal);
	assert_string_equal(watched_view(), "lock");
	look_around(0);
	watched_press("x" ENTER);
	look_around(0);
	watched_press("\006"); /* ^F */
	assert_string_equal(watched_view(), "recover");
	look_around(2);
	watched_press("abc" CTRL_S);
	look_around(2);
	watched_press(ESC "demo1234" ENTER);
	assert_string_equal(watched_view(), "home");
}

/* The groups of the recovery code, as the screen spreads them, typed back where they are asked for. */
static void type_code_back(void)
{
	char group[16][6];
	int groups = 0;

	for (int r = 0; r < watched_rows() && groups < 16; r++) {
		const char *row = watched_row(r);
		size_t n = strlen(row);

		if (n < 12 || row[n - 10] != ' ' || row[n - 2] != ' ' || row[n - 4] != ' ' ||
		    row[n - 6] != ' ' || row[n - 8] != ' ')
			continue;
		for (int i = 0; i < 5; i++)
			group[groups][i] = row[n - 9 + 2 * (size_t)i];
		group[groups++][5] = 0;
	}
	assert_int_equal(groups, 7);
	watched_press(ENTER);
	look_around(1);
	watched_press(ENTER ENTER); /* nothing typed: said at the field */
	look_around(1);
	watched_press(UP UP);
	for (int r = 0; r < watched_rows() && !strcmp(watched_view(), "first run"); r++) {
		const char *row = watched_row(r);
		const char *number = strpbrk(row, "1234567");

		if (r > 2 && number && (number[1] == ' ' || !number[1]) && number - row < 16) {
			watched_press(group[*number - '1']);
			watched_press(ENTER);
		}
	}
}

static void step(const char *keys, const char *word, int downs)
{
	watched_press(keys);
	if (word && !watched_word(word))
		fail_msg("the step with \"%s\" does not come after \"%s\" but %s", word, keys,
			 watched_row(2));
	look_around(downs);
}

static void see_the_first_run(const char *lang)
{
	char vault[600], path[600];
	char *argv[] = { NULL, "--lang", (char *)(uintptr_t)lang, "--vault", vault, NULL };

	snprintf(vault, sizeof vault, "%s/first-%s.vault", getenv("HOME"), lang);
	watched_begin();
	argv[0] = getenv("SOTAY");
	terminal = laptop_runs(terminal_open(80, 24, argv, NULL));
	watched_start(terminal);
	assert_string_equal(watched_view(), "first run");
	look_around(1);
	step(!strcmp(lang, "en") ? DOWN ENTER : UP ENTER, "Who will use this computer?", 3);
	step(DOWN DOWN DOWN ENTER, "Or its path", 2);
	step(UP UP DOWN "/nowhere" ENTER ENTER "abcdefgh" ENTER, "there is no such file", 1);
	snprintf(path, sizeof path, CTRL_U "%s" ENTER RIGHT ENTER, laptop_vault);
	step(path, "Restore with the code on paper", 3);
	step(CTRL_S, "Letters are missing or too many: seven groups of five", 3);
	assert_string_equal(watched_view(), "restore code");
	watched_press(ESC);
	assert_string_equal(watched_view(), "restore");
	step(ESC UP UP UP ENTER, "Which province or city?", 12);
	step("xyzzy", "It is not in this list: type it by hand", 0);
	step(ENTER, "Your unit, by hand", 1);
	step(DOWN ENTER, NULL, 1);
	step(ESC "hcm" ENTER, "%s: which commune or ward?", 12);
	step("tam lo" ENTER, "%s (%s): your name?", 0);
	step(ENTER ENTER, "This field is required", 0);
	step("Lan" ENTER "Tổ Bắc" ENTER ENTER, "Not known yet? Enter once more goes on without it", 0);
	step("03" ENTER, "Which villages does your team look after?", 3);
	step("Ấp Bắc" ENTER "21x", "Digits only", 3);
	step(CTRL_U "99999" ENTER ENTER, "A whole number, 20000 at most", 3);
	step(UP UP UP DOWN CTRL_U "210" ENTER ENTER, "No number: no visits there yet; Enter once more goes on", 1);
	step(UP UP UP UP DOWN DOWN "01" ENTER, ", households: %d", 3);
	step(UP UP UP UP ENTER ENTER ENTER ENTER, "Who else works with this laptop?", 6);
	step("A/B" ENTER ENTER, "Without commas and slashes, please", 0);
	step(CTRL_U ENTER, "%s: a password that only you know", 1);
	step("ngan" ENTER "ngan" ENTER, NULL, 1);
	step(UP UP CTRL_U "mothaiba4" ENTER CTRL_U "mothaiba4" ENTER,
	     "Recovery code: write it on paper now", 0);
	type_code_back();
	assert_string_equal(watched_view(), "home");
	look_around(0);
	watched_press("n");
	look_around(14);
	watched_press(ESC);
	end();
}

/* The desks of officers, which have other steps and another main screen. */
static void see_the_officer(const char *lang, int down)
{
	static const char *const to_unit[] = { "hcm" ENTER "tam lo" ENTER, "hcm" ENTER };
	char vault[600];
	char *argv[] = { NULL, "--lang", (char *)(uintptr_t)lang, "--vault", vault, NULL };

	snprintf(vault, sizeof vault, "%s/officer-%s-%d.vault", getenv("HOME"), lang, down);
	watched_begin();
	argv[0] = getenv("SOTAY");
	terminal = laptop_runs(terminal_open(80, 24, argv, NULL));
	watched_start(terminal);
	watched_press(!strcmp(lang, "en") ? DOWN ENTER : UP ENTER);
	for (int i = 0; i < down; i++)
		watched_press(DOWN);
	step(ENTER, "Which province or city?", 1);
	watched_press(to_unit[down - 1]);
	step("Lan" ENTER, down == 1 ? "%s: its villages" : "Who else works with this laptop?", 2);
	watched_press(UP UP UP UP);
	if (down == 1) {
		step(ENTER, "No village yet: Enter once more goes on; h adds them later", 0);
		watched_press(ENTER);
	}
	step(ENTER, "%s: a password that only you know", 1);
	watched_press(UP "mothaiba4" ENTER "mothaiba4" ENTER);
	type_code_back();
	assert_string_equal(watched_view(), "home");
	look_around(0);
	end();
}

/* The question for the date, what it refuses and doubts, and the main screen without and with an answer. */
static void see_the_date(const char *lang)
{
	unsetenv("SOTAY_NOW");
	shifted_show(0);
	watched_begin();
	terminal = laptop_start(80, 24, lang, NULL);
	watched_start(terminal);
	watched_press("demo1234" ENTER);
	assert_string_equal(watched_view(), "date");
	look_around(1);
	watched_press(UP "31/2" ENTER "x" ENTER);
	look_around(1);
	watched_press(UP CTRL_U "1/1/2020" ENTER CTRL_U "9" ENTER);
	look_around(1);
	watched_press(UP CTRL_U "1/1/2032" ENTER ENTER);
	look_around(1);
	watched_press(ESC);
	assert_true(watched_word("The date is wrong: press d and say what day it is"));
	look_around(0);
	watched_press("d" ENTER ENTER);
	assert_true(watched_word("The date is as you said; d mends it"));
	look_around(0);
	end();
	setenv("SOTAY_NOW", "2026-11-21T09:00", 1);
}

/* ---- nothing is forgotten ---- */

/* The names of all view classes in a source. */
static void views_of(const char *path, void (*each)(const char *name))
{
	FILE *in = fopen(path, "r");
	char line[1024];
	bool class = false;

	assert_non_null(in);
	while (fgets(line, sizeof line, in)) {
		char *name = strstr(line, ".name = \"");

		class = class || (!strncmp(line, "static const struct view_class", 30));
		if (!class || !name)
			continue;
		name += strlen(".name = \"");
		name[strcspn(name, "\"")] = 0;
		each(name);
		class = false;
	}
	fclose(in);
}

static int views;

static void is_seen(const char *name)
{
	views++;
	if (!watched_seen_view(name))
		fail_msg("the view \"%s\" is not on this walk", name);
}

static void every_view_was_seen(void)
{
	const char *srcdir = getenv("srcdir") ? getenv("srcdir") : ".";
	char rooms[1024];
	glob_t sources;

	snprintf(rooms, sizeof rooms, "%s/tui/*/*.c", srcdir);
	assert_int_equal(glob(rooms, 0, NULL, &sources), 0);
	views = 0;
	for (size_t i = 0; i < sources.gl_pathc; i++)
		views_of(sources.gl_pathv[i], is_seen);
	globfree(&sources);
	assert_true(views >= 19);
}

/* Each action was offered in help, and its footer word somewhere. */
static void every_action_was_offered(void)
{
	for (int i = 1; i < ACT_COUNT; i++) {
		const struct action_row *row = action_row((enum action)i);

		if (row->keymaps == IN_TROUBLE || row->keymaps == IN_WARNING) /* tests/tui/app/ */
			continue;
		if (!watched_seen_word("help", row->help))
			fail_msg("nowhere in help: %s", row->help);
		if (row->word && !watched_seen_word(NULL, row->word))
			fail_msg("never in the footer: %s", row->word);
	}
}

static void walk(const char *lang)
{
	see_the_lock(lang);
	astray = 0;
	for (int i = 0; i < STOPS; i++)
		stop_at(&stops[i]);
	go_home();
	end();
	see_the_first_run(lang);
	see_the_officer(lang, 1);
	see_the_officer(lang, 2);
	see_the_date(lang);
	every_view_was_seen();
	every_action_was_offered();
	watched_end();
	assert_int_equal(astray, 0);
}

static void in_vietnamese(void **state)
{
	(void)state;
	walk("vi");
}

static void in_english(void **state)
{
	(void)state;
	walk("en");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(in_vietnamese, make_vault, laptop_stop),
		cmocka_unit_test_setup_teardown(in_english, make_vault, laptop_stop),
	};

	snprintf(program, sizeof program, "%s", getenv("SOTAY"));
	return shifted_init() ? 1 : cmocka_run_group_tests_name("screens", tests, NULL, NULL);
}
