#include "config.h"
#include "store/vault/wal_end.h"

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/vault/lock.h"
#include "store/vault/wal_record.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A mark: the number of frames, sealed in the log's own context. */
enum { MARK_PLAIN = 8, MARK_DISK = MARK_PLAIN + SEAL_TAIL };

_Static_assert(MARK_DISK == VAULT_MARK, "what is copied with a vault");

static uint32_t get_be32(const uint8_t *in)
{
	return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
}

/* ---- SQLite's chain of checksums ---- */

static void checksum(const struct wal_state *at, const uint8_t *bytes, size_t n, uint32_t sum[2])
{
	for (size_t i = 0; i < n; i += 8) {
		for (int k = 0; k < 2; k++) {
			uint32_t word = get_be32(bytes + i + 4 * k);

			if (!at->big_endian)
				word = __builtin_bswap32(word);
			sum[k] += word + sum[1 - k];
		}
	}
}

/* Whether a frame follows the one whose checksum is *sum, which becomes this one's. */
static bool follows(const struct wal_state *at, const uint8_t plain[WAL_STEP], uint32_t sum[2])
{
	uint32_t want[2] = { sum[0], sum[1] };

	checksum(at, plain, 8, want);
	checksum(at, plain + WAL_FRAME, VAULT_PAGE_SIZE, want);
	sum[0] = get_be32(plain + 16);
	sum[1] = get_be32(plain + 20);
	return sum[0] == want[0] && sum[1] == want[1];
}

void wal_end_begin(struct vault_vfs *vfs, const uint8_t header[WAL_HEADER])
{
	struct wal_state *at = &vfs->at;

	at->end = at->commit = at->marked = 0;
	at->big_endian = header[3] & 1;
	at->sum[0] = get_be32(header + 24);
	at->sum[1] = get_be32(header + 28);
}

void wal_end_read(struct vault_vfs *vfs, uint32_t frame, const uint8_t plain[WAL_STEP])
{
	struct wal_state *at = &vfs->at;

	if (!at->recovering || frame != at->end || !follows(at, plain, at->sum))
		return;
	at->end++;
	if (wal_is_commit(plain))
		at->commit = at->end;
}

void wal_end_wrote(struct vault_vfs *vfs, uint32_t frame)
{
	vfs->at.commit = frame + 1;
}

void wal_end_cut(struct vault_vfs *vfs, uint32_t frames)
{
	if (vfs->at.end > frames)
		vfs->at.end = frames;
	if (vfs->at.commit > frames)
		vfs->at.commit = frames;
}

void wal_end_look(struct vault_vfs *vfs)
{
	uint32_t frames;
	int there = 1;
	bool cut;

	if (!vfs->wal || !vfs->header.wal_live || !vfs->at.end) /* nothing is in it */
		return;
	cut = wal_frames(vfs->wal, &frames) == SQLITE_OK && frames < vfs->at.end;
	vfs->base->xAccess(vfs->base, vfs->wal_path, SQLITE_ACCESS_EXISTS, &there);
	if (cut || !there)
		vfs_note(vfs->wal, SQLITE_IOERR_DATA, 0);
	vfs->failed = vfs->failed || cut; /* half of it brought in would harm the file, too */
}

/* ---- the mark ---- */

void wal_end_synced(struct vault_vfs *vfs)
{
	struct wal_state *at = &vfs->at;
	uint8_t ad[SEAL_AD], disk[MARK_DISK], plain[MARK_PLAIN] = { 0 };

	if (vfs->mark == HANDLE_NONE || at->commit == at->marked)
		return;
	memcpy(plain, &at->commit, sizeof at->commit);
	seal_place(ad, SEAL_WAL_MARK, 0, at->context);
	seal_close(&vfs->keys->seal, disk, disk + MARK_PLAIN, plain, MARK_PLAIN, ad);
	/* Without it less is noticed later; nothing else. */
	if (!platform_seek(vfs->mark, 0) && !platform_write(vfs->mark, disk, sizeof disk))
		at->marked = at->commit;
}

/* How many frames the last opening left synced, by its mark; 0: it says nothing of this log. */
static uint32_t marked_frames(const struct vault_vfs *vfs)
{
	uint8_t ad[SEAL_AD], disk[MARK_DISK], plain[MARK_PLAIN];
	uint32_t frames;
	size_t got = 0;

	if (vfs->mark == HANDLE_NONE || platform_seek(vfs->mark, 0) ||
	    platform_read_whole(vfs->mark, disk, sizeof disk, &got) || got < sizeof disk)
		return 0;
	seal_place(ad, SEAL_WAL_MARK, 0, vfs->at.context);
	if (seal_open(&vfs->keys->seal, plain, disk, MARK_PLAIN, disk + MARK_PLAIN, ad) != 0)
		return 0;
	memcpy(&frames, plain, sizeof frames);
	return frames;
}

/* ---- what lies beyond the end ---- */

/* Read a frame; false when it does not authenticate. */
static bool read_frame(struct vault_vfs *vfs, uint32_t frame, uint8_t *disk,
		       uint8_t plain[WAL_STEP], int *rc)
{
	*rc = below_read(vfs->wal, disk, WAL_STEP_DISK, wal_frame_disk(frame));
	return *rc == SQLITE_OK && wal_frame_open(vfs, frame, disk, plain) == 0 &&
	       wal_page_open(vfs, frame, disk + WAL_FRAME_DISK, plain + WAL_FRAME) == 0;
}

/*
 * Whether a commit beyond the end was acknowledged. Frames of a transaction that never was
 * may lie there: what a power cut left of the last one, or what was rolled back. Neither is
 * followed, by its checksum, by the frame of another.
 */
static int look_beyond(struct vault_vfs *vfs, uint32_t frames, bool *lost)
{
	uint8_t *disk = memory_alloc(WAL_STEP_DISK + WAL_STEP), *plain = disk + WAL_STEP_DISK;
	bool chained = false, committed = false;
	uint32_t sum[2] = { 0, 0 };
	int rc = SQLITE_OK;

	*lost = false;
	for (uint32_t i = vfs->at.end + 1; rc == SQLITE_OK && !*lost && i < frames; i++) {
		if (!read_frame(vfs, i, disk, plain, &rc)) {
			chained = false;
			continue;
		}
		*lost = follows(&vfs->at, plain, sum) && chained && committed;
		chained = true;
		committed = wal_is_commit(plain);
	}
	sodium_memzero(plain, WAL_STEP);
	free(disk);
	return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : rc;
}

int wal_end_judge(struct vault_vfs *vfs)
{
	uint32_t frames;
	bool lost;
	int rc;

	if (vfs->log_lost || !vfs->wal || !vfs->header.wal_live)
		return SQLITE_OK;
	lost = marked_frames(vfs) > vfs->at.commit;
	rc = wal_frames(vfs->wal, &frames);
	if (rc == SQLITE_OK && !lost && frames > vfs->at.end + 1)
		rc = look_beyond(vfs, frames, &lost);
	if (lost)
		vfs->log_lost = VAULT_LOG_CUT;
	return rc;
}
