/* Traps that put wrong data into the book, and how the form of a session avoids them. */
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
	laptop_make_small("traps");
	return 0;
}

static void drop(struct terminal *t)
{
	terminal_type(t, CTRL_X);
	terminal_expect(t, "Dropped");
}

/* A form without the draft of a test before, at the household. */
static struct terminal *at_the_form(void)
{
	struct terminal *t = laptop_open(80, 24, "en");

	terminal_type(t, "n");
	terminal_expect(t, "Visited by");
	if (terminal_has(t, "Draft"))
		drop(t);
	terminal_expect(t, "Code or hint");
	return t;
}

/* The sessions as lines of JSON have this text. */
static void has_saved(const char *text)
{
	const char *out = laptop_prints("", "list --json");

	if (!strstr(out, text))
		fail_msg("%s lacks %s", out, text);
}

/* The colour of a text; -1: that of all others, or the text is not there. */
static int colour(struct terminal *t, const char *text)
{
	for (int row = 0; row < 24; row++) {
		char *line = terminal_row(t, row), *at = strstr(line, text);
		int col = 0;

		for (const char *c = line; at && c < at; c++)
			col += (*c & 0xC0) != 0x80;
		free(line);
		if (at)
			return terminal_colour(t, row, col);
	}
	return -1;
}

struct like {
	const char *text, *other;
};

static bool is_like(struct terminal *t, const void *arg)
{
	const struct like *like = arg;
	int is = colour(t, like->text);

	return is != -1 && (!like->other || colour(t, like->other) == is);
}

/* Until a text has a colour of its own, that of another where one is named: it may come after the words. */
static int expect_coloured(struct terminal *t, const char *text, const char *other)
{
	if (!terminal_until(t, is_like, &(struct like){ text, other }))
		fail_msg("\"%s\" has not the colour of %s", text, other ? other : "its own");
	return colour(t, text);
}

/* ---- the date ---- */

static void a_date_goes_on_only_with_save_and_next(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	assert_false(terminal_has(t, "today is"));
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "-\r");
	terminal_expect(t, "Date 20/11/2026");
	expect_row(t, 1, "today is 21/11", true);
	expect_coloured(t, "20/11/2026", "today is");
	terminal_type(t, "\r\r\r" "1\r1001" CTRL_S);
	terminal_expect(t, "Saved · H001 nhà cổng xanh · 20/11");
	terminal_type(t, "n");
	terminal_expect(t, "Date 21/11/2026");
	assert_false(terminal_has(t, "today is"));
	/* The next of the same sitting goes on there, whatever is dropped of it. */
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "-\r\r\r\r" "2\r1001" CTRL_N);
	terminal_expect(t, "Saved · H002 · 20/11");
	terminal_expect(t, "Date 20/11/2026");
	expect_row(t, 1, "today is 21/11", true);
	terminal_type(t, "12\r3" CTRL_X);
	terminal_expect(t, "Dropped");
	terminal_expect(t, "Date 20/11/2026");
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	terminal_type(t, "n");
	terminal_expect(t, "Date 21/11/2026");
	laptop_leave(t);
}

/* 29/12 typed in November is last year's: the form says so, and asks once before it saves that. */
static void a_day_of_last_year_is_asked_about_once(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "29/12");
	expect_row(t, 1, "29/12/2025 · 10 months ago", true);
	expect_coloured(t, "10 months ago", "29/12/2025");
	terminal_type(t, "\r\r\r\r" "2\r1001" CTRL_S);
	terminal_expect(t, "29/12/2025 is 10 months ago: ^S once more saves it");
	expect_row(t, 1, "Date 29/12/2025   10 months ago", true);
	terminal_type(t, "22/9\r" CTRL_S); /* sixty days are no slip */
	terminal_expect(t, "Saved · H002 · 22/09");
	terminal_type(t, "n" SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "1/12\r\r\r\r" "2\r1001" CTRL_N);
	terminal_expect(t, "01/12/2025 is 11 months ago: ^N once more saves it");
	terminal_type(t, CTRL_N);
	terminal_expect(t, "Saved · H002 · 01/12/2025");
	/* Who writes up a pile of old paper is asked once, who mends a visit of then not at all. */
	terminal_type(t, "1\r1001" CTRL_S);
	terminal_expect(t, "Saved · H001 nhà cổng xanh · 01/12/2025");
	terminal_type(t, "so");
	terminal_expect(t, "oldest first");
	terminal_type(t, "e2" CTRL_S);
	terminal_expect(t, "Saved · H00");
	terminal_type(t, "e" SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "2/12\r" CTRL_S);
	terminal_expect(t, "02/12/2025 is 11 months ago");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H00");
	laptop_leave(t);
}

