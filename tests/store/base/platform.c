/* The door to the system: files, names, the lock, folders, signals. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/base/platform.h"
#include "store/base/platform_holder.h"

/* A name in the test's own folder, of the last eight asked for. */
static const char *at(const char *name)
{
	static char paths[8][600];
	static int next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof paths[0], "%s/%s", getenv("HOME"), name);
	return path;
}

static void make(const char *name, const char *text)
{
	handle_t file;

	assert_int_equal(platform_open(at(name), FILE_NEW, &file), 0);
	assert_int_equal(platform_write(file, text, strlen(text)), 0);
	assert_int_equal(platform_sync(file), 0);
	assert_int_equal(platform_close(file), 0);
}

static void assert_holds(const char *name, const char *text)
{
	char have[64];
	size_t got;
	handle_t file;

	assert_int_equal(platform_open(at(name), FILE_READ, &file), 0);
	assert_int_equal(platform_read_whole(file, have, sizeof have, &got), 0);
	assert_int_equal(platform_close(file), 0);
	assert_int_equal(got, strlen(text));
	assert_memory_equal(have, text, got);
}

static void assert_missing(const char *name)
{
	struct file_info info;

	assert_int_equal(platform_info(at(name), false, &info), ENOENT);
}

/* ---- files ---- */

static void a_new_file(void **state)
{
	struct stat st;
	char have[8] = "";
	uint64_t size;
	size_t got;
	handle_t file;

	(void)state;
	assert_int_equal(platform_open(at("new"), FILE_NEW, &file), 0);
	assert_int_equal(fstat((int)file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(platform_write(file, "abcdef", 6), 0);
	platform_uncache(file);
	assert_int_equal(platform_seek(file, 4), 0);
	assert_int_equal(platform_read(file, have, sizeof have, &got), 0);
	assert_int_equal(got, 2);
	assert_string_equal(have, "ef");
	assert_int_equal(platform_read(file, have, sizeof have, &got), 0);
	assert_int_equal(got, 0);
	assert_int_equal(platform_size(file, &size), 0);
	assert_int_equal(size, 6);
	assert_int_equal(platform_close(file), 0);
	assert_int_equal(platform_open(at("new"), FILE_NEW, &file), EEXIST);
	assert_int_equal(file, HANDLE_NONE);
	assert_holds("new", "abcdef");
	assert_int_equal(platform_open(at("none"), FILE_READ, &file), ENOENT);
}

static void what_is_read_must_be_plain(void **state)
{
	handle_t file;

	(void)state;
	assert_int_equal(mkfifo(at("pipe"), 0600), 0);
	assert_int_equal(platform_open(at("pipe"), FILE_READ_PLAIN, &file), EINVAL);
	assert_int_equal(platform_open(getenv("HOME"), FILE_READ_PLAIN, &file), EISDIR);
	assert_int_equal(platform_open(at("new"), FILE_READ_PLAIN, &file), 0);
	assert_int_equal(platform_close(file), 0);
}

/* What a pipe has is given at once; whole means up to the end. */
static void a_pipe(void **state)
{
	char have[16];
	int ends[2];
	size_t got;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "one", 3), 3);
	assert_int_equal(platform_read(ends[0], have, sizeof have, &got), 0);
	assert_int_equal(got, 3);
	assert_int_equal(write(ends[1], "two", 3), 3);
	close(ends[1]);
	assert_int_equal(platform_read_whole(ends[0], have, sizeof have, &got), 0);
	assert_int_equal(got, 3);
	assert_memory_equal(have, "two", 3);
	assert_int_equal(platform_close(ends[0]), 0);
	assert_int_equal(platform_read_whole(ends[0], have, sizeof have, &got), EBADF);
	assert_int_equal(got, 0);
	assert_int_equal(platform_write(ends[0], "x", 1), EBADF);
}

/* ---- names ---- */

static void looking(void **state)
{
	struct file_info info;
	char *real;

	(void)state;
	assert_int_equal(symlink(at("new"), at("link")), 0);
	assert_int_equal(platform_info(at("link"), false, &info), 0);
	assert_int_equal(info.kind, FILE_LINK);
	assert_int_equal(platform_info(at("link"), true, &info), 0);
	assert_int_equal(info.kind, FILE_PLAIN);
	assert_int_equal(info.size, 6);
	assert_true(info.writable);
	assert_int_equal(chmod(at("new"), 0400), 0);
	assert_int_equal(platform_info(at("new"), true, &info), 0);
	assert_false(info.writable);
	assert_false(info.exposed);
	for (int bit = 0; bit < 9; bit++) {
		assert_int_equal(chmod(at("new"), 1u << bit), 0);
		assert_int_equal(platform_info(at("new"), true, &info), 0);
		assert_int_equal(info.exposed, bit == 5 || bit == 2);
	}
	assert_int_equal(chmod(at("new"), 0600), 0);
	assert_int_equal(platform_info(at("pipe"), true, &info), 0);
	assert_int_equal(info.kind, FILE_OTHER);
	assert_int_equal(platform_info(getenv("HOME"), true, &info), 0);
	assert_int_equal(info.kind, FILE_FOLDER);
	assert_true(platform_same(at("link"), at("new")));
	assert_false(platform_same(at("pipe"), at("new")));
	assert_false(platform_same(at("none"), at("none")));
	assert_int_equal(platform_real_path(at("link"), &real), 0);
	assert_non_null(strstr(real, "/new"));
	free(real);
	assert_int_equal(platform_real_path(at("none"), &real), ENOENT);
	assert_null(real);
}

