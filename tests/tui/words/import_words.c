/* What is said of files that came. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tui/env/lang.h"
#include "tui/words/import_words.h"

static bool is_said(struct import_result *files, size_t n, enum book_level level, const char *line)
{
	struct import_results results = { .results = files, .n = n };
	struct buffer out = { 0 };
	bool said;

	import_came(&out, &results, level);
	said = strstr(buffer_text(&out), line) != NULL;
	buffer_release(&out);
	return said;
}

static struct import_result batch_of(const char *team)
{
	struct import_result r = { .format = FORMAT_BATCH, .unit = "26572" };

	snprintf(r.team, sizeof r.team, "%s", team);
	return r;
}

static void a_batch_of_the_commune_itself_is_of_no_team(void **state)
{
	struct import_result files[] = { batch_of("T01"), batch_of(""), batch_of("T01") };

	(void)state;
	assert_true(is_said(files, 3, LEVEL_UPPER, "2 batches of 1 team, 1 batch of a commune's own: 0 sessions"));
	assert_true(is_said(files + 1, 1, LEVEL_UPPER, "1 commune: 1 batch of a commune's own: 0 sessions"));
}

static void receipts_of_one_desk_do_not_add_up(void **state)
{
	struct import_result files[] = {
		{ .format = FORMAT_RECEIPT, .receipt.acknowledged = 3 },
		{ .format = FORMAT_RECEIPT, .receipt.acknowledged = 4 },
	};

	(void)state;
	assert_true(is_said(files, 2, LEVEL_TEAM, "has received 4 batches of this laptop\n"));
}

static void what_comes_down_is_said_to_come_from_whom_it_does(void **state)
{
	struct import_result file = { .format = FORMAT_DOCUMENT, .document.fresh = 2 };

	(void)state;
	assert_true(is_said(&file, 1, LEVEL_TEAM, "From the commune: 2 "));
	assert_true(is_said(&file, 1, LEVEL_COMMUNE, "From the upper level: 2 "));
}

static void a_mistyped_code_of_the_unit_is_said_to_be_one(void **state)
{
	struct import_result file = {
		.verdict = IMPORT_FOREIGN, .no_root_typed = true, .other_root_typed = true,
	};
	struct buffer out = { 0 };

	(void)state;
	import_notes(&out, &file, LEVEL_TEAM);
	assert_non_null(strstr(buffer_text(&out), "read out once more"));
	buffer_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_of_the_commune_itself_is_of_no_team),
		cmocka_unit_test(receipts_of_one_desk_do_not_add_up),
		cmocka_unit_test(what_comes_down_is_said_to_come_from_whom_it_does),
		cmocka_unit_test(a_mistyped_code_of_the_unit_is_said_to_be_one),
	};

	lang_set("en");
	return cmocka_run_group_tests_name("import_words", tests, NULL, NULL);
}
