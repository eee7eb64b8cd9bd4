#include "config.h"
#include "store/vault/lock.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/base/platform_holder.h"
#include "store/vault/file.h"

#include <errno.h>
#include <stdlib.h>

static int lock_fault(struct fault *f, int err, const char *lock, const char *path)
{
	switch (err) {
	case EWOULDBLOCK:
		return fault_set(f, platform_holder_stopped(lock) ? FAULT_STOPPED : FAULT_IN_USE,
				 path);
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

int vault_lock_take(struct vault_lock *lock, const char *path, struct fault *f)
{
	int err, rc;

	lock->path = memory_format("%s" VAULT_LOCK_SUFFIX, path);
	err = platform_lock(lock->path, &lock->handle);
	if (!err)
		return FAULT_OK;
	rc = lock_fault(f, err, lock->path, path);
	free(lock->path);
	*lock = (struct vault_lock)VAULT_LOCK_NONE;
	return rc;
}

static bool is_empty(handle_t file)
{
	uint64_t size;

	return !platform_size(file, &size) && !size;
}

void vault_lock_release(struct vault_lock *lock, bool over)
{
	if (lock->handle == HANDLE_NONE)
		return;
	platform_unlock(lock->path, lock->handle, over || is_empty(lock->handle));
	free(lock->path);
	*lock = (struct vault_lock)VAULT_LOCK_NONE;
}

int vault_lock_copy_mark(const char *path, struct vault_lock *to, struct fault *f)
{
	char *name = memory_format("%s" VAULT_LOCK_SUFFIX, path);
	uint8_t mark[VAULT_MARK];
	size_t got = 0;
	handle_t from;
	int err = platform_open(name, FILE_READ, &from);

	free(name);
	if (err)
		return err == ENOENT || err == EACCES ? FAULT_OK
						      : fault_sys(f, FAULT_IO, err, path);
	err = platform_read_whole(from, mark, sizeof mark, &got);
	platform_close(from);
	if (err)
		return fault_sys(f, FAULT_IO, err, path);
	err = platform_seek(to->handle, 0);
	if (!err)
		err = platform_write(to->handle, mark, got);
	return err ? fault_sys(f, FAULT_IO, err, to->path) : FAULT_OK;
}
