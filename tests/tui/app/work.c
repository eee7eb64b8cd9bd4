/* The key derivation at work: the screen lives, nothing typed is lost, and it ends whole. */
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
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

/* A data file whose derivation takes two or three seconds. */
static int make_slow(void **state)
{
	(void)state;
	laptop_make_small("work");
	assert_int_equal(unlink(laptop_vault), 0);
	laptop_prints("", "init --level team --unit 26572 --unit-name 'Xã Thử' --member Lan"
			  " --kdf-mem 128 --kdf-ops 24 --recovery-file \"$HOME/slow-code\"");
	return 0;
}

static void the_sign_moves(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "Unlocking ...");
	terminal_expect(t, "Unlocking   .");
	terminal_resize(t, 100, 30); /* followed while it works */
	expect_row(t, 28, "Unlocking", true);
	expect_row(t, 29, "Help", true);
	terminal_expect(t, "This week");
	assert_false(terminal_has(t, "Unlocking"));
	laptop_leave(t);
}

/* What is typed ahead waits; Enter pressed again and again does not. */
static void typing_waits_its_turn(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "Unlocking");
	terminal_type(t, "\r\r\rh");
	terminal_expect(t, "Villages");
	laptop_leave(t);
	t = laptop_start(80, 24, "en", NULL);
	terminal_type(t, "wrong word\r");
	terminal_expect(t, "Unlocking");
	terminal_type(t, "\rdemo1234\r"); /* the next try */
	terminal_expect(t, "This week");
	laptop_leave(t);
}

static void no_lock_left(void)
{
	char name[600];

	snprintf(name, sizeof name, "%s.lock", laptop_vault);
	assert_int_not_equal(access(name, F_OK), 0);
	snprintf(name, sizeof name, "%s-wal", laptop_vault);
	assert_int_not_equal(access(name, F_OK), 0);
}

static void the_end_waits_for_it(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		t = laptop_start(80, 24, "en", NULL);
		terminal_type(t, "demo1234\r");
		terminal_expect(t, "Unlocking");
		assert_int_equal(laptop_kill(t, signals[i]), 0);
		no_lock_left();
	}
	t = laptop_start(80, 24, "en", NULL);
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "Unlocking");
	assert_int_equal(laptop_hang_up(t), 0);
	no_lock_left();
}

/* Changing the password half-way through is either done or not: here the end comes meanwhile. */
static void a_password_is_changed_whole(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "p");
	terminal_expect(t, "Present password");
	terminal_type(t, "demo12345\rdemo12345\rdemo12345\r");
	terminal_expect(t, "Setting the new password");
	terminal_expect(t, "This is not your present password");
	terminal_type(t, "demo1234" CTRL_S);
	terminal_expect(t, "Setting the new password   .");
	assert_int_equal(laptop_kill(t, SIGTERM), 0);
	t = laptop_start(80, 24, "en", NULL);
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "Wrong password");
	terminal_type(t, "demo12345\r");
	terminal_expect(t, "This week");
	laptop_leave(t);
}

/* ---- at rest ---- */

/* Times the program has run since it was started, over its threads; *threads counts them. */
static long switches(pid_t pid, int *threads)
{
	char name[320], line[256];
	long sum = 0, n;
	DIR *dir;

	snprintf(name, sizeof name, "/proc/%d/task", (int)pid);
	dir = opendir(name);
	assert_non_null(dir);
	*threads = 0;
	for (struct dirent *d; (d = readdir(dir));) {
		FILE *in;

		if (*d->d_name == '.')
			continue;
		++*threads;
		snprintf(name, sizeof name, "/proc/%d/task/%s/status", (int)pid, d->d_name);
		in = fopen(name, "r");
		while (in && fgets(line, sizeof line, in))
			if (sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1)
				sum += n;
		if (in)
			fclose(in);
	}
	closedir(dir);
	return sum;
}

static void assert_at_rest(struct terminal *t)
{
	int threads;
	long before = switches(terminal_pid(t), &threads);

	assert_int_equal(threads, 1);
	usleep(1500000);
	assert_int_equal(switches(terminal_pid(t), &threads), before);
}

static void nothing_wakes_it_at_rest(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	terminal_expect(t, "Help");
	assert_at_rest(t);
	terminal_type(t, "demo12345\r");
	terminal_expect(t, "This week");
	assert_at_rest(t);
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_sign_moves, laptop_stop),
		cmocka_unit_test_teardown(typing_waits_its_turn, laptop_stop),
		cmocka_unit_test_teardown(the_end_waits_for_it, laptop_stop),
		cmocka_unit_test_teardown(a_password_is_changed_whole, laptop_stop),
		cmocka_unit_test_teardown(nothing_wakes_it_at_rest, laptop_stop),
	};

	return cmocka_run_group_tests_name("work", tests, make_slow, NULL);
}
