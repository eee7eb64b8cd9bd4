/* Merging: the same set of operations gives the same record, whatever the order. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/oplog/bounds.h"
#include "store/oplog/merge.h"

enum { OPS_MAX = 24 };

/* A history under construction: lines and their ids. */
struct history {
	char *line[OPS_MAX];
	char id[OPS_MAX][ID_TEXT];
	int n;
};

/* Append an operation that has seen those whose bits are set in `base`. */
static void add(struct history *h, uint32_t base, const char *set, long hlc, const char *clk)
{
	char bases[OPS_MAX * (ID_TEXT + 4)] = "";
	char *line = malloc(strlen(set) + sizeof bases + 256);
	struct id id;

	for (int i = 0; i < h->n; i++)
		if (base >> i & 1) {
			strcat(bases, *bases ? ",\"" : "\"");
			strcat(bases, h->id[i]);
			strcat(bases, "\"");
		}
	if (h->n)
		sprintf(line, "{\"n\":%d,\"rec\":\"%s\",\"type\":\"session\",\"set\":%s,"
			"\"base\":[%s],\"hlc\":%ld,\"clk\":\"%s\",\"who\":\"Lan\",\"salt\":\"%d\"}",
			h->n, h->id[0], set, bases, hlc, clk, h->n);
	else
		sprintf(line, "{\"n\":0,\"type\":\"session\",\"set\":%s,\"hlc\":%ld,\"clk\":\"%s\","
			"\"who\":\"Lan\",\"salt\":\"0\"}", set, hlc, clk);
	id = id_of(line, strlen(line));
	id_text(h->id[h->n], &id);
	h->line[h->n++] = line;
}

static void drop(struct history *h)
{
	while (h->n)
		free(h->line[--h->n]);
}

/* What the operations make in the given order, as text. */
static char *merged(const struct history *h, const int *order, int n)
{
	struct op ops[OPS_MAX];
	struct merged m;
	json_t *all;
	char *text;

	for (int i = 0; i < n; i++)
		assert_int_equal(op_parse(&ops[i], h->line[order[i]], strlen(h->line[order[i]])), 0);
	merge_ops(ops, n, &m);
	all = json_pack("{sO sO?}", "values", m.values, "conflicts", m.conflicts);
	for (int i = 0; i < m.n_heads; i++) {
		char head[ID_TEXT];

		id_text(head, &m.heads[i]);
		json_object_set_new(all, head, json_true());
	}
	text = json_dumps(all, JSON_SORT_KEYS | JSON_COMPACT);
	json_decref(all);
	merged_release(&m);
	for (int i = 0; i < n; i++)
		op_release(&ops[i]);
	return text;
}

static char *merged_all(const struct history *h)
{
	int order[OPS_MAX];

	for (int i = 0; i < h->n; i++)
		order[i] = i;
	return merged(h, order, h->n);
}

static void expect(const struct history *h, const char *values, const char *conflicts)
{
	char *text = merged_all(h);
	json_t *all = json_loads(text, 0, NULL), *want = json_loads(values, 0, NULL);
	json_t *named = json_loads(conflicts, JSON_DECODE_ANY, NULL);

	if (!json_equal(json_object_get(all, "values"), want) ||
	    !json_equal(json_object_get(all, "conflicts"), named))
		fail_msg("%s is not %s with conflicts %s", text, values, conflicts);
	json_decref(all);
	json_decref(want);
	json_decref(named);
	free(text);
}

static void edits_in_a_row_win(void **state)
{
	struct history h = { .n = 0 };

	(void)state;
	add(&h, 0, "{\"people\":1,\"note\":\"a\"}", 100, "ok");
	add(&h, 1, "{\"people\":2}", 90, "ok"); /* an earlier clock, but it has seen the first */
	add(&h, 2, "{\"people\":3}", 80, "bad");
	expect(&h, "{\"people\":3,\"note\":\"a\"}", "null");
	drop(&h);
}

static void different_fields_merge(void **state)
{
	struct history h = { .n = 0 };

	(void)state;
	add(&h, 0, "{\"people\":1,\"note\":\"a\"}", 100, "ok");
	add(&h, 1, "{\"people\":2}", 110, "ok");
	add(&h, 1, "{\"note\":\"b\"}", 120, "ok");
	expect(&h, "{\"people\":2,\"note\":\"b\"}", "null");
	drop(&h);
}

