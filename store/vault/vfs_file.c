#include "config.h"
#include "store/vault/vfs_file.h"

#include <stddef.h>

int vfs_note(struct vfs_file *file, int rc, uint32_t page)
{
	struct vfs_trouble *trouble = &file->vfs->trouble;

	if (rc == SQLITE_OK || trouble->rc != SQLITE_OK)
		return rc;
	*trouble = (struct vfs_trouble){ .rc = rc, .page = page };
	if (rc != SQLITE_IOERR_DATA)
		below(file)->pMethods->xFileControl(below(file), SQLITE_FCNTL_LAST_ERRNO,
						    &trouble->sys);
	return rc;
}

int vfs_sync(struct vfs_file *file, int flags)
{
	struct vault_vfs *vfs = file->vfs;
	int rc;

	if (vfs->failed)
		return SQLITE_IOERR_FSYNC;
	rc = below(file)->pMethods->xSync(below(file), flags);
	if (rc != SQLITE_OK) {
		/* What the kernel still holds is unknown from here on: never retry. */
		vfs->failed = true;
		return vfs_note(file, rc, 0);
	}
	if (file == vfs->pages)
		vfs->header_unsynced = false;
	return SQLITE_OK;
}

int vfs_close(sqlite3_file *api)
{
	struct vfs_file *file = (struct vfs_file *)api;

	if (file == file->vfs->pages)
		file->vfs->pages = NULL;
	if (file == file->vfs->wal)
		file->vfs->wal = NULL;
	return below(file)->pMethods->xClose(below(file));
}

int vfs_lock(sqlite3_file *api, int level)
{
	struct vfs_file *file = (struct vfs_file *)api;

	return below(file)->pMethods->xLock(below(file), level);
}

int vfs_unlock(sqlite3_file *api, int level)
{
	struct vfs_file *file = (struct vfs_file *)api;

	return below(file)->pMethods->xUnlock(below(file), level);
}

int vfs_check_reserved(sqlite3_file *api, int *out)
{
	struct vfs_file *file = (struct vfs_file *)api;

	return below(file)->pMethods->xCheckReservedLock(below(file), out);
}

int vfs_sector_size(sqlite3_file *api)
{
	struct vfs_file *file = (struct vfs_file *)api;

	return below(file)->pMethods->xSectorSize(below(file));
}

/*
 * Powersafe overwrite: a torn write damages only what was being written. No
 * other promise of the file below holds for records that are longer than SQLite thinks.
 */
int vfs_characteristics(sqlite3_file *api)
{
	(void)api;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* A PRAGMA with a value that would leave this layout; arg is SQLite's char *[4]. */
static int refuse_pragma(char **arg)
{
	static const char *const fixed[] = { "page_size", "mmap_size", "journal_mode", NULL };

	for (int i = 0; arg[2] && fixed[i]; i++)
		if (sqlite3_stricmp(arg[1], fixed[i]) == 0) {
			arg[0] = sqlite3_mprintf("%s is fixed", fixed[i]);
			return SQLITE_ERROR;
		}
	return SQLITE_NOTFOUND;
}

int vfs_control(sqlite3_file *api, int op, void *arg)
{
	struct vfs_file *file = (struct vfs_file *)api;

	switch (op) {
	case SQLITE_FCNTL_PRAGMA:
		return refuse_pragma(arg);
	case SQLITE_FCNTL_MMAP_SIZE:
		*(sqlite3_int64 *)arg = 0;
		return SQLITE_OK;
	case SQLITE_FCNTL_SIZE_HINT: /* in SQLite's sizes, not the file's */
	case SQLITE_FCNTL_CHUNK_SIZE:
		return SQLITE_OK;
	case SQLITE_FCNTL_BEGIN_ATOMIC_WRITE:
	case SQLITE_FCNTL_COMMIT_ATOMIC_WRITE:
	case SQLITE_FCNTL_ROLLBACK_ATOMIC_WRITE:
	case SQLITE_FCNTL_PERSIST_WAL:
	case SQLITE_FCNTL_WIN32_SET_HANDLE:
		return SQLITE_NOTFOUND;
	default:
		return below(file)->pMethods->xFileControl(below(file), op, arg);
	}
}
