#include "config.h"
#include "store/vault_lock.h"
#include "store/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_fault(struct fault *f, int err, const char *path)
{
	switch (err) {
	case EACCES:
	case EPERM:
	case EROFS:
		return fault_sys(f, FAULT_READONLY, err, path);
	case ENOENT:
	case ENOTDIR:
		return fault_sys(f, FAULT_NO_FILE, err, path);
	default:
		return fault_sys(f, FAULT_IO, err, path);
	}
}

/* Whether fd still is the file called path. */
static bool same_file(int fd, const char *path)
{
	struct stat by_fd, by_name;

	return fstat(fd, &by_fd) == 0 && stat(path, &by_name) == 0 &&
	       by_fd.st_dev == by_name.st_dev && by_fd.st_ino == by_name.st_ino;
}

int vault_lock_take(struct vault_lock *lock, const char *path, struct fault *f)
{
	char *name;
	int fd, err;

	lock->fd = -1;
	lock->path = NULL;
	if (asprintf(&name, "%s.lock", path) < 0)
		return fault_set(f, FAULT_NOMEM, path);
	for (;;) {
		fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0) {
			err = errno;
			free(name);
			return open_fault(f, err, path);
		}
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			err = errno;
			close(fd);
			free(name);
			return err == EWOULDBLOCK ? fault_set(f, FAULT_IN_USE, path) :
						    fault_sys(f, FAULT_IO, err, path);
		}
		/* The former holder may have removed the file between our open and our lock. */
		if (same_file(fd, name))
			break;
		close(fd);
	}
	lock->fd = fd;
	lock->path = name;
	return FAULT_OK;
}

void vault_lock_release(struct vault_lock *lock)
{
	if (lock->fd < 0)
		return;
	unlink(lock->path);
	close(lock->fd);
	free(lock->path);
	lock->fd = -1;
	lock->path = NULL;
}
