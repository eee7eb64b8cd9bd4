#include "config.h"
#include "sync/crypto/sign.h"

#include <sodium.h>
#include <ctype.h>
#include <string.h>

#include "store/base/base32.h"
#include "store/base/crypto.h"
#include "store/base/memory.h"

#define CONTEXT_FINGERPRINT "sotay finger  1\n"
#define CONTEXT_TAG         "sotay tag     1\n"

/* What a signature is over; the caller's to free(). */
static uint8_t *signed_bytes(const char context[CONTEXT_BYTES], const void *bytes, size_t n)
{
	uint8_t *all = memory_alloc(CONTEXT_BYTES + n);

	memcpy(all, context, CONTEXT_BYTES);
	memcpy(all + CONTEXT_BYTES, bytes, n);
	return all;
}

void sign_bytes(uint8_t signature[SIGNATURE_BYTES], const char context[CONTEXT_BYTES],
		const void *bytes, size_t n, const uint8_t secret[SIGN_SECRET_BYTES])
{
	uint8_t *all = signed_bytes(context, bytes, n);

	crypto_sign_detached(signature, NULL, all, CONTEXT_BYTES + n, secret);
	memory_free_wiped(all);
}

bool sign_verify(const uint8_t signature[SIGNATURE_BYTES], const char context[CONTEXT_BYTES],
		 const void *bytes, size_t n, const uint8_t pk[SIGN_PUBLIC_BYTES])
{
	uint8_t *all = signed_bytes(context, bytes, n);
	bool right = !crypto_sign_verify_detached(signature, all, CONTEXT_BYTES + n, pk);

	memory_free_wiped(all);
	return right;
}

void key_tag(uint8_t tag[TAG_BYTES], const uint8_t pk[SIGN_PUBLIC_BYTES])
{
	uint8_t both[CONTEXT_BYTES + SIGN_PUBLIC_BYTES], hash[HASH_SHORTEST];

	memcpy(both, CONTEXT_TAG, CONTEXT_BYTES);
	memcpy(both + CONTEXT_BYTES, pk, SIGN_PUBLIC_BYTES);
	hash_bytes(hash, sizeof hash, both, sizeof both);
	memcpy(tag, hash, TAG_BYTES);
}

void fingerprint_of(uint8_t out[FINGERPRINT_BYTES], const uint8_t sign_pk[SIGN_PUBLIC_BYTES],
		    const uint8_t box_pk[BOX_BYTES])
{
	uint8_t all[CONTEXT_BYTES + SIGN_PUBLIC_BYTES + BOX_BYTES], hash[HASH_BYTES];

	memcpy(all, CONTEXT_FINGERPRINT, CONTEXT_BYTES);
	memcpy(all + CONTEXT_BYTES, sign_pk, SIGN_PUBLIC_BYTES);
	memcpy(all + CONTEXT_BYTES + SIGN_PUBLIC_BYTES, box_pk, BOX_BYTES);
	hash_bytes(hash, sizeof hash, all, sizeof all);
	memcpy(out, hash, FINGERPRINT_BYTES);
}

enum { LETTERS = BASE32_LEN(FINGERPRINT_BYTES), GROUP = 4 };

void fingerprint_text(char out[FINGERPRINT_TEXT], const uint8_t fingerprint[FINGERPRINT_BYTES])
{
	char letters[LETTERS + 1];
	size_t n = 0;

	base32_encode(letters, fingerprint, FINGERPRINT_BYTES);
	for (int i = 0; i < LETTERS; i++) {
		if (i && i % GROUP == 0)
			out[n++] = '-';
		out[n++] = (char)toupper((unsigned char)letters[i]);
	}
	out[n] = 0;
}

bool fingerprint_read(uint8_t out[FINGERPRINT_BYTES], const char *text)
{
	char letters[LETTERS];
	size_t n = 0;

	for (; *text; text++) {
		if (*text == ' ' || *text == '-')
			continue;
		if (n == LETTERS)
			return false;
		letters[n++] = *text;
	}
	return n == LETTERS && !base32_decode(out, FINGERPRINT_BYTES, letters, n);
}
