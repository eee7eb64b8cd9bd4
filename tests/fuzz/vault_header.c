#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <sodium.h>

#include "store/vault/header.h"

/* Where docs/format-vault.md puts the MAC and the digest of a copy. */
enum {
	AT_MAC = 4032,
	AT_DIGEST = 4064,
};

/* Changed bytes would always fail at the digest: make it right again. */
static void digest_repair(uint8_t *block, size_t len)
{
	for (size_t at = 0; at + VAULT_HEADER_COPY <= len; at += VAULT_HEADER_COPY)
		crypto_generichash(block + at + AT_DIGEST, VAULT_HEADER_COPY - AT_DIGEST,
				   block + at, AT_DIGEST, NULL, 0);
}

static void check_copy(const uint8_t *copy, size_t len)
{
	static const uint8_t key[VAULT_KEY] = { 1 };
	uint8_t again[VAULT_HEADER_COPY];
	struct vault_header h;

	if (vault_header_decode(copy, len, &h))
		return;
	for (int i = 0; i < VAULT_SLOTS; i++)
		FUZZ_CHECK(memchr(h.slots[i].name, 0, sizeof(h.slots[i].name)));
	vault_header_encode(&h, key, again);
	FUZZ_CHECK(!memcmp(copy, again, AT_MAC));
	FUZZ_CHECK(vault_header_authentic(again, key));
}

/* The first byte tells whether to repair the digests; then the block. */
FUZZ_TARGET
{
	struct vault_header found[2];
	size_t at[2];
	uint8_t *block;
	bool both;
	int n;

	FUZZ_CHECK(sodium_init() >= 0);
	if (!len)
		return 0;
	len--;
	block = (uint8_t *)fuzz_string(data + 1, len);
	if (data[0] & 1)
		digest_repair(block, len);
	check_copy(block, len);
	if (!vault_header_block(block, len, found, at, &n, &both)) {
		FUZZ_CHECK(n == 1 || n == 2);
		FUZZ_CHECK(n == 1 || found[0].sequence >= found[1].sequence);
		for (int i = 0; i < n; i++)
			FUZZ_CHECK(at[i] == 0 || at[i] == VAULT_HEADER_COPY);
	}
	free(block);
	return 0;
}
