/* Codes as people say them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/code_match.h"

static void a_code_is_named_by_its_number(void **state)
{
	static const struct {
		const char *code, *typed;
		bool named;
	} cases[] = {
		{ "h007", "7", true },	   { "h007", "h7", true },   { "h007", "h07", true },
		{ "h007", "0007", true },  { "h007", "k7", false },  { "h007", "ah7", false },
		{ "h007", "70", false },   { "h070", "7", false },   { "h017", "7", false },
		{ "h070", "70", true },	   { "h000", "0", false },   { "h007", "h", false },
		{ "h007", "", false },	   { "", "7", false },	     { "007", "7", true },
		{ "a 12", "12", true },	   { "a 12", "a12", false }, { "h007a", "7", false },
		{ "h1000", "1000", true }, { "h7", "h7", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (code_named_by(cases[i].code, strlen(cases[i].code), cases[i].typed,
				  strlen(cases[i].typed)) != cases[i].named)
			fail_msg("%s by \"%s\"", cases[i].code, cases[i].typed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_named_by_its_number),
	};

	return cmocka_run_group_tests_name("code_match", tests, NULL, NULL);
}
