#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/base/platform.h"
#include "sync/io/putfile.h"

static char dir[] = "putfile-XXXXXX";
static struct fault fault;

static int setup(void **state)
{
	(void)state;
	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof command, "chmod -R u+w '%s'; rm -rf '%s'", dir, dir);
	return system(command);
}

static void count(void *arg, const char *path, const char *name)
{
	(void)path;
	(void)name;
	++*(int *)arg;
}

static int files(void)
{
	int n = 0;

	platform_folder(dir, false, count, &n);
	return n;
}

/* The name a file with this text got. */
static void puts_as(const char *text, const char *expected)
{
	char *path = NULL;

	assert_int_equal(putfile_put(dir, "a.stb", text, strlen(text), &path, &fault), FAULT_OK);
	assert_string_equal(path + strlen(dir) + 1, expected);
	free(path);
}

static void test_same_bytes_are_there_once(void **state)
{
	(void)state;
	puts_as("one", "a.stb");
	puts_as("one", "a.stb");
	assert_int_equal(files(), 1);
}

static void test_name_taken_by_other_bytes_gets_a_number(void **state)
{
	char path[64];

	(void)state;
	puts_as("one", "a.stb");
	puts_as("two", "a-2.stb");
	puts_as("six", "a-3.stb");
	puts_as("two", "a-2.stb");
	assert_int_equal(files(), 3);
	snprintf(path, sizeof path, "%s/a.stb", dir);
	assert_int_equal(unlink(path), 0);
	puts_as("six", "a-3.stb");
	assert_int_equal(files(), 2);
}

static void test_what_others_renamed_is_there_too(void **state)
{
	char from[64], to[64];

	(void)state;
	puts_as("one", "a.stb");
	snprintf(from, sizeof from, "%s/a.stb", dir);
	snprintf(to, sizeof to, "%s/a (1).stb", dir);
	assert_int_equal(rename(from, to), 0);
	puts_as("one", "a (1).stb");
	puts_as("one!", "a.stb");
}

/* On a stick whose files have owners, too. */
static void test_who_it_is_carried_to_may_read_it(void **state)
{
	mode_t before = umask(022);
	char path[64];
	struct stat st;

	(void)state;
	puts_as("one", "a.stb");
	umask(before);
	snprintf(path, sizeof path, "%s/a.stb", dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
}

static void test_folder_or_dangling_link_of_that_name_stays(void **state)
{
	char path[64], link[64];
	struct stat st;

	(void)state;
	snprintf(path, sizeof path, "%s/a.stb", dir);
	snprintf(link, sizeof link, "%s/a-2.stb", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(symlink("nowhere", link), 0);
	puts_as("one", "a-3.stb");
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(lstat(link, &st), 0);
}

static void test_folder_is_made_but_not_the_one_above(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof path, "%s/in/deep", dir);
	assert_int_equal(putfile_folder(path, &fault), FAULT_CANT_CREATE);
	snprintf(path, sizeof path, "%s/in", dir);
	assert_int_equal(putfile_folder(path, &fault), FAULT_OK);
	assert_int_equal(putfile_folder(path, &fault), FAULT_OK);
	snprintf(path, sizeof path, "%s/file", dir);
	fclose(fopen(path, "w"));
	assert_int_equal(putfile_folder(path, &fault), FAULT_CANT_CREATE);
}

static void test_missing_folder_is_a_fault_and_no_file(void **state)
{
	char *path = NULL;

	(void)state;
	assert_int_equal(putfile_put("nowhere", "a.stb", "x", 1, &path, &fault), FAULT_CANT_CREATE);
	assert_null(path);
}

static void test_separator_at_the_end_is_no_other_folder(void **state)
{
	char folder[64], wanted[64], *path = NULL;

	(void)state;
	snprintf(folder, sizeof folder, "%s/", dir);
	snprintf(wanted, sizeof wanted, "%s/a.stb", dir);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(putfile_put(folder, "a.stb", "x", 1, &path, &fault), FAULT_OK);
		assert_string_equal(path, wanted);
		free(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		CASE(test_same_bytes_are_there_once),
		CASE(test_name_taken_by_other_bytes_gets_a_number),
		CASE(test_what_others_renamed_is_there_too),
		CASE(test_who_it_is_carried_to_may_read_it),
		CASE(test_folder_or_dangling_link_of_that_name_stays),
		CASE(test_folder_is_made_but_not_the_one_above),
		CASE(test_missing_folder_is_a_fault_and_no_file),
		CASE(test_separator_at_the_end_is_no_other_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
