#include "config.h"
#include "sync/crypto/bech32.h"

#include <string.h>

#include "store/base/crypto.h"

enum { DATA = 52, CHECK = 6 }; /* letters of five bits */

static const char letters[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* The checksum of what came before and one value more. */
static uint32_t checksum(uint32_t sum, unsigned value)
{
	static const uint32_t generator[5] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3,
	};
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= generator[i];
	return sum;
}

static uint32_t checksum_prefix(const char *prefix)
{
	uint32_t sum = 1;

	for (const char *p = prefix; *p; p++)
		sum = checksum(sum, (unsigned char)*p >> 5);
	sum = checksum(sum, 0);
	for (const char *p = prefix; *p; p++)
		sum = checksum(sum, *p & 31);
	return sum;
}

/* 256 bits as 52 values of five, the last padded with four zero bits. */
static void spread(uint8_t values[DATA], const uint8_t bytes[BECH32_BYTES])
{
	unsigned bits = 0, n = 0, at = 0;

	for (int i = 0; i < BECH32_BYTES; i++) {
		bits = bits << 8 | bytes[i];
		for (n += 8; n >= 5; n -= 5)
			values[at++] = bits >> (n - 5) & 31;
		bits &= 31;
	}
	values[at] = (uint8_t)(bits << (5 - n) & 31);
}

void bech32_encode(char *out, const char *prefix, const uint8_t bytes[BECH32_BYTES])
{
	uint32_t sum = checksum_prefix(prefix);
	uint8_t values[DATA];
	size_t n = strlen(prefix);

	spread(values, bytes);
	memcpy(out, prefix, n);
	out[n++] = '1';
	for (int i = 0; i < DATA; i++) {
		sum = checksum(sum, values[i]);
		out[n++] = letters[values[i]];
	}
	for (int i = 0; i < CHECK; i++)
		sum = checksum(sum, 0);
	sum ^= 1;
	for (int i = 0; i < CHECK; i++)
		out[n++] = letters[sum >> 5 * (CHECK - 1 - i) & 31];
	out[n] = 0;
	wipe(values, sizeof values);
}
