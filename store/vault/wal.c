#include "config.h"
#include "store/vault/wal.h"

#include "store/base/fault.h"
#include "store/vault/pages.h"
#include "store/vault/vfs_file.h"
#include "store/vault/wal_end.h"
#include "store/vault/wal_record.h"

#include <string.h>

/*
 * SQLite's write-ahead log, sealed record by record (wal_record.h). What SQLite does to it,
 * found by watching: the header is written whole; a frame is its header and then its page; a
 * page changed again in the same transaction is written alone, and at commit the headers from
 * there on are rewritten: 8 bytes read from the record before, then frame and page read and the
 * header written, frame by frame. Recovery reads the header, then frame with page.
 */

/* Whether the log holds anything under the header that was just read. */
static int has_frames(struct vfs_file *file, const uint8_t header[WAL_HEADER], uint64_t generation,
		      bool *has)
{
	struct vault_vfs *vfs = file->vfs;
	uint8_t frame[WAL_FRAME];
	int rc = below_read(file, vfs->sealed, WAL_FRAME_DISK, wal_frame_disk(0));

	wal_set_context(vfs, header, generation);
	*has = rc == SQLITE_OK && wal_frame_open(vfs, 0, vfs->sealed, frame) == 0;
	return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : rc;
}

/* The log is of another state than the header: which of the two is the older part? */
static int refuse(struct vault_vfs *vfs, uint64_t generation)
{
	vfs->wal_refused = generation > vfs->header.wal_generation ? FAULT_OLD_HEADER
								   : FAULT_STALE_LOG;
	return SQLITE_CANTOPEN;
}

int wal_attach(struct vfs_file *file)
{
	struct vault_vfs *vfs = file->vfs;
	const struct vault_header *h = &vfs->header;
	uint8_t plain[WAL_HEADER];
	uint64_t generation;
	bool has;
	int rc;

	rc = below_read(file, vfs->sealed, WAL_HEADER_DISK, 0);
	if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
		return rc;
	if (rc != SQLITE_OK || wal_header_open(vfs, vfs->sealed, plain) != 0) {
		/* No log, or none any more. The header says live only of one that is on the disk. */
		if (h->wal_live && (rc != SQLITE_OK || !wal_is_over(vfs, vfs->sealed)))
			vfs->log_lost = VAULT_LOG_GONE;
		return SQLITE_OK;
	}
	generation = wal_header_generation(vfs->sealed);
	if (h->wal_live && generation == h->wal_generation) {
		/* SQLite does not read the header of a log without frames. */
		wal_set_context(vfs, plain, generation);
		wal_end_begin(vfs, plain);
		return SQLITE_OK;
	}
	if (generation == h->wal_generation + 1) {
		/* The power went between beginning it and saying so: then nothing is in it. */
		rc = has_frames(file, plain, generation, &has);
		return rc == SQLITE_OK && has ? refuse(vfs, generation) : rc;
	}
	if (h->wal_live && generation + 1 == h->wal_generation) {
		/*
		 * All of this one is in the file. A former version said live before it began a
		 * log, and may have been cut off there; or the log is another's. Cut it
		 * now, or the next beginning would make it look like a stranger's.
		 */
		vfs->log_lost = VAULT_LOG_GONE;
		rc = below(file)->pMethods->xTruncate(below(file), 0);
		return rc == SQLITE_OK ? vfs_sync(file, SQLITE_SYNC_NORMAL) : rc;
	}
	return refuse(vfs, generation);
}

/*
 * Write the record that ends the log over its header. When that fails and the header is as it
 * was, the log goes on; half written it is no log any more, and what it held is in the file.
 */
