/*
 * wal_end: where the log ends, and whether it once ended later.
 *
 * A log that was cut short or has a rotten record looks like one that a power cut tore, and
 * SQLite ends it there. Two things tell them apart. Whoever has the vault open keeps a
 * mark in its lock file: up to which frame commits were synced. It is written after that fsync,
 * without one of its own, so it never says more than is so; a kill leaves it, a power cut
 * may lose it. And a transaction only begins when the one before was synced: one that
 * follows a commit beyond the bad record tells that this commit was acknowledged.
 */
#ifndef STORE_VAULT_WAL_END_H
#define STORE_VAULT_WAL_END_H

#include "store/vault/vfs_file.h"

/* The log has this header, read or just written; nothing of it is known yet. */
void wal_end_begin(struct vault_vfs *vfs, const uint8_t header[WAL_HEADER]);

/* In recovery a whole frame was read: header, then page. */
void wal_end_read(struct vault_vfs *vfs, uint32_t frame, const uint8_t plain[WAL_STEP]);

/* The header of a frame that ends a transaction is written; the log was cut to so many frames; the log was synced. */
void wal_end_wrote(struct vault_vfs *vfs, uint32_t frame);
void wal_end_cut(struct vault_vfs *vfs, uint32_t frames);
void wal_end_synced(struct vault_vfs *vfs);

/*
 * Before a commit and before closing: a log that was taken away or cut short under us is no place
 * to save in. It is a read that failed like any other (vfs_note()); what was cut is not
 * brought into the file, while all of one that has only lost its name is.
 */
void wal_end_look(struct vault_vfs *vfs);

/* After recovery: whether acknowledged commits are missing, into vfs->log_lost. */
int wal_end_judge(struct vault_vfs *vfs);

#endif
