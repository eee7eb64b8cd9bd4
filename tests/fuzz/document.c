#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/base/crypto.h"
#include "sync/document/document_lines.h"

static void check_from(const char *text, size_t n)
{
	static const uint8_t none[HASH_BYTES];
	uint8_t from[HASH_BYTES];
	bool there;

	if (document_from_read(from, &there, text, n))
		FUZZ_CHECK(there || !memcmp(from, none, sizeof from));
}

static void check_lane(const char *text, size_t n)
{
	struct lane lane, again;
	struct buffer out = { 0 };

	if (!document_lane_read(&lane, text, n))
		return;
	FUZZ_CHECK(lane.known && lane.level <= LEVEL_UPPER && *lane.unit);
	FUZZ_CHECK(memchr(lane.team, 0, sizeof lane.team) &&
		   memchr(lane.codes, 0, sizeof lane.codes));
	document_lane_write(&out, &lane);
	FUZZ_CHECK(document_lane_read(&again, out.text, out.len - 1));
	FUZZ_CHECK(!memcmp(&again, &lane, sizeof lane));
	buffer_release(&out);
}

static void check_certificates(const char *text, size_t n)
{
	json_t *object = document_certificates_read(text, n);
	struct certificate c;

	if (!object)
		return;
	if (document_certificate_read(&c, json_object_get(object, "cert")))
		FUZZ_CHECK(c.number >= 0 && c.n_codes <= LIMIT_CODES);
	json_decref(object);
}

/* Of two kinds, by the first byte: 'm' a manifest, else a line of a body. */
FUZZ_TARGET
{
	const char *text = (const char *)data + 1;

	FUZZ_CHECK(!crypto_init());
	if (!len)
		return 0;
	if (*data == 'm') {
		check_from(text, len - 1);
		return 0;
	}
	check_lane(text, len - 1);
	check_certificates(text, len - 1);
	return 0;
}
