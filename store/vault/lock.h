/*
 * lock: one sotay at a time.
 *
 * `<vault>.lock`, locked (platform_lock()) before the vault's header is read.
 * The lock also keeps out a second opening in the same process, goes with the
 * process and is not lost when the vault's file is opened elsewhere. The file
 * is removed with it.
 */
#ifndef STORE_VAULT_LOCK_H
#define STORE_VAULT_LOCK_H

#include "store/base/platform.h"

struct fault;

struct vault_lock {
	handle_t handle; /* HANDLE_NONE: not held */
	char *path;      /* of the lock file, owned */
};

#define VAULT_LOCK_NONE { HANDLE_NONE, 0 }

/*
 * Take the lock of the vault at `path` (absolute, without symbolic links).
 * FAULT_IN_USE, FAULT_READONLY (the folder cannot be written), FAULT_NO_FILE
 * (no such folder), FAULT_FULL, FAULT_IO.
 */
int vault_lock_take(struct vault_lock *lock, const char *path, struct fault *f);

/* Give it back; nothing when it is not held. */
void vault_lock_release(struct vault_lock *lock);

#endif
