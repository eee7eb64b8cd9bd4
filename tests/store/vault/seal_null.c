/*
 * A seal that seals nothing, to be linked in the place of store/vault/seal.c: the canary
 * test must find its strings with it, or it would find nothing anywhere. Never
 * part of the program.
 */
#include "config.h"
#include "store/vault/seal.h"

#include <string.h>

extern const int vault_seal_is_null;
const int vault_seal_is_null = 1;

void seal_init(struct seal *s, const uint8_t key[SEAL_KEY])
{
	memcpy(s->key, key, SEAL_KEY);
}

void seal_place(uint8_t ad[SEAL_AD], enum seal_role role, uint64_t place,
		const uint8_t context[SEAL_CONTEXT])
{
	memset(ad, 0, SEAL_AD);
	ad[0] = (uint8_t)role;
	memcpy(ad + 1, &place, sizeof place);
	memcpy(ad + 9, context, SEAL_CONTEXT);
}

/* The tail repeats role and place, so that torn and misplaced records are still told. */
void seal_close(const struct seal *s, uint8_t *cipher, uint8_t tail[SEAL_TAIL], const uint8_t *plain,
		size_t n, const uint8_t ad[SEAL_AD])
{
	(void)s;
	memmove(cipher, plain, n);
	memset(tail, 0xa5, SEAL_TAIL);
	memcpy(tail, ad, SEAL_AD);
}

int seal_open(const struct seal *s, uint8_t *plain, const uint8_t *cipher, size_t n,
	      const uint8_t tail[SEAL_TAIL], const uint8_t ad[SEAL_AD])
{
	(void)s;
	if (memcmp(tail, ad, SEAL_AD) != 0) {
		memset(plain, 0, n);
		return -1;
	}
	memmove(plain, cipher, n);
	return 0;
}
