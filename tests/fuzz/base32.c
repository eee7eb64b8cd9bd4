#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/base/base32.h"

/* The first byte is how many bytes are expected, the rest the letters. */
FUZZ_TARGET
{
	uint8_t bytes[UINT8_MAX];
	char again[BASE32_LEN(UINT8_MAX) + 1];
	const char *letters;
	size_t n;

	if (!len)
		return 0;
	n = data[0];
	letters = (const char *)data + 1;
	len--;
	if (base32_decode(bytes, n, letters, len))
		return 0;

	/* What was read is written again as the same letters, look-alikes apart. */
	base32_encode(again, bytes, n);
	FUZZ_CHECK(strlen(again) == len);
	for (size_t i = 0; i < len; i++)
		FUZZ_CHECK(base32_value(again[i]) == base32_value(letters[i]));
	return 0;
}
