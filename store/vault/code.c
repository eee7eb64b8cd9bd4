#include "config.h"
#include "store/vault/code.h"

#include "store/base/base32.h"
#include "store/base/text.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#define GROUP_DATA 4
#define GROUP_SIZE (GROUP_DATA + 1)
#define DATA_LETTERS (VAULT_CODE_GROUPS * GROUP_DATA)
#define ALL_LETTERS (VAULT_CODE_GROUPS * GROUP_SIZE)

_Static_assert(BASE32_LEN(VAULT_CODE_BYTES) == DATA_LETTERS, "the code fills its groups");
_Static_assert(ALL_LETTERS + VAULT_CODE_GROUPS == VAULT_CODE_TEXT, "letters, dashes and a NUL");

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* Times x in GF(32) with x^5 + x^2 + 1. */
static int times_x(int v)
{
	v <<= 1;
	return v & 32 ? v ^ 0x25 : v;
}

/* The check value of a group: sum of x^i times its i-th letter, plus its number (from 1). */
static int group_check(const char *data, int group)
{
	int sum = 0;

	for (int i = 0; i < GROUP_DATA; i++)
		sum = times_x(sum ^ base32_value(data[i]));
	return sum ^ group;
}

void vault_code_print(const uint8_t bytes[VAULT_CODE_BYTES], char text[VAULT_CODE_TEXT])
{
	char data[DATA_LETTERS + 1];

	base32_encode(data, bytes, VAULT_CODE_BYTES);
	for (int g = 0; g < VAULT_CODE_GROUPS; g++) {
		const char *from = data + g * GROUP_DATA;

		if (g)
			*text++ = '-';
		memcpy(text, from, GROUP_DATA);
		text[GROUP_DATA] = letters[group_check(from, g + 1)];
		text += GROUP_SIZE;
	}
	*text = 0;
	sodium_memzero(data, sizeof data);
}

size_t vault_code_filler(const char *text)
{
	/* What word processors, phones and Notepad make of a dash, a space, a beginning. */
	static const int32_t others[] = { 0xA0, 0xAD, 0x202F, 0x2212, 0x3000, 0xFE58,
					  0xFE63, 0xFEFF, 0xFF0D };
	size_t len = strnlen(text, 4), used;
	int32_t letter;

	if (!len)
		return 0;
	used = text_next(text, len, &letter);
	if (letter < 0x80)
		return letter > 0 && strchr(" -._\t\r\n", letter) ? used : 0;
	if (letter >= 0x2000 && letter <= 0x2015) /* spaces, zero-width ones, dashes */
		return used;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (letter == others[i])
			return used;
	return 0;
}

int vault_code_read(const char *text, uint8_t bytes[VAULT_CODE_BYTES])
{
	char typed[ALL_LETTERS], data[DATA_LETTERS];
	int n = 0, rc = 0;

	while (*text) {
		size_t filler = vault_code_filler(text);

		text += filler;
		if (filler)
			continue;
		if (n == ALL_LETTERS) {
			sodium_memzero(typed, sizeof typed);
			return -1;
		}
		typed[n++] = *text++;
	}
	if (n < ALL_LETTERS)
		rc = -1;
	for (int g = 0; g < VAULT_CODE_GROUPS && rc == 0; g++) {
		const char *from = typed + g * GROUP_SIZE;
		bool good = true;

		for (int i = 0; i < GROUP_SIZE; i++)
			good = good && base32_value(from[i]) >= 0;
		if (!good || group_check(from, g + 1) != base32_value(from[GROUP_DATA]))
			rc = g + 1;
		memcpy(data + g * GROUP_DATA, from, GROUP_DATA);
	}
	/* The last letter's padding bits are the one thing a check letter does not cover. */
	if (rc == 0 && base32_decode(bytes, VAULT_CODE_BYTES, data, sizeof data) != 0)
		rc = VAULT_CODE_GROUPS;
	sodium_memzero(typed, sizeof typed);
	sodium_memzero(data, sizeof data);
	return rc;
}
