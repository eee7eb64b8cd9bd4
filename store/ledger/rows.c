#include "config.h"
#include "store/ledger/rows.h"

#include <string.h>

#include "store/base/memory.h"

struct ledger_bytes row_owned(const struct statement *st, int column)
{
	struct ledger_bytes out = { NULL, 0 };
	const void *bytes = row_blob(st, column);

	if (row_null(st, column))
		return out;
	out.n = row_length(st, column);
	out.bytes = memory_alloc(out.n + 1);
	if (out.n)
		memcpy(out.bytes, bytes, out.n);
	out.bytes[out.n] = 0;
	return out;
}

void bind_key(struct statement *st, int64_t key)
{
	bind_optional(st, key != 0, key);
}

void bind_optional_blob(struct statement *st, bool present, const void *bytes, size_t n)
{
	if (present)
		bind_blob(st, bytes, n);
	else
		bind_text(st, NULL);
}

void *room_for_one(void *list, size_t n, size_t size)
{
	if (n & (n - 1)) /* not a power of two: it is not full */
		return list;
	return memory_resize(list, n ? 2 * n : 1, size);
}
