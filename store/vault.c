#include "config.h"
#include "store/vault.h"
#include "store/fault.h"
#include "store/vault_code.h"
#include "store/vault_file.h"
#include "store/vault_memory.h"
#include "store/vault_policy.h"
#include "store/vault_private.h"
#include "store/vault_vfs_main.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct sqlite3 *vault_db(struct vault *v)
{
	return v->db;
}

const char *vault_member(const struct vault *v)
{
	return v->by_code ? NULL : v->member;
}

const char *vault_path(const struct vault *v)
{
	return v->path;
}

const uint8_t *vault_id(const struct vault *v)
{
	return vault_vfs_header(v->vfs)->id;
}

int vault_fault(struct vault *v, int rc, struct fault *f)
{
	int sys = v->db ? sqlite3_system_errno(v->db) : 0;

	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return FAULT_OK;
	case SQLITE_FULL:
		return fault_set(f, FAULT_FULL, v->path);
	case SQLITE_NOMEM:
		return fault_set(f, FAULT_NOMEM, v->path);
	case SQLITE_READONLY:
		return fault_set(f, FAULT_READONLY, v->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return fault_set(f, FAULT_DAMAGED, v->path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fault_set(f, FAULT_IN_USE, v->path);
	case SQLITE_IOERR:
		if (rc == SQLITE_IOERR_DATA)
			return fault_set(f, FAULT_DAMAGED, v->path);
		if (rc == SQLITE_IOERR_NOMEM)
			return fault_set(f, FAULT_NOMEM, v->path);
		return fault_sys(f, FAULT_IO, sys, v->path);
	case SQLITE_CANTOPEN:
		return fault_sys(f, FAULT_IO, sys, v->path);
	default:
		return fault_set(f, FAULT_INTERNAL, v->db ? sqlite3_errmsg(v->db) : v->path);
	}
}

/* Opening and closing the database */

struct vault *vault_new(char *path)
{
	struct vault *v = calloc(1, sizeof *v);

	if (v) {
		v->lock.fd = -1;
		v->path = path;
		v->file = strdup(path);
		v->keys = sodium_malloc(sizeof *v->keys);
		v->published = true;
	}
	if (!v || !v->file || !v->keys) {
		if (v) {
			free(v->file);
			sodium_free(v->keys);
		}
		free(v);
		free(path);
		return NULL;
	}
	return v;
}

/*
 * Nothing is committed to a file that has been deleted, moved away or replaced: it
 * would say saved and be lost. Not 0: the transaction is rolled back.
 */
static int before_commit(void *arg)
{
	struct vault *v = arg;
	int moved = 0;

	sqlite3_file_control(v->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	return moved;
}

int vault_attach(struct vault *v, const struct vault_header *h, struct fault *f)
{
	int rc;

	v->vfs = vault_vfs_new(v->file, v->keys, h);
	if (!v->vfs)
		return fault_set(f, FAULT_NOMEM, v->path);
	rc = sqlite3_open_v2(v->file, &v->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			     vault_vfs_name(v->vfs));
	if (rc == SQLITE_OK)
		rc = vault_policy_apply(v->db);
	if (rc == SQLITE_OK)
		rc = vault_vfs_header_heal(v->vfs, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_commit_hook(v->db, before_commit, v);
		return FAULT_OK;
	}
	if (vault_vfs_log_stale(v->vfs))
		rc = fault_set(f, FAULT_STALE_LOG, v->path);
	else
		rc = vault_fault(v, rc, f);
	/* What is refused stays as it is: no checkpoint, no deleted log. */
	vault_vfs_freeze(v->vfs);
	vault_detach(v, NULL);
	return rc;
}

void vault_detach(struct vault *v, struct vault_header *last)
{
	if (!v->vfs)
		return;
	vault_vfs_closing(v->vfs);
	if (sqlite3_close(v->db) == SQLITE_OK) {
		if (last)
			*last = *vault_vfs_header(v->vfs);
		vault_vfs_free(v->vfs);
	} else {
		/*
		 * A forgotten statement still uses the database: a mistake of the caller,
		 * who must not crash for it. Nothing is written any more; VFS and keys
		 * stay in memory until the process ends.
		 */
		sqlite3_log(SQLITE_MISUSE, "vault closed with a statement left");
		vault_vfs_freeze(v->vfs);
		if (last) {
			*last = *vault_vfs_header(v->vfs);
			last->log_live = true;
		}
		sqlite3_close_v2(v->db);
		v->keys = NULL;
	}
	v->db = NULL;
	v->vfs = NULL;
}

void vault_close(struct vault *v)
{
	if (!v)
		return;
	vault_detach(v, NULL);
	if (!v->published)
		vault_file_remove(v->file);
	sodium_free(v->keys);
	vault_lock_release(&v->lock);
	free(v->file);
	free(v->path);
	sodium_memzero(v, sizeof *v);
	free(v);
#ifdef __GLIBC__
	malloc_trim(0); /* a locked laptop is for others: give the page cache's memory back */
#endif
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

/* Opening */

int vault_peek(const char *path, struct vault_block *b, struct fault *f)
{
	char *real;
	int rc = vault_memory_init();

	if (rc != FAULT_OK)
		return fault_set(f, (enum fault_code)rc, "random");
	rc = vault_file_existing(path, &real, f);
	if (rc == FAULT_OK) {
		rc = vault_block_read(real, b, f);
		free(real);
	}
	return rc;
}

/* Everything from the name to the header block, under the lock. */
static int find_and_lock(const char *path, struct vault **out, struct vault_block *b,
			 struct fault *f)
{
	struct vault *v;
	char *real;
	int rc = vault_memory_init();

	if (rc != FAULT_OK)
		return fault_set(f, (enum fault_code)rc, "random");
	rc = vault_file_existing(path, &real, f);
	if (rc != FAULT_OK)
		return rc;
	v = vault_new(real);
	if (!v)
		return fault_set(f, FAULT_NOMEM, path);
	rc = vault_file_writable(v->path, f);
	if (rc == FAULT_OK)
		rc = vault_lock_take(&v->lock, v->path, f);
	if (rc == FAULT_OK)
		rc = vault_block_read(v->path, b, f);
	if (rc != FAULT_OK) {
		vault_close(v);
		return rc;
	}
	*out = v;
	return FAULT_OK;
}

static int open_slot(const char *path, enum vault_slot_kind kind, const char *name,
		     const void *secret, size_t len, struct vault **out, struct fault *f)
{
	struct vault_block b;
	struct vault *v = NULL;
	int copy, slot, rc;

	rc = find_and_lock(path, &v, &b, f);
	if (rc != FAULT_OK)
		return rc;
	rc = vault_unlock(&b, kind, name, secret, len, v->keys, &copy, &slot);
	if (rc != FAULT_OK)
		fault_set(f, (enum fault_code)rc, rc == FAULT_FOREIGN && name ? name : path);
	if (rc == FAULT_OK) {
		v->by_code = kind == VAULT_SLOT_CODE;
		memcpy(v->member, b.copy[copy].slots[slot].name, VAULT_NAME_MAX);
		rc = vault_attach(v, &b.copy[copy], f);
	}
	if (rc != FAULT_OK) {
		vault_close(v);
		return rc;
	}
	*out = v;
	return FAULT_OK;
}

int vault_open(const char *path, const char *member, struct vault_pass pass, struct vault **out,
	       struct fault *f)
{
	*out = NULL;
	return open_slot(path, VAULT_SLOT_MEMBER, member, pass.text ? pass.text : "", pass.len, out,
			 f);
}

int vault_open_code(const char *path, const char *code, struct vault **out, struct fault *f)
{
	uint8_t bytes[VAULT_CODE_BYTES];
	int bad = vault_code_read(code, bytes);
	struct vault_block b;
	int rc;

	*out = NULL;
	if (bad != 0) {
		/* Even so, a file that is no vault is the first thing to say. */
		rc = vault_peek(path, &b, f);
		if (rc != FAULT_OK)
			return rc;
		rc = fault_set(f, FAULT_PASSPHRASE, path);
		if (f) {
			strcpy(f->field, "code");
			f->column = bad > 0 ? bad : 0;
		}
		return rc;
	}
	rc = open_slot(path, VAULT_SLOT_CODE, NULL, bytes, sizeof bytes, out, f);
	sodium_memzero(bytes, sizeof bytes);
	return rc == FAULT_FOREIGN ? fault_set(f, FAULT_PASSPHRASE, path) : rc;
}
