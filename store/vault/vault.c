#include "config.h"
#include "store/vault/vault.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/vault/attach.h"
#include "store/vault/database.h"
#include "store/vault/file.h"
#include "store/vault/memory.h"
#include "store/vault/pages.h"
#include "store/vault/private.h"
#include "store/vault/unlock.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct sqlite3 *vault_db(struct vault *v)
{
	return v->db;
}

int vault_trouble(struct vault *v, struct fault *f)
{
	return v->vfs ? vault_vfs_trouble(v->vfs, f) : FAULT_OK;
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
	return vault_pages_header(v->vfs)->id;
}

void vault_close(struct vault *v)
{
	/* What was never opened, or is refused, may have a log that its mark speaks of. */
	struct vault_header last = { .wal_live = true };

	if (!v)
		return;
	vault_detach(v, &last);
	if (!v->published)
		vault_file_remove(v->file);
	sodium_free(v->keys);
	vault_lock_release(&v->lock, !v->published || v->log_over || !last.wal_live);
	free(v->file);
	free(v->path);
	memory_free_wiped(v);
	memory_trim(); /* a locked laptop is for others: give the page cache's memory back */
}

unsigned vault_warnings(const struct vault *v)
{
	return v->warnings;
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
		v->slot = slot;
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
	int rc = vault_unlock_code(path, code, bytes, f);

	*out = NULL;
	if (rc == FAULT_OK)
		rc = open_slot(path, VAULT_SLOT_CODE, NULL, bytes, sizeof bytes, out, f);
	sodium_memzero(bytes, sizeof bytes);
	return rc == FAULT_FOREIGN ? fault_set(f, FAULT_PASSPHRASE, path) : rc;
}
