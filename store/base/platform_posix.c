/* The door to the system (platform.h), where that is POSIX or rather Linux. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "store/base/memory.h"
#include "store/base/platform.h"

static int result(bool good)
{
	return good ? 0 : errno;
}

/* ---- open files ---- */

/* Nothing but a plain file: reading anything else could wait for ever. */
static int must_be_plain(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return errno;
	if (S_ISREG(st.st_mode))
		return 0;
	return S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
}

int platform_open(const char *path, enum file_use use, handle_t *out)
{
	static const int flags[] = {
		[FILE_READ] = O_RDONLY,
		[FILE_READ_PLAIN] = O_RDONLY | O_NONBLOCK,
		[FILE_NEW] = O_RDWR | O_CREAT | O_EXCL,
		[FILE_NEW_SHARED] = O_RDWR | O_CREAT | O_EXCL,
	};
	int fd = open(path, flags[use] | O_CLOEXEC | O_NOCTTY, use == FILE_NEW_SHARED ? 0666 : 0600);
	int err = fd < 0 ? errno : use == FILE_READ_PLAIN ? must_be_plain(fd) : 0;

	if (err && fd >= 0)
		close(fd);
	*out = err ? HANDLE_NONE : fd;
	return err;
}

int platform_read(handle_t file, void *to, size_t n, size_t *got)
{
	ssize_t done;

	do
		done = read((int)file, to, n);
	while (done < 0 && errno == EINTR);
	*got = done > 0 ? (size_t)done : 0;
	return result(done >= 0);
}

int platform_read_whole(handle_t file, void *to, size_t n, size_t *got)
{
	size_t more = 1;
	int err = 0;

	for (*got = 0; !err && more && *got < n; *got += more)
		err = platform_read(file, (char *)to + *got, n - *got, &more);
	return err;
}

int platform_write(handle_t file, const void *from, size_t n)
{
	const char *bytes = from;

	while (n > 0) {
		ssize_t done = write((int)file, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done < 0 ? errno : ENOSPC;
		bytes += done;
		n -= (size_t)done;
	}
	return 0;
}

int platform_seek(handle_t file, uint64_t at)
{
	return result(lseek((int)file, (off_t)at, SEEK_SET) >= 0);
}

int platform_size(handle_t file, uint64_t *size)
{
	struct stat st;

	if (fstat((int)file, &st))
		return errno;
	*size = (uint64_t)st.st_size;
	return 0;
}

int platform_sync(handle_t file)
{
	return result(fsync((int)file) == 0);
}

void platform_uncache(handle_t file)
{
	posix_fadvise((int)file, 0, 0, POSIX_FADV_DONTNEED);
}

int platform_close(handle_t file)
{
	return result(close((int)file) == 0);
}

/* ---- names ---- */

static enum file_kind kind_of(mode_t mode)
{
	if (S_ISLNK(mode))
		return FILE_LINK;
	return S_ISREG(mode) ? FILE_PLAIN : S_ISDIR(mode) ? FILE_FOLDER : FILE_OTHER;
}

int platform_info(const char *path, bool follow, struct file_info *out)
{
	struct stat st;

	if (follow ? stat(path, &st) : lstat(path, &st))
		return errno;
	out->kind = kind_of(st.st_mode);
	out->size = (uint64_t)st.st_size;
	out->writable = st.st_mode & 0222 && access(path, W_OK) == 0;
	out->exposed = S_ISREG(st.st_mode) && st.st_mode & (S_IRGRP | S_IROTH);
	out->changed_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
	return 0;
}

bool platform_same(const char *a, const char *b)
{
	struct stat one, other;

	return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
	       one.st_ino == other.st_ino;
}

int platform_real_path(const char *path, char **out)
{
	*out = realpath(path, NULL);
	if (!*out && errno == ENOMEM)
		memory_out();
	return result(*out != NULL);
}

/* A network folder may have renamed and report an error all the same: what is there counts. */
static int renamed(int rc, const char *from, const char *to)
{
	int err = result(rc == 0);
	struct stat st;

	return err && lstat(from, &st) && errno == ENOENT && !lstat(to, &st) ? 0 : err;
}

/* Where the file system knows neither RENAME_NOREPLACE nor hard links (exFAT). */
static int claim_and_rename(const char *from, const char *to)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), err;

	if (fd < 0)
		return errno;
	close(fd);
	err = renamed(rename(from, to), from, to);
	if (err)
		unlink(to);
	return err;
}

/* The old name goes, else the new one again; where neither does, the file has appeared. */
static int leave_old_name(const char *from, const char *to)
{
	int err = result(unlink(from) == 0);

	return err && unlink(to) == 0 ? err : 0;
}

static int rename_new(const char *from, const char *to)
{
	int err = renamed(renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE), from, to);

	if (err != EINVAL && err != ENOSYS && err != ENOTSUP)
		return err;
	if (link(from, to) == 0)
		return leave_old_name(from, to);
	return errno == EEXIST ? errno : claim_and_rename(from, to);
}

int platform_rename(const char *from, const char *to, bool replace)
{
	return replace ? renamed(rename(from, to), from, to) : rename_new(from, to);
}

int platform_remove(const char *path)
{
	return result(unlink(path) == 0);
}

int platform_make_folder(const char *path)
{
	return result(mkdir(path, 0700) == 0);
}

int platform_remove_folder(const char *path)
{
	return result(rmdir(path) == 0);
}

int platform_sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), err;

	if (fd < 0)
		return errno;
	err = result(fsync(fd) == 0);
	close(fd);
	/* Some file systems cannot sync a folder; there is no other way to ask them. */
	return err == EINVAL || err == ENOTSUP ? 0 : err;
}

