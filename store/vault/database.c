#include "config.h"
#include "store/vault/database.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/vault/private.h"

#include <sodium.h>
#include <stdlib.h>

struct vault *vault_new(char *path)
{
	struct vault_keys *keys = sodium_malloc(sizeof *keys);
	struct vault *v;

	if (!keys) {
		free(path);
		return NULL;
	}
	v = memory_alloc(sizeof *v);
	*v = (struct vault){
		.lock = VAULT_LOCK_NONE,
		.path = path,
		.file = memory_strdup(path),
		.keys = keys,
		.published = true,
		.slot = -1,
	};
	return v;
}

int vault_checkpoint(struct vault *v, struct fault *f)
{
	int rc;

	if (!sqlite3_get_autocommit(v->db))
		return fault_set(f, FAULT_USAGE, "transaction");
	rc = sqlite3_wal_checkpoint_v2(v->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		return fault_set(f, FAULT_USAGE, "statement");
	return vault_fault(v, rc, f);
}

int vault_page_count(struct vault *v, uint32_t *pages, struct fault *f)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(v->db, "PRAGMA page_count", -1, &st, NULL);

	if (rc == SQLITE_OK) {
		rc = sqlite3_step(st);
		if (rc == SQLITE_ROW)
			*pages = (uint32_t)sqlite3_column_int64(st, 0);
		sqlite3_finalize(st);
	}
	return vault_fault(v, rc, f);
}

int vault_fault(struct vault *v, int rc, struct fault *f)
{
	int sys = v->db ? sqlite3_system_errno(v->db) : 0, trouble;

	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return FAULT_OK;
	case SQLITE_FULL:
		return fault_set(f, FAULT_FULL, v->path);
	case SQLITE_READONLY:
		return fault_set(f, FAULT_READONLY, v->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		if (v->vfs && (trouble = vault_vfs_trouble(v->vfs, f)) != FAULT_OK)
			return trouble;
		return fault_set(f, FAULT_DAMAGED, v->path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fault_set(f, FAULT_IN_USE, v->path);
	case SQLITE_IOERR:
		if (rc == SQLITE_IOERR_DATA)
			return fault_set(f, FAULT_DAMAGED, v->path);
		if (rc == VAULT_IOERR_UNSURE)
			return fault_sys(f, FAULT_UNSURE, sys, v->path);
		return fault_sys(f, FAULT_IO, sys, v->path);
	case SQLITE_CONSTRAINT:
		if (rc != SQLITE_CONSTRAINT_COMMITHOOK)
			return fault_set(f, FAULT_INTERNAL, sqlite3_errmsg(v->db));
		/* Why attach.c lets nothing be committed. */
		trouble = vault_vfs_trouble(v->vfs, f);
		return trouble != FAULT_OK ? trouble : fault_set(f, FAULT_GONE, v->path);
	case SQLITE_CANTOPEN:
		return fault_sys(f, FAULT_IO, sys, v->path);
	default:
		return fault_set(f, FAULT_INTERNAL, v->db ? sqlite3_errmsg(v->db) : v->path);
	}
}