static void a_lock_ends_the_sitting(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "--\r\r\r\r" "2\r1001" CTRL_N);
	terminal_expect(t, "Saved · H002 · 19/11");
	terminal_type(t, CTRL_L);
	terminal_expect(t, "Who are you?");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "n");
	terminal_expect(t, "Date 21/11/2026");
	laptop_leave(t);
}

static void people_and_place_go_on_only_with_save_and_next(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("", "member add Mai");
	t = at_the_form();
	terminal_type(t, "2\r1001\t\tmai\r");
	terminal_expect(t, "Visited by Lan, Mai");
	terminal_type(t, CTRL_N);
	terminal_expect(t, "Saved · H002 · 21/11");
	terminal_expect(t, "Visited by Lan, Mai");
	terminal_type(t, SHIFT_TAB SHIFT_TAB "class\r\r" "12\r7\r3\r1" CTRL_N);
	terminal_expect(t, "Saved · Group class · 21/11");
	terminal_expect(t, "Visited by Lan, Mai");
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	terminal_type(t, "n");
	terminal_expect(t, "Channel/form At home");
	terminal_expect_gone(t, "Mai");
	laptop_leave(t);
}

/* The household typed after a class is not dropped with the class's channel. */
static void after_a_class_the_next_is_a_visit_at_home(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, SHIFT_TAB SHIFT_TAB "class\r\r" "12\r7\r3\r1" CTRL_N);
	terminal_expect(t, "Saved · Group class · 21/11");
	terminal_expect(t, "Channel/form At home");
	terminal_type(t, "2\r");
	terminal_expect(t, "Household H002");
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB RIGHT RIGHT);
	terminal_expect(t, "H002 is not saved: a class or meeting has no household");
	terminal_type(t, LEFT LEFT "\r\r\r");
	terminal_expect_gone(t, "H002 is not saved");
	terminal_type(t, "3211");
	terminal_expect(t, "Number of people 3 ");
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "market\r");
	terminal_expect(t, "Channel/form Market");
	terminal_type(t, CTRL_N); /* what is no gathering goes on */
	terminal_expect(t, "Saved · H002 · 21/11");
	terminal_expect(t, "Channel/form Market");
	laptop_leave(t);
	has_saved("\"household\":\"H002\",\"channel\":\"cho\",\"minutes\":null,\"people\":3,"
		  "\"female\":2,\"over60\":1");
}

/* ---- counts ---- */

static void what_is_done_at_home_counts_one(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "12\r210" "dvcnop\r");
	terminal_expect(t, "Completed on the spot    1");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H012 · 21/11");
	assert_false(terminal_has(t, "no count"));
	laptop_leave(t);
	has_saved("{\"topic\":\"DVCNOP\",\"outcome\":\"hoan_thanh\",\"count\":1");
}

static void a_class_counts_its_people_and_asks_for_the_rest(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, SHIFT_TAB SHIFT_TAB "class\r\r" "25\r14\r9\r" "1dvcnop\r");
	terminal_expect(t, "on the spot    25");
	terminal_expect(t, "— how many?");
	expect_coloured(t, "— how many?", NULL);
	/* What is proposed follows the people. */
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB "20\r");
	terminal_expect(t, "on the spot    20");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · Group class · 21/11 · 1 topic has no count");
	laptop_leave(t);
	has_saved("\"people\":20,\"female\":14,\"over60\":9,\"attempt\":null,\"topics\":"
		  "[{\"topic\":\"VNEID1\",\"outcome\":\"hoan_thanh\",\"count\":20,\"blocker\":null},"
		  "{\"topic\":\"DVCNOP\",\"outcome\":\"hoan_thanh\",\"count\":null");
}

