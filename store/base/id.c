#include "config.h"
#include "store/base/id.h"

#include <string.h>

#include "store/base/base32.h"

struct id id_of(const void *bytes, size_t n)
{
	struct id id;

	hash_bytes(id.b, ID_BYTES, bytes, n);
	return id;
}

void id_text(char out[ID_TEXT], const struct id *id)
{
	base32_encode(out, id->b, ID_BYTES);
}

int id_parse(struct id *out, const char *text)
{
	return base32_decode(out->b, ID_BYTES, text, strlen(text));
}

void lane_of(uint8_t lane[LANE_BYTES], const uint8_t pk[DEVICE_PUBLIC_BYTES],
	     const uint8_t incarnation[ID_BYTES])
{
	uint8_t both[DEVICE_PUBLIC_BYTES + ID_BYTES];
	uint8_t out[HASH_SHORTEST];

	memcpy(both, pk, DEVICE_PUBLIC_BYTES);
	memcpy(both + DEVICE_PUBLIC_BYTES, incarnation, ID_BYTES);
	hash_bytes(out, sizeof out, both, sizeof both);
	memcpy(lane, out, LANE_BYTES);
}
