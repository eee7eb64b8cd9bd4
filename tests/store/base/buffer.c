/* The growing text. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/buffer.h"

static void an_empty_one(void **state)
{
	struct buffer b = { 0 };
	size_t len = 1;
	char *text;

	(void)state;
	assert_string_equal(buffer_text(&b), "");
	buffer_put(&b, "");
	buffer_print(&b, "%s", "");
	assert_int_equal(b.len, 0);
	text = buffer_take(&b, &len);
	assert_string_equal(text, "");
	assert_int_equal(len, 0);
	free(text);
	buffer_release(&b);
	text = buffer_take(&b, NULL);
	assert_string_equal(text, "");
	free(text);
}

static void it_takes_what_printf_takes(void **state)
{
	struct buffer b = { 0 };

	(void)state;
	buffer_put(&b, "Ấp ");
	buffer_put_char(&b, '4');
	buffer_print(&b, " (%d/%s)", 37, "40");
	buffer_put_bytes(&b, "\0x", 2);
	assert_int_equal(b.len, strlen("Ấp 4 (37/40)") + 2);
	assert_memory_equal(b.text, "Ấp 4 (37/40)\0x", b.len + 1);
	buffer_release(&b);
	assert_null(b.text);
	assert_int_equal(b.len + b.room, 0);
}

/* Every length, on both sides of each doubling, whole and with its NUL. */
static void it_grows(void **state)
{
	struct buffer by_char = { 0 }, printed = { 0 }, at_once = { 0 };
	char *text;
	size_t len;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		buffer_put_char(&by_char, (char)('a' + i % 26));
		buffer_print(&printed, "%c", 'a' + i % 26);
		assert_int_equal(by_char.text[by_char.len], 0);
		assert_true(by_char.len < by_char.room);
	}
	assert_string_equal(by_char.text, printed.text);
	buffer_print(&at_once, "%s%s", by_char.text, printed.text);
	text = buffer_take(&at_once, &len);
	assert_int_equal(len, 10000);
	assert_memory_equal(text, by_char.text, 5000);
	assert_memory_equal(text + 5000, printed.text, 5001);
	assert_null(at_once.text);
	free(text);
	buffer_release(&by_char);
	buffer_release(&printed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_one),
		cmocka_unit_test(it_takes_what_printf_takes),
		cmocka_unit_test(it_grows),
	};

	return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}
