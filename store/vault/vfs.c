#include "config.h"
#include "store/vault/vfs.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/vault/file.h"
#include "store/vault/pages.h"
#include "store/vault/vfs_file.h"
#include "store/vault/wal.h"
#include "store/vault/wal_end.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *base_name = "unix";

void vault_vfs_base(const char *name)
{
	base_name = name ? name : "unix";
}

static struct vault_vfs *of(sqlite3_vfs *api)
{
	return (struct vault_vfs *)api;
}

/*
 * Open a file below. Where it cannot be opened for writing SQLite would go on reading; what may
 * be written and was not opened so is a fault of the disk.
 */
static int open_below(struct vault_vfs *vfs, const char *name, struct vfs_file *file, int flags,
		      int *out_flags)
{
	int got = flags, may = 0;
	int rc = vfs->base->xOpen(vfs->base, name, below(file), flags, &got);

	if (out_flags)
		*out_flags = got;
	if (rc != SQLITE_OK || !(flags & SQLITE_OPEN_READWRITE) || !(got & SQLITE_OPEN_READONLY))
		return rc;
	vfs->base->xAccess(vfs->base, name, SQLITE_ACCESS_READWRITE, &may);
	if (!may)
		return SQLITE_OK; /* said by who writes first */
	below(file)->pMethods->xClose(below(file));
	return SQLITE_CANTOPEN;
}

static int vfs_open(sqlite3_vfs *api, const char *name, sqlite3_file *out, int flags,
		    int *out_flags)
{
	struct vault_vfs *vfs = of(api);
	struct vfs_file *file = (struct vfs_file *)out;
	bool is_pages = flags & SQLITE_OPEN_MAIN_DB && name && strcmp(name, vfs->path) == 0;
	bool is_wal = flags & SQLITE_OPEN_WAL && name && strcmp(name, vfs->wal_path) == 0;
	int rc, there = 1;

	memset(file, 0, sizeof *file);
	if ((!is_pages && !is_wal) || (is_pages ? vfs->pages : vfs->wal))
		return SQLITE_CANTOPEN;
	if (is_wal)
		vfs->base->xAccess(vfs->base, name, SQLITE_ACCESS_EXISTS, &there);
	rc = open_below(vfs, name, file, flags, out_flags);
	if (rc != SQLITE_OK)
		return rc;
	file->vfs = vfs;
	if (is_pages) {
		vfs->pages = file;
		file->api.pMethods = &vault_pages_methods;
		return SQLITE_OK;
	}
	vfs->at = (struct wal_state){ .created = !there };
	rc = wal_attach(file);
	if (rc != SQLITE_OK) {
		below(file)->pMethods->xClose(below(file));
		return rc;
	}
	vfs->wal = file;
	file->api.pMethods = &vault_wal_methods;
	return SQLITE_OK;
}

/* SQLite has closed the log before it deletes it. */
static int open_log(struct vault_vfs *vfs, sqlite3_file **out)
{
	sqlite3_file *log = memory_alloc_zero(1, (size_t)vfs->base->szOsFile);
	int rc = vfs->base->xOpen(vfs->base, vfs->wal_path, log,
				  SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL, NULL);

	if (rc == SQLITE_OK) {
		*out = log;
		return SQLITE_OK;
	}
	free(log);
	return rc;
}

/*
 * SQLite deletes the log when it closes in order, and would delete it beside a file it takes
 * for empty: only the first is let through. First log and header say that it is over. Where
 * the folder's own state is not kept the log comes back, and says so still.
 */
static int vfs_delete(sqlite3_vfs *api, const char *name, int sync_folder)
{
	struct vault_vfs *vfs = of(api);
	sqlite3_file *log;
	int rc, there = 1;

	(void)sync_folder;
	if (!vfs->closing || vfs->failed || !vfs->pages || strcmp(name, vfs->wal_path) != 0)
		return SQLITE_IOERR_DELETE;
	vfs->base->xAccess(vfs->base, name, SQLITE_ACCESS_EXISTS, &there);
	if (vfs->header.wal_live && !there) {
		return wal_over(vfs, NULL); /* taken away under us; all of it is in the file */
	} else if (vfs->header.wal_live) {
		rc = open_log(vfs, &log);
		if (rc != SQLITE_OK)
			return rc;
		rc = wal_over(vfs, log);
		/* So that what comes back is small, too; whether or not this succeeds. */
		if (rc == SQLITE_OK && log->pMethods->xTruncate(log, 0) == SQLITE_OK)
			log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
		log->pMethods->xClose(log);
		free(log);
		if (rc != SQLITE_OK)
			return rc;
	}
	return vfs->base->xDelete(vfs->base, name, 0);
}

/* Only the log can be there; a stray `<vault>-journal` is nobody's business. */
static int vfs_access(sqlite3_vfs *api, const char *name, int flags, int *out)
{
	struct vault_vfs *vfs = of(api);

	if (strcmp(name, vfs->path) == 0 || strcmp(name, vfs->wal_path) == 0)
		return vfs->base->xAccess(vfs->base, name, flags, out);
	*out = 0;
	return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *api, const char *name, int n, char *out)
{
	(void)api;
	if (strlen(name) >= (size_t)n)
		return SQLITE_CANTOPEN;
	strcpy(out, name);
	return SQLITE_OK;
}

