/*
 * header: the vault file's first 8,192 bytes, as bytes and as a struct.
 *
 * Two copies of 4,096 bytes, A then B, each with a sequence number, a digest
 * anybody can check (it tells a torn or rotten copy) and a MAC only the data
 * key can check (it tells a changed one). Byte by byte: docs/format-vault.md.
 *
 * Invariants: the copy with the greatest sequence number among the whole ones
 * counts. Decoding takes any bytes and either fills the struct with values
 * inside their bounds or says why not; encoding a decoded header gives the
 * same bytes. Nothing here is secret, and nothing allocates or does I/O.
 * Pure functions, thread-safe once sodium_init() was called.
 */
#ifndef STORE_VAULT_HEADER_H
#define STORE_VAULT_HEADER_H

#include "store/vault/vault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VAULT_HEADER_COPY 4096
#define VAULT_HEADER_SIZE (2 * VAULT_HEADER_COPY)
#define VAULT_PAGE_SIZE 8192
#define VAULT_FORMAT 1
#define VAULT_SLOTS 14
#define VAULT_SLOT_BYTES 280
#define VAULT_TABLE_BYTES (VAULT_SLOTS * VAULT_SLOT_BYTES) /* the slots as they lie in a copy */
#define VAULT_KEY 32
#define VAULT_SALT 16

#define VAULT_KDF_MEM_MIN 19   /* MiB */
#define VAULT_KDF_MEM_MAX 1024 /* a header that asks for more is refused, not obeyed */
#define VAULT_KDF_OPS_MIN 2
#define VAULT_KDF_OPS_MAX 64
#define VAULT_KDF_WORK_MAX 4096 /* MiB × passes: about ten seconds on a slow laptop */

struct vault_slot {
	uint32_t kind;        /* enum vault_slot_kind; 0: empty, and all else zero */
	struct vault_kdf kdf; /* zero for a commune slot, whose secret is kept elsewhere */
	uint8_t salt[VAULT_SALT];
	uint8_t public_key[32];
	uint8_t nonce[24];
	uint8_t wrapped[48]; /* the secret key under the passphrase's key */
	uint8_t sealed[80];  /* the data key sealed to the public key */
	char name[VAULT_NAME_MAX];
};

struct vault_header {
	uint64_t sequence;
	uint64_t wal_generation; /* the only log that counts has this number */
	bool wal_live;           /* false: closed in order, there is no log */
	uint32_t owed;           /* of enum vault_warning: found, and not yet in the database */
	uint8_t id[VAULT_ID];
	struct vault_slot slots[VAULT_SLOTS];
};

/*
 * Read one copy. FAULT_OK, FAULT_NOT_A_VAULT (no magic), FAULT_DAMAGED (short, torn
 * or out of bounds), FAULT_NEWER (whole, but of a later format: *out untouched) or
 * FAULT_COSTLY (a slot asks for more work than VAULT_KDF_WORK_MAX: former versions did so).
 */
int vault_header_decode(const uint8_t *bytes, size_t len, struct vault_header *out);

/*
 * Read the block at the start of a file: fill out[] with the copies that
 * count, greatest sequence first, and *n (1 or 2); a copy equal to the first
 * byte for byte is not repeated. at[i] is the byte of the block out[i] starts
 * at; *both tells whether A and B are whole and the same. Same codes.
 */
int vault_header_block(const uint8_t *bytes, size_t len, struct vault_header out[2], size_t at[2],
		       int *n, bool *both);

/* Write one copy with its MAC and digest. */
void vault_header_encode(const struct vault_header *h, const uint8_t mac_key[VAULT_KEY],
			 uint8_t out[VAULT_HEADER_COPY]);

/* The slots as they lie in a copy, and back; false when they are not within their bounds. */
void vault_table_encode(const struct vault_header *h, uint8_t out[VAULT_TABLE_BYTES]);
bool vault_table_decode(const uint8_t in[VAULT_TABLE_BYTES], struct vault_header *h);

/* Whether the MAC of a copy is right under mac_key. */
bool vault_header_authentic(const uint8_t copy[VAULT_HEADER_COPY],
			    const uint8_t mac_key[VAULT_KEY]);

/* Whether parameters lie within the bounds above, alone and together. */
bool vault_kdf_valid(const struct vault_kdf *kdf);

/* Whether bytes begin as a vault does. */
bool vault_header_begins(const void *bytes, size_t len);

#endif
