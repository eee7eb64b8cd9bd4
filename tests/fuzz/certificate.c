#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "sync/crypto/certificate.h"

static void check_chain(const uint8_t *chain, size_t len)
{
	struct chain_link link;
	size_t at = 0, before = 0;

	while (at < len && chain_next(chain, len, &at, &link)) {
		FUZZ_CHECK(at > before && at <= len);
		FUZZ_CHECK((const uint8_t *)link.payload + link.n == link.signature);
		FUZZ_CHECK(link.signature + SIGNATURE_BYTES == chain + at);
		before = at;
	}
}

/* A payload; the same bytes as a chain. */
FUZZ_TARGET
{
	struct certificate c, again;
	struct buffer payload = { 0 };
	uint8_t pk[SIGN_PUBLIC_BYTES];

	check_chain(data, len);
	if (!certificate_read(&c, (const char *)data, len))
		return 0;
	FUZZ_CHECK(len <= LIMIT_CERTIFICATE);
	FUZZ_CHECK(certificate_signer(pk, (const char *)data, len));
	FUZZ_CHECK(!memcmp(pk, c.sign_pk, sizeof pk));
	FUZZ_CHECK(c.n_codes >= 0 && c.n_codes <= LIMIT_CODES);
	certificate_write(&payload, &c);
	FUZZ_CHECK(payload.len > LIMIT_CERTIFICATE ||
		   certificate_read(&again, payload.text, payload.len));
	FUZZ_CHECK(payload.len > LIMIT_CERTIFICATE || !memcmp(&c, &again, sizeof c));
	buffer_release(&payload);
	return 0;
}
