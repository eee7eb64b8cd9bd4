#include "config.h"
#include "sync/crypto/box_key.h"

#include <sodium.h>
#include <string.h>

#include "sync/crypto/hkdf.h"

static const char public_prefix[] = "age", secret_prefix[] = "age-secret-key-";

struct box_key *box_keys_new(size_t n)
{
	struct box_key *keys = sodium_allocarray(n, sizeof *keys);

	if (keys)
		memset(keys, 0, n * sizeof *keys);
	return keys;
}

void box_keys_free(struct box_key *keys)
{
	sodium_free(keys);
}

void box_key_complete(struct box_key *key)
{
	crypto_scalarmult_base(key->pk, key->secret);
}

void box_public_text(char out[BOX_PUBLIC_TEXT], const uint8_t pk[BOX_BYTES])
{
	bech32_encode(out, public_prefix, pk);
}

void box_secret_text(char out[BOX_SECRET_TEXT], const struct box_key *key)
{
	bech32_encode(out, secret_prefix, key->secret);
	for (char *p = out; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
}

/* The key that seals a file's key, of what both sides know and both public halves. */
static void wrapping_key(uint8_t out[HKDF_BYTES], const uint8_t shared[BOX_BYTES],
			 const uint8_t share[BOX_BYTES], const uint8_t pk[BOX_BYTES])
{
	uint8_t salt[2 * BOX_BYTES];

	memcpy(salt, share, BOX_BYTES);
	memcpy(salt + BOX_BYTES, pk, BOX_BYTES);
	hkdf_sha256(out, shared, BOX_BYTES, salt, sizeof salt, "age-encryption.org/v1/X25519");
}

/* Each of these keys seals one thing. */
static const uint8_t nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

bool box_wrap(struct wrapped_key *out, const uint8_t file_key[FILE_KEY_BYTES],
	      const uint8_t pk[BOX_BYTES])
{
	uint8_t once[BOX_BYTES], shared[BOX_BYTES], key[HKDF_BYTES];
	bool fine;

	randombytes_buf(once, sizeof once);
	crypto_scalarmult_base(out->share, once);
	fine = !crypto_scalarmult(shared, once, pk);
	if (fine) {
		wrapping_key(key, shared, out->share, pk);
		crypto_aead_chacha20poly1305_ietf_encrypt(out->body, NULL, file_key, FILE_KEY_BYTES,
							  NULL, 0, NULL, nonce, key);
	}
	sodium_memzero(once, sizeof once);
	sodium_memzero(shared, sizeof shared);
	sodium_memzero(key, sizeof key);
	return fine;
}

enum unwrapped box_unwrap(uint8_t file_key[FILE_KEY_BYTES], const struct wrapped_key *wrapped,
			  const struct box_key *key)
{
	uint8_t shared[BOX_BYTES], wrapping[HKDF_BYTES];
	enum unwrapped result = UNWRAPPED_SMALL_ORDER;

	if (!crypto_scalarmult(shared, key->secret, wrapped->share)) {
		wrapping_key(wrapping, shared, wrapped->share, key->pk);
		result = crypto_aead_chacha20poly1305_ietf_decrypt(
				 file_key, NULL, NULL, wrapped->body, WRAPPED_BYTES, NULL, 0,
				 nonce, wrapping) ?
				 UNWRAPPED_NOT_OURS :
				 UNWRAPPED;
	}
	sodium_memzero(shared, sizeof shared);
	sodium_memzero(wrapping, sizeof wrapping);
	return result;
}
