/*
 * unlock: from a header block and a secret to the keys of a vault.
 *
 * No SQLite, no lock; the file is opened for reading and closed again, so it
 * must not be open in this process.
 */
#ifndef STORE_VAULT_UNLOCK_H
#define STORE_VAULT_UNLOCK_H

#include "store/vault/code.h"
#include "store/vault/vfs.h"

struct fault;

/* A vault's header block as it lies in the file. */
struct vault_block {
	uint8_t bytes[VAULT_HEADER_SIZE];
	struct vault_header copy[2]; /* those that count, the later first */
	size_t at[2];                /* where they lie in bytes */
	int n;
	bool both;          /* A and B are whole and the same */
	uint64_t file_size; /* bytes, header block included */
};

/* Read it: FAULT_NOT_A_VAULT, FAULT_DAMAGED, FAULT_NEWER, FAULT_READONLY, FAULT_IO. */
int vault_block_read(const char *path, struct vault_block *b, struct fault *f);

/* The same of a path as people give it, without a lock. Codes as vault_open(). */
int vault_peek(const char *path, struct vault_block *b, struct fault *f);

/*
 * Open a slot of this kind with a secret: that of a name (vault_slot_find()), or with NULL any
 * of the kind. Fills *keys (guarded memory) and tells which copy of the header and which slot it was. The copy
 * is authentic and no later one is. FAULT_FOREIGN (no such slot), FAULT_PASSPHRASE,
 * FAULT_DAMAGED (a slot opens, but no copy authenticates), FAULT_NOMEM.
 */
int vault_unlock(const struct vault_block *b, enum vault_slot_kind kind, const char *name,
		 const void *secret, size_t len, struct vault_keys *keys, int *copy, int *slot);

/*
 * The bytes of a recovery code for the vault at `path`. A slip of the pen is FAULT_PASSPHRASE with
 * field and column as vault_open_code() says; but what is wrong with the file is said before it.
 * The caller wipes them.
 */
int vault_unlock_code(const char *path, const char *code, uint8_t bytes[VAULT_CODE_BYTES],
		      struct fault *f);

/* Derive the other keys from keys->data. */
void vault_keys_derive(struct vault_keys *keys);

#endif
