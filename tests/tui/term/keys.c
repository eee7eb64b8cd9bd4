/* What a terminal does to a person: sequences nobody knows, pastes that break off, sizes, the end. */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

#define PASTED "\033[200~"
#define PASTE_END "\033[201~"

static struct terminal *open_with(char *one, char *other)
{
	char *env[] = { one, other, NULL };
	struct terminal *t = laptop_start(80, 24, "en", env);

	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	return t;
}

/* ---- 4.1: unknown sequences ---- */

static void alt_and_a_letter_neither_undoes_nor_voids(void **state)
{
	struct terminal *t = open_with("ESCDELAY=5000", NULL);

	(void)state;
	terminal_send(t, "n12\r2101" CTRL_S);
	terminal_expect(t, "Saved · H012");
	terminal_send(t, "\033u\033[27;3;117~s");
	terminal_expect(t, "H012");
	assert_false(terminal_has(t, "Taken back"));
	terminal_send(t, "\033x\033[120;3u?");
	terminal_expect(t, "Keyboard shortcuts");
	assert_int_equal(laptop_kill(t, SIGTERM), 0);
	assert_non_null(strstr(laptop_prints("", "list --json"), "\"H012\""));
}

/* PuTTY's Home, which was Escape, and then letters. */
static void home_of_putty_does_not_leave_the_form(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n1\r4");
	terminal_expect(t, "Number of people 4");
	terminal_send(t, "\033[1~\033[4~\033\033[A\033[O\033[I\033[M !!");
	terminal_send(t, "2");
	terminal_expect(t, "Number of people 4      Women 2");
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	laptop_leave(t);
}

static void over_ssh_escape_still_is_a_key(void **state)
{
	struct terminal *t = open_with("ESCDELAY=", "SSH_CONNECTION=10.0.0.1 50000 10.0.0.2 22");

	(void)state;
	terminal_send(t, "?");
	terminal_expect(t, "Keyboard shortcuts");
	terminal_send(t, "\033");
	terminal_expect(t, "This week");
	laptop_leave(t);
}

static bool reports(struct terminal *t, const void *arg)
{
	(void)arg;
	return terminal_reports(t);
}

/* A program before us died with the mouse on. */
static void reports_left_on_are_switched_off(void **state)
{
	static const char script[] =
		"printf '\\033[?1000h\\033[?1003h\\033[?1006h\\033[?1004h'; read x;"
		"\"$SOTAY\" --lang en --vault \"$VAULT\"; echo left $?; read x";
	char *argv[] = { "/bin/sh", "-c", (char *)(uintptr_t)script, NULL };
	struct terminal *t;

	(void)state;
	setenv("VAULT", laptop_vault, 1);
	t = laptop_runs(terminal_open(80, 24, argv, NULL));
	assert_true(terminal_until(t, reports, NULL));
	terminal_type(t, "\r");
	terminal_expect(t, "> Lan");
	assert_false(terminal_reports(t));
	assert_true(terminal_brackets_pastes(t));
	terminal_type(t, CTRL_Q);
	terminal_expect(t, "left 0");
	assert_false(terminal_brackets_pastes(t));
	terminal_type(t, "\r");
	assert_int_equal(laptop_wait_end(t), 0);
}

/* ---- 4.2: pastes ---- */

static void markers_may_come_in_pieces(void **state)
{
	struct terminal *t = open_with("ESCDELAY=5000", NULL);

	(void)state;
	terminal_send_apart(t, PASTED "q\rq" PASTE_END);
	terminal_send(t, "s/");
	terminal_send_apart(t, PASTED "no\r\nsuch" PASTE_END "x");
	terminal_expect(t, "no suchx");
	assert_int_equal(laptop_kill(t, SIGTERM), 0);
}

/* Idle minutes go on, and at the lock screen the keyboard lives. */
static void a_paste_that_never_ends_keeps_nobody(void **state)
{
	struct terminal *t;

	(void)state;
	setenv("SOTAY", getenv("SOTAY_CLOCK"), 1);
	t = open_with("SOTAY_TEST_HASTE=400", NULL); /* ten minutes are little more than a second */
	terminal_send(t, "n" PASTED "half of it");
	terminal_expect(t, "Who are you?");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	assert_int_equal(laptop_kill(t, SIGTERM), 0);
	setenv("SOTAY", getenv("SOTAY_PLAIN"), 1);
}

