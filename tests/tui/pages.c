/*
 * A damaged page is never taken for nothing on the screen: a byte of every page in turn
 * changed, and every main screen over it. It shows what it shows over the whole file, or
 * the line that says what could not be read, which stays. The same with reads that fail
 * (fault_shim.c) in place of the damage, which are never called that. Of all the pairs some
 * are tried, always the same; with HEAVY all.
 */
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

#define ENTER "\r"
#define COLS 200 /* a long path leaves room for what is said of it */
#define LOCKED "locked"
#define TROUBLE "figures may be missing" /* of the line that stays (tui/app/draw.c) */

enum { PAGE = 8192, SOME_PAGES = 12, SOME_READS = 6 };

/* A screen: where the keys lead from the main one, and a word that is there. */
static const struct screen {
	const char *keys, *word;
} screens[] = {
	{ "", "This week" },
	{ "s", "newest first" },
	{ "sv", "This week" },
	{ "s/tu lam", "Search" },
	{ "s" ENTER, "History:" },
	{ "se", "Visited by" },
	{ "f", "Overdue:" },
	{ "h", "List of households" },
	{ "h" ENTER, "Villages" },
	{ "h" DOWN ENTER, "List of households" },
	{ "h" DOWN ENTER ENTER, "Visits" },
	{ "h" DOWN DOWN ENTER, "Teams" },
	{ "h" DOWN DOWN DOWN ENTER, "Members" },
	{ "w", "This period" },
	{ "wb", "Village" },
	{ "wc", "This period" },
	{ "n", "Household" },
};
enum { SCREENS = sizeof screens / sizeof screens[0] };

static char *clean[SCREENS];
static int reads[SCREENS]; /* of the data file, until it is shown and left */
static unsigned char *whole; /* the data file */
static size_t size;

/* ---- a data file worth looking at ---- */

static void households(FILE *out)
{
	for (int i = 100; i < 160; i++)
		fprintf(out, "{\"village\":\"26572-02\",\"code\":\"H%d\",\"hint\":\"nhà số %d\"}\n",
			i, i);
}

static void sessions(FILE *out)
{
	for (int i = 0; i < 120; i++) {
		fprintf(out, "{\"date\":\"2026-%02d-%02d\",\"village\":\"26572-02\",", i / 25 + 7,
			i % 17 + 1);
		fprintf(out, "\"household\":\"H%d\",\"channel\":\"tai_nha\",\"people\":%d,",
			i % 60 + 100, i % 4 + 1);
		fprintf(out, "\"topics\":[{\"topic\":\"VNEID%d\",\"outcome\":\"hoan_thanh\"}],",
			i % 2 + 1);
		fprintf(out, "\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-%02d\"}],",
			i % 13 + 18);
		fprintf(out, "\"note\":\"Bà Năm tự làm được lần %d\",\"by\":[\"Hoa\"]}\n", i);
	}
}

static void members(FILE *out)
{
	fputs("{\"code\":\"Hoa\",\"name\":\"Nguyễn Hoa\",\"team\":\"T01\"}\n"
	      "{\"code\":\"Bình\",\"name\":\"Trần Bình\",\"team\":\"T01\"}\n", out);
}

/* What a function writes, piped into a command. */
static void put_in(void (*lines)(FILE *), const char *command)
{
	char name[600], input[700];
	FILE *out;

	snprintf(name, sizeof name, "%s.lines", laptop_vault);
	snprintf(input, sizeof input, "cat '%s' |", name);
	out = fopen(name, "w");
	assert_non_null(out);
	lines(out);
	assert_int_equal(fclose(out), 0);
	laptop_prints(input, command);
}

static void fill(void)
{
	laptop_make_small("pages");
	laptop_prints("", "village add 26572-02 'Ấp Đông'");
	laptop_prints("", "team add T01 'Tổ Một' --villages 26572-01");
	put_in(members, "member add --json >/dev/null");
	put_in(households, "household add --json >/dev/null");
	put_in(sessions, "log >/dev/null");
}

static void read_whole(void)
{
	FILE *in = fopen(laptop_vault, "rb");

	assert_non_null(in);
	assert_int_equal(fseek(in, 0, SEEK_END), 0);
	size = (size_t)ftell(in);
	rewind(in);
	whole = malloc(size);
	assert_true(whole && fread(whole, 1, size, in) == size);
	fclose(in);
}

/* The data file with one byte changed, nowhere for page SIZE_MAX, and no log beside it. */
static void put_vault(size_t page)
{
	size_t at = page * PAGE + (page * 2654435761u) % PAGE;
	char log[600];
	FILE *out = fopen(laptop_vault, "wb");

	snprintf(log, sizeof log, "%s-wal", laptop_vault);
	unlink(log);
	if (page != SIZE_MAX)
		whole[at] ^= 1;
	assert_true(out && fwrite(whole, 1, size, out) == size && !fclose(out));
	if (page != SIZE_MAX)
		whole[at] ^= 1;
}

/* ---- looking ---- */

/* For a program whose reads of the data file are counted, or whose n-th and all later fail. */
static char *const *faults_env(int n)
{
	static char fault[64], count[600];
	static char *const counting[] = { "SOTAY_FAULT_PATH=sotay.vault", count, NULL };
	static char *const failing[] = { "SOTAY_FAULT_PATH=sotay.vault", fault, NULL };

	snprintf(count, sizeof count, "SOTAY_FAULT_COUNT=%s.count", laptop_vault);
	snprintf(fault, sizeof fault, "SOTAY_FAULT=read %d EIO ever", n);
	return n ? failing : counting;
}

