/*
 * lock: one sotay at a time.
 *
 * `<vault>.lock`, locked (platform_lock()) before the vault's header is read.
 * The lock also keeps out a second opening in the same process, goes with the
 * process and is not lost when the vault's file is opened elsewhere.
 *
 * The file also holds the mark of how far the vault's log goes (wal_end.h), which whoever opens
 * the vault after a crash needs. So it goes with the lock only when it is empty or when the
 * vault was closed in order and its log is over; else it stays, and is nobody's.
 */
#ifndef STORE_VAULT_LOCK_H
#define STORE_VAULT_LOCK_H

#include "store/base/platform.h"

struct fault;

#define VAULT_MARK 48 /* bytes of the mark */

struct vault_lock {
	handle_t handle; /* HANDLE_NONE: not held */
	char *path;      /* of the lock file, owned */
};

#define VAULT_LOCK_NONE { HANDLE_NONE, 0 }

/*
 * Take the lock of the vault at `path` (absolute, without symbolic links).
 * FAULT_IN_USE, or FAULT_STOPPED where who has it is stopped (^Z) and this can be found out;
 * FAULT_READONLY (the folder cannot be written), FAULT_NO_FILE
 * (no such folder), FAULT_FULL, FAULT_IO.
 */
int vault_lock_take(struct vault_lock *lock, const char *path, struct fault *f);

/*
 * Give it back; nothing when it is not held. The file stays if something is in it, unless
 * `over`: the vault has no log any more, or was never there.
 */
void vault_lock_release(struct vault_lock *lock, bool over);

/*
 * Copy the mark of the vault at `path`, if it has one that can be read, into the file of a lock
 * that is held: for a copy of that vault and of its log. FAULT_IO.
 */
int vault_lock_copy_mark(const char *path, struct vault_lock *to, struct fault *f);

#endif