static void digits_are_topics_and_counts_after_an_equals_sign(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "12\r1" BACKSPACE "5\r6\r2\r" "1");
	terminal_expect(t, "= then digits: count; 1-9 add");
	terminal_type(t, "=");
	terminal_expect(t, "How many; then Enter");
	terminal_expect(t, "on the spot    _");
	terminal_type(t, "12");
	terminal_expect(t, "on the spot    12");
	terminal_type(t, BACKSPACE);
	terminal_expect_gone(t, "on the spot    12");
	terminal_type(t, "1\r");
	terminal_expect(t, "on the spot    11");
	terminal_expect(t, "= then digits: count; 1-9 add"); /* Enter ends the count, no more */
	terminal_type(t, "2");
	terminal_expect(t, "> Activate VNeID level 2");
	terminal_type(t, "   =");
	terminal_expect(t, "Only what was done has a count");
	terminal_type(t, "3");
	terminal_expect(t, "> Add documents");
	drop(t);
	laptop_leave(t);
}

/* Whoever presses Enter after each topic's digit chooses the same topics as who does not. */
static void enter_after_a_topic_stays_among_the_topics(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "12\r210" "1\r3\r2 \r8\r");
	terminal_expect(t, "= then digits: count; 1-9 add");
	terminal_type(t, "\r25");
	terminal_expect(t, "Duration (minutes) 25");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H012 · 21/11");
	laptop_leave(t);
	has_saved("{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":1,\"blocker\":null},{\"topic\"");
}

/* ---- numbers ---- */

static void more_people_than_there_can_be_are_asked_about_once(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, SHIFT_TAB SHIFT_TAB "class\r\r" "1295\r\r\r" "1" CTRL_S);
	terminal_expect(t, "1295 people, is that so? ^S once more saves it");
	terminal_expect(t, "A number, then Enter");
	terminal_type(t, "201" CTRL_S); /* typed over; another number is another question */
	terminal_expect(t, "201 people, is that so?");
	terminal_type(t, "200" CTRL_S);
	terminal_expect(t, "Saved · Group class");
	/* At home it is twenty. */
	terminal_type(t, "n2\r2" BACKSPACE "0\r\r\r" "1" CTRL_S);
	terminal_expect(t, "Saved · H002");
	terminal_type(t, "n2\r2" BACKSPACE "1\r\r\r" "1" CTRL_N);
	terminal_expect(t, "21 people, is that so? ^N once more saves it");
	terminal_type(t, CTRL_N);
	terminal_expect(t, "Saved · H002");
	terminal_type(t, ESC "se\r\r\r\r" "5" CTRL_S); /* known to be meant: mended */
	terminal_expect(t, "Saved · H002");
	laptop_leave(t);
	has_saved("\"minutes\":5,\"people\":21");
}

