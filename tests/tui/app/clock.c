/* A clock that cannot be right: asked about, counted on from, mended, and forgotten when it is right. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/base/clock.h"
#include "tests/tui/laptop.h"
#include "tests/tui/shifted.h"

/* A day as people and as programs write it. */
static const char *vn(day_t day)
{
	static char text[4][DATE_SIZE];
	static int next;

	date_format_vn(text[next = (next + 1) % 4], day);
	return text[next];
}

static const char *iso(day_t day)
{
	static char text[DATE_SIZE];

	date_format(text, day);
	return text;
}

static day_t built;

/* A data file that has known only a fixed clock; then the machine's, moved. */
static void begin(const char *name, day_t shown)
{
	laptop_make_small(name);
	unsetenv("SOTAY_NOW");
	shifted_show(shown);
}

static void type_over(struct terminal *t, const char *date, const char *time)
{
	terminal_type(t, date);
	terminal_type(t, "\r");
	terminal_type(t, time);
	terminal_type(t, "\r");
}

static struct terminal *unlock(int cols)
{
	struct terminal *t = laptop_start(cols, 24, "en", NULL);

	terminal_type(t, "demo1234\r");
	return t;
}

/* A visit to H002, who asks to come back later. */
static void log_visit(struct terminal *t)
{
	terminal_type(t, "n2\rh" CTRL_S);
	terminal_expect(t, "Saved · H002");
	terminal_expect(t, "Logged today: 1");
}

static void asked_and_logged(int year)
{
	char said[32];
	struct terminal *t;
	const char *out;
	day_t shown, today = built + 3;
	char name[16], id[27];

	date_make(&shown, year, 1, 1);
	snprintf(name, sizeof name, "c%d", year);
	begin(name, shown);
	t = unlock(80);
	terminal_expect(t, "What day is it today?");
	terminal_expect(t, "that cannot be right");
	assert_true(terminal_has(t, vn(shown)));
	assert_true(terminal_has(t, vn(built))); /* proposed */
	snprintf(said, sizeof said, "%.5s", vn(today)); /* without the year */
	type_over(t, said, "14:30");
	terminal_expect(t, "The date is as you said");
	terminal_expect(t, vn(today));
	log_visit(t);
	assert_true(terminal_has(t, "The date is as you said"));
	laptop_leave(t);

	/* The command line asks nobody: it reads, and writes nothing. */
	out = laptop_prints("", "list --json");
	assert_non_null(strstr(out, iso(today)));
	snprintf(id, sizeof id, "%s", strstr(out, "\"id\":\"") + 6);
	snprintf(said, sizeof said, "show %.8s", id);
	assert_non_null(strstr(laptop_prints("", said), "the date was given by hand"));
	strcat(said, " --json");
	out = laptop_prints("", said);
	assert_non_null(strstr(out, "\"clk\":\"asked\""));
	assert_non_null(strstr(strstr(out, "\"at\":"), iso(today)));
	laptop_prints("", "summary");
	laptop_prints("", "check");
	out = laptop_tells("echo '{\"code\":\"26572-02\",\"name\":\"B\"}' |",
			   "village add --json 2>&1; echo \"=$?\"");
	assert_non_null(strstr(out, "date cannot be right"));
	assert_non_null(strstr(out, "=78"));

	/* A new start asks again, and proposes what was said. */
	t = unlock(80);
	terminal_expect(t, "What day is it today?");
	assert_true(terminal_has(t, vn(today)));
	terminal_type(t, "\r\r");
	terminal_expect(t, "Logged today: 1");
	laptop_leave(t);

	/* The clock is right again: nothing is asked, nothing is marked. */
	shifted_show(built + 4);
	t = unlock(80);
	terminal_expect(t, "This week");
	terminal_expect(t, vn(built + 4));
	assert_false(terminal_has(t, "The date is as you said"));
	log_visit(t);
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "list --json"), iso(built + 4)));
	laptop_prints("", "check");
}

static void a_clock_at_1970(void **state)
{
	(void)state;
	asked_and_logged(1970);
}

static void a_clock_at_2015(void **state)
{
	(void)state;
	asked_and_logged(2015);
}

static void a_clock_at_2035(void **state)
{
	(void)state;
	asked_and_logged(2035);
}

