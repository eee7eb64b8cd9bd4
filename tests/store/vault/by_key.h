/*
 * by_key: open a vault with its data key, past the slots, so that a test can open
 * thousands of images without as many key derivations. All else is vault_open()'s.
 */
#ifndef TESTS_STORE_VAULT_BY_KEY_H
#define TESTS_STORE_VAULT_BY_KEY_H

#include "store/base/fault.h"
#include "store/vault/attach.h"
#include "store/vault/database.h"
#include "store/vault/private.h"
#include "store/vault/unlock.h"

#include <string.h>

static inline void vault_key_of(const struct vault *v, uint8_t key[VAULT_KEY])
{
	memcpy(key, v->keys->data, VAULT_KEY);
}

/* NULL and *f when the vault is refused. */
static inline struct vault *vault_by_key(const char *path, const uint8_t key[VAULT_KEY],
					 struct fault *f)
{
	struct vault_block b;
	struct vault *v;

	if (vault_peek(path, &b, f) != FAULT_OK)
		return NULL;
	v = vault_new(strdup(path));
	if (vault_lock_take(&v->lock, v->path, f) != FAULT_OK) {
		vault_close(v);
		return NULL;
	}
	memcpy(v->keys->data, key, VAULT_KEY);
	vault_keys_derive(v->keys);
	for (int i = 0; i < b.n; i++) {
		if (!vault_header_authentic(b.bytes + b.at[i], v->keys->mac))
			continue;
		if (vault_attach(v, &b.copy[i], f) == FAULT_OK)
			return v;
		vault_close(v);
		return NULL;
	}
	fault_set(f, FAULT_DAMAGED, path);
	vault_close(v);
	return NULL;
}

#endif
