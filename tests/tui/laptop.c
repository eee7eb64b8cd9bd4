#include "config.h"
#include "tests/tui/laptop.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

char laptop_vault[512];

static struct terminal *running;
static bool in_english;

/* ---- the data file ---- */

/* An empty folder, the passphrase beside it, the clock. */
static void begin(const char *name)
{
	char command[2048];

	setenv("SOTAY_NOW", "2026-11-21T09:00", 1);
	snprintf(laptop_vault, sizeof laptop_vault, "%s/%s/sotay.vault", getenv("HOME"), name);
	snprintf(command, sizeof command, "rm -rf '%s/%s'; umask 077; echo demo1234 >'%s/pass'", getenv("HOME"),
		 name, getenv("HOME"));
	assert_int_equal(system(command), 0);
}

void laptop_make_demo(const char *name)
{
	char command[2048];

	begin(name);
	snprintf(command, sizeof command, "'%s' demo '%s/%s' >'%s/demo.out'", getenv("SOTAY"),
		 getenv("HOME"), name, getenv("HOME"));
	assert_int_equal(system(command), 0);
}

static void make_at(const char *name, const char *unit)
{
	char command[256];

	begin(name);
	*strrchr(laptop_vault, '/') = 0;
	assert_int_equal(mkdir(laptop_vault, 0700), 0);
	laptop_vault[strlen(laptop_vault)] = '/';
	snprintf(command, sizeof command, "init %s --member Lan --kdf-mem 19 --kdf-ops 2"
					  " --recovery-file \"$HOME/code-$$\"", unit);
	laptop_prints("", command);
}

void laptop_make_officer(const char *name, int teams)
{
	make_at(name, "--level commune --unit 26572 --unit-name 'Xã Thử'");
	laptop_prints("printf '%s\\n' '{\"code\":\"26572-01\",\"name\":\"Ấp Bắc\"}'"
		      " '{\"code\":\"26572-02\",\"name\":\"Ấp Đông\"}' |", "village add --json");
	laptop_prints("printf '%s\\n' '{\"village\":\"26572-01\",\"code\":\"H001\"}' |",
		      "household add --json");
	laptop_prints("", "team add T01 'Tổ Ấp Bắc' --villages 26572-01");
	if (teams > 1)
		laptop_prints("", "team add T02 'Tổ Ấp Đông' --villages 26572-02");
	laptop_prints("printf '%s\\n' '{\"date\":\"2026-11-17\",\"village\":\"26572-01\","
		      "\"household\":\"H001\",\"channel\":\"tai_nha\",\"people\":2,"
		      "\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\","
		      "\"count\":1}]}' |", "log");
}

void laptop_make_upper(const char *name)
{
	make_at(name, "--level upper --unit 79 --unit-name 'Thành phố Thử'");
}

void laptop_make_small(const char *name)
{
	make_at(name, "--level team --unit 26572 --unit-name 'Xã Thử'");
	laptop_prints("echo '{\"code\":\"26572-01\",\"name\":\"Ấp Bắc\"}' |", "village add --json");
	laptop_prints("printf '%s\\n'"
		      " '{\"village\":\"26572-01\",\"code\":\"H001\",\"hint\":\"nhà cổng xanh\"}'"
		      " '{\"village\":\"26572-01\",\"code\":\"H002\"}'"
		      " '{\"village\":\"26572-01\",\"code\":\"H012\"}' |",
		      "household add --json");
}

static char *run(const char *input, const char *command, int *status)
{
	static char answer[32768];
	char line[4096];
	FILE *pipe;
	size_t n;

	snprintf(line, sizeof line,
		 "%s '%s' --lang en --vault '%s' --passphrase-file '%s/pass' %s 2>&1", input,
		 getenv("SOTAY"), laptop_vault, getenv("HOME"), command);
	pipe = popen(line, "r");
	assert_non_null(pipe);
	n = fread(answer, 1, sizeof answer - 1, pipe);
	answer[n] = 0;
	*status = pclose(pipe);
	return answer;
}

const char *laptop_prints(const char *input, const char *command)
{
	int status;
	const char *answer = run(input, command, &status);

	if (status)
		fail_msg("%s: %s", command, answer);
	return answer;
}

const char *laptop_tells(const char *input, const char *command)
{
	int status;

	return run(input, command, &status);
}

/* ---- the program ---- */

struct terminal *laptop_start(int cols, int rows, const char *lang, char *const env[])
{
	char *argv[] = { getenv("SOTAY"), "--lang", (char *)lang, "--vault", laptop_vault, NULL };

	in_english = !strcmp(lang, "en");
	running = terminal_open(cols, rows, argv, env);
	terminal_expect(running, "> Lan");
	return running;
}

struct terminal *laptop_open(int cols, int rows, const char *lang)
{
	struct terminal *t = laptop_start(cols, rows, lang, NULL);

	terminal_type(t, "demo1234\r");
	terminal_expect(t, in_english ? "This week" : "Tuần này");
	return t;
}

struct terminal *laptop_runs(struct terminal *t)
{
	return running = t;
}

int laptop_wait_end(struct terminal *t)
{
	running = NULL;
	return terminal_wait_end(t);
}

static bool at_home(struct terminal *t)
{
	char *title = terminal_row(t, 0);
	bool home = strncmp(title, in_english ? " Home " : " Trang chính ", 6) == 0;

	free(title);
	return home;
}

static bool whole_at_home(struct terminal *t, const void *arg)
{
	(void)arg;
	return at_home(t) && terminal_has(t, in_english ? "q Exit" : "q Thoát");
}

void laptop_home(struct terminal *t)
{
	/* A resize draws anew, so the footer's last word shows that Esc was taken. */
	for (int i = 0; i < 8 && !at_home(t); i++) {
		terminal_type(t, ESC);
		terminal_resize(t, 80, i % 2 ? 24 : 25);
		terminal_expect(t, in_english ? "Help" : "Trợ giúp");
	}
	terminal_resize(t, 80, 24);
	assert_true(terminal_until(t, whole_at_home, NULL));
}

void laptop_leave(struct terminal *t)
{
	laptop_home(t);
	terminal_type(t, "q");
	assert_int_equal(laptop_wait_end(t), 0);
}

int laptop_kill(struct terminal *t, int sig)
{
	terminal_kill(t, sig);
	return laptop_wait_end(t);
}

int laptop_hang_up(struct terminal *t)
{
	running = NULL;
	return terminal_close(t);
}

int laptop_stop(void **state)
{
	(void)state;
	if (running) {
		terminal_kill(running, SIGKILL);
		terminal_close(running);
	}
	running = NULL;
	return 0;
}

/* ---- what is on the screen ---- */

/* What has come may be half a frame: each check waits until it holds, ten seconds at most. */
static bool again(struct terminal *t, int *turns)
{
	usleep(5000);
	terminal_expect(t, ""); /* reads what has come */
	return ++*turns < 2000;
}

void expect_cursor(struct terminal *t, int want_row, int want_col)
{
	int row, col, turns = 0;

	do
		terminal_cursor(t, &row, &col);
	while ((row != want_row || col != want_col) && again(t, &turns));
	assert_int_equal(row, want_row);
	assert_int_equal(col, want_col);
}

void expect_row(struct terminal *t, int row, const char *text, bool there)
{
	char *line = NULL;
	int turns = 0;

	do {
		free(line);
		line = terminal_row(t, row);
	} while ((strstr(line, text) != NULL) != there && again(t, &turns));
	if ((strstr(line, text) != NULL) != there)
		fail_msg("row %d: %s%s in \"%s\"", row, there ? "no " : "", text, line);
	free(line);
}
