/* The way in: the lock screen, help, palette, locking again, sizes, the end. */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

static int make_vault(void **state)
{
	(void)state;
	laptop_make_demo("lock");
	return 0;
}

static void a_wrong_password_opens_nothing(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	terminal_expect(t, "> Lan");
	terminal_type(t, "demo12345\r");
	terminal_expect(t, "Wrong password");
	assert_false(terminal_has(t, "demo12345"));
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "q");
	assert_int_equal(laptop_wait_end(t), 0);
}

static void help_lists_what_works_here(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "?");
	terminal_expect(t, "Log a guidance session");
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	terminal_type(t, ":");
	terminal_expect(t, "All actions");
	terminal_type(t, "lock");
	terminal_expect_gone(t, "Log a guidance session");
	terminal_type(t, "\r");
	terminal_expect(t, "Who are you?");
	assert_false(terminal_has(t, "This week"));
	terminal_type(t, CTRL_Q);
	assert_int_equal(laptop_wait_end(t), 0);
}

static void any_size_will_do(void **state)
{
	static const int sizes[][2] = { { 60, 20 }, { 200, 60 }, { 80, 24 }, { 500, 200 } };
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		terminal_resize(t, sizes[i][0], sizes[i][1]);
		terminal_expect(t, "This week");
		terminal_expect(t, "? Help");
	}
	terminal_resize(t, 20, 5);
	terminal_expect(t, "Screen too small");
	for (int i = 0; i < 300; i++) /* a storm */
		terminal_resize(t, 40 + i % 100, 10 + i % 40);
	terminal_resize(t, 80, 24);
	terminal_expect(t, "This week");
	terminal_type(t, "q");
	assert_int_equal(laptop_wait_end(t), 0);
}

static void hang_up_and_termination_leave_cleanly(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	assert_int_equal(laptop_hang_up(t), 0);
	for (int i = 0; i < 2; i++) {
		char beside[2][600];

		t = laptop_open(80, 24, "en");
		terminal_kill(t, i ? SIGINT : SIGTERM);
		assert_int_equal(laptop_wait_end(t), 0);
		snprintf(beside[0], sizeof beside[0], "%s-wal", laptop_vault);
		snprintf(beside[1], sizeof beside[1], "%s.lock", laptop_vault);
		assert_int_not_equal(access(beside[0], F_OK), 0);
		assert_int_not_equal(access(beside[1], F_OK), 0);
	}
}

static void a_paste_presses_no_key(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_paste(t, "q\nq\033[Aq");
	terminal_type(t, "?");
	terminal_expect(t, "Keyboard shortcuts");
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	terminal_type(t, "q");
	assert_int_equal(laptop_wait_end(t), 0);
}

/* A password or code copied from a file: its line's end and mark are not meant. */
static void a_pasted_password_opens(void **state)
{
	static const char *const pasted[] = { "demo1234\n", "demo1234\r\n", "\r\n",
					      "\357\273\277demo1234\r" };
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	for (size_t i = 0; i < sizeof pasted / sizeof pasted[0]; i++) {
		terminal_expect(t, "> Lan");
		terminal_paste(t, pasted[i]);
		if (strlen(pasted[i]) < 3)
			terminal_type(t, "demo1234");
		terminal_type(t, "\r");
		terminal_expect(t, "This week");
		terminal_type(t, CTRL_L);
	}
	terminal_expect(t, "> Lan");
	terminal_type(t, CTRL_Q);
	assert_int_equal(laptop_wait_end(t), 0);
}

static void other_terminals(void **state)
{
	static char *const terms[] = { "TERM=vt100", "TERM=linux", "TERM=xterm", "NO_COLOR=1",
				       "LC_ALL=C" };
	char *argv[] = { getenv("SOTAY"), "--vault", laptop_vault, NULL };
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		t = laptop_start(80, 24, "en", (char *[]){ terms[i], NULL });
		terminal_expect(t, "Who are you?");
		terminal_type(t, "demo1234\r");
		terminal_expect(t, "This week");
		terminal_type(t, "q");
		assert_int_equal(laptop_wait_end(t), 0);
	}
	t = terminal_open(80, 24, argv, (char *[]){ "TERM=dumb", NULL });
	assert_int_equal(laptop_wait_end(t), 69);
}

