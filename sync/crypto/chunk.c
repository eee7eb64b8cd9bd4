#include "config.h"
#include "sync/crypto/chunk.h"

#include <sodium.h>

#include "sync/crypto/hkdf.h"

enum { NONCE = crypto_aead_chacha20poly1305_ietf_NPUBBYTES };

void chunk_key(uint8_t key[CHUNK_KEY_BYTES], const uint8_t file_key[FILE_KEY_BYTES],
	       const uint8_t salt[CHUNK_SALT_BYTES])
{
	hkdf_sha256(key, file_key, FILE_KEY_BYTES, salt, CHUNK_SALT_BYTES, "payload");
}

/* Eleven bytes of the number, the highest first, and one that says whether it is the last. */
static void chunk_nonce(uint8_t nonce[NONCE], uint64_t number, bool last)
{
	sodium_memzero(nonce, NONCE);
	for (int i = 0; i < 8; i++)
		nonce[NONCE - 2 - i] = (uint8_t)(number >> 8 * i);
	nonce[NONCE - 1] = last;
}

void chunk_seal(uint8_t *sealed, const uint8_t key[CHUNK_KEY_BYTES], uint64_t number, bool last,
		const uint8_t *plain, size_t n)
{
	uint8_t nonce[NONCE];

	chunk_nonce(nonce, number, last);
	crypto_aead_chacha20poly1305_ietf_encrypt(sealed, NULL, plain, n, NULL, 0, NULL, nonce, key);
}

bool chunk_open(uint8_t *plain, const uint8_t key[CHUNK_KEY_BYTES], uint64_t number, bool last,
		const uint8_t *sealed, size_t n)
{
	uint8_t nonce[NONCE];
	size_t len = n - CHUNK_TAG;

	chunk_nonce(nonce, number, last);
	return !crypto_aead_chacha20poly1305_ietf_decrypt_detached(plain, NULL, sealed, len,
								   sealed + len, NULL, 0, nonce, key);
}
