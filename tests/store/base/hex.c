/* Bytes as digits of base 16. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/hex.h"

static void bytes_are_written_and_read_back(void **state)
{
	static const uint8_t bytes[] = { 0x00, 0x09, 0x9a, 0xaf, 0xf0, 0xff };
	uint8_t back[sizeof bytes];
	char text[2 * sizeof bytes + 1];

	(void)state;
	hex_text(text, bytes, sizeof bytes);
	assert_string_equal(text, "00099aaff0ff");
	assert_true(hex_read(back, sizeof back, text, strlen(text)));
	assert_memory_equal(back, bytes, sizeof bytes);
}

static void what_is_not_exactly_that_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "00ff0", "00ff000", "00FF00", "00fg00", "0:ff00", "00ff0/", "00ff0`", " 0ff00",
		"0xff00", "00ff0\xe1",
	};
	uint8_t out[3];

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_false(hex_read(out, sizeof out, texts[i], strlen(texts[i])));
	assert_true(hex_read(out, sizeof out, "00ff00", 6));
	assert_false(hex_read(out, sizeof out, "00ff\0" "0", 6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_written_and_read_back),
		cmocka_unit_test(what_is_not_exactly_that_is_refused),
	};

	return cmocka_run_group_tests_name("hex", tests, NULL, NULL);
}
