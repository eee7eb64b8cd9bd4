/*
 * wal_record: where the log's records lie and how each is sealed; for wal and wal_end.
 *
 *   generation (8) | header (32) tail (40)
 *   then per frame: frame header (24) tail (40) | page (8192) tail (40)
 */
#ifndef STORE_VAULT_WAL_RECORD_H
#define STORE_VAULT_WAL_RECORD_H

#include "store/vault/vfs_file.h"

/* Where a frame lies on the disk, and where SQLite believes that it lies. */
static inline sqlite3_int64 wal_frame_disk(uint32_t frame)
{
	return WAL_HEADER_DISK + (sqlite3_int64)frame * WAL_STEP_DISK;
}

static inline sqlite3_int64 wal_frame_offset(uint32_t frame)
{
	return WAL_HEADER + (sqlite3_int64)frame * WAL_STEP;
}

/* A frame's header holds the database's size where the frame ends a transaction, else zeros. */
static inline bool wal_is_commit(const uint8_t header[WAL_FRAME])
{
	return header[4] || header[5] || header[6] || header[7];
}

/* Whole frames in the log as it lies on the disk, whatever is in them. */
int wal_frames(struct vfs_file *file, uint32_t *frames);

/* Seal the log's header under a generation into `disk`; open it; -1: it does not authenticate. */
void wal_header_close(const struct vault_vfs *vfs, const uint8_t plain[WAL_HEADER],
		      uint64_t generation, uint8_t disk[WAL_HEADER_DISK]);
int wal_header_open(const struct vault_vfs *vfs, const uint8_t disk[WAL_HEADER_DISK],
		    uint8_t plain[WAL_HEADER]);
uint64_t wal_header_generation(const uint8_t disk[WAL_HEADER_DISK]);

/*
 * What takes the header's place when all of the log is in the file, sealed with its generation;
 * and whether this is it, of the log that the vault's header speaks of.
 */
void wal_over_close(const struct vault_vfs *vfs, uint64_t generation,
		    uint8_t disk[WAL_HEADER_DISK]);
bool wal_is_over(const struct vault_vfs *vfs, const uint8_t disk[WAL_HEADER_DISK]);

/* From now on records are those of the log with this header and generation. */
void wal_set_context(struct vault_vfs *vfs, const uint8_t header[WAL_HEADER], uint64_t generation);

/* Seal and open a frame's header and its page, ciphertext and tail at `disk`; -1 as above. */
void wal_frame_close(const struct vault_vfs *vfs, uint32_t frame, const uint8_t plain[WAL_FRAME],
		     uint8_t disk[WAL_FRAME_DISK]);
int wal_frame_open(const struct vault_vfs *vfs, uint32_t frame, const uint8_t disk[WAL_FRAME_DISK],
		   uint8_t plain[WAL_FRAME]);
void wal_page_close(const struct vault_vfs *vfs, uint32_t frame,
		    const uint8_t plain[VAULT_PAGE_SIZE], uint8_t disk[WAL_PAGE_DISK]);
int wal_page_open(const struct vault_vfs *vfs, uint32_t frame, const uint8_t disk[WAL_PAGE_DISK],
		  uint8_t plain[VAULT_PAGE_SIZE]);

#endif
