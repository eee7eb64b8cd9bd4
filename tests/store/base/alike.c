/* Which codes are like what was typed. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/alike.h"

static void the_nearest_come_first(void **state)
{
	static const char *const codes[] = {
		"VNEID1", "VNEID2", "VNEIDGT", "VNEIDQ", "DVCAS", "tai_nha", "hen_lai", "hoan_thanh", "cho",
		"truong", "zalo",
	};
	static const struct {
		const char *typed, *like;
	} cases[] = {
		{ "VNEID", "VNEID1 VNEID2 VNEIDGT VNEIDQ " },
		{ "vneid2", "VNEID2 VNEID1 VNEIDQ VNEIDGT " },
		{ "tainha", "tai_nha " }, { "Tại nhà", "tai_nha " }, { "tai_hna", "tai_nha " },
		{ "tia nha", "tai_nha " }, { "hoan", "hoan_thanh " }, { "hoàn thành", "hoan_thanh " },
		{ "hoantahnh", "hoan_thanh " }, { "truongg", "truong " }, { "rtuong", "truong " },
		{ "ch", "cho " }, { "c", "" }, { "zlao", "zalo " }, { "zola", "" }, { "xyz", "" }, { "QQQQQQ", "" }, { "", "" },
		{ "_-_", "" }, { "VNEID2VNEID2VNEID2VNEID2VNEID2VNEID2", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct alike alike;
		char got[200] = "";

		alike_init(&alike, cases[i].typed);
		for (size_t j = 0; j < sizeof codes / sizeof codes[0]; j++)
			alike_see(&alike, codes[j]);
		for (size_t j = 0; j < alike.n; j++)
			snprintf(got + strlen(got), sizeof got - strlen(got), "%s ", alike.best[j].code);
		if (strcmp(got, cases[i].like) != 0)
			fail_msg("\"%s\": \"%s\", not \"%s\"", cases[i].typed, got, cases[i].like);
	}
}

static void the_nearest_stay_when_there_are_many(void **state)
{
	static const char *const codes[] = { "AB5", "AB6", "AB7", "AB8", "AB9", "AB" };
	struct alike alike;

	(void)state;
	alike_init(&alike, "AB");
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		alike_see(&alike, codes[i]);
	assert_int_equal(alike.n, ALIKE_MOST);
	assert_string_equal(alike.best[0].code, "AB");
	assert_string_equal(alike.best[3].code, "AB7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_come_first),
		cmocka_unit_test(the_nearest_stay_when_there_are_many),
	};

	return cmocka_run_group_tests_name("alike", tests, NULL, NULL);
}
