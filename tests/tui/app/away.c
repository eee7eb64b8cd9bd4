/* Nobody is there: sleep, idle minutes, a stopped job, a clock that is set meanwhile. */
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

#include "store/base/clock.h"
#include "tests/tui/laptop.h"
#include "tests/tui/shifted.h"

static day_t built;

static void locked(struct terminal *t)
{
	terminal_expect(t, "Who are you?");
	assert_false(terminal_has(t, "This week"));
}

static void unlock_again(struct terminal *t)
{
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
}

/* ---- the lid ---- */

static void sleep_locks_and_keeps_the_draft(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "n1\r4");
	terminal_expect(t, "Number of people 4");
	shifted_sleep(60);
	shifted_tell();
	locked(t);
	assert_false(terminal_has(t, "H001"));
	shifted_sleep(3600); /* at the lock screen there is nothing more to lock */
	shifted_tell();
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	terminal_type(t, "n");
	terminal_expect(t, "Number of people 4");
	terminal_type(t, CTRL_X);
	terminal_expect_gone(t, "Number of people 4");
	laptop_leave(t);
}

/* Where the kernel does not tell of it, the first key does, and does nothing else. */
static void a_key_after_sleep_acts_on_nothing(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	shifted_sleep(60);
	terminal_type(t, "q");
	locked(t);
	terminal_type(t, CTRL_U); /* it went into the password */
	unlock_again(t);
	laptop_leave(t);
}

static void a_moment_s_sleep_does_not_lock(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	shifted_sleep(2);
	shifted_tell();
	terminal_type(t, "?");
	terminal_expect(t, "Keyboard shortcuts");
	laptop_leave(t);
}

/* ---- nobody types ---- */

static struct terminal *open_in_haste(char *haste)
{
	char *env[] = { haste, NULL };
	struct terminal *t = laptop_start(80, 24, "en", env);

	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	return t;
}

static void idle_minutes_lock(void **state)
{
	struct terminal *t = open_in_haste("SOTAY_TEST_HASTE=200"); /* ten minutes are three seconds */

	(void)state;
	for (int i = 0; i < 5; i++) { /* whoever types is there */
		usleep(800000);
		terminal_type(t, i % 2 ? ESC : "?");
		terminal_expect(t, i % 2 ? "This week" : "Keyboard shortcuts");
	}
	locked(t);
	unlock_again(t);
	laptop_leave(t);
}

/* The process did not run when the time was over, and a key came first: it locks all the same. */
static void idle_minutes_of_a_stopped_process_lock(void **state)
{
	struct terminal *t = open_in_haste("SOTAY_TEST_HASTE=400");

	(void)state;
	terminal_kill(t, SIGSTOP);
	usleep(1700000);
	terminal_type(t, "q");
	terminal_kill(t, SIGCONT);
	locked(t);
	terminal_type(t, CTRL_U);
	unlock_again(t);
	laptop_leave(t);
}

/* ---- the clock is set ---- */

static void a_clock_set_while_open_is_looked_at(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");
	char tomorrow[DATE_SIZE];

	(void)state;
	date_format_vn(tomorrow, built + 1);
	assert_false(terminal_has(t, tomorrow));
	shifted_show(built + 1);
	shifted_tell();
	terminal_expect(t, tomorrow);
	shifted_show(0);
	shifted_tell();
	terminal_expect(t, "What day is it today?");
	shifted_show(built + 2); /* the network has put it right: nothing to ask any more */
	shifted_tell();
	terminal_expect_gone(t, "What day is it today?");
	terminal_expect(t, "This week");
	shifted_show(0);
	shifted_tell();
	terminal_expect(t, "What day is it today?");
	terminal_type(t, "\r\r");
	terminal_expect(t, "The date is as you said");
	shifted_show(built + 3);
	shifted_tell();
	terminal_expect_gone(t, "The date is as you said");
	laptop_leave(t);
}

/* ---- ^Z ---- */

static void stopped_and_continued(char *term)
{
	static const char script[] =
		"set -m; \"$SOTAY\" --lang en --vault \"$VAULT\" && exit 1;"
		"echo stopped $?; \"$SOTAY\" --vault \"$VAULT\" --passphrase-file \"$HOME/pass\" list"
		" >/dev/null && echo free; read x; fg >/dev/null; echo left $?; read x";
	char *argv[] = { "/bin/sh", "-c", (char *)script, NULL };
	char *env[] = { term, NULL };
	struct terminal *t;

	setenv("VAULT", laptop_vault, 1);
	t = laptop_runs(terminal_open(80, 24, argv, env));
	terminal_expect(t, "> Lan");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	assert_true(terminal_brackets_pastes(t));
	terminal_type(t, "n1\r4");
	terminal_expect(t, "Number of people 4");
	terminal_type(t, "\032");
	terminal_expect(t, "stopped 1");
	terminal_expect(t, "free"); /* nothing stays open: others can use the data file */
	assert_false(terminal_has(t, "Number of people"));
	assert_false(terminal_has(t, "26572"));
	assert_false(terminal_brackets_pastes(t));
	terminal_resize(t, 100, 30);
	terminal_type(t, "\r");
	locked(t);
	expect_row(t, 29, "Help", true);
	assert_true(terminal_brackets_pastes(t));
	assert_false(terminal_has(t, "stopped"));
	unlock_again(t);
	terminal_type(t, "n");
	terminal_expect(t, "Number of people 4"); /* the draft was kept */
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	terminal_paste(t, "q\n");
	terminal_type(t, "?");
	terminal_expect(t, "Keyboard shortcuts");
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	terminal_type(t, "q");
	terminal_expect(t, "left 0");
	terminal_type(t, "\r");
	assert_int_equal(laptop_wait_end(t), 0);
}

static void a_stopped_job_is_locked_and_shows_nothing(void **state)
{
	(void)state;
	stopped_and_continued("TERM=xterm-256color");
	stopped_and_continued("TERM=vt100"); /* has no second screen */
}

/* The leader of a session cannot be brought back: ^Z does nothing. */
static void without_a_shell_it_goes_on(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "\032");
	terminal_type(t, "?");
	terminal_expect(t, "Keyboard shortcuts");
	laptop_leave(t);
}

static int set_up(void **state)
{
	(void)state;
	built = clock_build_day();
	setenv("SOTAY", getenv("SOTAY_CLOCK"), 1);
	laptop_make_small("away");
	unsetenv("SOTAY_NOW");
	if (shifted_init())
		return -1;
	shifted_show(built);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(sleep_locks_and_keeps_the_draft, laptop_stop),
		cmocka_unit_test_teardown(a_key_after_sleep_acts_on_nothing, laptop_stop),
		cmocka_unit_test_teardown(a_moment_s_sleep_does_not_lock, laptop_stop),
		cmocka_unit_test_teardown(idle_minutes_lock, laptop_stop),
		cmocka_unit_test_teardown(idle_minutes_of_a_stopped_process_lock, laptop_stop),
		cmocka_unit_test_teardown(a_stopped_job_is_locked_and_shows_nothing, laptop_stop),
		cmocka_unit_test_teardown(without_a_shell_it_goes_on, laptop_stop),
		cmocka_unit_test_teardown(a_clock_set_while_open_is_looked_at, laptop_stop),
	};

	return cmocka_run_group_tests_name("away", tests, set_up, NULL);
}
