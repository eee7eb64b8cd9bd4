#include "config.h"
#include "store/vault/lock.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/vault/file.h"

#include <errno.h>
#include <stdlib.h>

static int lock_fault(struct fault *f, int err, const char *path)
{
	switch (err) {
	case EWOULDBLOCK:
		return fault_set(f, FAULT_IN_USE, path);
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
	int err;

	lock->path = memory_format("%s" VAULT_LOCK_SUFFIX, path);
	err = platform_lock(lock->path, &lock->handle);
	if (!err)
		return FAULT_OK;
	free(lock->path);
	*lock = (struct vault_lock)VAULT_LOCK_NONE;
	return lock_fault(f, err, path);
}

void vault_lock_release(struct vault_lock *lock)
{
	if (lock->handle == HANDLE_NONE)
		return;
	platform_unlock(lock->path, lock->handle);
	free(lock->path);
	*lock = (struct vault_lock)VAULT_LOCK_NONE;
}
