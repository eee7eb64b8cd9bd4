/* Sealed records: no nonce twice, not by a copy of the program's memory either. */
#include "config.h"
#include "store/vault/seal.h"
#include "tests/store/vault/tools.h"

#include <sodium.h>

enum { RECORDS = 2000 };

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, SEAL_NONCE);
}

/* An image of the running machine, started twice, seals on from the same state. */
static void no_nonce_twice(void **state)
{
	static uint8_t nonce[RECORDS][SEAL_NONCE];
	const uint8_t key[SEAL_KEY] = { 7 }, ad[SEAL_AD] = { 'P' }, plain[8] = { 0 };
	uint8_t cipher[8], tail[SEAL_TAIL];
	struct seal first, second;

	(void)state;
	assert_true(sodium_init() >= 0);
	seal_init(&first, key);
	second = first;
	for (int i = 0; i < RECORDS; i++) {
		seal_close(i % 2 ? &second : &first, cipher, tail, plain, sizeof plain, ad);
		memcpy(nonce[i], tail, SEAL_NONCE);
	}
	qsort(nonce, RECORDS, SEAL_NONCE, by_bytes);
	for (int i = 1; i < RECORDS; i++)
		assert_memory_not_equal(nonce[i - 1], nonce[i], SEAL_NONCE);
}

/* The nonce is stored: records of a former version, which counted, read as before. */
static void any_nonce_opens(void **state)
{
	const uint8_t key[SEAL_KEY] = { 7 }, ad[SEAL_AD] = { 'P' };
	uint8_t text[8] = "records", cipher[8], back[8], tail[SEAL_TAIL] = { 1, 2, 3 };
	struct seal seal;

	(void)state;
	assert_true(sodium_init() >= 0);
	seal_init(&seal, key);
	tail[16] = 9; /* 16 random bytes, then a counter */
	crypto_aead_xchacha20poly1305_ietf_encrypt_detached(cipher, tail + SEAL_NONCE, NULL, text,
							    sizeof text, ad, sizeof ad, NULL, tail,
							    key);
	assert_int_equal(seal_open(&seal, back, cipher, sizeof cipher, tail, ad), 0);
	assert_memory_equal(back, text, sizeof text);
	tail[0] ^= 1;
	assert_int_equal(seal_open(&seal, back, cipher, sizeof cipher, tail, ad), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_nonce_twice),
		cmocka_unit_test(any_nonce_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
