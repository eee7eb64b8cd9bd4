#include "config.h"
#include "tui/typing/foreign.h"

#include <string.h>

/* -1, 0, 1: where a word stands beside a line of a list; `len` is that without its newline. */
static int order(const char *word, size_t n, const char *line, size_t len)
{
	int by_bytes = memcmp(word, line, n < len ? n : len);

	return by_bytes ? by_bytes : (n > len) - (n < len);
}

static bool listed(const char *list, size_t size, const char *word, size_t n)
{
	size_t low = 0, high = size; /* where lines begin */

	while (n && low < high) {
		size_t at = low + (high - low) / 2, len;
		int where;

		while (at > low && list[at - 1] != '\n')
			at--;
		len = (size_t)((const char *)memchr(list + at, '\n', size - at) - (list + at));
		where = order(word, n, list + at, len);
		if (!where)
			return true;
		if (where < 0)
			high = at;
		else
			low = at + len + 1;
	}
	return false;
}

bool foreign_is_english(const char *word, size_t n)
{
	return listed(foreign_english, foreign_english_size, word, n);
}

bool foreign_is_brand(const char *word, size_t n)
{
	return listed(foreign_brands, foreign_brands_size, word, n);
}
