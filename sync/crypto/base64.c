#include "config.h"
#include "sync/crypto/base64.h"

#include <sodium.h>

enum {
	BARE = sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
	PADDED = sodium_base64_VARIANT_ORIGINAL,
};

void base64_encode(char *out, const uint8_t *bytes, size_t n)
{
	sodium_bin2base64(out, BASE64_LEN(n) + 1, bytes, n, BARE);
}

/* libsodium 1.0.18 takes bytes above 0x7f for letters. */
static bool plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] > 0x7f)
			return false;
	return true;
}

static bool decode(uint8_t *out, size_t room, const char *text, size_t len, size_t *n, int variant)
{
	return plain(text, len) && !sodium_base642bin(out, room, text, len, NULL, n, NULL, variant);
}

bool base64_decode(uint8_t *out, size_t room, const char *text, size_t len, size_t *n)
{
	return decode(out, room, text, len, n, BARE);
}

bool base64_decode_exact(uint8_t *out, size_t n, const char *text, size_t len)
{
	size_t got;

	return len == BASE64_LEN(n) && base64_decode(out, n, text, len, &got);
}

void base64_encode_padded(char *out, const uint8_t *bytes, size_t n)
{
	sodium_bin2base64(out, BASE64_PADDED_LEN(n) + 1, bytes, n, PADDED);
}

bool base64_decode_padded(uint8_t *out, size_t room, const char *text, size_t len, size_t *n)
{
	return decode(out, room, text, len, n, PADDED);
}
