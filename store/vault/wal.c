#include "config.h"
#include "store/vault/wal.h"

#include "store/vault/pages.h"
#include "store/vault/vfs_file.h"

#include <string.h>

/*
 * SQLite's write-ahead log, sealed record by record. On the disk:
 *   generation (8) | header (32) tail (40)
 *   then per frame: frame header (24) tail (40) | page (8192) tail (40)
 * What SQLite does to it, found by watching: the header is written whole; a frame
 * is its header and then its page; a page changed again in the same transaction
 * is written alone, and at commit the headers from there on are rewritten: 8
 * bytes read from the record before, then frame and page read and the header
 * written, frame by frame. Recovery reads the header, then frame with page.
 */

static void put_u64(uint8_t *out, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(v >> 8 * i);
}

static uint64_t get_u64(const uint8_t *in)
{
	uint64_t v = 0;

	for (int i = 7; i >= 0; i--)
		v = v << 8 | in[i];
	return v;
}

static sqlite3_int64 frame_disk(uint32_t frame)
{
	return WAL_HEADER_DISK + (sqlite3_int64)frame * WAL_STEP_DISK;
}

static sqlite3_int64 frame_offset(uint32_t frame)
{
	return WAL_HEADER + (sqlite3_int64)frame * WAL_STEP;
}

/* Associated data of a frame's header or page; the place is SQLite's own offset. */
static void frame_place(const struct vault_vfs *vfs, uint8_t ad[SEAL_AD], enum seal_role role,
			uint32_t frame)
{
	uint64_t offset = (uint64_t)frame_offset(frame);

	seal_place(ad, role, role == SEAL_WAL_PAGE ? offset + WAL_FRAME : offset, vfs->at.context);
}

static void header_place(uint8_t ad[SEAL_AD], uint64_t generation)
{
	uint8_t context[SEAL_CONTEXT] = { 0 };

	put_u64(context + 8, generation);
	seal_place(ad, SEAL_WAL_HEADER, 0, context);
}

/* Open the header record in `disk`; -1 when it does not authenticate. */
static int header_open(struct vault_vfs *vfs, const uint8_t *disk, uint8_t plain[WAL_HEADER])
{
	uint8_t ad[SEAL_AD];

	header_place(ad, get_u64(disk));
	return seal_open(&vfs->keys->seal, plain, disk + 8, WAL_HEADER, disk + 8 + WAL_HEADER, ad);
}

static void set_context(struct vault_vfs *vfs, const uint8_t header[WAL_HEADER],
			uint64_t generation)
{
	memcpy(vfs->at.context, header + 16, 8);
	put_u64(vfs->at.context + 8, generation);
}

int wal_attach(struct vfs_file *file)
{
	struct vault_vfs *vfs = file->vfs;
	const struct vault_header *h = &vfs->header;
	uint8_t plain[WAL_HEADER];
	uint64_t generation;
	int rc;

	rc = below_read(file, vfs->sealed, WAL_HEADER_DISK, 0);
	if (rc != SQLITE_OK)
		return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : rc;
	if (header_open(vfs, vfs->sealed, plain) != 0)
		return SQLITE_OK; /* a torn beginning: it reads as an empty log */
	generation = get_u64(vfs->sealed);
	if (h->wal_live && generation == h->wal_generation)
		return SQLITE_OK;
	if (h->wal_live && generation + 1 == h->wal_generation) {
		/*
		 * The power went between raising the generation and beginning the log
		 * anew: all of this one is in the file. Cut it now, or the next
		 * raise would make it look like a stranger's.
		 */
		rc = below(file)->pMethods->xTruncate(below(file), 0);
		return rc == SQLITE_OK ? vfs_sync(file, SQLITE_SYNC_NORMAL) : rc;
	}
	vfs->wal_stale = true;
	return SQLITE_CANTOPEN;
}

/* Writing */

/*
 * What is reported as failed must not come back at the next opening: the transaction's frames
 * go from the log. A try: after a failed fsync a good answer promises nothing.
 */
