#include "config.h"
#include "store/base/code_match.h"

#include <string.h>

/* Bytes before the digits at the end. */
static size_t stem_of(const char *key, size_t n)
{
	while (n && key[n - 1] >= '0' && key[n - 1] <= '9')
		n--;
	return n;
}

size_t code_number_at(const char *key, size_t n)
{
	size_t at = stem_of(key, n);

	while (at < n && key[at] == '0')
		at++;
	return at;
}

bool code_named_by(const char *code, size_t n, const char *typed, size_t m)
{
	size_t stem = stem_of(typed, m), at = code_number_at(code, n), from = code_number_at(typed, m);

	if (from == m || m - from != n - at || memcmp(code + at, typed + from, m - from) != 0)
		return false;
	return !stem || (stem == stem_of(code, n) && !memcmp(code, typed, stem));
}
