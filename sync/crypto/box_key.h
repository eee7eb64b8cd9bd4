/*
 * box_key: the keys by which something is sealed for a laptop or a unit.
 *
 * X25519 pairs, RFC 7748; as text those of age: "age1…" the public one,
 * "AGE-SECRET-KEY-1…" the secret one. A desk has several and opens with each.
 * Secrets stand in libsodium's guarded memory, which is wiped when it is freed.
 * Thread-safe.
 */
#ifndef SYNC_CRYPTO_BOX_KEY_H
#define SYNC_CRYPTO_BOX_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sync/crypto/bech32.h"

#define BOX_BYTES 32

struct box_key {
	uint8_t secret[BOX_BYTES];
	uint8_t pk[BOX_BYTES];
};

/* n pairs of zeros in guarded memory; NULL when there is none. NULL is fine to free. */
struct box_key *box_keys_new(size_t n);
void box_keys_free(struct box_key *keys);

/* The public key of key->secret, into key->pk. */
void box_key_complete(struct box_key *key);

#define BOX_PUBLIC_TEXT (BECH32_LEN(3) + 1) /* with the closing NUL */
#define BOX_SECRET_TEXT (BECH32_LEN(15) + 1)
void box_public_text(char out[BOX_PUBLIC_TEXT], const uint8_t pk[BOX_BYTES]);
/* The text is the secret: whoever has it wipes it. */
void box_secret_text(char out[BOX_SECRET_TEXT], const struct box_key *key);

/*
 * What a stanza of an age header holds: the file's key, sealed for one public key under a
 * one-time key whose public half is `share`.
 */
#define FILE_KEY_BYTES  16
#define WRAPPED_BYTES   (FILE_KEY_BYTES + 16)
struct wrapped_key {
	uint8_t share[BOX_BYTES];
	uint8_t body[WRAPPED_BYTES];
};

/* False when the public key is one of small order, for which nothing may be sealed. */
bool box_wrap(struct wrapped_key *out, const uint8_t file_key[FILE_KEY_BYTES],
	      const uint8_t pk[BOX_BYTES]);

enum unwrapped { UNWRAPPED, UNWRAPPED_NOT_OURS, UNWRAPPED_SMALL_ORDER };
enum unwrapped box_unwrap(uint8_t file_key[FILE_KEY_BYTES], const struct wrapped_key *wrapped,
			  const struct box_key *key);

#endif
