#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/vault/code.h"

/* A code a person typed; what reads well is printed and read again as the same. */
FUZZ_TARGET
{
	uint8_t bytes[VAULT_CODE_BYTES], again[VAULT_CODE_BYTES];
	char printed[VAULT_CODE_TEXT];
	char *text = fuzz_string(data, len);
	int group = vault_code_read(text, bytes);

	FUZZ_CHECK(group >= -1 && group <= VAULT_CODE_GROUPS);
	if (group == 0) {
		vault_code_print(bytes, printed);
		FUZZ_CHECK(strlen(printed) < VAULT_CODE_TEXT);
		FUZZ_CHECK(vault_code_read(printed, again) == 0);
		FUZZ_CHECK(!memcmp(bytes, again, sizeof(bytes)));
	}
	free(text);
	return 0;
}
