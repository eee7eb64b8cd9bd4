#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/base/digits.h"
#include "store/base/text.h"

static char *folded(const char *text, size_t len)
{
	char *key = malloc(TEXT_ROOM(len));
	size_t n;

	FUZZ_CHECK(key);
	n = text_fold(key, TEXT_ROOM(len), text, len);
	FUZZ_CHECK(n < TEXT_ROOM(len) && strlen(key) == n);
	FUZZ_CHECK(text_fold(NULL, 0, text, len) == n);
	FUZZ_CHECK(text_utf8_valid(key, n) && !text_has_control(key, n, false));
	return key;
}

static void check_printable(const char *text, size_t len)
{
	char *shown = malloc(TEXT_ROOM(len));
	char cut[16];
	size_t n;

	FUZZ_CHECK(shown);
	n = text_printable(shown, TEXT_ROOM(len), text, len);
	FUZZ_CHECK(n < TEXT_ROOM(len) && strlen(shown) == n);
	FUZZ_CHECK(text_utf8_valid(shown, n) && !text_has_control(shown, n, false));
	FUZZ_CHECK(text_printable(cut, sizeof(cut), text, len) == n);
	FUZZ_CHECK(text_utf8_valid(cut, strlen(cut)) && !strncmp(cut, shown, strlen(cut)));
	free(shown);
}

/* A valid text normalises once and for all, and folds the same before and after. */
static void check_nfc(const char *text, size_t len, const char *key)
{
	char *once, *twice, *key_once;
	size_t once_len, twice_len;

	if (text_nfc(text, len, &once, &once_len)) {
		FUZZ_CHECK(!once && !once_len);
		return;
	}
	FUZZ_CHECK(text_utf8_valid(text, len) && text_utf8_valid(once, once_len));
	FUZZ_CHECK(once_len <= 3 * len && strlen(once) == once_len);
	FUZZ_CHECK(!text_nfc(once, once_len, &twice, &twice_len));
	FUZZ_CHECK(twice_len == once_len && !memcmp(once, twice, once_len));
	key_once = folded(once, once_len);
	FUZZ_CHECK(!strcmp(key, key_once));
	free(key_once);
	free(once);
	free(twice);
}

/* A name is evened out once and for all, has no blank ends, and stays the same to a reader. */
static void check_name(const char *text, size_t len)
{
	char *once, *twice, *key, *key_twice;
	size_t once_len, twice_len;

	if (text_name(text, len, &once, &once_len)) {
		FUZZ_CHECK(!once && !once_len);
		return;
	}
	FUZZ_CHECK(text_utf8_valid(once, once_len) && once_len <= 3 * len && strlen(once) == once_len);
	FUZZ_CHECK(!once_len == text_is_blank(text, len));
	FUZZ_CHECK(!text_name(once, once_len, &twice, &twice_len));
	FUZZ_CHECK(twice_len == once_len && !memcmp(once, twice, once_len));
	key = text_name_key(once);
	key_twice = text_name_key(key);
	FUZZ_CHECK(text_utf8_valid(key, strlen(key)) && text_utf8_valid(key_twice, strlen(key_twice)));
	free(key);
	free(key_twice);
	free(once);
	free(twice);
}

FUZZ_TARGET
{
	const char *text = (const char *)data;
	char *key = folded(text, len);

	check_nfc(text, len, key);
	check_name(text, len);
	check_printable(text, len);
	FUZZ_CHECK(text_chars(text, len) <= len);
	FUZZ_CHECK(text_width(text, len) >= 0);
	FUZZ_CHECK(digits_run(text, len) >= 0 && (size_t)digits_run(text, len) <= len);
	free(key);
	return 0;
}