static void a_second_digit_that_cannot_be_women_is_people(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "1\r12");
	terminal_expect(t, "Number of people 12");
	terminal_expect(t, "A number, then Enter");
	terminal_type(t, "10\r3\r" "1" CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	has_saved("\"people\":12,\"female\":10,\"over60\":3");
	/* Enter after them is as good as none. */
	t = at_the_form();
	terminal_type(t, "1\r" "12\r7\r3\r" "1" CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	has_saved("\"people\":12,\"female\":7,\"over60\":3");
	t = at_the_form();
	terminal_type(t, "1\r" "3\r1\r0\r" "1" CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	has_saved("\"people\":3,\"female\":1,\"over60\":0");
	t = at_the_form();
	terminal_type(t, "1\r" "1" BACKSPACE);
	terminal_expect(t, "10, 11, 20: 1 ⌫ 0");
	terminal_type(t, "1\r5\r4\r" "1" CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	has_saved("\"people\":11,\"female\":5,\"over60\":4");
	t = at_the_form();
	terminal_type(t, "1\r" "310" "1" CTRL_S); /* 3 people, one of them a woman */
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	has_saved("\"people\":3,\"female\":1,\"over60\":0");
}

static void one_can_always_go_back(void **state)
{
	struct terminal *t = at_the_form();
	int red;

	(void)state;
	terminal_type(t, "1\r310" SHIFT_TAB SHIFT_TAB "5");
	terminal_expect(t, "More than the people there were");
	/* Both fields are marked, and none holds. */
	red = expect_coloured(t, "More than", NULL);
	expect_coloured(t, "Number of people", "More than");
	expect_coloured(t, "Women", "More than");
	assert_true(terminal_has(t, "People aged"));
	assert_int_not_equal(colour(t, "People aged"), red);
	terminal_type(t, UP UP);
	terminal_expect(t, "v nobody home");
	terminal_type(t, "\t");
	terminal_expect(t, "One digit; 10, 11, 20 people");
	terminal_type(t, "\t\t");
	terminal_expect(t, "1-9, or code");
	terminal_type(t, "1" CTRL_S);
	terminal_expect(t, "One digit; 10, 11, 20 people"); /* only saving waits, at the field */
	terminal_expect(t, "More than the people there were");
	terminal_type(t, "2");
	terminal_expect_gone(t, "More than the people there were");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	has_saved("\"people\":3,\"female\":2,\"over60\":0");
}

static void what_cannot_be_read_holds_nobody(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "1\r2101" SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB
		      SHIFT_TAB "77\r");
	terminal_expect(t, "Not a time of day");
	terminal_expect(t, "Type part of it"); /* at the channel */
	terminal_type(t, UP UP "99/99" SHIFT_TAB "\t");
	terminal_expect(t, "Not a date");
	terminal_type(t, "\t");
	terminal_expect(t, "Type part of it");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "+ and - for the day after"); /* only saving waits */
	terminal_type(t, "+");
	terminal_expect(t, "Not a date");
	terminal_type(t, CTRL_U "20/11\r9\r");
	terminal_expect_gone(t, "Not a date");
	terminal_expect(t, "Time 09:00");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001 nhà cổng xanh · 20/11");
	laptop_leave(t);
}

static void a_due_date_before_the_visit_is_marked_in_both_fields(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "12\r2101\t\t\tcall\r" "19/11/2026\r");
	terminal_expect(t, "one before the visit");
	terminal_expect(t, "Optional;");
	expect_coloured(t, "Due date", "Not a date, or one");
	expect_coloured(t, "Date 21/11", "Not a date, or one");
	for (int i = 0; i < 13; i++)
		terminal_type(t, SHIFT_TAB);
	terminal_expect(t, "+ and - for the day after");
	terminal_type(t, "---");
	terminal_expect_gone(t, "one before the visit");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H012 · 18/11");
	laptop_leave(t);
	has_saved("\"due\":\"2026-11-19\"");
}

static void a_count_of_more_than_the_people_is_marked_in_both_fields(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "1\r2101=3\r");
	terminal_expect(t, "A count is more than the people there were");
	expect_coloured(t, "Number of people", "A count is");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "A count is more than the people there were");
	terminal_type(t, "=2\r");
	terminal_expect_gone(t, "A count is more");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
}

/* An open list says itself what is wrong, once. */
static void no_list_hides_what_is_wrong(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, SHIFT_TAB "zz\r");
	expect_row(t, 3, "Not in the list: type something else", true);
	expect_row(t, 4, "Not in the list", false);
	expect_coloured(t, "Not in the list", NULL);
	/* Nor is saving held back without a word. */
	terminal_type(t, BACKSPACE BACKSPACE "bac\r1\r1001" "xyz");
	terminal_expect(t, "Not in the list");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Not saved. Not in the list: type something else, or clear it");
	terminal_type(t, BACKSPACE BACKSPACE BACKSPACE SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "zz" CTRL_S);
	terminal_expect(t, "Not saved. No such household: + for a new one");
	terminal_type(t, BACKSPACE BACKSPACE CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
}

/* ---- drafts ---- */

static void unlock(struct terminal *t, const char *name, const char *pass)
{
	terminal_type(t, CTRL_L);
	terminal_expect(t, "Who are you?");
	for (int i = 0; i < 2; i++) {
		char mark[32];

		snprintf(mark, sizeof mark, "> %s", name);
		if (terminal_has(t, mark))
			break;
		terminal_type(t, i ? UP : DOWN);
		terminal_expect(t, ">");
	}
	terminal_type(t, pass);
	terminal_type(t, "\r");
	terminal_expect(t, "This week");
}

