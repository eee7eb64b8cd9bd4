/* A history in words, also one that another laptop wrote with what no program of ours writes. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tui/env/lang.h"
#include "tui/words/text_history.h"

static void what_is_no_id_was_not_seen(void **state)
{
	json_t *history = json_loads("[{\"op\":\"a\",\"at\":\"2026-11-18T09:00\",\"set\":{\"voided\":false}},"
		"{\"op\":\"b\",\"at\":\"2026-11-18T09:00\",\"set\":{\"voided\":true},\"base\":[5]}]", 0, NULL);
	struct buffer out = { 0 };

	(void)state;
	lang_set("en");
	assert_false(text_change_is_told(TYPE_SESSION, history, 1));
	text_change(&out, NULL, TYPE_SESSION, history, 1);
	assert_non_null(strstr(buffer_text(&out), "taken out of the count (without having seen"));
	buffer_release(&out);
	json_decref(history);
}

/* A terminal obeys what begins with an escape. */
static void a_field_nobody_knows_is_told_in_letters(void **state)
{
	json_t *history = json_loads("[{\"op\":\"a\",\"at\":\"2026-11-18T09:00\",\"set\":{}},"
		"{\"op\":\"b\",\"at\":\"2026-11-18T09:00\",\"set\":{\"x\\u001b[2J\":1},\"base\":[\"a\"]}]", 0,
		NULL);
	struct buffer out = { 0 };

	(void)state;
	text_change(&out, NULL, TYPE_SESSION, history, 1);
	assert_null(strchr(buffer_text(&out), '\033'));
	buffer_release(&out);
	json_decref(history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_id_was_not_seen),
		cmocka_unit_test(a_field_nobody_knows_is_told_in_letters),
	};

	return cmocka_run_group_tests_name("text_history", tests, NULL, NULL);
}
