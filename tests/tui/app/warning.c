/* What opening a data file found is said once, everywhere, and noted; see store/vault/. */
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

#define CTRL_R "\022"
#define LOST "the last sessions may be missing"
#define KILLED 9

static int make_vault(void **state)
{
	(void)state;
	assert_int_equal(system("rm -f \"$HOME\"/code-*"), 0);
	laptop_make_small("warning");
	return 0;
}

/* A change is saved, the program killed, and its log lost. */
static void lose_the_log(void)
{
	struct terminal *t = laptop_open(80, 24, "en");
	char log[600];

	terminal_type(t, "h\r"); /* the register of villages */
	terminal_expect(t, "26572-01");
	terminal_type(t, "a");
	terminal_expect(t, "Village: Add");
	terminal_type(t, CTRL_U "26572-02\tXom\t\t" CTRL_S);
	terminal_expect(t, "Xom");
	laptop_kill(t, KILLED);
	snprintf(log, sizeof log, "%s-wal", laptop_vault);
	assert_int_equal(unlink(log), 0);
}

static void expect_text(const char *answer, const char *text, bool there)
{
	if (!strstr(answer, text) == there)
		fail_msg("%s \"%s\": %s", there ? "without" : "with", text, answer);
}

static void commands_say_a_lost_log_once(void **state)
{
	const char *answer;

	(void)state;
	lose_the_log();
	laptop_prints("", "village list 2>/dev/full; true"); /* said to nobody: said again */
	answer = laptop_prints("", "village list");
	expect_text(answer, "sotay: village", true);
	expect_text(answer, LOST, true);
	expect_text(answer, "26572-02", false);
	answer = laptop_prints("", "village list");
	expect_text(answer, LOST, false);
	answer = laptop_prints("", "check");
	expect_text(answer, LOST, true); /* as a note */
	expect_text(answer, "OK: all is whole", true);
}

static void check_fails_for_a_lost_log(void **state)
{
	const char *answer;

	(void)state;
	lose_the_log();
	answer = laptop_prints("", "check 2>&1; echo exit $?");
	expect_text(answer, LOST, true);
	expect_text(answer, "OK: all is whole", false);
	expect_text(answer, "exit 65", true);
	expect_text(laptop_prints("", "check"), "OK: all is whole", true);
}

static void screen_says_it_until_acknowledged(void **state)
{
	struct terminal *t;

	(void)state;
	lose_the_log();
	t = laptop_open(80, 24, "en");
	expect_row(t, 21, "^R noted: " LOST, true);
	terminal_type(t, "s");
	terminal_expect(t, "No sessions");
	expect_row(t, 21, LOST, true);
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	/* Locked without it, it is there again. */
	terminal_type(t, CTRL_L);
	terminal_expect(t, "Who are you?");
	assert_false(terminal_has(t, LOST));
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	expect_row(t, 21, LOST, true);
	terminal_type(t, CTRL_R);
	terminal_expect_gone(t, LOST);
	laptop_leave(t);
	expect_text(laptop_prints("", "village list"), LOST, false);
}

static void copy_header(const char *from, const char *to)
{
	char block[8192];
	FILE *file = fopen(from, "rb");

	assert_non_null(file);
	assert_int_equal(fread(block, 1, sizeof block, file), sizeof block);
	fclose(file);
	file = fopen(to, "r+b");
	if (!file)
		file = fopen(to, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(block, 1, sizeof block, file), sizeof block);
	assert_int_equal(fclose(file), 0);
}

static void old_header_is_named(void **state)
{
	const char *answer;
	char old[600];

	(void)state;
	snprintf(old, sizeof old, "%s-header", laptop_vault);
	laptop_prints("", "member add Hoa --new-passphrase-file \"$HOME/pass\"");
	copy_header(laptop_vault, old);
	answer = laptop_prints("", "member remove Hoa");
	expect_text(answer, "copy made before still opens", true);
	copy_header(old, laptop_vault);
	for (int i = 0; i < 2; i++) {
		answer = laptop_prints("", i ? "check 2>&1; echo exit $?"
					     : "list --member Hoa 2>&1; echo exit $?");
		expect_text(answer, "its header was put back from an older copy", true);
		expect_text(answer, "exit 65", true);
	}
	answer = laptop_prints("", "recover --member Lan --code-file \"$HOME\"/code-*"
				   " --new-passphrase-file \"$HOME/pass\"");
	expect_text(answer, "its header was an older copy", true);
	answer = laptop_prints("", "check");
	expect_text(answer, "its header was an older copy", true); /* as a note */
	expect_text(answer, "OK: all is whole", true);
	expect_text(laptop_prints("", "list --member Hoa 2>&1; echo exit $?"), "exit 77", true);
}

#define WARNING_CASE(name) cmocka_unit_test_setup_teardown(name, make_vault, laptop_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WARNING_CASE(commands_say_a_lost_log_once),
		WARNING_CASE(check_fails_for_a_lost_log),
		WARNING_CASE(screen_says_it_until_acknowledged),
		WARNING_CASE(old_header_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