static int write_over(struct vault_vfs *vfs, sqlite3_file *log)
{
	uint8_t was[WAL_HEADER_DISK], is[WAL_HEADER_DISK];
	int known = log->pMethods->xRead(log, was, sizeof was, 0), rc;

	wal_over_close(vfs, vfs->header.wal_generation, vfs->sealed);
	rc = log->pMethods->xWrite(log, vfs->sealed, WAL_HEADER_DISK, 0);
	if (rc == SQLITE_OK || known != SQLITE_OK ||
	    log->pMethods->xRead(log, is, sizeof is, 0) != SQLITE_OK)
		return rc;
	return memcmp(was, is, sizeof is) ? SQLITE_OK : rc;
}

int wal_over(struct vault_vfs *vfs, sqlite3_file *log)
{
	struct vault_header h = vfs->header;
	int rc;

	if (!h.wal_live)
		return SQLITE_OK;
	rc = log ? write_over(vfs, log) : SQLITE_OK;
	if (rc != SQLITE_OK)
		return rc;
	if (log)
		rc = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
	if (rc != SQLITE_OK) {
		vfs->failed = true; /* as vfs_sync() */
		return rc;
	}
	h.wal_generation++;
	h.wal_live = false;
	return vault_pages_header_store(vfs, &h, true);
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
	wal_end_cut(vfs, vfs->at.first);
	return below(file)->pMethods->xTruncate(below(file), wal_frame_disk(vfs->at.first));
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
	state->begun = false;
	if (commit)
		wal_end_wrote(file->vfs, frame);
	rc = below_write(file, file->vfs->sealed, n, at);
	if (rc == SQLITE_OK || !state->committing)
		return rc;
	if (wal_cut(file) != SQLITE_OK)
		return rc == SQLITE_FULL ? rc : VAULT_IOERR_UNSURE;
	state->committing = false;
	return rc;
}

/* Write a held frame header that its page did not follow. */
static int wal_flush(struct vfs_file *file)
{
	struct vault_vfs *vfs = file->vfs;
	uint32_t frame = vfs->at.held_frame;

	if (!vfs->at.held)
		return SQLITE_OK;
	if (vfs->failed)
		return SQLITE_IOERR_WRITE;
	wal_frame_close(vfs, frame, vfs->at.held_header, vfs->sealed);
	vfs->at.held = false;
	return write_frame(file, frame, wal_is_commit(vfs->at.held_header), WAL_FRAME_DISK,
			   wal_frame_disk(frame));
}

/*
 * A log begins, anew or over one that is in the file. It is on the disk before the header calls
 * it live: so a header that says live has its log beside it, whenever the power goes.
 */
static int wal_begin(struct vfs_file *file, const uint8_t header[WAL_HEADER])
{
	struct vault_vfs *vfs = file->vfs;
	struct vault_header h = vfs->header;
	int rc;

	vfs->at.held = false;
	h.wal_generation++;
	h.wal_live = true;
	wal_header_close(vfs, header, h.wal_generation, vfs->sealed);
	rc = below_write(file, vfs->sealed, WAL_HEADER_DISK, 0);
	if (rc == SQLITE_OK)
		rc = vfs_sync(file, SQLITE_SYNC_NORMAL);
	if (rc != SQLITE_OK)
		return rc;
	vfs->at.created = false; /* from here on the header may say live */
	rc = vault_pages_header_store(vfs, &h, false);
	if (rc != SQLITE_OK)
		return rc;
	vfs->at.begun = true;
	vfs->at.writing = vfs->at.committing = false;
	wal_set_context(vfs, header, h.wal_generation);
	wal_end_begin(vfs, header);
	return SQLITE_OK;
}

