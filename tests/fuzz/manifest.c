#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "sync/crypto/limits.h"
#include "sync/crypto/manifest.h"

FUZZ_TARGET
{
	struct manifest m, again;
	struct buffer text = { 0 };

	if (!manifest_read(&m, (const char *)data, len))
		return 0;
	FUZZ_CHECK(len <= LIMIT_MANIFEST);
	FUZZ_CHECK(m.raw >= 0 && m.raw <= LIMIT_BODY_RAW);
	FUZZ_CHECK((m.format == FORMAT_REQUEST) == !(m.to_laptop || m.to_unit));
	if (m.format == FORMAT_UNKNOWN)
		return 0;
	manifest_write(&text, &m, NULL);
	FUZZ_CHECK(manifest_read(&again, text.text, text.len));
	FUZZ_CHECK(!memcmp(&m, &again, sizeof m));
	buffer_release(&text);
	return 0;
}
