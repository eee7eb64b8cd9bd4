#include "config.h"
#include "store/vault/vfs.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/vault/file.h"
#include "store/vault/pages.h"
#include "store/vault/vfs_file.h"
#include "store/vault/wal.h"

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
	rc = vfs->base->xOpen(vfs->base, name, below(file), flags, out_flags);
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

/*
 * SQLite deletes the log when it closes in order, and would delete it beside a file it
 * takes for empty: only the first is let through. The folder is synced before
 * the header says that there is no log.
 */
static int vfs_delete(sqlite3_vfs *api, const char *name, int sync_folder)
{
	struct vault_vfs *vfs = of(api);
	struct vault_header h = vfs->header;
	int rc;

	(void)sync_folder;
	if (!vfs->closing || vfs->failed || !vfs->pages || strcmp(name, vfs->wal_path) != 0)
		return SQLITE_IOERR_DELETE;
	if (!h.wal_live)
		return vfs->base->xDelete(vfs->base, name, 0);
	rc = vfs->base->xDelete(vfs->base, name, 1);
	if (rc != SQLITE_OK)
		return rc;
	h.wal_generation++;
	h.wal_live = false;
	return vault_pages_header_store(vfs, &h, true);
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

struct vault_vfs *vault_vfs_new(const char *path, struct vault_keys *keys,
				const struct vault_header *h)
{
	static atomic_uint number;
	struct vault_vfs *vfs = memory_alloc_zero(1, sizeof *vfs);

	vfs->base = sqlite3_vfs_find(base_name);
	vfs->path = memory_strdup(path);
	vfs->wal_path = memory_format("%s" VAULT_WAL_SUFFIX, path);
	vfs->plain = sodium_malloc(VAULT_PAGE_SIZE);
	vfs->keys = keys;
	vfs->header = *h;
	if (!vfs->base || !vfs->plain) {
		vault_vfs_free(vfs);
		return NULL;
	}
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
	if (sqlite3_vfs_register(&vfs->api, 0) != SQLITE_OK) {
		vault_vfs_free(vfs);
		return NULL;
	}
	return vfs;
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

bool vault_vfs_wal_stale(const struct vault_vfs *vfs)
{
	return vfs->wal_stale;
}
