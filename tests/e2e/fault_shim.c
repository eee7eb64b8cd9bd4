/*
 * A system that fails where a test wants it, for a binary of tests only (Makefile.am,
 * sotay_fault): it defines the system's calls itself, so that those of the program and of
 * SQLite, a shared library, come here; each is counted, and made to fail or passed on.
 *
 * SOTAY_FAULT="CALL N HOW [ever]": what the N-th such call does, from 1; with `ever` all
 * later ones, too.
 *   CALL  open read write sync truncate rename remove link folder close;
 *         change: any that changes what is on the disk; any: any at all
 *   HOW   EIO, ENOSPC … (`errors` below): nothing is done, the call fails so
 *         late: all is done, and the call fails with EIO
 *         short: half is read or written; other calls pass
 *         full: half is written (nothing of what lies in one sector, which a disk writes whole
 *           or not at all), nothing more ever after (ENOSPC); other calls pass
 *         kill, killed: SIGKILL before it is done, after it is done
 * SOTAY_FAULT_PATH: only files whose path has this text. The standard files, and what is
 * the system's own, never count.
 * SOTAY_FAULT_COUNT: a file that gets "CALL NUMBER" a line when the program ends in order.
 *
 * What goes through stdio does not come here: that is standard output and error alone.
 */
#undef _FORTIFY_SOURCE /* its inline functions have the names defined here */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum call {
	CALL_OPEN,
	CALL_READ,
	CALL_WRITE,
	CALL_SYNC,
	CALL_TRUNCATE,
	CALL_RENAME,
	CALL_REMOVE,
	CALL_LINK,
	CALL_FOLDER,
	CALL_CLOSE,
	CALL_CHANGE,
	CALL_ANY,
	CALLS
};

static const char *const call_names[CALLS] = { "open",   "read",   "write",  "sync",
					       "truncate", "rename", "remove", "link",
					       "folder", "close",  "change", "any" };

enum how { HOW_PASS, HOW_ERROR, HOW_LATE, HOW_SHORT, HOW_FULL, HOW_KILL, HOW_KILLED };

static const struct {
	const char *name;
	enum how how;
	int error;
} hows[] = {
	{ "late", HOW_LATE, EIO },
	{ "short", HOW_SHORT, 0 },
	{ "full", HOW_FULL, ENOSPC },
	{ "kill", HOW_KILL, 0 },
	{ "killed", HOW_KILLED, 0 },
};

static const struct {
	const char *name;
	int error;
} errors[] = {
	{ "EACCES", EACCES }, { "EBUSY", EBUSY },	{ "EDQUOT", EDQUOT },
	{ "EINTR", EINTR },   { "EINVAL", EINVAL },	{ "EIO", EIO },
	{ "EMFILE", EMFILE }, { "ENOENT", ENOENT },	{ "ENOSPC", ENOSPC },
	{ "ENOTSUP", ENOTSUP }, { "EROFS", EROFS },
};

static struct {
	enum call call;
	long at; /* 0: none */
	enum how how;
	int error;
	bool ever;
	const char *path;
} fault;

static atomic_long counts[CALLS];
static atomic_bool full;
static bool counted[1024]; /* by descriptor: an open file whose calls count */

/* ---- what the environment wants ---- */

static void refuse(const char *wanted)
{
	fprintf(stderr, "fault_shim: not understood: %s\n", wanted);
	abort(); /* a test with a fault that never comes would pass */
}

static enum call call_named(const char *name)
{
	for (int i = 0; i < CALLS; i++)
		if (!strcmp(name, call_names[i]))
			return (enum call)i;
	refuse(name);
	return CALLS;
}

static void set_how(const char *name)
{
	for (size_t i = 0; i < sizeof hows / sizeof hows[0]; i++)
		if (!strcmp(name, hows[i].name)) {
			fault.how = hows[i].how;
			fault.error = hows[i].error;
			return;
		}
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (!strcmp(name, errors[i].name)) {
			fault.how = HOW_ERROR;
			fault.error = errors[i].error;
			return;
		}
	refuse(name);
}

