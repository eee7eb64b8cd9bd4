#include "config.h"
#include "sync/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/hash.h"

/* Length of the folder's part of a path, up to and with the last slash; 0: the current one. */
static size_t folder_len(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Give a name to a finished file; without force never to one that is taken. */
static int take_name(const char *from, const char *to, bool force)
{
	struct stat st;

	if (force)
		return rename(from, to);
	if (!renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE))
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* The file system cannot refuse by itself: look first. */
	if (!lstat(to, &st)) {
		errno = EEXIST;
		return -1;
	}
	return errno == ENOENT ? rename(from, to) : -1;
}

/* Some file systems cannot flush a folder, and say EINVAL: the file itself is flushed. */
static int flush_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return -1;
	rc = fsync(fd);
	if (rc && errno == EINVAL)
		rc = 0;
	close(fd);
	return rc;
}

/* What stands in the way at that name: 0 nothing, else an errno. */
static int in_the_way(const char *path, bool force)
{
	struct stat st;

	if (!*path || path[strlen(path) - 1] == '/')
		return EISDIR;
	if (lstat(path, &st))
		return errno == ENOENT ? 0 : errno;
	if (S_ISDIR(st.st_mode))
		return EISDIR;
	if (!force)
		return EEXIST;
	return S_ISREG(st.st_mode) || S_ISLNK(st.st_mode) ? 0 : EINVAL;
}

static int fail(struct fault *f, enum fault_code code, int sys, const char *path)
{
	if (sys == EEXIST)
		code = FAULT_EXISTS;
	return fault_sys(f, code, sys, path);
}

/* Write and flush the temporary file, then let it take the name. An errno, or 0. */
static int write_and_take(int fd, const char *temp, const char *path, const void *data, size_t len,
			  bool force)
{
	if (write_all(fd, data, len) || fsync(fd))
		return errno;
	return take_name(temp, path, force) ? errno : 0;
}

int outfile_write(const char *path, const void *data, size_t len, bool force, struct fault *f)
{
	size_t dir = folder_len(path);
	char *folder, *temp, tail[RANDOM_NAME];
	int sys = in_the_way(path, force);
	int fd;

	if (sys)
		return fail(f, FAULT_CANT_CREATE, sys, path);
	if (asprintf(&folder, "%.*s", dir ? (int)dir : 1, dir ? path : ".") < 0)
		return fault_set(f, FAULT_NOMEM, path);
	random_name(tail);
	if (asprintf(&temp, "%.*s.%s.%s", (int)dir, path, path + dir, tail) < 0) {
		free(folder);
		return fault_set(f, FAULT_NOMEM, path);
	}
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		int rc = fail(f, FAULT_CANT_CREATE, errno, path);

		free(temp);
		free(folder);
		return rc;
	}
	sys = write_and_take(fd, temp, path, data, len, force);
	if (sys)
		unlink(temp);
	close(fd);
	if (!sys && flush_folder(folder))
		sys = errno;
	free(temp);
	free(folder);
	return sys ? fail(f, FAULT_IO, sys, path) : FAULT_OK;
}