static void drafts_are_whose_they_are(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "h" END UP "\ra" "Hoa\tHoa" CTRL_S);
	terminal_expect(t, "Let Hoa unlock");
	terminal_type(t, "toong ddaif\rtoong ddaif\r");
	terminal_expect(t, "Hoa can unlock");
	laptop_home(t);
	terminal_type(t, "n1\r4");
	terminal_expect(t, "Number of people 4");
	unlock(t, "Hoa", "toong ddaif");
	terminal_expect(t, "1 form half filled in: Guidance session (Lan)");
	terminal_type(t, "n");
	terminal_expect(t, "Visited by Hoa");
	assert_false(terminal_has(t, "H001"));
	assert_false(terminal_has(t, "Draft"));
	terminal_type(t, "2\r3");
	unlock(t, "Lan", "demo1234");
	terminal_expect(t, "2 forms half filled in: Guidance session (you), Guidance session (Hoa)");
	terminal_expect(t, "n goes on");
	terminal_type(t, "n");
	terminal_expect(t, "Household H001");
	terminal_expect(t, "Number of people 4");
	drop(t);
	terminal_type(t, ESC);
	terminal_expect(t, "1 form half filled in: Guidance session (Hoa)");
	unlock(t, "Hoa", "toong ddaif");
	terminal_type(t, "n");
	terminal_expect(t, "Household H002");
	drop(t);
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	assert_false(terminal_has(t, "half filled in"));
	unlock(t, "Lan", "demo1234");
	laptop_leave(t);
}

static void half_a_date_comes_back_with_the_draft(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "1\r2101\t\t\tcall\r" "24/1");
	terminal_expect(t, "Due date 24/1");
	terminal_type(t, CTRL_L);
	terminal_expect(t, "Who are you?");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "n");
	terminal_expect(t, "Due date 24/1");
	drop(t);
	laptop_leave(t);
}

/* ---- long numbers ---- */

static void long_numbers_are_asked_about_before_they_are_saved(void **state)
{
	static const char *const numbers[] = { "0912345678", "0912 345 678", "0912.345.678",
					       "079-123-456-789" };
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "1\r2101" "\t\t\t\t");
	terminal_expect(t, "no passwords");
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		terminal_type(t, CTRL_U);
		terminal_type(t, numbers[i]);
		terminal_type(t, CTRL_S);
		terminal_expect(t, "A long number");
	}
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved · H001");
	terminal_type(t, "n1\r2101" "\t\t\t\t17.11.2026 14.30" CTRL_S);
	terminal_expect(t, "Saved · H001");
	terminal_type(t, "n+\r0912 345 678\r1001" CTRL_S); /* in the hint of a new household */
	terminal_expect(t, "A long number");
	terminal_expect(t, "House number or landmark");
	drop(t);
	laptop_leave(t);
	has_saved("079-123-456-789");
}

/* ---- the same visit twice ---- */

static void a_household_that_has_a_visit_that_day_is_mentioned(void **state)
{
	struct terminal *t = at_the_form();

	(void)state;
	terminal_type(t, "+\r\r1001" CTRL_S);
	terminal_expect(t, "Saved · H013");
	terminal_type(t, "n13\r");
	terminal_expect(t, "This household has 1 session on 21/11 already");
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "-");
	terminal_expect_gone(t, "This household has");
	terminal_type(t, "+");
	terminal_expect(t, "This household has 1 session on 21/11 already");
	drop(t);
	laptop_leave(t);
}

/* ---- another village ---- */

static void a_household_of_another_village_is_found_by_its_code(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("echo '{\"code\":\"26572-02\",\"name\":\"Ấp Đông\"}' |", "village add --json");
	laptop_prints("printf '%s\\n' '{\"village\":\"26572-02\",\"code\":\"H031\","
		      "\"hint\":\"sau đình\"}' '{\"village\":\"26572-02\",\"code\":\"H014\"}' |",
		      "household add --json");
	t = at_the_form();
	terminal_expect(t, "Village Ấp Bắc");
	terminal_type(t, "31\r"); /* every village numbers from 1: it may be a new one here */
	terminal_expect(t, "Not in this village: ↓ chooses");
	terminal_type(t, DOWN);
	terminal_expect(t, ">H031 · Ấp Đông  sau đình");
	terminal_type(t, "\r");
	terminal_expect(t, "Village Ấp Đông");
	terminal_expect(t, "Household H031 sau đình");
	terminal_expect(t, "H031 is in Ấp Đông: the village is changed");
	terminal_type(t, SHIFT_TAB "\b"); /* who takes it back is where he was */
	terminal_expect(t, "Village Ấp Bắc");
	terminal_type(t, "dinh\r");
	terminal_expect(t, "Village Ấp Đông");
	terminal_type(t, SHIFT_TAB "h002\r"); /* and back, by a whole code */
	terminal_expect(t, "H002 is in Ấp Bắc: the village is changed");
	/* What may be the next one here is neither taken nor made by Enter alone. */
	terminal_type(t, SHIFT_TAB "14\r");
	terminal_expect(t, "Not in this village: ↓ chooses");
	expect_row(t, 3, "H002 is in", true); /* the list says it, and no row below the field */
	terminal_expect(t, "+ H014  new household");
	terminal_type(t, DOWN);
	terminal_expect(t, ">H014 · Ấp Đông");
	terminal_type(t, ESC SHIFT_TAB "bac\r" "2\r1001");
	terminal_expect_gone(t, "the village is changed");
	terminal_type(t, SHIFT_TAB SHIFT_TAB SHIFT_TAB SHIFT_TAB "h031\r" CTRL_S);
	terminal_expect(t, "Saved · H031 sau đình · Ấp Đông · 21/11");
	laptop_leave(t);
	has_saved("\"village\":\"26572-02\",\"household\":\"H031\"");
}