static void a_later_edit_elsewhere_hides_no_conflict(void **state)
{
	struct history h = { .n = 0 };

	(void)state;
	add(&h, 0, "{\"people\":1}", 100, "ok");
	add(&h, 1, "{\"people\":2}", 110, "ok");
	add(&h, 2, "{\"note\":\"b\"}", 130, "ok"); /* has seen people 2, says nothing of it */
	add(&h, 1, "{\"people\":3}", 120, "ok");
	expect(&h, "{\"people\":3,\"note\":\"b\"}", "[\"people\"]");
	add(&h, 2 | 4 | 8, "{\"people\":2}", 115, "ok"); /* resolves: has seen every head */
	expect(&h, "{\"people\":2,\"note\":\"b\"}", "null");
	drop(&h);
}

static void the_greatest_head_shows(void **state)
{
	struct history h = { .n = 0 };

	(void)state;
	add(&h, 0, "{\"people\":1}", 100, "ok");
	add(&h, 1, "{\"people\":2}", 900, "bad");
	add(&h, 1, "{\"people\":3}", 500, "asked");
	add(&h, 1, "{\"people\":4}", 200, "ok");
	add(&h, 1, "{\"people\":5}", 190, "ok");
	expect(&h, "{\"people\":4}", "[\"people\"]");
	drop(&h);
}

static void heads_that_agree_are_no_conflict(void **state)
{
	struct history h = { .n = 0 };

	(void)state;
	add(&h, 0, "{\"people\":1}", 100, "ok");
	add(&h, 1, "{\"voided\":true}", 110, "ok");
	add(&h, 1, "{\"voided\":true}", 120, "ok");
	expect(&h, "{\"people\":1,\"voided\":true}", "null");
	drop(&h);
}

static uint64_t seed = 20261121;

static uint32_t rnd(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

static void random_history(struct history *h, int n)
{
	static const char *const fields[] = { "people", "note", "minutes" };
	static const char *const clk[] = { "ok", "ok", "asked", "bad" };

	add(h, 0, "{\"people\":0,\"note\":0}", (long)rnd(50), "ok");
	while (h->n < n) {
		char set[64];
		uint32_t base = 1u << rnd((uint32_t)h->n);

		if (rnd(2))
			base |= 1u << rnd((uint32_t)h->n);
		sprintf(set, "{\"%s\":%u}", fields[rnd(3)], rnd(4));
		add(h, base, set, (long)rnd(50), clk[rnd(4)]);
	}
}

static void any_order_gives_the_same(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		struct history h = { .n = 0 };
		char *want, *got;
		int order[OPS_MAX];

		random_history(&h, 2 + (int)rnd(OPS_MAX - 2));
		want = merged_all(&h);
		for (int i = 0; i < h.n; i++)
			order[i] = i;
		for (int i = h.n - 1; i > 0; i--) {
			int j = (int)rnd((uint32_t)i + 1), t = order[i];

			order[i] = order[j];
			order[j] = t;
		}
		got = merged(&h, order, h.n);
		assert_string_equal(got, want);
		free(got);
		free(want);
		drop(&h);
	}
}

/* The definition, slowly: reach[i][j] when i has seen j. */
static void heads_are_what_the_definition_says(void **state)
{
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct history h = { .n = 0 };
		struct op ops[OPS_MAX];
		struct merged m;
		bool reach[OPS_MAX][OPS_MAX] = { { false } };
		int best = -1;

		random_history(&h, 3 + (int)rnd(OPS_MAX - 3));
		for (int i = 0; i < h.n; i++) {
			assert_int_equal(op_parse(&ops[i], h.line[i], strlen(h.line[i])), 0);
			for (int j = 0; j < i; j++)
				for (size_t b = 0; b < json_array_size(ops[i].base); b++)
					if (!strcmp(json_string_value(json_array_get(ops[i].base, b)),
						    h.id[j]))
						reach[i][j] = true;
			for (int j = 0; j < i; j++)
				if (reach[i][j])
					for (int k = 0; k < j; k++)
						reach[i][k] = reach[i][k] || reach[j][k];
		}
		for (int i = 0; i < h.n; i++) {
			bool head = json_object_get(ops[i].set, "people") != NULL;

			for (int j = 0; head && j < h.n; j++)
				if (reach[j][i] && json_object_get(ops[j].set, "people"))
					head = false;
			if (head && (best < 0 || op_compare(&ops[i], &ops[best]) > 0))
				best = i;
		}
		merge_ops(ops, h.n, &m);
		assert_true(json_equal(json_object_get(m.values, "people"),
				       json_object_get(ops[best].set, "people")));
		merged_release(&m);
		for (int i = 0; i < h.n; i++)
			op_release(&ops[i]);
		drop(&h);
	}
}

