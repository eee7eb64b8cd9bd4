#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "sync/io/outfile.h"

static char dir[] = "outfile-XXXXXX";
static struct fault fault;

static const char *in_dir(const char *name)
{
	static char path[2][256];
	static int turn;
	char *out = path[turn++ % 2];

	snprintf(out, 256, "%s/%s", dir, name);
	return out;
}

static void assert_holds(const char *path, const char *expected)
{
	char text[256];
	FILE *file = fopen(path, "r");
	size_t len;

	assert_non_null(file);
	len = fread(text, 1, sizeof text - 1, file);
	text[len] = 0;
	fclose(file);
	assert_string_equal(text, expected);
}

/* Files in the folder; a temporary one left behind would count. */
static int files(void)
{
	DIR *d = opendir(dir);
	int n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

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
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command);
}

static void test_appears_and_is_not_replaced(void **state)
{
	const char *path = in_dir("a.csv");
	struct stat st;

	(void)state;
	assert_int_equal(outfile_write(path, "một", 5, false, &fault), FAULT_OK);
	assert_holds(path, "một");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(outfile_write(path, "hai", 3, false, &fault), FAULT_EXISTS);
	assert_string_equal(fault.subject, path);
	assert_holds(path, "một");
	assert_int_equal(outfile_write(path, "hai", 3, true, &fault), FAULT_OK);
	assert_holds(path, "hai");
	assert_int_equal(outfile_write(path, "", 0, true, &fault), FAULT_OK);
	assert_holds(path, "");
	assert_int_equal(files(), 1);
}

static void test_in_the_current_folder(void **state)
{
	int here = open(".", O_RDONLY | O_DIRECTORY);

	(void)state;
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(outfile_write("b", "x", 1, false, &fault), FAULT_OK);
	assert_holds("b", "x");
	assert_int_equal(fchdir(here), 0);
	close(here);
}

static void test_what_is_no_file_stays(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkdir(in_dir("d"), 0700), 0);
	assert_int_equal(mkfifo(in_dir("p"), 0600), 0);
	assert_int_equal(symlink("target", in_dir("l")), 0);
	assert_int_equal(outfile_write(in_dir("d"), "x", 1, true, &fault), FAULT_CANT_CREATE);
	assert_int_equal(outfile_write(in_dir("d/"), "x", 1, true, &fault), FAULT_CANT_CREATE);
	assert_int_equal(outfile_write("", "x", 1, true, &fault), FAULT_CANT_CREATE);
	assert_int_equal(outfile_write(in_dir("p"), "x", 1, true, &fault), FAULT_CANT_CREATE);
	assert_int_equal(outfile_write(in_dir("no/x"), "x", 1, true, &fault), FAULT_CANT_CREATE);
	assert_int_equal(outfile_write(in_dir("l"), "x", 1, false, &fault), FAULT_EXISTS);
	assert_int_equal(files(), 3);
	for (int i = 0; i < 2; i++) { /* as /dev/stdout leads to what is no file */
		assert_int_equal(symlink(i ? "d" : "p", in_dir("to")), 0);
		assert_int_equal(outfile_write(in_dir("to"), "x", 1, true, &fault),
				 FAULT_CANT_CREATE);
		assert_int_equal(lstat(in_dir("to"), &st), 0);
		assert_true(S_ISLNK(st.st_mode));
		assert_int_equal(unlink(in_dir("to")), 0);
	}
	assert_int_equal(outfile_write(in_dir("l"), "x", 1, true, &fault), FAULT_OK);
	assert_int_equal(lstat(in_dir("l"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(files(), 3);
}

/* A write that fails half-way leaves what was there, and nothing beside it. */
static void test_whole_or_not_at_all(void **state)
{
	static char big[200000];
	const char *path = in_dir("a");
	int status;
	pid_t child;

	(void)state;
	assert_int_equal(outfile_write(path, "cũ", 4, false, &fault), FAULT_OK);
	child = fork();
	if (!child) {
		struct rlimit limit = {100000, 100000};

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		_exit(outfile_write(path, big, sizeof big, true, &fault));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), FAULT_IO);
	assert_holds(path, "cũ");
	assert_int_equal(files(), 1);
}

static void test_what_a_killed_program_leaves_is_known(void **state)
{
	static const struct {
		const char *name;
		size_t len;
	} cases[] = {
		{ ".a.stb.0123456789abcdef", 5 }, { ".a.0123456789abcdef", 1 }, { "..0123456789abcdef", 0 },
		{ ".0123456789abcdef", 0 }, { "a.stb.0123456789abcdef", 0 }, { ".a.stb.0123456789abcde", 0 },
		{ ".a.stb.0123456789abcdef0", 0 }, { ".a.stb.0123456789ABCDEF", 0 }, { ".a.stb-0123456789abcdef", 0 },
		{ ".a.stb.0123456789abcdeg", 0 }, { ".", 0 }, { "", 0 }, { ".a.stb", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (outfile_unfinished(cases[i].name) != cases[i].len)
			fail_msg("%s", cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_appears_and_is_not_replaced, setup, teardown),
		cmocka_unit_test_setup_teardown(test_in_the_current_folder, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_no_file_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(test_whole_or_not_at_all, setup, teardown),
		cmocka_unit_test(test_what_a_killed_program_leaves_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
