/* The README's picture of the main screen is what the program shows. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/terminal.h"

enum { COLS = 80, ROWS = 24 };

/* The next line of the README without its end; false at the end of the file. */
static bool next_line(FILE *in, char *line, int size)
{
	if (!fgets(line, size, in))
		return false;
	line[strcspn(line, "\n")] = 0;
	return true;
}

static FILE *open_picture(void)
{
	const char *srcdir = getenv("srcdir");
	char path[512], line[1024];
	FILE *in;
	bool announced = false;

	snprintf(path, sizeof path, "%s/README.md", srcdir ? srcdir : ".");
	in = fopen(path, "r");
	assert_non_null(in);
	while (next_line(in, line, sizeof line)) {
		announced = announced || !strncmp(line, "The main screen", 15);
		if (announced && !strcmp(line, "```"))
			return in;
	}
	fail_msg("no picture of the main screen in %s", path);
	return NULL;
}

static void the_picture_is_the_screen(void **state)
{
	char *argv[] = { getenv("SOTAY"), "--lang", "vi", "demo", NULL };
	char *env[] = { "SOTAY_NOW=2026-11-21T09:00", NULL };
	struct terminal *t = terminal_open(COLS, ROWS, argv, env);
	FILE *in = open_picture();
	char line[1024];

	(void)state;
	terminal_expect(t, "1/4"); /* the tour comes first */
	terminal_type(t, "\033");
	terminal_expect(t, "Trang chính");
	terminal_expect(t, "n Ghi lượt"); /* the last row is drawn last */
	for (int row = 0; row < ROWS; row++) {
		char *shown = terminal_row(t, row);

		assert_true(next_line(in, line, sizeof line));
		assert_string_equal(shown, line);
		free(shown);
	}
	assert_true(next_line(in, line, sizeof line));
	assert_string_equal(line, "```");
	fclose(in);
	terminal_type(t, "q");
	assert_int_equal(terminal_wait_end(t), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_is_the_screen),
	};

	return cmocka_run_group_tests_name("readme", tests, NULL, NULL);
}