static void what_is_no_operation_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "[]", "{}", "{\"n\":1}",
		"{\"n\":1,\"type\":\"x\",\"set\":[],\"hlc\":1,\"clk\":\"ok\"}",
		"{\"n\":1,\"rec\":\"a\",\"type\":\"x\",\"set\":{},\"hlc\":1,\"clk\":\"ok\"}",
		"{\"n\":1,\"type\":\"x\",\"set\":{},\"base\":[],\"hlc\":1,\"clk\":\"ok\"}",
		"{\"n\":1,\"n\":1,\"type\":\"x\",\"set\":{},\"hlc\":1,\"clk\":\"ok\"}",
	};
	struct op op;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(op_parse(&op, bad[i], strlen(bad[i])), -1);
}

/* A creation dated by a person a year ahead, and edits by a right clock. */
static void history_follows_what_was_seen(void **state)
{
	static const int wanted[] = { 0, 1, 3, 2 };
	struct history h = { .n = 0 };
	struct op ops[4];
	int order[4];

	(void)state;
	add(&h, 0, "{\"people\":1}", 900, "asked");
	add(&h, 1, "{\"people\":2}", 100, "ok");
	add(&h, 2, "{\"people\":3}", 300, "ok");
	add(&h, 2, "{\"people\":4}", 200, "ok");
	for (int i = 0; i < 4; i++)
		assert_int_equal(op_parse(&ops[i], h.line[i], strlen(h.line[i])), 0);
	merge_order(ops, 4, order);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(order[i], wanted[i]);
		op_release(&ops[i]);
	}
	drop(&h);
}

/* What is made next must be within the bounds of an operation, whatever others made. */
static void of_too_many_heads_the_greatest_are_seen(void **state)
{
	enum { MANY = BOUNDS_BASE + 6 };
	struct op ops[MANY];
	struct merged m;
	char made[ID_TEXT], line[512];
	int found = 0;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(line, sizeof line, "{\"n\":%d,%s%s%s\"type\":\"session\",\"set\":{\"people\":%d},%s"
			 "\"hlc\":%d,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"x\"}", i + 1,
			 i ? "\"rec\":\"" : "", i ? made : "", i ? "\"," : "", i + 1,
			 i ? "\"base\":[]," : "", 1000 - i);
		assert_int_equal(op_parse(&ops[i], line, strlen(line)), 0);
		id_text(made, &ops[0].id);
	}
	merge_ops(ops, MANY, &m);
	assert_int_equal(m.n_heads, BOUNDS_BASE);
	for (int i = 0; i < BOUNDS_BASE; i++)
		for (int j = 0; j < m.n_heads; j++)
			found += !memcmp(&m.heads[j], &ops[i].id, sizeof m.heads[j]);
	assert_int_equal(found, BOUNDS_BASE);
	merged_release(&m);
	for (int i = 0; i < MANY; i++)
		op_release(&ops[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edits_in_a_row_win),
		cmocka_unit_test(different_fields_merge),
		cmocka_unit_test(a_later_edit_elsewhere_hides_no_conflict),
		cmocka_unit_test(the_greatest_head_shows),
		cmocka_unit_test(heads_that_agree_are_no_conflict),
		cmocka_unit_test(any_order_gives_the_same),
		cmocka_unit_test(heads_are_what_the_definition_says),
		cmocka_unit_test(history_follows_what_was_seen),
		cmocka_unit_test(of_too_many_heads_the_greatest_are_seen),
		cmocka_unit_test(what_is_no_operation_is_refused),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
