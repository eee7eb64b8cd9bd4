/* The form of a session: keystrokes, drafts, what is saved with it. */
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

#define CTRL_F "\006"
#define CTRL_K "\013"
#define CTRL_N "\016"
#define CTRL_Q "\021"
#define CTRL_S "\023"
#define CTRL_X "\030"
#define ESC "\033"
#define BACK "\177"

static char vault[512];

/* A command over the vault, what it prints into out. */
static void run(char *out, size_t size, const char *before, const char *command)
{
	char line[2048];
	FILE *p;
	size_t n;

	snprintf(line, sizeof line, "%s '%s' --lang en --vault '%s' --passphrase-file '%s.pass' %s",
		 before, getenv("SOTAY"), vault, vault, command);
	p = popen(line, "r");
	assert_non_null(p);
	n = fread(out, 1, size - 1, p);
	out[n] = 0;
	assert_int_equal(pclose(p), 0);
}

static void does(const char *before, const char *command)
{
	char out[4096];

	run(out, sizeof out, before, command);
}

/* The last session of a household, as a line of JSON, has all these texts. */
static void has_session(const char *household, const char *const *texts)
{
	char out[16384], command[128], *line;

	snprintf(command, sizeof command, "list --household 26572-01/%s --json", household);
	run(out, sizeof out, "", command);
	out[strlen(out) - 1] = 0;
	line = strrchr(out, '\n');
	line = line ? line + 1 : out;
	for (; *texts; texts++)
		if (!strstr(line, *texts))
			fail_msg("%s lacks %s", line, *texts);
}

static int make_vault(void **state)
{
	(void)state;
	setenv("SOTAY_NOW", "2026-11-21T19:00", 1);
	snprintf(vault, sizeof vault, "%s/entry-%d.vault", getenv("HOME"), (int)getpid());
	{
		char path[600];
		FILE *f;

		snprintf(path, sizeof path, "%s.pass", vault);
		f = fopen(path, "w");
		assert_non_null(f);
		fputs("demo1234\n", f);
		fclose(f);
	}
	does("", "init --level team --unit 26572 --unit-name 'Xã Thử' --member Lan"
		 " --kdf-mem 19 --kdf-ops 2 --recovery-file \"$HOME/entry-$$.code\"");
	does("echo '{\"code\":\"26572-01\",\"name\":\"Ấp Bắc\"}' |", "village add --json");
	does("printf '%s\\n' '{\"village\":\"26572-01\",\"code\":\"H001\",\"hint\":\"nhà cổng xanh\"}'"
	     " '{\"village\":\"26572-01\",\"code\":\"H002\"}'"
	     " '{\"village\":\"26572-01\",\"code\":\"H012\"}' |", "household add --json");
	return 0;
}

/* The one that runs, for a test that fails on the way. */
static struct terminal *running;

static int stop(void **state)
{
	(void)state;
	if (running) {
		terminal_kill(running, SIGKILL);
		terminal_close(running);
	}
	running = NULL;
	return 0;
}

static struct terminal *started(int cols, int rows)
{
	char *argv[] = { getenv("SOTAY"), "--lang", "en", "--vault", vault, NULL };
	struct terminal *t = terminal_open(cols, rows, argv, NULL);

	running = t;
	terminal_expect(t, "Who are you?");
	terminal_type(t, "demo1234\r");
	terminal_expect(t, "This week");
	return t;
}

static void leave(struct terminal *t)
{
	terminal_type(t, CTRL_Q);
	running = NULL;
	assert_int_equal(terminal_wait_end(t), 0);
}

/* Both topics with an outcome of their own, the second with a count of its own. */
static void a_visit_takes_sixteen_keys(void **state)
{
	static const char first[] = "n" "12\r" "210" "1 " "2 +" CTRL_S;
	static const char again[] = "01\r" "321" "1 " "2+" CTRL_N;
	static const char *const saved[] = {
		"\"date\":\"2026-11-21\"", "\"channel\":\"tai_nha\"",
		"\"people\":2,\"female\":1,\"over60\":0",
		"{\"topic\":\"VNEID1\",\"outcome\":\"tu_lam\",\"count\":1,\"blocker\":null}",
		"{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":2,\"blocker\":null}",
		"\"by\":[\"Lan\"]", NULL };
	static const char *const next[] = {
		"\"people\":3,\"female\":2,\"over60\":1", "\"outcome\":\"hoan_thanh\",\"count\":2",
		NULL };
	struct terminal *t = started(80, 24);

	(void)state;
	assert_true(sizeof first - 1 <= 16);
	assert_true(sizeof again - 1 <= 15);
	terminal_type(t, first);
	terminal_expect(t, "Saved · H012");
	terminal_type(t, "n");
	terminal_expect(t, "Visited by");
	terminal_type(t, again);
	terminal_expect(t, "Saved · H001");
	terminal_expect(t, "Visited by");
	terminal_type(t, ESC);
	terminal_expect(t, "This week");
	leave(t);
	has_session("H012", saved);
	has_session("H001", next);
}

static void an_attempt_takes_three_keys(void **state)
{
	static const char *const saved[] = { "\"attempt\":\"hen_lai\"", "\"topics\":[]",
					     "\"people\":null", NULL };
	struct terminal *t = started(80, 24);

	(void)state;
	terminal_type(t, "n2\r");
	terminal_type(t, "h" CTRL_S);
	terminal_expect(t, "Saved · H002");
	leave(t);
	has_session("H002", saved);
}

