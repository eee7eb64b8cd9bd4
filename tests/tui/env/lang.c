/*
 * The catalogues that are compiled in: every text finds itself, languages are
 * switched while running, and each knows one from many.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/env/translate.h"

static const struct lang_catalogue *of(const char *code)
{
	for (size_t i = 0; i < lang_catalogue_count; i++)
		if (!strcmp(lang_catalogues[i].code, code))
			return &lang_catalogues[i];
	return NULL;
}

static void every_text_is_found(void **state)
{
	const struct lang_catalogue *vi = of("vi");

	(void)state;
	assert_non_null(vi);
	assert_true(vi->count > 700);
	lang_set("vi");
	for (size_t i = 0; i < vi->count; i++) {
		const struct lang_entry *e = &vi->entries[i];

		assert_ptr_equal(lang_text(e->id), e->one);
		assert_true(*e->one);
		if (i)
			assert_true(strcmp(e[-1].id, e->id) < 0);
	}
	assert_null(vi->entries[vi->count].id);
}

static void the_language_is_switched(void **state)
{
	const char *mark = N_("Home");

	(void)state;
	lang_set("vi");
	assert_string_equal(_("Home"), "Trang chính");
	assert_false(lang_english());
	lang_set("en");
	assert_string_equal(_(mark), "Home");
	assert_true(lang_english());
	lang_set("de");
	assert_true(lang_english());
	lang_set("vi");
	assert_string_equal(_(mark), "Trang chính");
}

static void what_is_in_no_catalogue_stays(void **state)
{
	const char *odd = "a text nobody has worded";

	(void)state;
	for (size_t i = 0; i < lang_catalogue_count; i++) {
		lang_set(lang_catalogues[i].code);
		assert_ptr_equal(lang_text(odd), odd);
		assert_string_equal(lang_text(""), "");
	}
}

static void one_and_many(void **state)
{
	static const unsigned long many[] = { 0, 2, 3, 11, 21, 100, 101 };

	(void)state;
	lang_set("en");
	assert_string_equal(P_("%s session", "%s sessions", 1), "%s session");
	for (size_t i = 0; i < sizeof many / sizeof many[0]; i++)
		assert_string_equal(P_("%s session", "%s sessions", many[i]), "%s sessions");
	assert_string_equal(lang_plural("a goat", "goats", 2), "goats");
	lang_set("vi");
	assert_string_equal(P_("%s session", "%s sessions", 1), "%s lượt");
	for (size_t i = 0; i < sizeof many / sizeof many[0]; i++)
		assert_string_equal(P_("%s session", "%s sessions", many[i]), "%s lượt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_is_found),
		cmocka_unit_test(the_language_is_switched),
		cmocka_unit_test(what_is_in_no_catalogue_stays),
		cmocka_unit_test(one_and_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
