#include "config.h"
#include "store/base/base32.h"

#include <string.h>

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

void base32_encode(char *out, const uint8_t *bytes, size_t n)
{
	uint32_t acc = 0;
	int bits = 0;

	for (size_t i = 0; i < n; i++) {
		acc = acc << 8 | bytes[i];
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			*out++ = alphabet[acc >> bits & 31];
		}
	}
	if (bits)
		*out++ = alphabet[acc << (5 - bits) & 31];
	*out = 0;
}

int base32_value(char c)
{
	const char *p;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'o')
		c = '0';
	else if (c == 'i' || c == 'l')
		c = '1';
	p = c ? strchr(alphabet, c) : NULL;
	return p ? (int)(p - alphabet) : -1;
}

int base32_decode(uint8_t *out, size_t n, const char *letters, size_t len)
{
	uint32_t acc = 0;
	int bits = 0;
	size_t got = 0;

	if (len != BASE32_LEN(n))
		return -1;
	for (size_t i = 0; i < len; i++) {
		int v = base32_value(letters[i]);

		if (v < 0)
			return -1;
		acc = acc << 5 | (uint32_t)v;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[got++] = (uint8_t)(acc >> bits);
		}
	}
	return acc & ((1u << bits) - 1) ? -1 : 0;
}
