/* The table of docs/keystrokes.md, typed into the program row by row. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

enum { ROWS_MIN = 10, CELLS = 4 };

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("keystrokes");
	laptop_prints("printf '%s\\n' '{\"village\":\"26572-01\",\"household\":\"H012\","
		      "\"date\":\"2026-11-10\",\"residents\":5,\"adults\":4,\"eid1\":1,\"eid2\":1}' |",
		      "status");
	laptop_prints("printf '%s\\n' '{\"date\":\"2026-11-10\",\"village\":\"26572-01\","
		      "\"household\":\"H012\",\"channel\":\"tai_nha\",\"people\":2,"
		      "\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\"}],"
		      "\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-24\"},"
		      "{\"kind\":\"goi_lai\",\"due\":\"2026-11-20\"}]}' |", "log");
	return 0;
}

/* ---- the table ---- */

static FILE *open_table(void)
{
	const char *srcdir = getenv("srcdir");
	char path[512];
	FILE *in;

	snprintf(path, sizeof path, "%s/docs/keystrokes.md", srcdir ? srcdir : ".");
	in = fopen(path, "r");
	assert_non_null(in);
	return in;
}

/* The cells of a row of the table, cut out of line; false when it is none. */
static bool cut_row(char *line, char *cells[CELLS])
{
	char *at = line;

	if (strncmp(line, "| ", 2) || !strncmp(line, "| ---", 5) || !strncmp(line, "| Task", 6))
		return false;
	for (int i = 0; i < CELLS; i++) {
		char *end = strstr(at + 2, " |");

		if (!end)
			fail_msg("%d cells in %s", i, line);
		cells[i] = at + 2;
		*end = 0;
		at = end + 1;
	}
	return true;
}

/* A key by its name, letters as they are; how many keys it is. */
static int put_key(char *out, const char *name)
{
	static const struct {
		const char *name, *bytes;
	} keys[] = {
		{ "Enter", "\r" }, { "Space", " " }, { "Tab", "\t" }, { "Shift+Tab", SHIFT_TAB },
		{ "Esc", ESC }, { "↑", UP }, { "↓", DOWN }, { "←", LEFT }, { "→", RIGHT },
		{ "Backspace", BACKSPACE }, { "Del", DELETE },
	};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (!strcmp(name, keys[i].name)) {
			strcpy(out, keys[i].bytes);
			return 1;
		}
	if (name[0] == '^' && name[1] && !name[2]) {
		sprintf(out, "%c", name[1] & 31);
		return 1;
	}
	strcpy(out, name);
	return (int)strlen(name);
}

/* Type the keys of a cell, each in back quotes; how many they are. */
static int type_keys(struct terminal *t, char *cell)
{
	int count = 0;

	for (char *name = strtok(cell, "`"); name; name = strtok(NULL, "`")) {
		char bytes[64];

		if (!strcmp(name, " "))
			continue;
		count += put_key(bytes, name);
		terminal_type(t, bytes);
		/* Esc alone, not the beginning of a longer key */
		if (!strcmp(bytes, ESC))
			terminal_expect(t, "Trợ giúp");
	}
	return count;
}

static void the_table_is_true(void **state)
{
	struct terminal *t = laptop_open(80, 24, "vi");
	FILE *in = open_table();
	char line[1024], *cells[CELLS];
	int rows = 0;

	(void)state;
	while (fgets(line, sizeof line, in)) {
		int wanted;

		if (!cut_row(line, cells))
			continue;
		if (strncmp(cells[0], "…", strlen("…")))
			laptop_home(t);
		wanted = atoi(cells[2]);
		print_message("%s\n", cells[0]);
		assert_int_equal(type_keys(t, cells[1]), wanted);
		terminal_expect(t, cells[3]);
		rows++;
	}
	fclose(in);
	assert_true(rows >= ROWS_MIN);
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_table_is_true, laptop_stop),
	};

	return cmocka_run_group_tests_name("keystrokes", tests, make_vault, NULL);
}