/* ---- a narrow screen ---- */

static void a_narrow_screen_has_the_day_and_the_keys_whole(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("printf '%s' '{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"H012\","
		      "\"channel\":\"tai_nha\",\"people\":1,\"topics\":[{\"topic\":\"DVCNOP\",\"outcome\":"
		      "\"hoan_thanh\"}],\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-24\","
		      "\"topic\":\"DVCNOP\"}]}' |", "log");
	t = laptop_open(60, 20, "en");
	terminal_expect(t, "f Follow-ups");
	terminal_expect(t, "h Registers");
	terminal_type(t, "n" "h012\r" "2101" "2" "\t\t\tcall\r");
	terminal_expect(t, "(Due date 24/11/2026)");
	terminal_expect(t, "About topic");
	terminal_expect(t, "Due date 28/11/2026");
	terminal_expect(t, "^X Discard");
	terminal_type(t, CTRL_X);
	terminal_expect(t, "Dropped");
	terminal_expect(t, "^X Discard"); /* the keys stay, above what is said */
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_date_goes_on_only_with_save_and_next, laptop_stop),
		cmocka_unit_test_teardown(a_day_of_last_year_is_asked_about_once, laptop_stop),
		cmocka_unit_test_teardown(a_lock_ends_the_sitting, laptop_stop),
		cmocka_unit_test_teardown(people_and_place_go_on_only_with_save_and_next, laptop_stop),
		cmocka_unit_test_teardown(after_a_class_the_next_is_a_visit_at_home, laptop_stop),
		cmocka_unit_test_teardown(what_is_done_at_home_counts_one, laptop_stop),
		cmocka_unit_test_teardown(a_class_counts_its_people_and_asks_for_the_rest, laptop_stop),
		cmocka_unit_test_teardown(digits_are_topics_and_counts_after_an_equals_sign, laptop_stop),
		cmocka_unit_test_teardown(more_people_than_there_can_be_are_asked_about_once, laptop_stop),
		cmocka_unit_test_teardown(enter_after_a_topic_stays_among_the_topics, laptop_stop),
		cmocka_unit_test_teardown(a_second_digit_that_cannot_be_women_is_people, laptop_stop),
		cmocka_unit_test_teardown(one_can_always_go_back, laptop_stop),
		cmocka_unit_test_teardown(what_cannot_be_read_holds_nobody, laptop_stop),
		cmocka_unit_test_teardown(a_due_date_before_the_visit_is_marked_in_both_fields,
					  laptop_stop),
		cmocka_unit_test_teardown(a_count_of_more_than_the_people_is_marked_in_both_fields,
					  laptop_stop),
		cmocka_unit_test_teardown(no_list_hides_what_is_wrong, laptop_stop),
		cmocka_unit_test_teardown(drafts_are_whose_they_are, laptop_stop),
		cmocka_unit_test_teardown(half_a_date_comes_back_with_the_draft, laptop_stop),
		cmocka_unit_test_teardown(long_numbers_are_asked_about_before_they_are_saved, laptop_stop),
		cmocka_unit_test_teardown(a_household_that_has_a_visit_that_day_is_mentioned, laptop_stop),
		cmocka_unit_test_teardown(a_household_of_another_village_is_found_by_its_code, laptop_stop),
		cmocka_unit_test_teardown(a_narrow_screen_has_the_day_and_the_keys_whole, laptop_stop),
	};

	return cmocka_run_group_tests_name("traps", tests, make_vault, NULL);
}