static void digits_are_pasted_into_numbers(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n1\r");
	terminal_paste(t, "12\r\n");
	terminal_expect(t, "Number of people 12");
	terminal_paste(t, "a lot");
	terminal_paste(t, "1234567890");
	terminal_type(t, "\t");
	terminal_paste(t, "7");
	terminal_expect(t, "Number of people 12");
	terminal_expect(t, "Women 7");
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	laptop_leave(t);
}

static void a_bad_byte_in_a_paste_loses_itself_alone(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s/");
	terminal_send(t, PASTED "Bà \xFFN\x80" "ăm\xC3" PASTE_END);
	terminal_expect(t, "Bà Năm");
	laptop_leave(t);
}

/* ---- 4.3: sizes, the end, what is typed too early ---- */

static void the_real_size_counts(void **state)
{
	struct terminal *t = open_with("LINES=50", "COLUMNS=200");

	(void)state;
	expect_row(t, 23, "? Help", true);
	terminal_resize(t, 100, 30);
	expect_row(t, 29, "? Help", true);
	laptop_leave(t);
}

static void a_terminal_that_reads_nothing_does_not_keep_the_program(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n1\r4");
	terminal_expect(t, "Number of people 4");
	terminal_deafen(t);
	assert_int_equal(laptop_kill(t, SIGTERM), 0);
	t = laptop_open(80, 24, "en");
	terminal_type(t, "n");
	terminal_expect(t, "Number of people 4"); /* the draft was kept, the file closed */
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	laptop_leave(t);
}

/* ---- 4.4 ---- */

static void caps_lock_changes_no_key(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	terminal_type(t, "DEMO1234\r");
	terminal_expect(t, "Caps Lock");
	terminal_type(t, "demo12345\r");
	terminal_expect(t, "Wrong password");
	assert_false(terminal_has(t, "Caps Lock"));
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "S");
	terminal_expect(t, "/ Search");
	terminal_type(t, ESC "N");
	terminal_expect(t, "Visited by");
	terminal_type(t, ESC "Q");
	assert_int_equal(laptop_wait_end(t), 0);
}

/* ---- 4.6 ---- */

static void every_word_can_be_read_on_white(void **state)
{
	static char *const terms[] = { "TERM=xterm-256color", "TERM=xterm" };
	/* The main screen, "Saved", a form with what is wrong, the figures of the week, help. */
	static const struct {
		const char *keys, *shows;
	} screens[] = {
		{ "", "q Exit" },       { "n12\r2101" CTRL_S, "Saved" }, { "n1\r2\t5", "More than" },
		{ CTRL_X ESC "w", "Export" }, { ESC "?", "Keyboard shortcuts" },
	};
	struct terminal *t;
	double contrast;

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		t = open_with(terms[i], NULL);
		for (size_t s = 0; s < sizeof screens / sizeof screens[0]; s++) {
			terminal_type(t, screens[s].keys);
			terminal_expect(t, screens[s].shows);
			contrast = terminal_contrast_on_white(t);
			if (contrast < 3)
				fail_msg("%s, %s: a contrast of %.1f", terms[i], screens[s].shows,
					 contrast);
		}
		assert_int_equal(laptop_kill(t, SIGTERM), 0);
	}
}

static int set_up(void **state)
{
	(void)state;
	setenv("SOTAY_PLAIN", getenv("SOTAY"), 1);
	laptop_make_small("keys");
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(alt_and_a_letter_neither_undoes_nor_voids, laptop_stop),
		cmocka_unit_test_teardown(home_of_putty_does_not_leave_the_form, laptop_stop),
		cmocka_unit_test_teardown(over_ssh_escape_still_is_a_key, laptop_stop),
		cmocka_unit_test_teardown(reports_left_on_are_switched_off, laptop_stop),
		cmocka_unit_test_teardown(markers_may_come_in_pieces, laptop_stop),
		cmocka_unit_test_teardown(a_paste_that_never_ends_keeps_nobody, laptop_stop),
		cmocka_unit_test_teardown(digits_are_pasted_into_numbers, laptop_stop),
		cmocka_unit_test_teardown(a_bad_byte_in_a_paste_loses_itself_alone, laptop_stop),
		cmocka_unit_test_teardown(the_real_size_counts, laptop_stop),
		cmocka_unit_test_teardown(a_terminal_that_reads_nothing_does_not_keep_the_program,
					  laptop_stop),
		cmocka_unit_test_teardown(caps_lock_changes_no_key, laptop_stop),
		cmocka_unit_test_teardown(every_word_can_be_read_on_white, laptop_stop),
	};

	return cmocka_run_group_tests_name("keys", tests, set_up, NULL);
}
