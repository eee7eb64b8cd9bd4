/* Taking transactions back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/crypto.h"
#include "store/record/read.h"
#include "store/record/undo.h"
#include "tests/store/desk.h"

static void undo_takes_back_step_by_step(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	char *before = desk_read(desk, rec), *after, verb[33];
	struct record_facts facts;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5,\"female\":null,\"followups\":[]}");
	desk_void(desk, rec);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "void");
	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_false(facts.voided);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "edit");
	after = desk_read(desk, rec);
	assert_string_equal(after, before);
	free(after);
	desk_reopen(desk, "Lan"); /* across runs */
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "log");
	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_true(facts.voided);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM session WHERE NOT voided"), 0);
	free(before);
	desk_check(desk);
}

static void undo_leaves_what_others_changed(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	char verb[33], *text;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5,\"minutes\":30}");
	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"people\":6}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	text = desk_read(desk, rec);
	assert_non_null(strstr(text, "\"minutes\":25,\"people\":6"));
	free(text);
	desk_check(desk);
}

static void undo_goes_back_over_undone_steps(void **state)
{
	static const char *const notes[] = { "C", "B", "A" };
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	char verb[33], want[32], *text;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"note\":\"A\"}");
	desk_edit(desk, rec, "{\"note\":\"B\"}");
	desk_edit(desk, rec, "{\"note\":\"C\"}");
	for (int i = 0; i < 3; i++) {
		text = desk_read(desk, rec);
		snprintf(want, sizeof want, "\"note\":\"%s\"", notes[i]);
		assert_non_null(strstr(text, want));
		free(text);
		assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
		assert_int_equal(count, 1);
		assert_int_equal(left, 0);
	}
	text = desk_read(desk, rec);
	assert_string_equal(text, desk_visit);
	free(text);
	desk_edit(desk, rec, "{\"note\":\"D\"}"); /* and on from there */
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 1);
	text = desk_read(desk, rec);
	assert_string_equal(text, desk_visit);
	free(text);
	desk_check(desk);
}

static void undo_keeps_a_session_and_its_promises_together(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	char verb[33], *before, *after;
	struct fault f;
	int count, left;

	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"note\":\"của Tú\"}");
	before = desk_read(desk, rec);
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 0);
	assert_int_equal(left, 2);
	after = desk_read(desk, rec);
	assert_string_equal(after, before);
	free(before);
	free(after);
}

static void undo_makes_nothing_that_could_not_be_entered(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit), first, second;
	char verb[33];
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5}");
	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":5}]}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(left, 1); /* two people cannot have five accounts */
	first = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"Z1\"}");
	desk_void(desk, first);
	desk_reopen(desk, "Tú");
	second = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"Z1\"}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(left, 1); /* the code is taken */
	assert_int_not_equal(first, second);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM household WHERE code = 'Z1'"
					  " AND NOT voided"), 1);
}

static void household_with_visits_stays(void **state)
{
	struct desk *desk = *state;
	char verb[33];
	struct fault f;
	int count, left;
	rec_t rec = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H003\"}");

	desk_slot(desk, "Minh");
	desk_reopen(desk, "Minh");
	desk_add(desk, TYPE_SESSION,
		 "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"H003\","
		 "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 0);
	(void)rec;
	assert_int_equal(desk_count(desk, "SELECT voided FROM household WHERE code = 'H003'"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(undo_takes_back_step_by_step),
		DESK_CASE(undo_leaves_what_others_changed),
		DESK_CASE(undo_goes_back_over_undone_steps),
		DESK_CASE(undo_keeps_a_session_and_its_promises_together),
		DESK_CASE(undo_makes_nothing_that_could_not_be_entered),
		DESK_CASE(household_with_visits_stays),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("undo", tests, NULL, NULL);
}
