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
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/terminal.h"

static char vault[512];

static int make_vault(void **state)
{
	char command[1024];

	(void)state;
	snprintf(vault, sizeof vault, "%s/lock/sotay.vault", getenv("HOME"));
	snprintf(command, sizeof command, "'%s' demo '%s/lock' >'%s/demo.out'", getenv("SOTAY"),
		 getenv("HOME"), getenv("HOME"));
	return system(command);
}

static struct terminal *start(int cols, int rows, char *setting)
{
	char *argv[] = { getenv("SOTAY"), "--lang", "en", "--vault", vault, NULL };
	char *env[] = { setting, NULL };

	return terminal_open(cols, rows, argv, env);
}

static struct terminal *unlocked(void)
{
	struct terminal *t = start(80, 24, NULL);

	terminal_expect(t, "Who are you?");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	return t;
}

static void a_wrong_password_opens_nothing(void **state)
{
	struct terminal *t = start(80, 24, NULL);

	(void)state;
	terminal_expect(t, "> Lan");
	terminal_type(t, "demo12345\r");
	terminal_expect(t, "wrong password");
	assert_false(terminal_has(t, "demo12345"));
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "q");
	assert_int_equal(terminal_wait_end(t), 0);
}

static void help_lists_what_works_here(void **state)
{
	struct terminal *t = unlocked();

	(void)state;
	terminal_type(t, "?");
	terminal_expect(t, "Log a guidance session");
	terminal_type(t, "\033");
	terminal_expect(t, "This week");
	terminal_type(t, ":");
	terminal_expect(t, "All actions");
	terminal_type(t, "lock");
	terminal_expect_gone(t, "Log a guidance session");
	terminal_type(t, "\r");
	terminal_expect(t, "Who are you?");
	assert_false(terminal_has(t, "This week"));
	terminal_type(t, "\021"); /* ^Q */
	assert_int_equal(terminal_wait_end(t), 0);
}

static void any_size_will_do(void **state)
{
	static const int sizes[][2] = { { 60, 20 }, { 200, 60 }, { 80, 24 }, { 500, 200 } };
	struct terminal *t = unlocked();

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
	assert_int_equal(terminal_wait_end(t), 0);
}

static void hang_up_and_termination_leave_cleanly(void **state)
{
	struct terminal *t = unlocked();

	(void)state;
	assert_int_equal(terminal_close(t), 0);
	t = unlocked();
	terminal_kill(t, SIGTERM);
	assert_int_equal(terminal_wait_end(t), 0);
}

static void a_paste_presses_no_key(void **state)
{
	struct terminal *t = unlocked();

	(void)state;
	terminal_paste(t, "q\nq\033[Aq");
	terminal_type(t, "?");
	terminal_expect(t, "Keyboard shortcuts");
	terminal_type(t, "\033");
	terminal_expect(t, "This week");
	terminal_type(t, "q");
	assert_int_equal(terminal_wait_end(t), 0);
}

static void other_terminals(void **state)
{
	static char *const terms[] = { "TERM=vt100", "TERM=linux", "TERM=xterm", "NO_COLOR=1",
				       "LC_ALL=C" };
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		t = start(80, 24, terms[i]);
		terminal_expect(t, "Who are you?");
		terminal_type(t, "demo1234\r");
		terminal_expect(t, "This week");
		terminal_type(t, "q");
		assert_int_equal(terminal_wait_end(t), 0);
	}
	t = start(80, 24, "TERM=dumb");
	assert_int_equal(terminal_wait_end(t), 69);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wrong_password_opens_nothing),
		cmocka_unit_test(help_lists_what_works_here),
		cmocka_unit_test(any_size_will_do),
		cmocka_unit_test(hang_up_and_termination_leave_cleanly),
		cmocka_unit_test(a_paste_presses_no_key),
		cmocka_unit_test(other_terminals),
	};

	return cmocka_run_group_tests_name("lock", tests, make_vault, NULL);
}
