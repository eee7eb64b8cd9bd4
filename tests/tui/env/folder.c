/* Folders made on the way to the default data file, and taken away again. */
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

#include "tui/env/folder.h"

static void made_and_taken_away(void **state)
{
	struct fault f = { 0 };
	char path[600];
	int made;

	(void)state;
	snprintf(path, sizeof path, "%s/a/b/c/file", getenv("HOME"));
	assert_int_equal(folder_make(path, &made, &f), FAULT_OK);
	assert_int_equal(made, 3);
	assert_int_equal(folder_make(path, NULL, &f), FAULT_OK);
	folder_remove(path, made);
	snprintf(path, sizeof path, "%s/a", getenv("HOME"));
	assert_int_equal(access(path, F_OK), -1);
}

/* Exactly as long as they are, so that reading past the end would be seen. */
static void short_paths_have_no_folders(void **state)
{
	static const char *const paths[] = { "", "/", "x", "/x" };
	struct fault f = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		char *path = strdup(paths[i]);
		int made = -1;

		assert_int_equal(folder_make(path, &made, &f), FAULT_OK);
		assert_int_equal(made, 0);
		folder_remove(path, made);
		free(path);
	}
}

static void what_stands_in_the_way_is_named(void **state)
{
	struct fault f = { 0 };
	char path[600];
	FILE *file;

	(void)state;
	snprintf(path, sizeof path, "%s/plain", getenv("HOME"));
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	strcat(path, "/b/file");
	assert_int_equal(folder_make(path, NULL, &f), FAULT_CANT_CREATE);
	assert_non_null(strstr(f.subject, "/plain/b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made_and_taken_away),
		cmocka_unit_test(short_paths_have_no_folders),
		cmocka_unit_test(what_stands_in_the_way_is_named),
	};

	return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
