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

static bool says(struct import_result *files, size_t n, enum book_level level, bool tried, const char *line)
{
	struct import_results results = { .results = files, .n = n };
	struct buffer out = { 0 };
	bool said;

	import_came(&out, &results, level, tried);
	for (size_t i = 0; i < n; i++)
		import_notes(&out, &files[i], level, tried);
	said = strstr(buffer_text(&out), line) != NULL;
	buffer_release(&out);
	return said;
}

static bool is_said(struct import_result *files, size_t n, enum book_level level, const char *line)
{
	return says(files, n, level, false, line);
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
		.verdict = IMPORT_FOREIGN, .reason = "unknown_root", .no_root_typed = true, .other_root_typed = true,
	};

	(void)state;
	assert_true(is_said(&file, 1, LEVEL_TEAM, "read out once more"));
}

static void what_is_only_tried_is_said_to_be_still_to_come(void **state)
{
	struct import_result batch = batch_of("T01");
	struct import_result answer = {
		.format = FORMAT_DOCUMENT, .document = { .enrolled = true, .not_taken = 1 },
	};

	(void)state;
	batch.wrong_token = true;
	assert_true(says(&batch, 1, LEVEL_COMMUNE, true, "Would take in 1 batch of 1 team"));
	assert_false(says(&batch, 1, LEVEL_COMMUNE, true, "Received"));
	assert_true(says(&batch, 1, LEVEL_COMMUNE, true, "would be passed over"));
	assert_true(is_said(&batch, 1, LEVEL_COMMUNE, "was passed over"));
	assert_true(says(&answer, 1, LEVEL_TEAM, true, "With it this laptop is enrolled"));
	assert_true(says(&answer, 1, LEVEL_TEAM, true, "it would not be taken"));
	assert_true(is_said(&answer, 1, LEVEL_TEAM, "it was not taken"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_of_the_commune_itself_is_of_no_team),
		cmocka_unit_test(receipts_of_one_desk_do_not_add_up),
		cmocka_unit_test(what_comes_down_is_said_to_come_from_whom_it_does),
		cmocka_unit_test(a_mistyped_code_of_the_unit_is_said_to_be_one),
		cmocka_unit_test(what_is_only_tried_is_said_to_be_still_to_come),
	};

	lang_set("en");
	return cmocka_run_group_tests_name("import_words", tests, NULL, NULL);
}
