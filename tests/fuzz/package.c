#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <sodium.h>

#include "sync/crypto/package.h"

FUZZ_CHANGES(600);

static void check(const void *bytes, size_t len)
{
	static struct package p;
	struct input_memory in;
	struct manifest m;
	uint64_t lines;

	input_memory_init(&in, bytes, len);
	if (package_read(&p, &in.in))
		return;
	FUZZ_CHECK(p.n_links == 0 || p.n_links == CHAIN_LINKS);
	FUZZ_CHECK(PACKAGE_HEAD + p.chain_len + p.manifest_len + p.body == len);
	if (!manifest_read(&m, p.manifest, p.manifest_len))
		return;
	if (!package_check_body(&p, &m, &lines)) {
		FUZZ_CHECK(in.at == len);
		FUZZ_CHECK(lines <= (uint64_t)m.raw);
	}
}

/*
 * Of two kinds, by the first byte. Even: a package. Odd: the length of a manifest (2 bytes), it, a
 * body, which are signed here, so that what is in them is reached.
 */
FUZZ_TARGET
{
	struct buffer chain = { 0 }, manifest = { 0 }, body = { 0 }, whole = { 0 };
	uint8_t seed[crypto_sign_SEEDBYTES], pk[SIGN_PUBLIC_BYTES], sk[SIGN_SECRET_BYTES];
	size_t n;

	FUZZ_CHECK(sodium_init() >= 0);
	if (len && !(data[0] & 1))
		check(data + 1, len - 1);
	if (len < 3 || !(data[0] & 1))
		return 0;
	n = data[1] | (size_t)data[2] << 8;
	if (n > len - 3)
		n = len - 3;
	memset(seed, 1, sizeof seed);
	crypto_sign_seed_keypair(pk, sk, seed);
	buffer_put_bytes(&manifest, data + 3, n);
	buffer_put_bytes(&body, data + 3 + n, len - 3 - n);
	package_write(&whole, &chain, &manifest, &body, sk);
	check(whole.text, whole.len);
	buffer_release(&manifest);
	buffer_release(&body);
	buffer_release(&whole);
	return 0;
}
