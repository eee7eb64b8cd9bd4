/* What topics done make of a household's status. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "store/catalog/moves.h"
#include "store/record/proposal.h"

static json_t *object(const char *text)
{
	json_t *o = json_loads(text, 0, NULL);

	assert_non_null(o);
	return o;
}

/* A topic that moves the figure. */
static void assert_becomes(const char *before, const char *figure, const char *outcome, int count,
			   const char *after)
{
	const struct topic topic = { .code = "X", .status = figure };
	json_t *status = object(before), *wanted = object(after);

	proposal_add(status, &topic, outcome, count);
	if (!json_equal(status, wanted)) {
		char *is = json_dumps(status, JSON_COMPACT);

		print_error("%s +%d %s: %s instead of %s\n", before, count, figure, is, after);
		free(is);
		fail();
	}
	json_decref(status);
	json_decref(wanted);
}

#define HOME "\"residents\":5,\"adults\":3,\"age15plus\":4"

static void figures_grow_within_their_whole(void **state)
{
	(void)state;
	assert_becomes("{" HOME ",\"dvc\":1}", "dvc", "tu_lam", 1, "{" HOME ",\"dvc\":2}");
	assert_becomes("{" HOME ",\"dvc\":1}", "dvc", "hoan_thanh", 9, "{" HOME ",\"dvc\":3}");
	assert_becomes("{" HOME ",\"bank\":1}", "bank", "tu_lam", 9, "{" HOME ",\"bank\":4}");
	assert_becomes("{" HOME ",\"vssid\":1}", "vssid", "tu_lam", 9, "{" HOME ",\"vssid\":5}");
	/* The residents where the whole is not known, and nothing where they are not. */
	assert_becomes("{\"residents\":5,\"dvc\":1}", "dvc", "tu_lam", 9,
		       "{\"residents\":5,\"dvc\":5}");
	assert_becomes("{\"dvc\":1}", "dvc", "tu_lam", 9, "{\"dvc\":10}");
	/* What is beyond its whole already is left so. */
	assert_becomes("{" HOME ",\"dvc\":7}", "dvc", "tu_lam", 1, "{" HOME ",\"dvc\":7}");
}

static void a_count_nobody_gave_is_one(void **state)
{
	(void)state;
	assert_becomes("{" HOME ",\"dvc\":0}", "dvc", "tu_lam", -1, "{" HOME ",\"dvc\":1}");
	assert_becomes("{" HOME ",\"dvc\":0}", "dvc", "tu_lam", 0, "{" HOME ",\"dvc\":0}");
}

static void what_was_not_done_whole_moves_nothing(void **state)
{
	static const char *const not[] = { "mot_phan", "hen_lai", "chuyen", "tu_choi", "", NULL };

	(void)state;
	for (size_t i = 0; i < sizeof not / sizeof not[0]; i++)
		assert_becomes("{" HOME ",\"dvc\":0,\"shop\":0}", "shop", not[i], 1,
			       "{" HOME ",\"dvc\":0,\"shop\":0}");
	assert_becomes("{" HOME "}", "", "tu_lam", 1, "{" HOME "}"); /* a topic without a figure */
}

static void what_nobody_knows_stays_unknown(void **state)
{
	(void)state;
	assert_becomes("{" HOME "}", "dvc", "tu_lam", 1, "{" HOME "}");
	assert_becomes("{" HOME ",\"dvc\":null}", "dvc", "tu_lam", 1, "{" HOME ",\"dvc\":null}");
	/* But for what is yes or no: done once, it is there. */
	assert_becomes("{}", "fibre", "tu_lam", 3, "{\"fibre\":1}");
	assert_becomes("{\"shop\":0}", "shop", "hoan_thanh", -1, "{\"shop\":1}");
	assert_becomes("{\"shop\":1}", "shop", "hoan_thanh", 1, "{\"shop\":1}");
}