static int wal_cut(struct vfs_file *file)
{
	struct vault_vfs *vfs = file->vfs;
	vfs->at.held = false;
	if (vfs->at.end > vfs->at.first)
		vfs->at.end = vfs->at.first;
	return below(file)->pMethods->xTruncate(below(file), frame_disk(vfs->at.first));
}

/*
 * Write what ends with a frame's header or its page. A full disk leaves a torn record, which
 * is none; of any other failure nobody knows what has arrived.
 */
static int write_frame(struct vfs_file *file, uint32_t frame, bool commit, int n, sqlite3_int64 at)
{
	struct wal_state *state = &file->vfs->at;
	int rc;

	if (!state->writing) {
		state->writing = true;
		state->first = frame;
	}
	state->committing = state->committing || commit;
	rc = below_write(file, file->vfs->sealed, n, at);
	if (rc == SQLITE_OK || !state->committing)
		return rc;
	if (wal_cut(file) != SQLITE_OK)
		return rc == SQLITE_FULL ? rc : VAULT_IOERR_UNSURE;
	state->committing = false;
	return rc;
}

/* A frame whose header names the database's size ends a transaction. */
static bool is_commit(const uint8_t header[WAL_FRAME])
{
	return header[4] || header[5] || header[6] || header[7];
}

/* Write a held frame header that its page did not follow. */
static int wal_flush(struct vfs_file *file)
{
	struct vault_vfs *vfs = file->vfs;
	uint8_t ad[SEAL_AD];

	if (!vfs->at.held)
		return SQLITE_OK;
	if (vfs->failed)
		return SQLITE_IOERR_WRITE;
	frame_place(vfs, ad, SEAL_WAL_FRAME, vfs->at.held_frame);
	seal_close(&vfs->keys->seal, vfs->sealed, vfs->sealed + WAL_FRAME, vfs->at.held_header,
		   WAL_FRAME, ad);
	vfs->at.held = false;
	return write_frame(file, vfs->at.held_frame, is_commit(vfs->at.held_header), WAL_FRAME_DISK,
			   frame_disk(vfs->at.held_frame));
}

/*
 * A log begins: raise the generation in the vault's header first. A raise whose log
 * header could not be written is used again, so that the log on the disk is
 * never more than one behind.
 */
static int wal_begin(struct vfs_file *file, const uint8_t header[WAL_HEADER])
{
	struct vault_vfs *vfs = file->vfs;
	struct vault_header h = vfs->header;
	uint8_t ad[SEAL_AD];
	int rc;

	vfs->at.held = false;
	if (!vfs->at.raised) {
		h.wal_generation++;
		h.wal_live = true;
		rc = vault_pages_header_store(vfs, &h, false);
		if (rc != SQLITE_OK)
			return rc;
		vfs->at.raised = true;
	}
	put_u64(vfs->sealed, vfs->header.wal_generation);
	header_place(ad, vfs->header.wal_generation);
	seal_close(&vfs->keys->seal, vfs->sealed + 8, vfs->sealed + 8 + WAL_HEADER, header,
		   WAL_HEADER, ad);
	rc = below_write(file, vfs->sealed, WAL_HEADER_DISK, 0);
	if (rc != SQLITE_OK)
		return rc;
	vfs->at.created = false;
	vfs->at.raised = false;
	vfs->at.writing = vfs->at.committing = false;
	vfs->at.end = 0;
	set_context(vfs, header, vfs->header.wal_generation);
	return SQLITE_OK;
}

