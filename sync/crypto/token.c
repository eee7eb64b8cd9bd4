#include "config.h"
#include "sync/crypto/token.h"

#include <inttypes.h>
#include <sodium.h>

#include "store/base/buffer.h"
#include "store/base/crypto.h"

#define CONTEXT_TOKEN "sotay token   1\n"

void token_make(uint8_t token[TOKEN_BYTES], const char *to, int64_t epoch, int64_t number,
		const uint8_t secret[SIGN_SECRET_BYTES])
{
	uint8_t key[HASH_BYTES], seed[crypto_sign_SEEDBYTES];
	struct buffer text = { 0 };

	crypto_sign_ed25519_sk_to_seed(seed, secret);
	hash_two(key, CONTEXT_TOKEN, CONTEXT_BYTES, seed, sizeof seed);
	buffer_print(&text, "%s\n%" PRId64 "\n%" PRId64, to, epoch, number);
	crypto_generichash(token, TOKEN_BYTES, (const uint8_t *)buffer_text(&text), text.len, key,
			   sizeof key);
	buffer_release(&text);
	wipe(seed, sizeof seed);
	wipe(key, sizeof key);
}

bool token_is(const uint8_t token[TOKEN_BYTES], const char *to, int64_t epoch, int64_t number,
	      const uint8_t secret[SIGN_SECRET_BYTES])
{
	uint8_t right[TOKEN_BYTES];

	token_make(right, to, epoch, number, secret);
	return !sodium_memcmp(token, right, sizeof right);
}
