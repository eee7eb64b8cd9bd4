/*
 * vault_lock: one sotay at a time.
 *
 * `<vault>.lock` under flock(2), taken before the vault's header is read.
 * flock belongs to the open file: it also keeps out a second opening in the
 * same process, survives nothing (the kernel drops it when the process ends)
 * and, unlike POSIX locks, is not lost when the vault's file is opened elsewhere.
 * The file is removed with the lock; whoever locks makes sure that the file it
 * locked is still the one under that name.
 */
#ifndef STORE_VAULT_LOCK_H
#define STORE_VAULT_LOCK_H

struct fault;

struct vault_lock {
	int fd;     /* -1: not held */
	char *path; /* of the lock file, owned */
};

#define VAULT_LOCK_NONE { -1, 0 }

/*
 * Take the lock of the vault at `path` (absolute, without symbolic links).
 * FAULT_IN_USE, FAULT_READONLY (the folder cannot be written), FAULT_NO_FILE
 * (no such folder), FAULT_FULL, FAULT_NOMEM, FAULT_IO.
 */
int vault_lock_take(struct vault_lock *lock, const char *path, struct fault *f);

/* Give it back; nothing when it is not held. */
void vault_lock_release(struct vault_lock *lock);

#endif
