/* Whether the machine slept: the decision, and the kernel's clocks it is made from. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/term/awake.h"

static void a_short_while_is_no_sleep(void **state)
{
	static const struct {
		int64_t before, after;
		bool slept;
	} cases[] = {
		{ 0, 0, false },
		{ 0, 2999, false },
		{ 0, 3000, true },
		{ 86400000, 86400000, false },  /* slept yesterday */
		{ 86400000, 86430000, true },
		{ 3000, 0, false },             /* clocks read apart */
		{ -5, 2990, false },
		{ 0, INT64_C(1) << 50, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (awake_slept(cases[i].before, cases[i].after) != cases[i].slept)
			fail_msg("case %zu", i);
}

static void awake_while_it_runs(void **state)
{
	int64_t first = awake_slept_ms();

	(void)state;
	assert_true(first >= -1);
	for (int i = 0; i < 1000; i++)
		assert_false(awake_slept(first, awake_slept_ms()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_while_is_no_sleep),
		cmocka_unit_test(awake_while_it_runs),
	};

	return cmocka_run_group_tests_name("awake", tests, NULL, NULL);
}
