/* What cannot be read is said on the screen, and nothing typed is lost for it. */
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
#include "tui/app/private.h"

#define CTRL_R "\022"
#define PAGE 8192
#define LINE "^R opens again: page"

/*
 * Change a byte of every page from the third on; done twice they are as before. What the
 * program holds in its cache stays good.
 */
static void flip_pages(void)
{
	FILE *file = fopen(laptop_vault, "r+b");
	long size;
	int c;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	for (long at = 4L * PAGE + 100; at < size; at += PAGE) {
		fseek(file, at, SEEK_SET);
		c = fgetc(file);
		fseek(file, at, SEEK_SET);
		fputc(c ^ 1, file);
	}
	assert_int_equal(fclose(file), 0);
}

static void open_again(struct terminal *t)
{
	terminal_type(t, CTRL_R);
	terminal_expect(t, "is still there behind this");
	terminal_type(t, "demo1234\r");
	terminal_expect_gone(t, "is still there behind this");
	terminal_expect_gone(t, LINE);
}

static void figures_not_read_are_dashes(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_expect(t, "Logged today: 9");
	flip_pages();
	terminal_type(t, "s"); /* rows that are not in the cache */
	terminal_expect(t, LINE);
	terminal_expect(t, "Cannot be read");
	assert_false(terminal_has(t, "No sessions here"));
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	terminal_expect(t, LINE);
	terminal_type(t, "n"); /* no form is begun on what could not be read */
	terminal_expect(t, "Nothing can be saved now");
	assert_false(terminal_has(t, "New session"));
	terminal_type(t, "?");
	terminal_expect(t, "after something could not be read");
	terminal_type(t, ESC);
	flip_pages();
	open_again(t);
	terminal_expect(t, "Logged today: 9");
	laptop_leave(t);
}

static void a_week_that_cannot_be_read_is_said(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "w");
	terminal_expect(t, "Not closed yet");
	flip_pages();
	/* Other weeks than the one that was read. */
	for (int i = 0; i < 30; i++)
		terminal_type(t, "<");
	terminal_expect(t, LINE);
	assert_false(terminal_has(t, " 0 "));
	flip_pages();
	open_again(t);
	laptop_leave(t);
}

static void an_open_form_outlives_it_and_saves(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n");
	terminal_expect(t, "New session");
	flip_pages();
	terminal_type(t, SHIFT_TAB "nam\r"); /* the households there cannot be read */
	terminal_expect(t, LINE);
	terminal_type(t, "\t3\r1\r");
	terminal_expect(t, "Number of people 3");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Number of people 3"); /* not saved, and not lost */
	terminal_type(t, CTRL_L);		  /* nor by locking */
	terminal_expect(t, "is still there behind this");
	assert_false(terminal_has(t, "Ấp Nam"));
	terminal_type(t, "wrong one\r");
	terminal_expect(t, "Wrong password");
	terminal_type(t, ESC);
	terminal_expect(t, "Esc once more drops");
	flip_pages();
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "Number of people 3");
	terminal_expect_gone(t, LINE);
	terminal_type(t, ESC);
	terminal_expect(t, "the draft is kept");
	terminal_type(t, "n");
	terminal_expect(t, "Number of people 3");
	terminal_type(t, CTRL_X);
	terminal_expect_gone(t, "Number of people 3");
	laptop_leave(t);
}

/* A form that lies below another view when the book is opened anew has to do with that one, too. */
static void a_form_below_others_keeps_its_draft(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n");
	terminal_expect(t, "New session");
	flip_pages();
	terminal_type(t, SHIFT_TAB "nam\r");
	terminal_expect(t, LINE);
	terminal_type(t, "\t3\r");
	terminal_type(t, CTRL_G);
	terminal_expect(t, "Keyboard shortcuts");
	flip_pages();
	terminal_type(t, CTRL_R);
	terminal_expect(t, "is still there behind this");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "Keyboard shortcuts");
	laptop_hang_up(t);
	t = laptop_open(80, 24, "en");
	terminal_type(t, "n");
	terminal_expect(t, "Number of people 3");
	terminal_type(t, CTRL_X);
	terminal_expect_gone(t, "Number of people 3");
	laptop_leave(t);
}

/* However many views lie on each other, there is room for the lock. */
static void the_lock_always_has_room(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	flip_pages();
	terminal_type(t, "s");
	terminal_expect(t, LINE);
	flip_pages();
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	terminal_type(t, "s\r");
	for (int i = 3; i < APP_VIEWS_MAX; i++) {
		terminal_expect(t, i % 2 ? "History:" : "Household 99001");
		terminal_type(t, i % 2 ? "\r" : END "\r"); /* its household, its last visit, … */
	}
	terminal_type(t, "\r");
	terminal_expect(t, "Too many screens");
	open_again(t);
	terminal_type(t, CTRL_L); /* nothing is half typed: it locks as ever */
	terminal_expect(t, "Who are you?");
	terminal_expect_gone(t, "is still there behind this");
	terminal_type(t, CTRL_Q);
	assert_int_equal(laptop_wait_end(t), 0);
}

static int make(void **state)
{
	(void)state;
	laptop_make_demo("trouble");
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(figures_not_read_are_dashes, make, laptop_stop),
		cmocka_unit_test_setup_teardown(a_week_that_cannot_be_read_is_said,
						make, laptop_stop),
		cmocka_unit_test_setup_teardown(a_form_below_others_keeps_its_draft, make,
						laptop_stop),
		cmocka_unit_test_setup_teardown(the_lock_always_has_room, make, laptop_stop),
		cmocka_unit_test_setup_teardown(an_open_form_outlives_it_and_saves, make,
						laptop_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