__attribute__((constructor)) static void begin(void)
{
	const char *wanted = getenv("SOTAY_FAULT");
	char call[16], how[16], ever[16] = "";
	int n;

	fault.path = getenv("SOTAY_FAULT_PATH");
	if (!wanted)
		return;
	n = sscanf(wanted, "%15s %ld %15s %15s", call, &fault.at, how, ever);
	if (n < 3 || fault.at < 1 || (n == 4 && strcmp(ever, "ever")))
		refuse(wanted);
	fault.call = call_named(call);
	fault.ever = n == 4;
	set_how(how);
}

__attribute__((destructor)) static void end(void)
{
	const char *name = getenv("SOTAY_FAULT_COUNT");
	FILE *out = name ? fopen(name, "w") : NULL;

	for (int i = 0; out && i < CALLS; i++)
		fprintf(out, "%s %ld\n", call_names[i], (long)counts[i]);
	if (out && fclose(out))
		abort();
}

/* ---- one call ---- */

static bool path_counts(const char *path)
{
	static const char *const systems[] = { "/proc/", "/usr/", "/etc/", "/lib", "/dev/", "/sys/" };

	if (fault.path)
		return strstr(path, fault.path) != NULL;
	for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
		if (!strncmp(path, systems[i], strlen(systems[i])))
			return false;
	return true;
}

static bool file_counts(int fd)
{
	return fd >= 0 && (size_t)fd < sizeof counted / sizeof counted[0] && counted[fd];
}

static bool hits(enum call as)
{
	long n = ++counts[as];

	return fault.call == as && fault.at && (n == fault.at || (fault.ever && n > fault.at));
}

/* Count a call, and what is to become of it; `changes`: it changes the disk. */
static enum how next(enum call call, bool counting, bool changes)
{
	bool hit = false;

	if (!counting)
		return HOW_PASS;
	hit = hits(call);
	hit |= changes && hits(CALL_CHANGE);
	hit |= hits(CALL_ANY);
	if (hit && fault.how == HOW_FULL)
		full = true;
	if (hit && fault.how == HOW_KILL)
		raise(SIGKILL);
	return hit ? fault.how : HOW_PASS;
}

/* What the caller gets of a call that was done and gave `result`. */
static long after(enum how how, long result)
{
	if (how == HOW_KILLED)
		raise(SIGKILL);
	if (how != HOW_LATE)
		return result;
	errno = fault.error;
	return -1;
}

/* Whether it is not to be done at all. */
static bool refuses(enum how how)
{
	if (how != HOW_ERROR)
		return false;
	errno = fault.error;
	return true;
}

/* How much of n bytes. */
static size_t portion(enum how how, size_t n)
{
	return (how == HOW_SHORT || how == HOW_FULL) && n > 1 ? n / 2 : n;
}

enum { SECTOR = 512 };

/* ---- the calls ---- */

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static bool no_room(int fd, bool was_full, enum how how, size_t n)
{
	if (!(was_full && file_counts(fd)) && !(how == HOW_FULL && n <= SECTOR))
		return false;
	errno = ENOSPC;
	return true;
}

#define READS(name, offset_type)                                                        \
	ssize_t name(int fd, void *to, size_t n, offset_type at)                        \
	{                                                                               \
		enum how how = next(CALL_READ, file_counts(fd), false);                 \
		return refuses(how) ? -1 : after(how, REAL(name)(fd, to, portion(how, n), at)); \
	}
#define WRITES(name, offset_type)                                                       \
	ssize_t name(int fd, const void *from, size_t n, offset_type at)                \
	{                                                                               \
		bool was_full = full;                                                   \
		enum how how = next(CALL_WRITE, file_counts(fd), true);                 \
		if (refuses(how) || no_room(fd, was_full, how, n))                          \
			return -1;                                                      \
		return after(how, REAL(name)(fd, from, portion(how, n), at));           \
	}

