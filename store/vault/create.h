/*
 * create: a new vault, made at a temporary name and then there at once.
 */
#ifndef STORE_VAULT_CREATE_H
#define STORE_VAULT_CREATE_H

#include "store/vault/vault.h"

/*
 * Begin a new vault for one member. It is made at a temporary name beside
 * `path`: fill the database, then vault_publish() makes it appear whole;
 * vault_close() before that leaves nothing behind. A leftover of a creation
 * that was killed is removed. kdf NULL: VAULT_KDF_DEFAULT.
 * FAULT_EXISTS: `path` is there, or a log `path`-wal of a vault that was.
 * FAULT_USAGE: parameters below the floor, an empty passphrase or a name that
 * is empty or longer than VAULT_NAME_MAX - 1 bytes. FAULT_CANT_CREATE,
 * FAULT_READONLY, FAULT_IN_USE, FAULT_FULL, FAULT_NOMEM, FAULT_IO.
 */
int vault_create(const char *path, const char *member, struct vault_pass pass,
		 const struct vault_kdf *kdf, struct vault **out, struct fault *f);

/*
 * Make a created or restored vault appear under its name: checkpoint, close, fsync, rename
 * without ever replacing, fsync of the folder, reopen. The handle of vault_db()
 * changes; all statements must be finalized before. After a failure only
 * vault_close() may follow, and nothing stays behind. FAULT_EXISTS when
 * somebody else took the name meanwhile. FAULT_DONE: it is there, but the folder was not
 * synced, or it was not opened again (then vault_db() is NULL and only vault_close() may follow).
 */
int vault_publish(struct vault *v, struct fault *f);

/*
 * For what makes a vault file: everything before it is made at v->file, beside
 * v->path: names, nothing there, the lock. Codes as vault_create().
 */
int vault_begin(const char *path, struct vault **out, struct fault *f);

#endif