/* A page, together with its frame's header when that waits. */
static int wal_write_page(struct vfs_file *file, const uint8_t *page, uint32_t frame)
{
	struct vault_vfs *vfs = file->vfs;
	uint8_t ad[SEAL_AD], *out = vfs->sealed;
	sqlite3_int64 at = frame_disk(frame);
	int n = WAL_PAGE_DISK, rc;
	bool commit = false;

	if (vfs->at.held && vfs->at.held_frame == frame) {
		commit = is_commit(vfs->at.held_header);
		frame_place(vfs, ad, SEAL_WAL_FRAME, frame);
		seal_close(&vfs->keys->seal, out, out + WAL_FRAME, vfs->at.held_header, WAL_FRAME,
			   ad);
		vfs->at.held = false;
		out += WAL_FRAME_DISK;
		n = WAL_STEP_DISK;
	} else {
		rc = wal_flush(file);
		if (rc != SQLITE_OK)
			return rc;
		at += WAL_FRAME_DISK;
	}
	frame_place(vfs, ad, SEAL_WAL_PAGE, frame);
	seal_close(&vfs->keys->seal, out, out + VAULT_PAGE_SIZE, page, VAULT_PAGE_SIZE, ad);
	rc = write_frame(file, frame, commit, n, at);
	if (rc == SQLITE_OK && frame == vfs->at.end)
		vfs->at.end++;
	if (rc != SQLITE_OK && frame < vfs->at.end)
		vfs->at.end = frame;
	return rc;
}

static int wal_write(sqlite3_file *api, const void *from, int n, sqlite3_int64 at)
{
	struct vfs_file *file = (struct vfs_file *)api;
	struct vault_vfs *vfs = file->vfs;
	sqlite3_int64 in_frame;
	uint32_t frame;
	int rc;

	if (vfs->failed)
		return SQLITE_IOERR_WRITE;
	vfs->at.recovering = false;
	if (at == 0 && n == WAL_HEADER)
		return wal_begin(file, from);
	if (at < WAL_HEADER)
		return SQLITE_IOERR_WRITE;
	in_frame = (at - WAL_HEADER) % WAL_STEP;
	frame = (uint32_t)((at - WAL_HEADER) / WAL_STEP);
	if (in_frame == WAL_FRAME && n == VAULT_PAGE_SIZE)
		return wal_write_page(file, from, frame);
	if (in_frame != 0 || n != WAL_FRAME)
		return SQLITE_IOERR_WRITE;
	rc = wal_flush(file);
	if (rc != SQLITE_OK)
		return rc;
	vfs->at.held = true;
	vfs->at.held_frame = frame;
	memcpy(vfs->at.held_header, from, WAL_FRAME);
	return SQLITE_OK;
}

/* Reading */

static int wal_read_header(struct vfs_file *file, uint8_t plain[WAL_HEADER])
{
	struct vault_vfs *vfs = file->vfs;
	int rc = below_read(file, vfs->sealed, WAL_HEADER_DISK, 0);

	memset(plain, 0, WAL_HEADER);
	vfs->at.recovering = true;
	if (rc != SQLITE_OK || header_open(vfs, vfs->sealed, plain) != 0)
		return rc;
	set_context(vfs, plain, get_u64(vfs->sealed));
	return SQLITE_OK;
}

/* The header of a frame alone. */
static int wal_read_frame(struct vfs_file *file, uint32_t frame, uint8_t plain[WAL_FRAME])
{
	struct vault_vfs *vfs = file->vfs;
	uint8_t ad[SEAL_AD];
	int rc = below_read(file, vfs->sealed, WAL_FRAME_DISK, frame_disk(frame));

	if (rc != SQLITE_OK)
		return rc;
	frame_place(vfs, ad, SEAL_WAL_FRAME, frame);
	return seal_open(&vfs->keys->seal, plain, vfs->sealed, WAL_FRAME, vfs->sealed + WAL_FRAME,
			 ad) == 0 ? SQLITE_OK : SQLITE_IOERR_DATA;
}