static void renaming(void **state)
{
	(void)state;
	make("a", "a");
	make("b", "b");
	assert_int_equal(platform_rename(at("a"), at("b"), false), EEXIST);
	assert_holds("a", "a");
	assert_holds("b", "b");
	assert_int_equal(platform_rename(at("a"), at("b"), true), 0);
	assert_holds("b", "a");
	assert_missing("a");
	assert_int_equal(platform_rename(at("b"), at("c"), false), 0);
	assert_holds("c", "a");
	assert_int_equal(platform_rename(at("none"), at("d"), false), ENOENT);
	assert_missing("d");
	assert_int_equal(platform_sync_folder(getenv("HOME")), 0);
	assert_int_equal(platform_remove(at("c")), 0);
	assert_int_equal(platform_remove(at("c")), ENOENT);
}

static void folders(void **state)
{
	(void)state;
	assert_int_equal(platform_make_folder(at("folder")), 0);
	assert_int_equal(platform_make_folder(at("folder")), EEXIST);
	make("folder/file", "x");
	assert_int_equal(platform_remove_folder(at("folder")), ENOTEMPTY);
	assert_int_equal(platform_remove(at("folder/file")), 0);
	assert_int_equal(platform_remove_folder(at("folder")), 0);
	assert_int_equal(platform_sync_folder(at("folder")), ENOENT);
	assert_int_equal(platform_room(getenv("HOME"), 1), 0);
	assert_int_not_equal(platform_room(getenv("HOME"), UINT64_MAX), 0);
}

static void the_lock(void **state)
{
	handle_t lock, second;

	(void)state;
	assert_int_equal(platform_lock(at("lock"), &lock), 0);
	assert_int_equal(platform_lock(at("lock"), &second), EWOULDBLOCK);
	assert_int_equal(second, HANDLE_NONE);
	platform_unlock(at("lock"), lock, true);
	assert_missing("lock");
	make("lock", "left behind by a crash");
	for (int remove = 0; remove < 2; remove++) {
		assert_int_equal(platform_lock(at("lock"), &lock), 0);
		platform_unlock(at("lock"), lock, remove);
	}
	assert_missing("lock");
	assert_int_equal(symlink(at("new"), at("lock")), 0);
	assert_int_equal(platform_lock(at("lock"), &lock), ELOOP);
}

/* ---- the machine and the person ---- */

static void hold_and_stop(void)
{
	handle_t lock;

	if (platform_lock(at("held"), &lock))
		_exit(1);
	raise(SIGSTOP);
	platform_unlock(at("held"), lock, false);
	make("freed", "");
	raise(SIGSTOP);
	_exit(0);
}

