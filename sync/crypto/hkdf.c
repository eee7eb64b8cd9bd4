#include "config.h"
#include "sync/crypto/hkdf.h"

#include <sodium.h>
#include <string.h>

void hmac_sha256(uint8_t out[HKDF_BYTES], const uint8_t *key, size_t n_key, const void *bytes,
		 size_t n)
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, key, n_key);
	crypto_auth_hmacsha256_update(&state, bytes, n);
	crypto_auth_hmacsha256_final(&state, out);
	sodium_memzero(&state, sizeof state);
}

void hkdf_sha256(uint8_t out[HKDF_BYTES], const void *secret, size_t n_secret, const void *salt,
		 size_t n_salt, const char *info)
{
	static const uint8_t first_block = 1, no_salt[HKDF_BYTES];
	crypto_auth_hmacsha256_state state;
	uint8_t extracted[HKDF_BYTES];

	hmac_sha256(extracted, n_salt ? salt : no_salt, n_salt ? n_salt : sizeof no_salt, secret,
		    n_secret);
	crypto_auth_hmacsha256_init(&state, extracted, sizeof extracted);
	crypto_auth_hmacsha256_update(&state, (const uint8_t *)info, strlen(info));
	crypto_auth_hmacsha256_update(&state, &first_block, 1);
	crypto_auth_hmacsha256_final(&state, out);
	sodium_memzero(&state, sizeof state);
	sodium_memzero(extracted, sizeof extracted);
}
