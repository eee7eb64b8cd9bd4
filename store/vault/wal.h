/*
 * wal: SQLite's write-ahead log, sealed record by record.
 *
 * Result codes are SQLite's.
 */
#ifndef STORE_VAULT_WAL_H
#define STORE_VAULT_WAL_H

#include <sqlite3.h>
#include <stdint.h>

struct vault_vfs;
struct vfs_file;

/* What SQLite does with an open log. */
extern const sqlite3_io_methods vault_wal_methods;

/*
 * Look at a log that was just opened: cut an overtaken one to nothing, refuse a stale one
 * or one that the header is too old for (SQLITE_CANTOPEN and vfs->wal_refused), note one that should be there (vfs->log_lost).
 */
int wal_attach(struct vfs_file *file);

/*
 * All of the log is in the file: say so in the log itself and then in the vault's header, each
 * durably, before it is cut or deleted. `log` is it as the VFS below has it open, NULL where
 * somebody has taken it away. Nothing when the header says so already. After a failed fsync nothing more is written.
 */
int wal_over(struct vault_vfs *vfs, sqlite3_file *log);

/*
 * Authenticate every record of the log that recovery accepted or this opening
 * wrote. SQLITE_IOERR_DATA when one does not. *records (may be NULL) counts them.
 */
int vault_wal_verify(struct vault_vfs *vfs, uint64_t *records);

#endif