int platform_room(const char *folder, uint64_t size)
{
	struct statvfs room;
	struct statfs kind;

	if (statfs(folder, &kind) == 0 && kind.f_type == MSDOS_SUPER_MAGIC && size > UINT32_MAX)
		return EFBIG;
	if (statvfs(folder, &room) == 0 && room.f_frsize && size / room.f_frsize >= room.f_bavail)
		return ENOSPC;
	return 0;
}

/* ---- the lock ---- */

/* Whether fd still is the file called path. */
static bool still_named(int fd, const char *path)
{
	struct stat by_fd, by_name;

	return fstat(fd, &by_fd) == 0 && stat(path, &by_name) == 0 &&
	       by_fd.st_dev == by_name.st_dev && by_fd.st_ino == by_name.st_ino;
}

/* Unlike POSIX locks flock also keeps out this process, and stays when another handle is closed. */
int platform_lock(const char *path, handle_t *out)
{
	int fd, err;

	*out = HANDLE_NONE;
	for (;;) {
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			return errno;
		if (flock(fd, LOCK_EX | LOCK_NB)) {
			err = errno;
			close(fd);
			return err;
		}
		/* The former holder may have removed the file between our open and our lock. */
		if (still_named(fd, path))
			break;
		close(fd);
	}
	*out = fd;
	return 0;
}

void platform_unlock(const char *path, handle_t lock, bool remove)
{
	if (remove)
		unlink(path); /* while nobody else can have it */
	close((int)lock);
}

/* ---- the machine ---- */

static int64_t read_ms(clockid_t id)
{
	struct timespec ts = { 0 };

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t platform_time_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

int64_t platform_booted_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}

int64_t platform_awake_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

uint64_t platform_free_memory(void)
{
	long pages = sysconf(_SC_AVPHYS_PAGES), size = sysconf(_SC_PAGESIZE);

	return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
}

/* ---- the person ---- */

static bool is_absolute(const char *path)
{
	return path && *path == '/';
}

const char *platform_home(void)
{
	const char *home = getenv("HOME");
	const struct passwd *self = is_absolute(home) ? NULL : getpwuid(getuid());

	if (self)
		home = self->pw_dir;
	return is_absolute(home) ? home : NULL;
}

/* The XDG base directory specification: a path that is not absolute does not count. */
char *platform_data_folder(void)
{
	const char *data = getenv("XDG_DATA_HOME"), *home;

	if (is_absolute(data))
		return memory_strdup(data);
	home = platform_home();
	return home ? memory_format("%s/.local/share", home) : NULL;
}

int platform_folder(const char *folder, bool hidden,
		    void (*each)(void *arg, const char *path, const char *name), void *arg)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int err = result(dir != NULL);

	while (!err && (errno = 0, entry = readdir(dir))) {
		char *path = memory_format("%s/%s", folder, entry->d_name);

		if ((*entry->d_name == '.') == hidden)
			each(arg, path, entry->d_name);
		free(path);
	}
	err = err ? err : errno;
	if (dir)
		closedir(dir);
	return err;
}

void platform_sticks(void (*each)(void *arg, const char *path, const char *name), void *arg)
{
	const char *user = getenv("USER");
	const struct passwd *self = user && *user ? NULL : getpwuid(getuid());
	/* Desktops mount sticks in a folder of the person's below these. */
	static const char *const roots[] = { "/media", "/run/media" };

	if (self)
		user = self->pw_name;
	for (size_t i = 0; user && *user && !strchr(user, '/') && i < 2; i++) {
		char *folder = memory_format("%s/%s", roots[i], user);

		platform_folder(folder, false, each, arg);
		free(folder);
	}
}

/* ---- the process ---- */

/* One that was closed, 0, 1 or 2, would be given to the next file opened, perhaps the data file. */
static int fill_standard_files(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDWR };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			return errno ? errno : EBADF;
	return 0;
}

static volatile sig_atomic_t pipe_broke;

static void on_broken_pipe(int number)
{
	(void)number;
	pipe_broke = 1;
}

/* Writing where nobody reads fails with EPIPE; whoever started us may have wanted no more. */
static void mind_pipes(void)
{
	struct sigaction mind = { .sa_handler = on_broken_pipe, .sa_flags = SA_RESTART }, was;

	sigemptyset(&mind.sa_mask);
	sigaction(SIGPIPE, NULL, &was);
	if (was.sa_handler != SIG_IGN)
		sigaction(SIGPIPE, &mind, NULL);
}

bool platform_pipe_broke(void)
{
	return pipe_broke;
}

void platform_end_by_pipe(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

void platform_no_dumps(void)
{
	static const struct rlimit none;

	setrlimit(RLIMIT_CORE, &none);
}

int platform_harden(bool traced)
{
	int err = fill_standard_files();

	if (err)
		return err;
	platform_no_dumps();
	if (!traced)
		prctl(PR_SET_DUMPABLE, 0);
	umask(077);
	mind_pipes();
	signal(SIGXFSZ, SIG_IGN);
	return 0;
}

static const int held_signals[] = { SIGINT, SIGTERM, SIGHUP };
enum { HELD = sizeof held_signals / sizeof held_signals[0] };

static volatile sig_atomic_t held;
static struct sigaction before[HELD];

static void on_signal(int number)
{
	held = number;
}

void platform_hold_signals(void)
{
	struct sigaction hold = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigemptyset(&hold.sa_mask);
	for (int i = 0; i < HELD; i++) {
		sigaction(held_signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(held_signals[i], &hold, NULL);
	}
}

bool platform_signal_held(void)
{
	return held;
}

void platform_forget_signal(void)
{
	held = 0;
}

void platform_let_signals(void)
{
	int number = held;

	held = 0;
	for (int i = 0; i < HELD; i++)
		sigaction(held_signals[i], &before[i], NULL);
	if (number)
		raise(number);
}
