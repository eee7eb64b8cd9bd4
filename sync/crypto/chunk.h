/*
 * chunk: the pieces in which what an age file holds is sealed.
 *
 * Source: c2sp.org/age, "Payload": ChaCha20-Poly1305 over pieces of CHUNK_BYTES, numbered from 0,
 * the last one marked, so that none can be cut off, put elsewhere or added. Thread-safe.
 */
#ifndef SYNC_CRYPTO_CHUNK_H
#define SYNC_CRYPTO_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sync/crypto/box_key.h"

#define CHUNK_BYTES      65536
#define CHUNK_TAG        16
#define CHUNK_SEALED     (CHUNK_BYTES + CHUNK_TAG)
#define CHUNK_KEY_BYTES  32
#define CHUNK_SALT_BYTES 16 /* the payload's nonce: stands before the first piece */

/* The key of one payload. */
void chunk_key(uint8_t key[CHUNK_KEY_BYTES], const uint8_t file_key[FILE_KEY_BYTES],
	       const uint8_t salt[CHUNK_SALT_BYTES]);

/* n bytes (at most CHUNK_BYTES) into n + CHUNK_TAG bytes. */
void chunk_seal(uint8_t *sealed, const uint8_t key[CHUNK_KEY_BYTES], uint64_t number, bool last,
		const uint8_t *plain, size_t n);

/*
 * The n - CHUNK_TAG bytes in n sealed ones (at least CHUNK_TAG). Into `plain`, which may be
 * `sealed` itself; or NULL: it is only verified. False when it does not authenticate.
 */
bool chunk_open(uint8_t *plain, const uint8_t key[CHUNK_KEY_BYTES], uint64_t number, bool last,
		const uint8_t *sealed, size_t n);

#endif