static void a_slip_is_seen_and_mended(void **state)
{
	struct terminal *t;
	char far[32];

	(void)state;
	begin("slip", 0);
	t = unlock(80);
	terminal_expect(t, "What day is it today?");
	type_over(t, "31/2/2027", "");
	terminal_expect(t, "Not a date");
	terminal_type(t, CTRL_U);
	terminal_type(t, "1/1/2020\r\r");
	terminal_expect(t, "It cannot be before");
	terminal_type(t, CTRL_U);
	terminal_type(t, "1/1/2099\r\r");
	terminal_expect(t, "more than ten years");
	snprintf(far, sizeof far, "%s", vn(built + 365));
	terminal_type(t, CTRL_U);
	terminal_type(t, far);
	terminal_expect(t, "You say");
	terminal_type(t, "\r\r");
	terminal_expect(t, "Enter once more");
	terminal_type(t, "\r");
	terminal_expect(t, "The date is as you said");
	expect_row(t, 2, far, true);
	terminal_type(t, "d"); /* mend it */
	terminal_expect(t, "What day is it today?");
	assert_true(terminal_has(t, far));
	type_over(t, vn(built + 1), "");
	terminal_expect(t, "Today is");
	terminal_expect_gone(t, far);
	assert_true(terminal_has(t, vn(built + 1)));
	laptop_leave(t);
}

/* Enter pressed in impatience while the password is tried answers nothing. */
static void impatience_is_no_answer(void **state)
{
	struct terminal *t;

	(void)state;
	begin("haste", 0);
	t = laptop_start(80, 24, "en", NULL);
	terminal_type(t, "demo1234\r\r\r\r\r");
	terminal_expect(t, "What day is it today?");
	terminal_type(t, ESC);
	terminal_expect(t, "press d and say what day it is");
	laptop_leave(t);
}

static void declined_it_reads_and_asks_when_something_is_saved(void **state)
{
	struct terminal *t;

	(void)state;
	begin("declined", 0);
	t = unlock(80);
	terminal_expect(t, "What day is it today?");
	terminal_type(t, ESC);
	terminal_expect(t, "press d and say what day it is");
	terminal_type(t, "h");
	terminal_expect(t, "Villages");
	terminal_type(t, ESC);
	terminal_expect(t, "press d and say");
	terminal_type(t, "s");
	terminal_expect(t, "Guidance sessions");
	terminal_type(t, "n"); /* wherever a visit is begun from */
	terminal_expect(t, "What day is it today?");
	terminal_type(t, ESC);
	terminal_expect(t, "Guidance sessions");
	terminal_type(t, ESC);
	terminal_expect(t, "press d and say");
	terminal_type(t, "n");
	terminal_expect(t, "What day is it today?");
	terminal_type(t, "\r\r");
	terminal_expect(t, "The date is as you said");
	log_visit(t);
	laptop_leave(t);
}

/* Opened after years in a drawer: the person and the clock agree, and that is the end of it. */
static void a_right_clock_is_asked_about_once(void **state)
{
	struct terminal *t;

	(void)state;
	begin("drawer", built + 800);
	t = unlock(80);
	terminal_expect(t, "What day is it today?");
	type_over(t, vn(built + 800), "");
	terminal_expect(t, "Today is");
	assert_false(terminal_has(t, "The date is as you said"));
	log_visit(t);
	laptop_leave(t);
	t = unlock(80);
	terminal_expect(t, "Logged today: 1");
	laptop_leave(t);
	laptop_prints("echo '{\"code\":\"26572-02\",\"name\":\"B\"}' |", "village add --json");
}

static void the_first_run_asks_too(void **state)
{
	char *argv[] = { getenv("SOTAY"), "--vault", laptop_vault, "--lang", "en", NULL };
	struct terminal *t;

	(void)state;
	begin("first", 0);
	assert_int_equal(unlink(laptop_vault), 0);
	t = laptop_runs(terminal_open(80, 24, argv, NULL));
	terminal_expect(t, "> English");
	terminal_type(t, "\r");
	terminal_expect(t, "What day is it today?");
	type_over(t, vn(built + 2), "8:00");
	terminal_expect(t, "> A digital team");
	terminal_type(t, CTRL_Q);
	assert_int_equal(laptop_wait_end(t), 0);
}

static int set_up(void **state)
{
	(void)state;
	built = clock_build_day();
	setenv("SOTAY", getenv("SOTAY_CLOCK"), 1);
	return shifted_init();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_clock_at_1970, laptop_stop),
		cmocka_unit_test_teardown(a_clock_at_2015, laptop_stop),
		cmocka_unit_test_teardown(a_clock_at_2035, laptop_stop),
		cmocka_unit_test_teardown(a_slip_is_seen_and_mended, laptop_stop),
		cmocka_unit_test_teardown(impatience_is_no_answer, laptop_stop),
		cmocka_unit_test_teardown(declined_it_reads_and_asks_when_something_is_saved,
					  laptop_stop),
		cmocka_unit_test_teardown(a_right_clock_is_asked_about_once, laptop_stop),
		cmocka_unit_test_teardown(the_first_run_asks_too, laptop_stop),
	};

	return cmocka_run_group_tests_name("clock", tests, set_up, NULL);
}
