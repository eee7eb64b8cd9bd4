#include "config.h"
#include "store/vault/create.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/vault/attach.h"
#include "store/vault/database.h"
#include "store/vault/file.h"
#include "store/vault/kept.h"
#include "store/vault/memory.h"
#include "store/vault/pages.h"
#include "store/vault/private.h"
#include "store/vault/slot.h"
#include "store/vault/unlock.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An empty database that is in WAL mode, with room for the seal, from its first byte. */
static void empty_page_one(uint8_t page[VAULT_PAGE_SIZE])
{
	static const char magic[16] = "SQLite format 3";
	const int usable = VAULT_PAGE_SIZE - SEAL_TAIL;

	memset(page, 0, VAULT_PAGE_SIZE);
	memcpy(page, magic, sizeof magic);
	page[16] = VAULT_PAGE_SIZE >> 8;
	page[18] = page[19] = 2; /* WAL */
	page[20] = SEAL_TAIL;
	page[21] = 64;
	page[22] = page[23] = 32;
	page[27] = 1; /* change counter */
	page[31] = 1; /* pages */
	page[59] = 1; /* UTF-8 */
	page[95] = 1; /* the change counter for which the page count is right */
	for (int i = 0; i < 4; i++)
		page[96 + i] = (uint8_t)(SQLITE_VERSION_NUMBER >> (24 - 8 * i));
	page[100] = 0x0d; /* a leaf without cells */
	page[105] = (uint8_t)(usable >> 8);
	page[106] = usable & 0xff;
}

/* Write header and page 1 into a new file; an errno. */
static int write_new_file(const char *file, const struct vault_header *h, struct vault_keys *keys)
{
	uint8_t *bytes = memory_alloc_zero(1, VAULT_HEADER_SIZE + 2 * VAULT_PAGE_SIZE);
	uint8_t *plain = bytes + VAULT_HEADER_SIZE + VAULT_PAGE_SIZE;
	handle_t out;
	int err = platform_open(file, FILE_NEW, &out);

	if (err) {
		free(bytes);
		return err;
	}
	vault_header_encode(h, keys->mac, bytes);
	memcpy(bytes + VAULT_HEADER_COPY, bytes, VAULT_HEADER_COPY);
	empty_page_one(plain);
	vault_page_seal(keys, h->id, 1, plain, bytes + VAULT_HEADER_SIZE);
	err = platform_write(out, bytes, VAULT_HEADER_SIZE + VAULT_PAGE_SIZE);
	if (!err)
		err = platform_sync(out);
	platform_close(out);
	free(bytes);
	return err;
}

static int create_locked(struct vault *v, const char *member, struct vault_pass pass,
			 const struct vault_kdf *kdf, struct fault *f)
{
	struct vault_header h = { .sequence = 1 };
	int rc;

	vault_file_remove(v->file);
	v->published = false;
	randombytes_buf(h.id, sizeof h.id);
	randombytes_buf(v->keys->data, VAULT_KEY);
	vault_keys_derive(v->keys);
	rc = vault_slot_make(&h.slots[0], 0, h.id, VAULT_SLOT_MEMBER, member, pass.text,
			     pass.len, kdf, v->keys->data);
	if (rc != FAULT_OK)
		return fault_set(f, (enum fault_code)rc, v->path);
	rc = write_new_file(v->file, &h, v->keys);
	if (rc != 0)
		return fault_sys(f, FAULT_CANT_CREATE, rc, v->path);
	strcpy(v->member, member);
	return vault_attach(v, &h, f);
}

/* Something is there under that name, or the log of a vault that was. */
static int check_free(const char *path, struct fault *f)
{
	struct file_info info;
	char *log;
	bool taken;

	if (platform_info(path, true, &info) != ENOENT || vault_file_holds(path))
		return fault_set(f, FAULT_EXISTS, path);
	log = memory_format("%s" VAULT_WAL_SUFFIX, path);
	taken = vault_file_holds(log);
	if (taken)
		fault_set(f, FAULT_EXISTS, log);
	free(log);
	return taken ? FAULT_EXISTS : FAULT_OK;
}

int vault_begin(const char *path, struct vault **out, struct fault *f)
{
	struct vault *v;
	char *real;
	int rc;

	rc = vault_memory_init();
	if (rc != FAULT_OK)
		return fault_set(f, (enum fault_code)rc, "random");
	rc = vault_file_future(path, &real, f);
	if (rc != FAULT_OK)
		return rc;
	rc = check_free(real, f);
	if (rc == FAULT_OK)
		rc = kept_check_vault(real, f);
	if (rc != FAULT_OK) {
		free(real);
		return rc;
	}
	v = vault_new(real);
	if (!v)
		return fault_set(f, FAULT_NOMEM, path);
	free(v->file);
	v->file = memory_format("%s" VAULT_NEW_SUFFIX, v->path);
	rc = vault_lock_take(&v->lock, v->path, f);
	if (rc == FAULT_OK)
		rc = check_free(v->path, f);
	else if (rc == FAULT_READONLY || rc == FAULT_NO_FILE)
		rc = fault_sys(f, FAULT_CANT_CREATE, f ? f->sys : 0, path);
	if (rc != FAULT_OK) {
		vault_close(v);
		return rc;
	}
	*out = v;
	return FAULT_OK;
}

int vault_create(const char *path, const char *member, struct vault_pass pass,
		 const struct vault_kdf *kdf, struct vault **out, struct fault *f)
{
	struct vault_kdf used = kdf ? *kdf : VAULT_KDF_DEFAULT;
	struct vault *v;
	int rc;

	*out = NULL;
	rc = vault_check_slot(member ? member : "", pass, &used, f);
	if (rc == FAULT_OK)
		rc = vault_begin(path, &v, f);
	if (rc != FAULT_OK)
		return rc;
	rc = create_locked(v, member, pass, &used, f);
	if (rc != FAULT_OK) {
		vault_close(v);
		return rc;
	}
	*out = v;
	return FAULT_OK;
}

int vault_publish(struct vault *v, struct fault *f)
{
	struct vault_header h;
	int rc, err, after;

	if (v->published || !v->db)
		return fault_set(f, FAULT_USAGE, v->path);
	rc = vault_checkpoint(v, f);
	if (rc != FAULT_OK)
		return rc;
	vault_detach(v, &h);
	if (h.wal_live)
		return fault_set(f, FAULT_IO, v->path);
	err = vault_file_appear(v->file, v->path, &after);
	if (err)
		return fault_sys(f, err == EEXIST ? FAULT_EXISTS : FAULT_CANT_CREATE, err, v->path);
	v->published = v->log_over = true;
	strcpy(v->file, v->path);
	rc = vault_attach(v, &h, f);
	if (rc != FAULT_OK)
		return fault_sys(f, FAULT_DONE, f ? f->sys : 0, v->path);
	return after ? fault_sys(f, FAULT_DONE, after, v->path) : FAULT_OK;
}
