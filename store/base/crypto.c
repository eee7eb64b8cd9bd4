#include "config.h"
#include "store/base/crypto.h"

#include <sodium.h>

int crypto_init(void)
{
	return sodium_init() < 0 ? -1 : 0;
}

void hash_bytes(uint8_t *out, size_t n_out, const void *bytes, size_t n)
{
	crypto_generichash(out, n_out, bytes, n, NULL, 0);
}

void hash_two(uint8_t out[HASH_BYTES], const void *a, size_t n_a, const void *b, size_t n_b)
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, NULL, 0, HASH_BYTES);
	crypto_generichash_update(&st, a, n_a);
	if (n_b)
		crypto_generichash_update(&st, b, n_b);
	crypto_generichash_final(&st, out, HASH_BYTES);
}

void random_bytes(void *out, size_t n)
{
	randombytes_buf(out, n);
}

void random_name(char out[RANDOM_NAME])
{
	uint8_t bytes[(RANDOM_NAME - 1) / 2];

	random_bytes(bytes, sizeof bytes);
	sodium_bin2hex(out, RANDOM_NAME, bytes, sizeof bytes);
}

void device_key_new(uint8_t pk[DEVICE_PUBLIC_BYTES], uint8_t sk[DEVICE_SECRET_BYTES])
{
	crypto_sign_keypair(pk, sk);
}

void wipe(void *secret, size_t n)
{
	sodium_memzero(secret, n);
}
