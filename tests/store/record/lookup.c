/* The record an id stands for. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/record/lookup.h"
#include "store/base/crypto.h"
#include "store/base/id.h"
#include "store/record/read.h"
#include "tests/store/desk.h"

static void ids_and_prefixes(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit), found;
	struct record_facts facts;
	char prefix[ID_TEXT];
	struct fault f;

	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_int_equal(record_lookup(desk->book, TYPE_SESSION, facts.id, &found, &f), 0);
	assert_int_equal(found, rec);
	for (size_t n = 0; n < ID_TEXT; n++) {
		memcpy(prefix, facts.id, n);
		prefix[n] = 0;
		assert_int_equal(record_lookup(desk->book, TYPE_SESSION, prefix, &found, &f),
				 n < 6 ? FAULT_USAGE : 0);
	}
	assert_int_equal(record_lookup(desk->book, TYPE_HOUSEHOLD, facts.id, &found, &f),
			 FAULT_NOT_FOUND);
	assert_int_equal(record_lookup(desk->book, TYPE_ANY, "uuuuuu", &found, &f), FAULT_USAGE);
	assert_int_equal(record_lookup(desk->book, TYPE_ANY, "zzzzzzzz", &found, &f),
			 FAULT_NOT_FOUND);
}

static void a_household_has_its_hint(void **state)
{
	struct desk *desk = *state;
	struct fault f;
	rec_t household;
	char *hint;

	assert_int_equal(household_hint(desk->book, "26572-01", "H002", &hint, &f), 0);
	assert_string_equal(hint, "cạnh đình Đông Hải");
	free(hint);
	/* None of that code there, or none without a hint. */
	assert_int_equal(household_hint(desk->book, "26572-01", "H099", &hint, &f), 0);
	assert_null(hint);
	assert_int_equal(household_hint(desk->book, "26572-77", "H002", &hint, &f), 0);
	assert_null(hint);
	assert_int_equal(household_lookup(desk->book, "26572-01/H002", &household, &f), 0);
	desk_edit(desk, household, "{\"hint\":null}");
	assert_int_equal(household_hint(desk->book, "26572-01", "H002", &hint, &f), 0);
	assert_null(hint);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(ids_and_prefixes),
		DESK_CASE(a_household_has_its_hint),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("find", tests, NULL, NULL);
}