static void *vfs_dl_open(sqlite3_vfs *api, const char *name)
{
	(void)api;
	(void)name;
	return NULL;
}

static void vfs_dl_error(sqlite3_vfs *api, int n, char *out)
{
	(void)api;
	sqlite3_snprintf(n, out, "no extensions");
}

static int vfs_randomness(sqlite3_vfs *api, int n, char *out)
{
	(void)api;
	randombytes_buf(out, (size_t)n);
	return n;
}

static int vfs_sleep(sqlite3_vfs *api, int microseconds)
{
	return of(api)->base->xSleep(of(api)->base, microseconds);
}

static int vfs_time(sqlite3_vfs *api, double *out)
{
	return of(api)->base->xCurrentTime(of(api)->base, out);
}

static int vfs_time64(sqlite3_vfs *api, sqlite3_int64 *out)
{
	return of(api)->base->xCurrentTimeInt64(of(api)->base, out);
}

static int vfs_last_error(sqlite3_vfs *api, int n, char *out)
{
	return of(api)->base->xGetLastError(of(api)->base, n, out);
}

/* What SQLite calls: the VFS below answers where it is not sealed. */
static void fill_api(struct vault_vfs *vfs)
{
	static atomic_uint number;

	snprintf(vfs->name, sizeof vfs->name, "sotay-%u", atomic_fetch_add(&number, 1));
	vfs->api = (sqlite3_vfs){
		.iVersion = 2,
		.szOsFile = (int)sizeof(struct vfs_file) + vfs->base->szOsFile,
		.mxPathname = vfs->base->mxPathname,
		.zName = vfs->name,
		.xOpen = vfs_open,
		.xDelete = vfs_delete,
		.xAccess = vfs_access,
		.xFullPathname = vfs_full_path,
		.xDlOpen = vfs_dl_open,
		.xDlError = vfs_dl_error,
		.xRandomness = vfs_randomness,
		.xSleep = vfs_sleep,
		.xCurrentTime = vfs_time,
		.xGetLastError = vfs_last_error,
		.xCurrentTimeInt64 = vfs_time64,
	};
}

int vault_vfs_new(const char *path, struct vault_keys *keys, const struct vault_header *h,
		  handle_t mark, struct vault_vfs **out)
{
	struct vault_vfs *vfs = memory_alloc_zero(1, sizeof *vfs);
	int rc = FAULT_OK;

	vfs->base = sqlite3_vfs_find(base_name);
	vfs->path = memory_strdup(path);
	vfs->wal_path = memory_format("%s" VAULT_WAL_SUFFIX, path);
	vfs->plain = sodium_malloc(VAULT_PAGE_SIZE);
	vfs->keys = keys;
	vfs->header = *h;
	vfs->owed = h->owed;
	vfs->mark = mark;
	if (!vfs->base)
		rc = FAULT_INTERNAL;
	else if (!vfs->plain)
		rc = FAULT_NOMEM;
	else
		fill_api(vfs);
	if (rc == FAULT_OK && sqlite3_vfs_register(&vfs->api, 0) != SQLITE_OK)
		rc = FAULT_INTERNAL;
	if (rc != FAULT_OK) {
		vault_vfs_free(vfs);
		return rc;
	}
	*out = vfs;
	return FAULT_OK;
}

void vault_vfs_free(struct vault_vfs *vfs)
{
	if (!vfs)
		return;
	if (vfs->api.zName)
		sqlite3_vfs_unregister(&vfs->api);
	sodium_free(vfs->plain);
	free(vfs->wal_path);
	free(vfs->path);
	memory_free_wiped(vfs);
}

const char *vault_vfs_name(const struct vault_vfs *vfs)
{
	return vfs->name;
}

void vault_vfs_closing(struct vault_vfs *vfs)
{
	wal_end_look(vfs);
	vfs->closing = true;
}

void vault_vfs_freeze(struct vault_vfs *vfs)
{
	vfs->failed = true;
}

int vault_vfs_trouble(const struct vault_vfs *vfs, struct fault *f)
{
	const struct vfs_trouble *trouble = &vfs->trouble;
	char page[16];

	if (trouble->rc == SQLITE_OK)
		return FAULT_OK;
	if (trouble->rc != SQLITE_IOERR_DATA)
		return fault_sys(f, FAULT_IO, trouble->sys, vfs->path);
	snprintf(page, sizeof page, "%u", trouble->page);
	return fault_set(f, FAULT_DAMAGED, trouble->page ? page : "log");
}

unsigned vault_vfs_log_lost(const struct vault_vfs *vfs)
{
	return vfs->log_lost;
}

unsigned vault_vfs_owed(const struct vault_vfs *vfs)
{
	return vfs->owed;
}

void vault_vfs_noted(struct vault_vfs *vfs)
{
	vfs->owed = 0;
}

int vault_vfs_wal_refused(const struct vault_vfs *vfs)
{
	return vfs->wal_refused;
}
