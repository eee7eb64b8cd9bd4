#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/oplog/op.h"

/* Two operations, a line each, as they may come from another laptop one day. */
FUZZ_TARGET
{
	const uint8_t *newline = len ? memchr(data, '\n', len) : NULL;
	size_t first = newline ? (size_t)(newline - data) : len;
	struct op a, b;

	FUZZ_CHECK(crypto_init() == 0);
	if (op_parse(&a, data, first))
		return 0;
	FUZZ_CHECK(json_is_object(a.doc) && a.type && json_is_object(a.set));
	FUZZ_CHECK(op_compare(&a, &a) == 0);
	if (newline && !op_parse(&b, newline + 1, len - first - 1)) {
		int order = op_compare(&a, &b);

		FUZZ_CHECK((order < 0) == (op_compare(&b, &a) > 0));
		op_release(&b);
	}
	op_release(&a);
	return 0;
}
