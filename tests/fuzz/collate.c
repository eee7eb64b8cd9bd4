#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/base/collate.h"

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static int compare_keys(const uint8_t *a, size_t alen, const uint8_t *b, size_t blen)
{
	int diff = memcmp(a, b, alen < blen ? alen : blen);

	return diff ? sign(diff) : (alen > blen) - (alen < blen);
}

static void check_pair(const char *a, size_t alen, const char *b, size_t blen,
		       int (*compare)(const char *, size_t, const char *, size_t),
		       size_t (*make_key)(uint8_t *, size_t, const char *, size_t))
{
	uint8_t *akey = malloc(COLLATE_ROOM(alen)), *bkey = malloc(COLLATE_ROOM(blen));
	size_t an, bn;
	int order = sign(compare(a, alen, b, blen));

	FUZZ_CHECK(akey && bkey);
	an = make_key(akey, COLLATE_ROOM(alen), a, alen);
	bn = make_key(bkey, COLLATE_ROOM(blen), b, blen);
	FUZZ_CHECK(an <= COLLATE_ROOM(alen) && bn <= COLLATE_ROOM(blen));
	FUZZ_CHECK(compare_keys(akey, an, bkey, bn) == order);
	FUZZ_CHECK(sign(compare(b, blen, a, alen)) == -order);
	FUZZ_CHECK((order == 0) == (alen == blen && !memcmp(a, b, alen)));
	free(akey);
	free(bkey);
}

/* Two texts, parted by the first NUL. */
FUZZ_TARGET
{
	const char *a = (const char *)data, *b;
	size_t alen = 0;

	while (alen < len && data[alen])
		alen++;
	if (alen == len)
		return 0;
	b = a + alen + 1;
	len -= alen + 1;
	check_pair(a, alen, b, len, collate_compare, collate_key);
	check_pair(a, alen, b, len, collate_compare_names, collate_key_names);
	return 0;
}