/* Who has a lock is stopped only while it is, and has it. */
static void the_holder_of_a_lock(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	assert_false(platform_holder_stopped(at("held")));
	pid = fork();
	if (pid == 0)
		hold_and_stop();
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
	assert_true(platform_holder_stopped(at("held")));
	make("other", "");
	assert_false(platform_holder_stopped(at("other")));
	assert_int_equal(kill(pid, SIGCONT), 0);
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_int_equal(access(at("freed"), F_OK), 0);
	assert_false(platform_holder_stopped(at("held")));
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void clocks(void **state)
{
	int64_t awake = platform_awake_ms(), booted = platform_booted_ms();

	(void)state;
	assert_true(awake > 0 && booted >= awake);
	assert_true(platform_awake_ms() >= awake && platform_booted_ms() >= booted);
	assert_true(platform_time_ms() > 1577836800000); /* 2020 */
}

static const char *known; /* what the system knows as this person's home; NULL: nobody */

struct passwd *getpwuid(uid_t uid)
{
	static struct passwd self;

	(void)uid;
	self.pw_dir = (char *)(uintptr_t)known;
	return known ? &self : NULL;
}

static void assert_data_folder(const char *wanted)
{
	char *folder = platform_data_folder();

	assert_string_equal(folder, wanted);
	free(folder);
}

static void a_persons_folders(void **state)
{
	const char *home = getenv("HOME");
	char kept[600], wanted[700];

	(void)state;
	snprintf(kept, sizeof kept, "%s", home);
	snprintf(wanted, sizeof wanted, "%s/.local/share", home);
	assert_string_equal(platform_home(), kept);
	unsetenv("XDG_DATA_HOME");
	assert_data_folder(wanted);
	setenv("XDG_DATA_HOME", "not/absolute", 1);
	assert_data_folder(wanted);
	setenv("XDG_DATA_HOME", "/data", 1);
	assert_data_folder("/data");
	unsetenv("XDG_DATA_HOME");
	for (int absent = 0; absent < 2; absent++) {
		if (absent)
			unsetenv("HOME");
		else
			setenv("HOME", "not/absolute", 1);
		known = "/known/home";
		assert_string_equal(platform_home(), known);
		assert_data_folder("/known/home/.local/share");
		known = "";
		assert_null(platform_home());
		assert_null(platform_data_folder());
		known = NULL;
		assert_null(platform_home());
		assert_null(platform_data_folder());
	}
	setenv("HOME", kept, 1);
}

/* ---- signals ---- */

static void a_held_signal_has_its_way_later(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		platform_hold_signals();
		raise(SIGTERM);
		if (!platform_signal_held())
			_exit(1);
		platform_forget_signal();
		platform_let_signals();
		platform_hold_signals();
		raise(SIGINT);
		platform_let_signals();
		_exit(2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGINT);
}

static void nothing(int number)
{
	(void)number;
}

/* A signal whose way is to do nothing is not held for ever after. */
static void a_held_signal_has_its_way_once(void **state)
{
	(void)state;
	signal(SIGTERM, nothing);
	platform_hold_signals();
	raise(SIGTERM);
	assert_true(platform_signal_held());
	platform_let_signals();
	assert_false(platform_signal_held());
	platform_hold_signals();
	assert_false(platform_signal_held());
	platform_let_signals();
	signal(SIGTERM, SIG_DFL);
}

/* In a child: what a write where nobody reads comes to, with SIGPIPE as it was given. */
static int broken_pipe(void (*given)(int))
{
	int status, ends[2];
	pid_t pid = fork();

	if (!pid) {
		signal(SIGPIPE, given);
		if (platform_harden(true) || pipe(ends) || platform_pipe_broke())
			_exit(1);
		close(ends[0]);
		if (platform_write(ends[1], "x", 1) != EPIPE)
			_exit(2);
		if (!platform_pipe_broke())
			_exit(3);
		platform_end_by_pipe();
		_exit(4);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void a_broken_pipe_is_kept_for_the_end(void **state)
{
	(void)state;
	assert_int_equal(broken_pipe(SIG_DFL), 128 + SIGPIPE);
	assert_int_equal(broken_pipe(SIG_IGN), 3); /* nobody wanted that end */
}

static void a_hardened_process(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		int ends[2];

		close(STDIN_FILENO);
		if (platform_harden(true) || fcntl(STDIN_FILENO, F_GETFD) < 0 || pipe(ends))
			_exit(1);
		close(ends[0]);
		_exit(write(ends[1], "x", 1) < 0 && errno == EPIPE && umask(0) == 077 ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* ---- where a file system knows no renaming that does not replace ---- */

static bool no_renameat2, no_link, no_unlink_of_old, no_unlink_at_all;

/* These stand before the C library's. */
int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	if (no_renameat2) {
		errno = EINVAL;
		return -1;
	}
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}

int link(const char *from, const char *to)
{
	if (no_link) {
		errno = EPERM;
		return -1;
	}
	return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
	if (no_unlink_at_all || (no_unlink_of_old && strstr(path, "/old"))) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

/* What did not fail has appeared, and what failed has not. */
static void renaming_tells_the_truth(void **state)
{
	(void)state;
	no_renameat2 = true;
	make("old", "o");
	assert_int_equal(platform_rename(at("old"), at("fresh"), false), 0);
	assert_missing("old");
	assert_holds("fresh", "o");
	assert_int_equal(unlink(at("fresh")), 0);

	make("old", "o");
	no_unlink_of_old = true;
	assert_int_equal(platform_rename(at("old"), at("fresh"), false), EIO);
	assert_missing("fresh");
	assert_holds("old", "o");
	no_unlink_of_old = false;

	no_unlink_at_all = true;
	assert_int_equal(platform_rename(at("old"), at("fresh"), false), 0);
	assert_holds("fresh", "o");
	no_unlink_at_all = false;
	assert_int_equal(unlink(at("old")), 0);
	assert_int_equal(unlink(at("fresh")), 0);

	no_link = true;
	make("old", "o");
	assert_int_equal(platform_rename(at("old"), at("fresh"), false), 0);
	assert_missing("old");
	assert_holds("fresh", "o");
	make("old", "x");
	assert_int_equal(platform_rename(at("old"), at("fresh"), false), EEXIST);
	assert_holds("fresh", "o");
	assert_holds("old", "x");
	no_link = no_renameat2 = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_file),
		cmocka_unit_test(what_is_read_must_be_plain),
		cmocka_unit_test(a_pipe),
		cmocka_unit_test(looking),
		cmocka_unit_test(renaming),
		cmocka_unit_test(renaming_tells_the_truth),
		cmocka_unit_test(folders),
		cmocka_unit_test(the_lock),
		cmocka_unit_test(the_holder_of_a_lock),
		cmocka_unit_test(clocks),
		cmocka_unit_test(a_persons_folders),
		cmocka_unit_test(a_held_signal_has_its_way_later),
		cmocka_unit_test(a_held_signal_has_its_way_once),
		cmocka_unit_test(a_broken_pipe_is_kept_for_the_end),
		cmocka_unit_test(a_hardened_process),
	};

	return cmocka_run_group_tests_name("platform", tests, NULL, NULL);
}
