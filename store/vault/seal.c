#include "config.h"
#include "store/vault/seal.h"

#include "store/vault/bytes.h"

#include <sodium.h>
#include <string.h>

_Static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");
_Static_assert(SEAL_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce size");
_Static_assert(SEAL_TAG == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag size");

void seal_init(struct seal *s, const uint8_t key[SEAL_KEY])
{
	memcpy(s->key, key, SEAL_KEY);
}

void seal_place(uint8_t ad[SEAL_AD], enum seal_role role, uint64_t place,
		const uint8_t context[SEAL_CONTEXT])
{
	ad[0] = (uint8_t)role;
	put_u64(ad + 1, place);
	memcpy(ad + 9, context, SEAL_CONTEXT);
}

void seal_close(const struct seal *s, uint8_t *cipher, uint8_t tail[SEAL_TAIL], const uint8_t *plain,
		size_t n, const uint8_t ad[SEAL_AD])
{
	randombytes_buf(tail, SEAL_NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt_detached(cipher, tail + SEAL_NONCE, NULL, plain,
							    n, ad, SEAL_AD, NULL, tail, s->key);
}

int seal_open(const struct seal *s, uint8_t *plain, const uint8_t *cipher, size_t n,
	      const uint8_t tail[SEAL_TAIL], const uint8_t ad[SEAL_AD])
{
	if (crypto_aead_xchacha20poly1305_ietf_decrypt_detached(plain, NULL, cipher, n,
								tail + SEAL_NONCE, ad, SEAL_AD,
								tail, s->key) == 0)
		return 0;
	memset(plain, 0, n);
	return -1;
}
