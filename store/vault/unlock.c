#include "config.h"
#include "store/vault/unlock.h"

#include "store/base/fault.h"
#include "store/base/platform.h"
#include "store/vault/file.h"
#include "store/vault/memory.h"
#include "store/vault/slot.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(crypto_kdf_KEYBYTES == VAULT_KEY, "data key size");

int vault_block_read(const char *path, struct vault_block *b, struct fault *f)
{
	handle_t file;
	size_t len = 0;
	int rc = platform_open(path, FILE_READ, &file);

	if (rc)
		return fault_sys(f, rc == EACCES ? FAULT_READONLY : FAULT_IO, rc, path);
	rc = platform_read_whole(file, b->bytes, sizeof b->bytes, &len);
	if (!rc)
		rc = platform_size(file, &b->file_size);
	platform_close(file);
	if (rc)
		return fault_sys(f, FAULT_IO, rc, path);
	rc = vault_header_block(b->bytes, len, b->copy, b->at, &b->n, &b->both);
	if (rc == FAULT_OK && b->file_size < VAULT_HEADER_SIZE + VAULT_PAGE_SIZE)
		rc = FAULT_DAMAGED;
	return rc == FAULT_OK ? FAULT_OK : fault_set(f, (enum fault_code)rc, path);
}

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

int vault_unlock_code(const char *path, const char *code, uint8_t bytes[VAULT_CODE_BYTES],
		      struct fault *f)
{
	int bad = vault_code_read(code, bytes), rc;
	struct vault_block b;

	if (bad == 0)
		return FAULT_OK;
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

void vault_keys_derive(struct vault_keys *keys)
{
	static const char context[] = "sotayvlt"; /* crypto_kdf_CONTEXTBYTES letters */
	uint8_t *key = keys->mac; /* guarded scratch before it gets its own value */

	crypto_kdf_derive_from_key(key, SEAL_KEY, 1, context, keys->data);
	seal_init(&keys->seal, key);
	crypto_kdf_derive_from_key(keys->mac, VAULT_KEY, 2, context, keys->data);
}

/* A slot of copy i gave these keys: FAULT_OK when the copy authenticates and no later one does. */
static int judge_copy(const struct vault_block *b, const struct vault_keys *keys, int i)
{
	for (int later = 0; later < i; later++)
		if (vault_header_authentic(b->bytes + b->at[later], keys->mac))
			return FAULT_PASSPHRASE; /* a slot of the past */
	return vault_header_authentic(b->bytes + b->at[i], keys->mac) ? FAULT_OK : FAULT_DAMAGED;
}

/*
 * The later copy comes first; the earlier is tried where its slot differs, in case
 * somebody without the key changed the later one.
 */
int vault_unlock(const struct vault_block *b, enum vault_slot_kind kind, const char *name,
		 const void *secret, size_t len, struct vault_keys *keys, int *copy, int *slot)
{
	int result = FAULT_FOREIGN;

	for (int i = 0; i < b->n; i++) {
		int only = name ? vault_slot_find(&b->copy[i], kind, name) : -1;

		for (int k = 0; k < VAULT_SLOTS; k++) {
			const struct vault_slot *s = &b->copy[i].slots[k];
			int rc;

			if (s->kind != (uint32_t)kind || (name && k != only))
				continue;
			/* The same slot again opens what it opened before, or does not. */
			if (i > 0 && result == FAULT_PASSPHRASE &&
			    memcmp(s, &b->copy[0].slots[k], sizeof *s) == 0 &&
			    memcmp(b->copy[i].id, b->copy[0].id, VAULT_ID) == 0)
				continue;
			rc = vault_slot_unlock(s, k, b->copy[i].id, secret, len, keys->data);
			if (rc == FAULT_OK) {
				vault_keys_derive(keys);
				rc = judge_copy(b, keys, i);
				*copy = i;
				*slot = k;
			}
			if (rc == FAULT_OK || rc == FAULT_NOMEM)
				return rc;
			if (result != FAULT_DAMAGED)
				result = rc;
		}
	}
	return result;
}