static int wal_read_page(struct vfs_file *file, uint32_t frame, uint8_t *plain)
{
	struct vault_vfs *vfs = file->vfs;
	uint8_t ad[SEAL_AD];
	int rc = below_read(file, vfs->sealed, WAL_PAGE_DISK, frame_disk(frame) + WAL_FRAME_DISK);

	if (rc != SQLITE_OK)
		return rc;
	frame_place(vfs, ad, SEAL_WAL_PAGE, frame);
	if (seal_open(&vfs->keys->seal, plain, vfs->sealed, VAULT_PAGE_SIZE,
		      vfs->sealed + VAULT_PAGE_SIZE, ad) == 0)
		return SQLITE_OK;
	sqlite3_log(SQLITE_IOERR_DATA, "log frame %u does not authenticate", frame);
	return SQLITE_IOERR_DATA;
}

/*
 * A frame header and its page at once. In recovery a bad one reads as zeros, and SQLite ends
 * the log there: it was being written when the power went.
 */
static int wal_read_both(struct vfs_file *file, uint32_t frame, uint8_t *plain)
{
	struct vault_vfs *vfs = file->vfs;
	const uint8_t *in = vfs->sealed;
	uint8_t ad[SEAL_AD];
	int rc = below_read(file, vfs->sealed, WAL_STEP_DISK, frame_disk(frame)), bad;

	if (rc != SQLITE_OK)
		return rc;
	frame_place(vfs, ad, SEAL_WAL_FRAME, frame);
	bad = seal_open(&vfs->keys->seal, plain, in, WAL_FRAME, in + WAL_FRAME, ad);
	if (!bad) {
		in += WAL_FRAME_DISK;
		frame_place(vfs, ad, SEAL_WAL_PAGE, frame);
		bad = seal_open(&vfs->keys->seal, plain + WAL_FRAME, in, VAULT_PAGE_SIZE,
				in + VAULT_PAGE_SIZE, ad);
	}
	if (!bad && frame == vfs->at.end)
		vfs->at.end++;
	if (!bad)
		return SQLITE_OK;
	memset(plain, 0, WAL_STEP);
	return vfs->at.recovering ? SQLITE_OK : SQLITE_IOERR_DATA;
}

/* The checksum in the log's header, when the first frame's is computed again. */
static int wal_read_checksum(struct vfs_file *file, void *to, int n, sqlite3_int64 at)
{
	uint8_t plain[WAL_HEADER];
	int rc;

	if (at + n > WAL_HEADER)
		return SQLITE_IOERR_READ;
	rc = below_read(file, file->vfs->sealed, WAL_HEADER_DISK, 0);
	if (rc == SQLITE_OK && header_open(file->vfs, file->vfs->sealed, plain) != 0)
		rc = SQLITE_IOERR_DATA;
	if (rc == SQLITE_OK)
		memcpy(to, plain + at, (size_t)n);
	return rc;
}

static int wal_read_any(struct vfs_file *file, void *to, int n, sqlite3_int64 at)
{
	sqlite3_int64 in_frame;
	uint8_t part[WAL_FRAME];
	uint32_t frame;
	int rc;

	if (at == 0 && n == WAL_HEADER)
		return wal_read_header(file, to);
	if (at < WAL_HEADER)
		return wal_read_checksum(file, to, n, at);
	in_frame = (at - WAL_HEADER) % WAL_STEP;
	frame = (uint32_t)((at - WAL_HEADER) / WAL_STEP);
	if (in_frame == 0 && n == WAL_STEP)
		return wal_read_both(file, frame, to);
	if (in_frame == WAL_FRAME && n == VAULT_PAGE_SIZE)
		return wal_read_page(file, frame, to);
	if (in_frame + n > WAL_FRAME)
		return SQLITE_IOERR_READ;
	rc = wal_read_frame(file, frame, part);
	if (rc == SQLITE_OK)
		memcpy(to, part + in_frame, (size_t)n);
	return rc;
}

static int wal_read(sqlite3_file *api, void *to, int n, sqlite3_int64 at)
{
	struct vfs_file *file = (struct vfs_file *)api;
	int rc = wal_flush(file);

	if (rc != SQLITE_OK)
		return rc;
	rc = wal_read_any(file, to, n, at);
	/* A log that is shorter than asked for is how SQLite finds its end. */
	return rc == SQLITE_IOERR_SHORT_READ ? rc : vfs_note(file, rc, 0);
}