/* Two windows on one data file: the second says so and waits until the first gives way. */
static void another_window_has_it(void **state)
{
	struct terminal *first = laptop_open(80, 24, "en"), *second;

	(void)state;
	second = laptop_start(80, 24, "en", NULL);
	terminal_type(second, "demo1234\r");
	terminal_expect(second, "Open in another sotay window");
	terminal_expect(second, "Who are you?");
	terminal_type(second, "demo1234\r");
	terminal_expect(second, "Open in another sotay window");
	terminal_type(first, CTRL_L);
	terminal_expect(first, "Who are you?");
	terminal_type(second, "demo1234\r");
	terminal_expect(second, "This week");
	terminal_type(first, "demo1234\r");
	terminal_expect(first, "Open in another sotay window");
	terminal_type(first, CTRL_Q);
	assert_int_equal(terminal_wait_end(first), 0);
	terminal_type(second, "q");
	assert_int_equal(laptop_wait_end(second), 0);
}

/* The first has been stopped with the file open, which ^Z does not do: then this is said. */
static void a_window_that_was_stopped_has_it(void **state)
{
	struct terminal *first = laptop_open(80, 24, "en"), *second;
	siginfo_t stopped;

	(void)state;
	terminal_kill(first, SIGSTOP);
	assert_int_equal(waitid(P_PID, (id_t)terminal_pid(first), &stopped, WSTOPPED), 0);
	second = laptop_start(80, 24, "en", NULL);
	terminal_type(second, "demo1234\r");
	terminal_expect(second, "stopped in the background");
	terminal_expect(second, "'fg'");
	assert_non_null(strstr(laptop_tells("", "list"), "'fg' goes back to it"));
	terminal_kill(first, SIGCONT);
	assert_int_equal(waitid(P_PID, (id_t)terminal_pid(first), &stopped, WCONTINUED), 0);
	terminal_type(second, "demo1234\r");
	terminal_expect(second, "Open in another sotay window");
	terminal_type(first, "q");
	assert_int_equal(terminal_wait_end(first), 0);
	assert_int_equal(laptop_kill(second, SIGTERM), 0);
}

/* The folder of the data file, and that folder under another name, as a stick pulled. */
static void pull(bool out)
{
	char here[600], away[610];

	snprintf(here, sizeof here, "%s", laptop_vault);
	*strrchr(here, '/') = 0;
	snprintf(away, sizeof away, "%s.away", here);
	assert_int_equal(out ? rename(here, away) : rename(away, here), 0);
}

static void the_stick_is_pulled(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	pull(true);
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "Is the stick plugged in?");
	terminal_expect(t, "> Lan");
	pull(false);
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	pull(true); /* and once more, while it is open */
	terminal_type(t, CTRL_L);
	terminal_expect(t, "Is the stick plugged in?");
	assert_false(terminal_has(t, "This week"));
	terminal_type(t, "\r");
	terminal_expect(t, "Enter tries again");
	assert_false(terminal_has(t, "> Lan"));
	pull(false);
	terminal_type(t, "\r");
	terminal_expect(t, "> Lan");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "q");
	assert_int_equal(laptop_wait_end(t), 0);
}

static void five_wrong_passwords_cost_time(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);
	char wrong[32];

	(void)state;
	for (int i = 0; i < 5; i++) {
		snprintf(wrong, sizeof wrong, "wrong word %d\r", i);
		terminal_type(t, wrong);
		terminal_expect(t, "Wrong password");
		terminal_type(t, "x" BACKSPACE); /* takes the message away */
		terminal_expect_gone(t, "Wrong password");
	}
	terminal_expect(t, "Wrong 5 times");
	terminal_type(t, "demo1234\r"); /* too early: not even tried, and still there */
	terminal_expect(t, "Wrong 5 times");
	assert_false(terminal_has(t, "This week"));
	terminal_type(t, CTRL_Q);
	assert_int_equal(laptop_wait_end(t), 0);
	t = laptop_open(80, 24, "en"); /* a new start counts anew (lock_view.h) */
	terminal_type(t, "q");
	assert_int_equal(laptop_wait_end(t), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_wrong_password_opens_nothing, laptop_stop),
		cmocka_unit_test_teardown(help_lists_what_works_here, laptop_stop),
		cmocka_unit_test_teardown(any_size_will_do, laptop_stop),
		cmocka_unit_test_teardown(hang_up_and_termination_leave_cleanly, laptop_stop),
		cmocka_unit_test_teardown(a_paste_presses_no_key, laptop_stop),
		cmocka_unit_test_teardown(a_pasted_password_opens, laptop_stop),
		cmocka_unit_test_teardown(other_terminals, laptop_stop),
		cmocka_unit_test_teardown(another_window_has_it, laptop_stop),
		cmocka_unit_test_teardown(a_window_that_was_stopped_has_it, laptop_stop),
		cmocka_unit_test_teardown(the_stick_is_pulled, laptop_stop),
		cmocka_unit_test_teardown(five_wrong_passwords_cost_time, laptop_stop),
	};

	return cmocka_run_group_tests_name("lock", tests, make_vault, NULL);
}