static int counted_reads(void)
{
	char name[600], line[64];
	FILE *in;
	int n = 0;

	snprintf(name, sizeof name, "%s.count", laptop_vault);
	in = fopen(name, "r");
	assert_non_null(in);
	while (fgets(line, sizeof line, in))
		if (sscanf(line, "read %d", &n) == 1)
			break;
	fclose(in);
	return n;
}

static int make_vault(void **state)
{
	(void)state;
	fill();
	read_whole();
	setenv("SOTAY", getenv("SOTAY_FAULTY"), 1);
	for (int i = 0; i < SCREENS; i++) {
		struct terminal *t;

		put_vault(SIZE_MAX);
		t = laptop_start(COLS, 24, "en", faults_env(0));
		terminal_type(t, "demo1234" ENTER);
		terminal_expect(t, screens[0].word);
		terminal_type(t, screens[i].keys);
		terminal_expect(t, screens[i].word);
		clean[i] = terminal_screen(t);
		laptop_hang_up(t);
		reads[i] = counted_reads();
		assert_true(reads[i] > 0);
	}
	return 0;
}

/* It cannot be opened at all, which is said at the lock screen. */
static bool is_locked(struct terminal *t)
{
	return terminal_has(t, LOCKED) &&
	       (terminal_has(t, "damaged") || terminal_has(t, "Reading or writing failed"));
}

static bool is_said(struct terminal *t)
{
	return terminal_has(t, TROUBLE) || is_locked(t);
}

/* The screen is that one, or it is said why not. */
static bool has_come(struct terminal *t, const void *screen)
{
	char *now = terminal_screen(t);
	bool same = !strcmp(now, screen);

	free(now);
	return same || is_said(t);
}

static int wrong;

static void is_wrong(struct terminal *t, const char *what, int which)
{
	char *now = terminal_screen(t);

	print_error("%s, \"%s\": neither what is so nor what could not be read:\n", what,
		    screens[which].keys);
	fputs(now, stderr);
	free(now);
	wrong++;
}

/* Open what was prepared and go to a screen. */
static void look(const char *what, int which, bool damaged, char *const env[])
{
	char *argv[] = { getenv("SOTAY"), "--lang", "en", "--vault", laptop_vault, NULL };
	struct terminal *t = laptop_runs(terminal_open(COLS, 24, argv, env));

	terminal_expect(t, LOCKED);
	terminal_type(t, "demo1234" ENTER);
	if (!terminal_until(t, has_come, clean[0])) {
		is_wrong(t, what, 0);
	} else if (terminal_has(t, TROUBLE)) {
		terminal_type(t, screens[which].keys);
		terminal_expect(t, ""); /* what this does to the screen */
		if (!terminal_has(t, TROUBLE))
			is_wrong(t, what, which);
	} else if (!is_locked(t)) {
		terminal_type(t, screens[which].keys);
		if (!terminal_until(t, has_come, clean[which]))
			is_wrong(t, what, which);
	}
	if (!damaged && terminal_has(t, "damaged"))
		is_wrong(t, what, which);
	laptop_kill(t, 9);
}

/* Every how manieth of so many is tried. */
static size_t step_of(size_t all, size_t some)
{
	const char *heavy = getenv("HEAVY");

	return heavy && *heavy ? 1 : all / some | 1;
}

static void a_damaged_page_is_said_on_every_screen(void **state)
{
	size_t pairs = size / PAGE * SCREENS, step = step_of(pairs, SOME_PAGES), tried = 0;
	char what[32];

	(void)state;
	assert_in_range(size / PAGE, 40, 160);
	wrong = 0;
	for (size_t i = 0; i < pairs; i += step, tried++) {
		put_vault(i / SCREENS);
		snprintf(what, sizeof what, "page %zu", i / SCREENS);
		look(what, (int)(i % SCREENS), true, NULL);
	}
	print_message("# %zu of %zu pairs of %zu pages and %d screens\n", tried, pairs, size / PAGE,
		      SCREENS);
	assert_int_equal(wrong, 0);
}

static void a_read_that_fails_is_said_on_every_screen(void **state)
{
	size_t all = 0, tried = 0, step;
	char what[32];

	(void)state;
	for (int i = 0; i < SCREENS; i++)
		all += (size_t)reads[i];
	step = step_of(all, SOME_READS);
	wrong = 0;
	put_vault(SIZE_MAX);
	for (size_t i = 0; i < all; i += step, tried++) {
		int which = 0, n = (int)i;

		for (; n >= reads[which]; which++)
			n -= reads[which];
		snprintf(what, sizeof what, "read %d", n + 1);
		put_vault(SIZE_MAX);
		look(what, which, false, faults_env(n + 1));
	}
	print_message("# %zu of %zu reads under %d screens\n", tried, all, SCREENS);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_damaged_page_is_said_on_every_screen, laptop_stop),
		cmocka_unit_test_teardown(a_read_that_fails_is_said_on_every_screen, laptop_stop),
	};

	return cmocka_run_group_tests(tests, make_vault, NULL);
}
