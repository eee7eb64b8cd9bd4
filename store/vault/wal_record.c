#include "config.h"
#include "store/vault/wal_record.h"

#include "store/vault/bytes.h"

#include <string.h>

int wal_frames(struct vfs_file *file, uint32_t *frames)
{
	sqlite3_int64 size;
	int rc = below(file)->pMethods->xFileSize(below(file), &size);

	*frames = 0;
	if (rc == SQLITE_OK && size > WAL_HEADER_DISK)
		*frames = (uint32_t)((size - WAL_HEADER_DISK) / WAL_STEP_DISK);
	return rc;
}

static void header_place(uint8_t ad[SEAL_AD], enum seal_role role, uint64_t generation)
{
	uint8_t context[SEAL_CONTEXT] = { 0 };

	put_u64(context + 8, generation);
	seal_place(ad, role, 0, context);
}

void wal_header_close(const struct vault_vfs *vfs, const uint8_t plain[WAL_HEADER],
		      uint64_t generation, uint8_t disk[WAL_HEADER_DISK])
{
	uint8_t ad[SEAL_AD];

	put_u64(disk, generation);
	header_place(ad, SEAL_WAL_HEADER, generation);
	seal_close(&vfs->keys->seal, disk + 8, disk + 8 + WAL_HEADER, plain, WAL_HEADER, ad);
}

int wal_header_open(const struct vault_vfs *vfs, const uint8_t disk[WAL_HEADER_DISK],
		    uint8_t plain[WAL_HEADER])
{
	uint8_t ad[SEAL_AD];

	header_place(ad, SEAL_WAL_HEADER, get_u64(disk));
	return seal_open(&vfs->keys->seal, plain, disk + 8, WAL_HEADER, disk + 8 + WAL_HEADER, ad);
}

uint64_t wal_header_generation(const uint8_t disk[WAL_HEADER_DISK])
{
	return get_u64(disk);
}

void wal_over_close(const struct vault_vfs *vfs, uint64_t generation,
		    uint8_t disk[WAL_HEADER_DISK])
{
	static const uint8_t nothing[WAL_HEADER];
	uint8_t ad[SEAL_AD];

	put_u64(disk, generation);
	header_place(ad, SEAL_WAL_OVER, generation);
	seal_close(&vfs->keys->seal, disk + 8, disk + 8 + WAL_HEADER, nothing, WAL_HEADER, ad);
}

bool wal_is_over(const struct vault_vfs *vfs, const uint8_t disk[WAL_HEADER_DISK])
{
	uint8_t ad[SEAL_AD], plain[WAL_HEADER];

	header_place(ad, SEAL_WAL_OVER, vfs->header.wal_generation);
	return seal_open(&vfs->keys->seal, plain, disk + 8, WAL_HEADER, disk + 8 + WAL_HEADER,
			 ad) == 0;
}

void wal_set_context(struct vault_vfs *vfs, const uint8_t header[WAL_HEADER], uint64_t generation)
{
	memcpy(vfs->at.context, header + 16, 8);
	put_u64(vfs->at.context + 8, generation);
}

/* The place of a record is SQLite's own offset. */

static void frame_place(const struct vault_vfs *vfs, uint32_t frame, uint8_t ad[SEAL_AD])
{
	seal_place(ad, SEAL_WAL_FRAME, (uint64_t)wal_frame_offset(frame), vfs->at.context);
}

static void page_place(const struct vault_vfs *vfs, uint32_t frame, uint8_t ad[SEAL_AD])
{
	seal_place(ad, SEAL_WAL_PAGE, (uint64_t)wal_frame_offset(frame) + WAL_FRAME,
		   vfs->at.context);
}

void wal_frame_close(const struct vault_vfs *vfs, uint32_t frame, const uint8_t plain[WAL_FRAME],
		     uint8_t disk[WAL_FRAME_DISK])
{
	uint8_t ad[SEAL_AD];

	frame_place(vfs, frame, ad);
	seal_close(&vfs->keys->seal, disk, disk + WAL_FRAME, plain, WAL_FRAME, ad);
}

int wal_frame_open(const struct vault_vfs *vfs, uint32_t frame, const uint8_t disk[WAL_FRAME_DISK],
		   uint8_t plain[WAL_FRAME])
{
	uint8_t ad[SEAL_AD];

	frame_place(vfs, frame, ad);
	return seal_open(&vfs->keys->seal, plain, disk, WAL_FRAME, disk + WAL_FRAME, ad);
}

void wal_page_close(const struct vault_vfs *vfs, uint32_t frame,
		    const uint8_t plain[VAULT_PAGE_SIZE], uint8_t disk[WAL_PAGE_DISK])
{
	uint8_t ad[SEAL_AD];

	page_place(vfs, frame, ad);
	seal_close(&vfs->keys->seal, disk, disk + VAULT_PAGE_SIZE, plain, VAULT_PAGE_SIZE, ad);
}

int wal_page_open(const struct vault_vfs *vfs, uint32_t frame, const uint8_t disk[WAL_PAGE_DISK],
		  uint8_t plain[VAULT_PAGE_SIZE])
{
	uint8_t ad[SEAL_AD];

	page_place(vfs, frame, ad);
	return seal_open(&vfs->keys->seal, plain, disk, VAULT_PAGE_SIZE, disk + VAULT_PAGE_SIZE,
			 ad);
}