ssize_t read(int fd, void *to, size_t n)
{
	enum how how = next(CALL_READ, file_counts(fd), false);

	return refuses(how) ? -1 : after(how, REAL(read)(fd, to, portion(how, n)));
}

ssize_t write(int fd, const void *from, size_t n)
{
	bool was_full = full;
	enum how how = next(CALL_WRITE, file_counts(fd), true);

	if (refuses(how) || no_room(fd, was_full, how, n))
		return -1;
	return after(how, REAL(write)(fd, from, portion(how, n)));
}

READS(pread, off_t)
READS(pread64, off64_t)
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

/* A file that could not be opened, though it was made, is closed. */
static int opened(enum how how, int fd, bool counting)
{
	int got = (int)after(how, fd);

	if (got < 0 && fd >= 0)
		REAL(close)(fd);
	if (got < 0 && fd >= 0)
		errno = fault.error;
	if (got >= 0 && (size_t)got < sizeof counted / sizeof counted[0])
		counted[got] = counting;
	return got;
}

#define OPENS(name)                                                                     \
	int name(const char *path, int flags, ...)                                      \
	{                                                                               \
		bool counting = path_counts(path);                                      \
		enum how how = next(CALL_OPEN, counting, flags & O_CREAT);              \
		va_list args;                                                           \
		mode_t mode;                                                            \
                                                                                        \
		va_start(args, flags);                                                  \
		mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;                      \
		va_end(args);                                                           \
		return refuses(how) ? -1 : opened(how, REAL(name)(path, flags, mode), counting); \
	}

OPENS(open)
OPENS(open64)

int close(int fd)
{
	bool counting = file_counts(fd);
	enum how how = next(CALL_CLOSE, counting, false);

	if (counting)
		counted[fd] = false;
	/* A close that fails has closed the file, as on Linux. */
	return (int)after(how == HOW_ERROR ? HOW_LATE : how, REAL(close)(fd));
}

int fsync(int fd)
{
	enum how how = next(CALL_SYNC, file_counts(fd), true);

	return refuses(how) ? -1 : (int)after(how, REAL(fsync)(fd));
}

int fdatasync(int fd)
{
	enum how how = next(CALL_SYNC, file_counts(fd), true);

	return refuses(how) ? -1 : (int)after(how, REAL(fdatasync)(fd));
}

int ftruncate(int fd, off_t size)
{
	enum how how = next(CALL_TRUNCATE, file_counts(fd), true);

	return refuses(how) ? -1 : (int)after(how, REAL(ftruncate)(fd, size));
}

int ftruncate64(int fd, off64_t size)
{
	enum how how = next(CALL_TRUNCATE, file_counts(fd), true);

	return refuses(how) ? -1 : (int)after(how, REAL(ftruncate64)(fd, size));
}

int rename(const char *from, const char *to)
{
	enum how how = next(CALL_RENAME, path_counts(to), true);

	return refuses(how) ? -1 : (int)after(how, REAL(rename)(from, to));
}

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
	enum how how = next(CALL_RENAME, path_counts(to), true);

	return refuses(how) ? -1 : (int)after(how, REAL(renameat2)(from_at, from, to_at, to, flags));
}

int unlink(const char *path)
{
	enum how how = next(CALL_REMOVE, path_counts(path), true);

	return refuses(how) ? -1 : (int)after(how, REAL(unlink)(path));
}

int link(const char *from, const char *to)
{
	enum how how = next(CALL_LINK, path_counts(to), true);

	return refuses(how) ? -1 : (int)after(how, REAL(link)(from, to));
}

int mkdir(const char *path, mode_t mode)
{
	enum how how = next(CALL_FOLDER, path_counts(path), true);

	return refuses(how) ? -1 : (int)after(how, REAL(mkdir)(path, mode));
}

int rmdir(const char *path)
{
	enum how how = next(CALL_FOLDER, path_counts(path), true);

	return refuses(how) ? -1 : (int)after(how, REAL(rmdir)(path));
}
