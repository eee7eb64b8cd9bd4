/*
 * backup: backups, and vaults brought back from them.
 */
#ifndef STORE_VAULT_BACKUP_H
#define STORE_VAULT_BACKUP_H

#include "store/vault/vault.h"

/*
 * Called now and then in long work with bytes done and in all; anything but 0
 * stops it: the target does not appear and FAULT_NOTHING is returned. It must
 * not use the vault.
 */
typedef int vault_progress(void *arg, uint64_t done, uint64_t total);

/*
 * Copy the vault, sealed as it is, to `to`: checkpoint, copy, read back and
 * authenticate every page, fsync, rename, fsync of the folder. What is there
 * is never written over.
 * FAULT_USAGE inside a transaction or while a statement runs; FAULT_EXISTS; FAULT_CANT_CREATE with
 * sys EFBIG when the file system cannot hold a file of that size (FAT, 4 GiB);
 * FAULT_FULL (asked before and while writing), FAULT_READONLY, FAULT_IN_USE,
 * FAULT_DAMAGED (a page of this vault, or what was written does not read back).
 * FAULT_DONE: the backup is there, but its folder could not be synced.
 */
int vault_backup(struct vault *v, const char *to, vault_progress *progress,
		 void *arg, struct fault *f);

/*
 * Begin a vault at `to`, which must not exist, from a backup, authenticating every page: as
 * after vault_create(), it appears with vault_publish(), and vault_close() before that leaves
 * nothing behind. Its log generation jumps, so that no log of its former life fits.
 * Of `from` and its folder nothing is changed, and nothing need be writable. Its lock is held
 * while it is read, where a lock file can be made; FAULT_IN_USE when somebody has it open. Where
 * it was not closed in order (a killed vault, a copy of a running one), or a log lies there all
 * the same, log and mark (lock.h) are copied, too; the copy is recovered and warns
 * (vault_warnings()) or is refused as the vault would be.
 * member: as vault_open(). Codes as vault_open() and vault_create().
 */
int vault_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		  struct vault **out, struct fault *f);

/*
 * The same with the recovery code of the backup's day, as typed: vault_open_code(). The slots are
 * the backup's: before vault_publish() somebody is given a passphrase (slots.h).
 */
int vault_restore_code(const char *from, const char *to, const char *code, struct vault **out,
		       struct fault *f);

#endif
