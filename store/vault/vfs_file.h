/*
 * vfs_file: a file SQLite has open in the vault's VFS, and what its two
 * kinds, pages (pages.h) and log (wal.h), have in common.
 *
 * It is a struct vfs_file followed by the file of the VFS below. For
 * this room alone. Result codes are SQLite's.
 */
#ifndef STORE_VAULT_VFS_FILE_H
#define STORE_VAULT_VFS_FILE_H

#include "store/vault/vfs.h"

#include <sqlite3.h>

/* Usable bytes of a page; the rest is nonce and tag, zeros to SQLite. */
#define PAGE_PLAIN (VAULT_PAGE_SIZE - SEAL_TAIL)

/* The log as SQLite counts it, and as it lies on the disk. */
#define WAL_HEADER 32
#define WAL_FRAME 24
#define WAL_HEADER_DISK (8 + WAL_HEADER + SEAL_TAIL)
#define WAL_FRAME_DISK (WAL_FRAME + SEAL_TAIL)
#define WAL_PAGE_DISK (VAULT_PAGE_SIZE + SEAL_TAIL)
#define WAL_STEP (WAL_FRAME + VAULT_PAGE_SIZE)
#define WAL_STEP_DISK (WAL_FRAME_DISK + WAL_PAGE_DISK)

struct vfs_file {
	sqlite3_file api;
	struct vault_vfs *vfs;
};

/* The log's state between SQLite's calls. */
struct wal_state {
	uint8_t context[SEAL_CONTEXT]; /* salt (8), generation (8) of the records */
	bool created;    /* by this opening, and nothing is in it yet */
	bool begun;      /* its header is written and synced, and nothing after it */
	bool recovering; /* from reading the header to the first write: bad records end the log */
	bool held;       /* a frame header waits for its page */
	uint32_t held_frame;
	uint8_t held_header[WAL_FRAME];
	uint32_t end;    /* frames known to be whole, from the first */
	uint32_t commit; /* of these, up to the last that ends a transaction */
	uint32_t marked; /* what the mark in the lock file says (wal_end.h) */
	bool big_endian; /* SQLite's checksums: their words, and in recovery that of the last frame */
	uint32_t sum[2];
	bool writing;    /* frames were written since the last commit that is on the disk */
	uint32_t first;  /* the first of these */
	bool committing; /* one of them ends a transaction */
};

/* The first read that failed since the database was opened (vault_trouble()). */
struct vfs_trouble {
	int rc;        /* SQLITE_OK: none; SQLITE_IOERR_DATA: it does not authenticate */
	int sys;       /* errno of a read that failed */
	uint32_t page; /* 0: in the log */
};

struct vault_vfs {
	sqlite3_vfs api;
	sqlite3_vfs *base;
	char name[24];
	char *path;
	char *wal_path;
	struct vault_keys *keys;
	struct vault_header header;
	struct vfs_file *pages; /* while open */
	struct vfs_file *wal;  /* while open */
	struct wal_state at;
	bool header_unsynced; /* copy B was written and not yet synced */
	bool copy_b_behind;   /* it could not be written, and may be torn */
	bool header_unsure;   /* the last write of the header failed on its way */
	bool failed;          /* an fsync failed */
	bool closing;
	int wal_refused;   /* vault_vfs_wal_refused() */
	unsigned log_lost; /* 0, VAULT_LOG_GONE or VAULT_LOG_CUT: what opening found */
	unsigned owed;     /* of enum vault_warning: every header that is written says so */
	handle_t mark;     /* the lock file, borrowed; HANDLE_NONE: no marks */
	struct vfs_trouble trouble;
	uint8_t *plain; /* one page in guarded memory, for reads of a part of one */
	uint8_t sealed[WAL_STEP_DISK];
};

/* The file of the VFS below. */
static inline sqlite3_file *below(struct vfs_file *file)
{
	return (sqlite3_file *)(file + 1);
}

/*
 * Read. The VFS below calls a failing disk a corrupt file system, which SQLite would take
 * for a damaged database: a loose cable is no damage.
 */
static inline int below_read(struct vfs_file *file, void *to, int n, sqlite3_int64 at)
{
	int rc = below(file)->pMethods->xRead(below(file), to, n, at);

	return rc == SQLITE_IOERR_CORRUPTFS ? SQLITE_IOERR_READ : rc;
}

static inline int below_write(struct vfs_file *file, const void *from, int n, sqlite3_int64 at)
{
	return below(file)->pMethods->xWrite(below(file), from, n, at);
}

/* Keep what a read for SQLite gave, if it failed and none did before; gives rc. */
int vfs_note(struct vfs_file *file, int rc, uint32_t page);

/* Sync a file; when that fails, nothing is written any more. */
int vfs_sync(struct vfs_file *file, int flags);

/* Common methods: they go to the file below. */
int vfs_close(sqlite3_file *api);
int vfs_lock(sqlite3_file *api, int level);
int vfs_unlock(sqlite3_file *api, int level);
int vfs_check_reserved(sqlite3_file *api, int *out);
int vfs_sector_size(sqlite3_file *api);
int vfs_characteristics(sqlite3_file *api);
int vfs_control(sqlite3_file *api, int op, void *arg);

#endif