static void an_adult_is_at_one_level_only(void **state)
{
	(void)state;
	assert_becomes("{" HOME ",\"eid1\":2,\"eid2\":1}", "eid2", "tu_lam", 1,
		       "{" HOME ",\"eid1\":1,\"eid2\":2}");
	assert_becomes("{" HOME ",\"eid1\":1,\"eid2\":0}", "eid2", "tu_lam", 1,
		       "{" HOME ",\"eid1\":1,\"eid2\":1}");
	assert_becomes("{" HOME ",\"eid1\":2,\"eid2\":1}", "eid2", "tu_lam", 9,
		       "{" HOME ",\"eid1\":0,\"eid2\":3}");
	assert_becomes("{" HOME ",\"eid1\":0,\"eid2\":2}", "eid1", "tu_lam", 2,
		       "{" HOME ",\"eid1\":1,\"eid2\":2}");
	assert_becomes("{" HOME ",\"eid1\":0,\"eid2\":3}", "eid1", "tu_lam", 1,
		       "{" HOME ",\"eid1\":0,\"eid2\":3}");
	/* How many adults there are nobody knows. */
	assert_becomes("{\"eid1\":2,\"eid2\":1}", "eid2", "tu_lam", 1, "{\"eid1\":2,\"eid2\":2}");
}

static void figures_move_together_and_down(void **state)
{
	(void)state;
	assert_becomes("{" HOME ",\"bank\":3,\"bank18\":1}", "bank+bank18", "tu_lam", 2,
		       "{" HOME ",\"bank\":4,\"bank18\":3}");
	assert_becomes("{" HOME ",\"bank\":3}", "bank+bank18", "tu_lam", 1,
		       "{" HOME ",\"bank\":4}");
	assert_becomes("{" HOME ",\"app\":4}", "app", "hoan_thanh", 3, "{" HOME ",\"app\":5}");
	assert_becomes("{" HOME ",\"phone2g\":2}", "-phone2g", "tu_lam", -1,
		       "{" HOME ",\"phone2g\":1}");
	/* Never below none; what nobody knows stays unknown, and what was not done whole stays. */
	assert_becomes("{" HOME ",\"phone2g\":2}", "-phone2g", "tu_lam", 5,
		       "{" HOME ",\"phone2g\":0}");
	assert_becomes("{" HOME "}", "-phone2g", "tu_lam", 1, "{" HOME "}");
	assert_becomes("{" HOME ",\"phone2g\":2}", "-phone2g", "mot_phan", 1,
		       "{" HOME ",\"phone2g\":2}");
	assert_becomes("{" HOME ",\"phone2g\":2,\"smartphones\":1}", "smartphones+-phone2g",
		       "hoan_thanh", 1, "{" HOME ",\"phone2g\":1,\"smartphones\":2}");
	assert_becomes("{\"shop\":1}", "-shop", "tu_lam", 1, "{\"shop\":0}");
}

static void what_a_topic_moves_is_of_one_form(void **state)
{
	static const char *const good[] = { "bank", "bank+bank18", "-phone2g", "smartphones+-phone2g",
					    "fibre+shop+biz_epay" };
	static const char *const bad[] = { "", "+", "-", "bank+", "+bank", "bank++bank18", "bank+bank",
					   "bank+-bank", "bank bank18", "residents", "adults",
					   "age15plus", "date", "household", "nothing", "--phone2g",
					   "bank,bank18" };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(moves_are(good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(moves_are(bad[i]));
	for (size_t i = 0; i < catalog_topic_count; i++)
		assert_true(!*catalog_topics[i].status || moves_are(catalog_topics[i].status));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_grow_within_their_whole),
		cmocka_unit_test(a_count_nobody_gave_is_one),
		cmocka_unit_test(what_was_not_done_whole_moves_nothing),
		cmocka_unit_test(what_nobody_knows_stays_unknown),
		cmocka_unit_test(an_adult_is_at_one_level_only),
		cmocka_unit_test(figures_move_together_and_down),
		cmocka_unit_test(what_a_topic_moves_is_of_one_form),
	};

	return cmocka_run_group_tests_name("proposal", tests, NULL, NULL);
}