/* The rest */

/* When the vault was refused, an empty log it got by being looked at goes again. */
static int wal_close(sqlite3_file *api)
{
	struct vault_vfs *vfs = ((struct vfs_file *)api)->vfs;
	int rc;

	wal_flush((struct vfs_file *)api);
	rc = vfs_close(api);
	if (vfs->failed && vfs->at.created)
		vfs->base->xDelete(vfs->base, vfs->wal_path, 0);
	return rc;
}

static int wal_truncate(sqlite3_file *api, sqlite3_int64 size)
{
	struct vfs_file *file = (struct vfs_file *)api;
	struct vault_vfs *vfs = file->vfs;
	sqlite3_int64 frames = 0;
	int rc;

	if (vfs->failed)
		return SQLITE_IOERR_TRUNCATE;
	rc = wal_flush(file);
	if (rc != SQLITE_OK)
		return rc;
	if (size > WAL_HEADER)
		frames = (size - WAL_HEADER + WAL_STEP - 1) / WAL_STEP;
	if (vfs->at.end > frames)
		vfs->at.end = (uint32_t)frames;
	return below(file)->pMethods->xTruncate(below(file),
						size ? frame_disk((uint32_t)frames) : 0);
}

/* After a commit's frames; where that fails, the commit may be on the disk all the same. */
static int wal_sync(sqlite3_file *api, int flags)
{
	struct vfs_file *file = (struct vfs_file *)api;
	struct wal_state *state = &file->vfs->at;
	int rc = wal_flush(file);

	if (rc == SQLITE_OK)
		rc = vfs_sync(file, flags);
	if (rc == SQLITE_OK && state->committing)
		state->writing = state->committing = false;
	if (rc == SQLITE_OK || !state->committing)
		return rc;
	if (wal_cut(file) == SQLITE_OK)
		below(file)->pMethods->xSync(below(file), flags);
	return VAULT_IOERR_UNSURE;
}

/* Whole records only: a frame that is cut short is none. */
static int wal_size(sqlite3_file *api, sqlite3_int64 *out)
{
	struct vfs_file *file = (struct vfs_file *)api;
	sqlite3_int64 size;
	int rc = wal_flush(file);

	if (rc == SQLITE_OK)
		rc = below(file)->pMethods->xFileSize(below(file), &size);
	if (rc != SQLITE_OK)
		return rc;
	*out = size < WAL_HEADER_DISK ? 0 :
					frame_offset((uint32_t)((size - WAL_HEADER_DISK) /
								WAL_STEP_DISK));
	return SQLITE_OK;
}

const sqlite3_io_methods vault_wal_methods = {
	.iVersion = 1,
	.xClose = wal_close,
	.xRead = wal_read,
	.xWrite = wal_write,
	.xTruncate = wal_truncate,
	.xSync = wal_sync,
	.xFileSize = wal_size,
	.xLock = vfs_lock,
	.xUnlock = vfs_unlock,
	.xCheckReservedLock = vfs_check_reserved,
	.xFileControl = vfs_control,
	.xSectorSize = vfs_sector_size,
	.xDeviceCharacteristics = vfs_characteristics,
};

int vault_wal_verify(struct vault_vfs *vfs, uint64_t *records)
{
	uint8_t header[WAL_FRAME], *page = vfs->plain;
	uint64_t n = 0;
	int rc = SQLITE_OK;

	if (vfs->wal)
		rc = wal_flush(vfs->wal);
	for (uint32_t i = 0; vfs->wal && rc == SQLITE_OK && i < vfs->at.end; i++) {
		rc = wal_read_frame(vfs->wal, i, header);
		if (rc == SQLITE_OK)
			rc = wal_read_page(vfs->wal, i, page);
		n += 2;
	}
	memset(page, 0, VAULT_PAGE_SIZE);
	if (records)
		*records = n;
	return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_DATA : rc;
}
