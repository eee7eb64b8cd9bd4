#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <sodium.h>

#include "sync/batch/take.h"
#include "sync/crypto/body.h"
#include "sync/crypto/root.h"

FUZZ_CHANGES(1000);

/* What is read is written again as it was, and has the same place. */
static void check_keys(const struct batch_keys *keys, const char *text, size_t n)
{
	struct batch_keys again;
	struct buffer out = { 0 };

	FUZZ_CHECK(keys->number >= 1 && keys->has_prev == (keys->number > 1));
	FUZZ_CHECK(keys->count <= LIMIT_OPERATIONS && keys->n_seen <= BATCH_SEEN);
	FUZZ_CHECK(batch_place_read(&again, text, n));
	FUZZ_CHECK(again.number == keys->number);
	signed_json_write(&out, batch_keys_json(keys));
	FUZZ_CHECK(batch_keys_read(&again, buffer_text(&out), out.len));
	FUZZ_CHECK(!memcmp(&again, keys, sizeof again));
	buffer_release(&out);
}

/* Bytes as lines: their size, and what they come to when the last is ended, too. */
static struct manifest manifest_of(const char *lines, size_t n)
{
	struct manifest m = { .format = FORMAT_BATCH, .raw = (int64_t)n };
	struct root root;

	root_begin(&root, FORMAT_BATCH);
	for (size_t at = 0, len; at < n; at += len + 1) {
		const char *end = memchr(lines + at, '\n', n - at);

		len = end ? (size_t)(end - lines) - at : n - at;
		root_line(&root, lines + at, len);
	}
	root_end(&root, m.root);
	return m;
}

static void check_lines(const struct batch_keys *keys, const char *lines, size_t n)
{
	static struct package p;
	struct manifest m = manifest_of(lines, n);
	struct batch_counts counts;
	struct input_memory in;
	struct buffer body = { 0 };
	enum refusal no;
	struct fault f;

	body_pack(&body, lines, n);
	input_memory_init(&in, buffer_text(&body), body.len);
	p.in = &in.in;
	p.body = (uint32_t)body.len;
	FUZZ_CHECK(!batch_take(NULL, &p, &m, keys, &counts, &no, &f));
	FUZZ_CHECK(no == REFUSAL_NONE || no == REFUSAL_BAD_BODY);
	if (!no) {
		FUZZ_CHECK(in.at == body.len);
		FUZZ_CHECK(counts.operations == keys->count);
		FUZZ_CHECK(counts.fresh + counts.withheld == counts.operations);
	}
	buffer_release(&body);
}

/* The length of the keys (2 bytes), they, lines, which are packed here. */
FUZZ_TARGET
{
	struct batch_keys keys;
	const char *text = (const char *)data + 2;
	size_t n;

	FUZZ_CHECK(sodium_init() >= 0);
	if (len < 2)
		return 0;
	n = data[0] | (size_t)data[1] << 8;
	if (n > len - 2)
		n = len - 2;
	if (!batch_keys_read(&keys, text, n))
		return 0;
	check_keys(&keys, text, n);
	check_lines(&keys, text + n, len - 2 - n);
	return 0;
}