static void a_household_is_made_in_the_form(void **state)
{
	static const char *const saved[] = { "\"people\":1", "VNEID1", NULL };
	char out[4096];
	struct terminal *t = started(80, 24);

	(void)state;
	terminal_type(t, "n+");
	terminal_expect(t, "H013  new household");
	terminal_type(t, "\r");
	terminal_expect(t, "Landmark");
	terminal_paste(t, "gần đình\n");
	terminal_type(t, "\r1001" CTRL_S);
	terminal_expect(t, "Saved · H013");
	leave(t);
	has_session("H013", saved);
	run(out, sizeof out, "", "household show 26572-01/H013");
	assert_non_null(strstr(out, "gần đình"));
}

static void a_draft_survives(void **state)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGHUP };
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		t = started(80, 24);
		terminal_type(t, "n1\r431");
		terminal_type(t, "3");
		terminal_expect(t, "> Add documents");
		terminal_kill(t, signals[i]);
		running = NULL;
		terminal_wait_end(t);
		t = started(80, 24);
		terminal_type(t, "n");
		terminal_expect(t, "draft is open again");
		terminal_expect(t, "H001 nhà cổng xanh");
		terminal_expect(t, "Number of people 4");
		terminal_expect(t, "> Add documents");
		terminal_type(t, CTRL_X);
		terminal_expect_gone(t, "H001 nhà");
		terminal_type(t, CTRL_X);
		terminal_expect(t, "H001 nhà");
		terminal_type(t, CTRL_X ESC);
		terminal_expect(t, "This week");
		leave(t);
	}
	t = started(80, 24);
	terminal_type(t, "n");
	terminal_expect(t, "Visited by");
	assert_false(terminal_has(t, "H001"));
	terminal_type(t, "1\r4" ESC);
	terminal_expect(t, "draft is kept");
	terminal_type(t, "n");
	terminal_expect(t, "Number of people 4");
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	leave(t);
}

static void what_is_wrong_is_said_at_the_field(void **state)
{
	struct terminal *t = started(80, 24);

	(void)state;
	terminal_type(t, "n" CTRL_S);
	terminal_expect(t, "required, and not given");
	terminal_type(t, "1\r" "12");
	terminal_expect(t, "More than the people");
	terminal_type(t, "10" CTRL_S);
	terminal_expect(t, "required, and not given");
	terminal_type(t, ESC "[Z" ESC "[Z" ESC "[Z"); /* over 60, women, people */
	terminal_type(t, "1" BACK "2\r");
	terminal_expect(t, "Number of people 12");
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	leave(t);
}

static void a_class_needs_people_and_no_household(void **state)
{
	char out[16384];
	struct terminal *t = started(80, 24);

	(void)state;
	terminal_type(t, "n" ESC "[Z" ESC "[Z" "class\r\r");
	terminal_type(t, "25\r14\r9\r1" CTRL_S);
	terminal_expect(t, "Saved");
	leave(t);
	run(out, sizeof out, "", "list --json --search VNEID1");
	assert_non_null(strstr(out, "\"household\":null,\"channel\":\"lop_nhom\",\"minutes\":null,"
				    "\"people\":25,\"female\":14,\"over60\":9"));
}

/* Snapshot and promise are saved with the session, and taken back with it. */
static void status_and_promise_go_with_it(void **state)
{
	char out[16384];
	struct terminal *t;

	(void)state;
	does("printf '%s\\n' '{\"date\":\"2026-11-17\",\"village\":\"26572-01\",\"household\":\"H002\","
	     "\"channel\":\"tai_nha\",\"people\":2,\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":"
	     "\"hen_lai\"}],\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-24\"}]}' |", "log");
	does("printf '%s\\n' '{\"date\":\"2026-11-17\",\"village\":\"26572-01\",\"household\":\"H002\","
	     "\"residents\":4,\"adults\":2,\"eid1\":1,\"eid2\":1}' |", "status");
	t = started(80, 24);
	terminal_type(t, "n2\r2102");
	terminal_expect(t, "1 → 2");
	terminal_expect(t, "[ ] ^F");
	terminal_type(t, CTRL_K CTRL_F);
	terminal_expect(t, "[x] ^K");
	terminal_expect(t, "[x] ^F");
	terminal_type(t, CTRL_S);
	terminal_expect(t, "Saved");
	leave(t);
	run(out, sizeof out, "", "followup list --json");
	assert_null(strstr(out, "H002"));
	does("", "undo");
	run(out, sizeof out, "", "followup list --json");
	assert_non_null(strstr(out, "H002"));
}

static void any_size_will_do(void **state)
{
	static const int sizes[][2] = { { 60, 20 }, { 200, 60 }, { 40, 10 }, { 80, 24 } };
	struct terminal *t = started(80, 24);

	(void)state;
	terminal_type(t, "n1\r210123");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		terminal_resize(t, sizes[i][0], sizes[i][1]);
		terminal_expect(t, "> Add docum");
		terminal_expect(t, "1-9 or letters add");
	}
	terminal_type(t, CTRL_X ESC);
	terminal_expect(t, "This week");
	leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_visit_takes_sixteen_keys, stop),
		cmocka_unit_test_teardown(an_attempt_takes_three_keys, stop),
		cmocka_unit_test_teardown(a_household_is_made_in_the_form, stop),
		cmocka_unit_test_teardown(a_draft_survives, stop),
		cmocka_unit_test_teardown(what_is_wrong_is_said_at_the_field, stop),
		cmocka_unit_test_teardown(a_class_needs_people_and_no_household, stop),
		cmocka_unit_test_teardown(status_and_promise_go_with_it, stop),
		cmocka_unit_test_teardown(any_size_will_do, stop),
	};

	return cmocka_run_group_tests(tests, make_vault, NULL);
}
