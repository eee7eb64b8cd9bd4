/*
 * shim: a VFS to put between the vault and the stock one, so that a test
 * sees what reaches the disk, or lets it fail.
 *
 * A hook that answers something other than SQLITE_OK stands in for the
 * operation; NULL hooks let everything through. One shim per test program.
 */
#ifndef TESTS_STORE_VAULT_SHIM_H
#define TESTS_STORE_VAULT_SHIM_H

#include "store/vault/vfs.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

#define SHIM_NAME "shim"

static struct {
	int (*opened)(const char *name, bool created);
	int (*read)(const char *name, void *to, int n, sqlite3_int64 at);
	int (*write)(const char *name, const void *bytes, int n, sqlite3_int64 at);
	int (*truncate)(const char *name, sqlite3_int64 size);
	int (*sync)(const char *name);
	int (*remove)(const char *name, bool sync_folder);
} shim;

struct shim_file {
	sqlite3_file api;
	const char *name; /* SQLite keeps it while the file is open */
};

static sqlite3_vfs *shim_base;

static inline sqlite3_file *shim_below(sqlite3_file *file)
{
	return (sqlite3_file *)((struct shim_file *)file + 1);
}

static inline const char *shim_name(sqlite3_file *file)
{
	return ((struct shim_file *)file)->name;
}

static int shim_close(sqlite3_file *f)
{
	return shim_below(f)->pMethods->xClose(shim_below(f));
}

static int shim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	int rc = shim.read ? shim.read(shim_name(f), to, n, at) : SQLITE_OK;

	return rc ? rc : shim_below(f)->pMethods->xRead(shim_below(f), to, n, at);
}

static int shim_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	int rc = shim.write ? shim.write(shim_name(f), from, n, at) : SQLITE_OK;

	return rc ? rc : shim_below(f)->pMethods->xWrite(shim_below(f), from, n, at);
}

static int shim_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	int rc = shim.truncate ? shim.truncate(shim_name(f), size) : SQLITE_OK;

	return rc ? rc : shim_below(f)->pMethods->xTruncate(shim_below(f), size);
}

/* Nothing here needs the real disk to have it: the simulated one decides. */
static int shim_sync(sqlite3_file *f, int flags)
{
	(void)flags;
	return shim.sync ? shim.sync(shim_name(f)) : SQLITE_OK;
}

static int shim_size(sqlite3_file *f, sqlite3_int64 *out)
{
	return shim_below(f)->pMethods->xFileSize(shim_below(f), out);
}

static int shim_lock(sqlite3_file *f, int level)
{
	return shim_below(f)->pMethods->xLock(shim_below(f), level);
}

static int shim_unlock(sqlite3_file *f, int level)
{
	return shim_below(f)->pMethods->xUnlock(shim_below(f), level);
}

static int shim_reserved(sqlite3_file *f, int *out)
{
	return shim_below(f)->pMethods->xCheckReservedLock(shim_below(f), out);
}

static int shim_control(sqlite3_file *f, int op, void *arg)
{
	return shim_below(f)->pMethods->xFileControl(shim_below(f), op, arg);
}

static int shim_sector(sqlite3_file *f)
{
	return shim_below(f)->pMethods->xSectorSize(shim_below(f));
}

static int shim_traits(sqlite3_file *f)
{
	return shim_below(f)->pMethods->xDeviceCharacteristics(shim_below(f));
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 1,
		.xClose = shim_close,
		.xRead = shim_read,
		.xWrite = shim_write,
		.xTruncate = shim_truncate,
		.xSync = shim_sync,
		.xFileSize = shim_size,
		.xLock = shim_lock,
		.xUnlock = shim_unlock,
		.xCheckReservedLock = shim_reserved,
		.xFileControl = shim_control,
		.xSectorSize = shim_sector,
		.xDeviceCharacteristics = shim_traits,
	};
	int there = 0, rc;

	(void)vfs;
	memset(f, 0, sizeof(struct shim_file));
	shim_base->xAccess(shim_base, name, SQLITE_ACCESS_EXISTS, &there);
	rc = shim_base->xOpen(shim_base, name, shim_below(f), flags, out);
	if (rc == SQLITE_OK) {
		((struct shim_file *)f)->name = name;
		f->pMethods = &methods;
		if (shim.opened)
			rc = shim.opened(name, !there);
	}
	return rc;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	int rc = shim.remove ? shim.remove(name, sync_folder) : SQLITE_OK;

	(void)vfs;
	return rc ? rc : shim_base->xDelete(shim_base, name, sync_folder);
}

/* Register it and put it below the vaults opened from now on. */
static inline void shim_install(void)
{
	static sqlite3_vfs vfs;

	shim_base = sqlite3_vfs_find("unix");
	vfs = *shim_base;
	vfs.pNext = NULL;
	vfs.zName = SHIM_NAME;
	vfs.szOsFile = (int)sizeof(struct shim_file) + shim_base->szOsFile;
	vfs.xOpen = shim_open;
	vfs.xDelete = shim_delete;
	sqlite3_vfs_register(&vfs, 0);
	vault_vfs_base(SHIM_NAME);
}

static inline bool shim_is_log(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && strcmp(name + n - 4, "-wal") == 0;
}

#endif
