#include "config.h"
#include "store/base/crypto.h"

#include <sodium.h>
#include <string.h>

#include "store/base/base32.h"

int hash_init(void)
{
	return sodium_init() < 0 ? -1 : 0;
}

struct id hash_id(const void *bytes, size_t n)
{
	struct id id;

	crypto_generichash(id.b, sizeof id.b, bytes, n, NULL, 0);
	return id;
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

void id_text(char out[ID_TEXT], const struct id *id)
{
	base32_encode(out, id->b, ID_BYTES);
}

int id_parse(struct id *out, const char *text)
{
	return base32_decode(out->b, ID_BYTES, text, strlen(text));
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

void lane_of(uint8_t lane[LANE_BYTES], const uint8_t pk[DEVICE_PUBLIC_BYTES],
	     const uint8_t incarnation[ID_BYTES])
{
	uint8_t both[DEVICE_PUBLIC_BYTES + ID_BYTES];
	uint8_t out[crypto_generichash_BYTES_MIN];

	memcpy(both, pk, DEVICE_PUBLIC_BYTES);
	memcpy(both + DEVICE_PUBLIC_BYTES, incarnation, ID_BYTES);
	crypto_generichash(out, sizeof out, both, sizeof both, NULL, 0);
	memcpy(lane, out, LANE_BYTES);
}

void wipe(void *secret, size_t n)
{
	sodium_memzero(secret, n);
}
