#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <sodium.h>

#include "sync/crypto/age_header.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/limits.h"

FUZZ_CHANGES(600);

/* A file, opened with the key of 32 bytes 2, for which the seeds are sealed. */
FUZZ_TARGET
{
	static const uint8_t none[FILE_KEY_BYTES];
	struct box_key key;
	uint8_t file_key[FILE_KEY_BYTES] = { 1 };
	struct input_memory in;
	struct envelope *e;
	enum refusal no;
	int recipients;

	FUZZ_CHECK(sodium_init() >= 0);
	memset(key.secret, 2, sizeof key.secret);
	box_key_complete(&key);
	input_memory_init(&in, data, len);
	no = age_header_read(&in.in, &key, 1, file_key, &recipients);
	FUZZ_CHECK(recipients >= 0 && recipients <= LIMIT_STANZAS);
	FUZZ_CHECK(no != REFUSAL_NONE || recipients > 0);
	FUZZ_CHECK(no == REFUSAL_NONE || !memcmp(file_key, none, sizeof none));
	FUZZ_CHECK(in.at <= LIMIT_AGE_HEADER);

	input_memory_init(&in, data, len);
	no = envelope_open(&e, &in.in, &key, 1);
	FUZZ_CHECK(!e == !!no);
	if (e) {
		struct input *content = envelope_content(e);

		FUZZ_CHECK(content->size <= len);
		FUZZ_CHECK(input_skip(content, content->size) == REFUSAL_NONE);
		FUZZ_CHECK(input_skip(content, 1) == REFUSAL_CUT);
	}
	envelope_close(e);
	return 0;
}