/* A page, together with its frame's header when that waits. */
static int wal_write_page(struct vfs_file *file, const uint8_t *page, uint32_t frame)
{
	struct vault_vfs *vfs = file->vfs;
	uint8_t *out = vfs->sealed;
	sqlite3_int64 at = wal_frame_disk(frame);
	int n = WAL_PAGE_DISK, rc;
	bool commit = false;

	if (vfs->at.held && vfs->at.held_frame == frame) {
		commit = wal_is_commit(vfs->at.held_header);
		wal_frame_close(vfs, frame, vfs->at.held_header, out);
		vfs->at.held = false;
		out += WAL_FRAME_DISK;
		n = WAL_STEP_DISK;
	} else {
		rc = wal_flush(file);
		if (rc != SQLITE_OK)
			return rc;
		at += WAL_FRAME_DISK;
	}
	wal_page_close(vfs, frame, page, out);
	rc = write_frame(file, frame, commit, n, at);
	if (rc == SQLITE_OK && frame == vfs->at.end)
		vfs->at.end++;
	if (rc != SQLITE_OK)
		wal_end_cut(vfs, frame);
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
	if (rc != SQLITE_OK || wal_header_open(vfs, vfs->sealed, plain) != 0) {
		memset(plain, 0, WAL_HEADER);
		return rc;
	}
	wal_set_context(vfs, plain, wal_header_generation(vfs->sealed));
	wal_end_begin(vfs, plain);
	return SQLITE_OK;
}

/* The header of a frame alone. */
static int wal_read_frame(struct vfs_file *file, uint32_t frame, uint8_t plain[WAL_FRAME])
{
	struct vault_vfs *vfs = file->vfs;
	int rc = below_read(file, vfs->sealed, WAL_FRAME_DISK, wal_frame_disk(frame));

	if (rc == SQLITE_OK && wal_frame_open(vfs, frame, vfs->sealed, plain) != 0)
		rc = SQLITE_IOERR_DATA;
	return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_DATA : rc;
}

static int wal_read_page(struct vfs_file *file, uint32_t frame, uint8_t *plain)
{
	struct vault_vfs *vfs = file->vfs;
	int rc = below_read(file, vfs->sealed, WAL_PAGE_DISK,
			    wal_frame_disk(frame) + WAL_FRAME_DISK);

	if ((rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ) ||
	    (rc == SQLITE_OK && wal_page_open(vfs, frame, vfs->sealed, plain) == 0))
		return rc;
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
	int rc = below_read(file, vfs->sealed, WAL_STEP_DISK, wal_frame_disk(frame));

	if (rc != SQLITE_OK)
		return rc;
	if (wal_frame_open(vfs, frame, vfs->sealed, plain) == 0 &&
	    wal_page_open(vfs, frame, vfs->sealed + WAL_FRAME_DISK, plain + WAL_FRAME) == 0) {
		wal_end_read(vfs, frame, plain);
		return SQLITE_OK;
	}
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
	if (rc == SQLITE_OK && wal_header_open(file->vfs, file->vfs->sealed, plain) != 0)
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
	/* In recovery a log that is shorter than asked for is how SQLite finds its end. */
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
	uint32_t frames = 0;
	int rc;

	if (vfs->failed)
		return SQLITE_IOERR_TRUNCATE;
	rc = wal_flush(file);
	if (rc == SQLITE_OK && !size)
		rc = wal_over(vfs, below(file));
	if (rc != SQLITE_OK)
		return rc;
	if (size > WAL_HEADER)
		frames = (uint32_t)((size - WAL_HEADER + WAL_STEP - 1) / WAL_STEP);
	wal_end_cut(vfs, frames);
	return below(file)->pMethods->xTruncate(below(file), size ? wal_frame_disk(frames) : 0);
}

/*
 * After a commit's frames; where that fails, the commit may be on the disk all the same. SQLite
 * also syncs a header that it has written, which wal_begin() has done.
 */
static int wal_sync(sqlite3_file *api, int flags)
{
	struct vfs_file *file = (struct vfs_file *)api;
	struct wal_state *state = &file->vfs->at;
	int rc = wal_flush(file);

	if (rc == SQLITE_OK && state->begun && !file->vfs->failed)
		return SQLITE_OK;
	if (rc == SQLITE_OK)
		rc = vfs_sync(file, flags);
	if (rc == SQLITE_OK) {
		wal_end_synced(file->vfs);
		if (state->committing)
			state->writing = state->committing = false;
		return SQLITE_OK;
	}
	if (!state->committing)
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
					wal_frame_offset((uint32_t)((size - WAL_HEADER_DISK) /
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
