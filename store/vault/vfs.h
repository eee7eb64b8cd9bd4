/*
 * vfs: the SQLite VFS of an open vault, the one door to its disk.
 *
 * Each open vault registers its own VFS (named "sotay-" and a number) over
 * SQLite's stock "unix" one. It opens two files, the vault and its log
 * `<vault>-wal`, seals what goes down, opens what comes up, and refuses every
 * other file (rollback journals, temporary files), every write of a shape it
 * does not know and the PRAGMAs that would change the layout. The header
 * block is read and written through the same handle as the pages.
 *
 * Invariants
 * - The log that counts carries the header's generation. It is on the disk before the header
 *   calls it live, and says itself that it is over before the header does, which is before it
 *   is cut or deleted: a live one that is not there is missed (vault_vfs_log_lost()).
 *   One that was begun and not yet live has nothing in it. Any other authentic log is
 *   refused (vault_vfs_wal_refused()).
 * - The log is deleted only by vault_vfs_closing(), after SQLite has emptied it. Nothing
 *   depends on the folder's being synced.
 * - After a failed fsync of either file nothing is written any more, but that a commit
 *   that was written is cut out of the log again, if that can be.
 * - Two copies of the header never are in an unsure state at the same time.
 *
 * One thread. Result codes are SQLite's.
 */
#ifndef STORE_VAULT_VFS_H
#define STORE_VAULT_VFS_H

#include "store/base/platform.h"
#include "store/vault/header.h"
#include "store/vault/seal.h"

#include <stdbool.h>
#include <stdint.h>

/* SQLite's lock page (byte 1 GiB): never written, never sealed. */
#define VAULT_LOCK_PAGE (0x40000000 / VAULT_PAGE_SIZE + 1)

/*
 * A commit that failed as it reached for the disk: the next opening may find it all the same
 * (db.c words it). SQLite gives this code for files that write atomically, which ours do not.
 */
#define VAULT_IOERR_UNSURE SQLITE_IOERR_COMMIT_ATOMIC

struct fault;
struct vault_vfs;

/* The keys of an open vault, in guarded memory. */
struct vault_keys {
	uint8_t data[VAULT_KEY]; /* what the slots hold; the others come from it */
	uint8_t mac[VAULT_KEY];  /* of the header copies */
	struct seal seal;        /* of pages and log records */
};

/*
 * Register a VFS for the vault at `path` (absolute, copied). `keys` is borrowed
 * until vault_vfs_free(), and so is `mark`, the lock file (HANDLE_NONE: it is not held). *h is
 * what the file's header says now. FAULT_NOMEM: no guarded memory; FAULT_INTERNAL: SQLite
 * has no such VFS to put it over.
 */
int vault_vfs_new(const char *path, struct vault_keys *keys, const struct vault_header *h,
		  handle_t mark, struct vault_vfs **out);

/* Unregister and free. The database must be closed. NULL is fine. */
void vault_vfs_free(struct vault_vfs *vfs);

/* Name for sqlite3_open_v2(). */
const char *vault_vfs_name(const struct vault_vfs *vfs);

/* From now on SQLite may delete the log: it is about to be closed. */
void vault_vfs_closing(struct vault_vfs *vfs);

/* Write nothing from now on, as after a failed fsync: what is being refused stays as it is. */
void vault_vfs_freeze(struct vault_vfs *vfs);

/*
 * Why opening failed, if it was for an authentic log of another state: FAULT_STALE_LOG, the log
 * is the older, or FAULT_OLD_HEADER, the header is; else FAULT_OK.
 */
int vault_vfs_wal_refused(const struct vault_vfs *vfs);

/* VAULT_LOG_GONE or VAULT_LOG_CUT when opening found acknowledged commits missing; 0: none. */
unsigned vault_vfs_log_lost(const struct vault_vfs *vfs);

/*
 * What was found at some opening and is not durably noted in the database (notes.h), of enum
 * vault_warning; it stands in the header until then (vault_pages_owe()). Noted: no header that
 * is written from now on speaks of it.
 */
unsigned vault_vfs_owed(const struct vault_vfs *vfs);
void vault_vfs_noted(struct vault_vfs *vfs);

/* The first read for SQLite, or fsync, that failed: FAULT_DAMAGED (the page's number or "log"), FAULT_IO. */
int vault_vfs_trouble(const struct vault_vfs *vfs, struct fault *f);

/* For tests: the VFS below those registered from now on; NULL: "unix" again. */
void vault_vfs_base(const char *name);

#endif
