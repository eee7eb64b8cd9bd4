#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/catalog/catalog.h"
#include "store/base/text.h"

#define CELLS_MAX 14

/* A table being read: next_row() splits one line after the other into cells. */
struct table {
	FILE *f;
	char line[2048];
	char *cell[CELLS_MAX];
	int cells;
	size_t rows; /* the header not counted */
};

static bool next_row(struct table *t)
{
	char *rest = t->line;

	if (!fgets(t->line, sizeof t->line, t->f))
		return false;
	t->line[strcspn(t->line, "\n")] = 0;
	assert_true(text_utf8_valid(t->line, strlen(t->line)));
	t->cells = 0;
	while (rest) {
		assert_true(t->cells < CELLS_MAX);
		t->cell[t->cells++] = strsep(&rest, "\t");
	}
	t->rows++;
	return true;
}

static void open_table(struct table *t, const char *name, int cells)
{
	const char *srcdir = getenv("srcdir");
	char path[4096];

	snprintf(path, sizeof path, "%s/store/data/%s.tsv", srcdir ? srcdir : ".", name);
	t->f = fopen(path, "r");
	if (!t->f)
		fail_msg("%s cannot be read", path);
	assert_true(next_row(t));
	assert_int_equal(t->cells, cells);
	t->rows = 0;
}

/* The table has been read to its end; the program has as many rows. */
static void close_table(struct table *t, size_t rows)
{
	assert_true(feof(t->f));
	assert_int_equal(t->rows, rows);
	fclose(t->f);
}

static void test_vocab(void **state)
{
	struct table t;
	size_t in_lists = 0;

	(void)state;
	open_table(&t, "vocab", 4);
	while (next_row(&t)) {
		const struct vocab *v = vocab_find(t.cell[0], t.cell[1]), *list;
		size_t count;

		assert_non_null(v);
		assert_ptr_equal(v, &catalog_vocab[t.rows - 1]);
		assert_string_equal(v->list, t.cell[0]);
		assert_string_equal(v->code, t.cell[1]);
		assert_string_equal(vocab_label(v, false), t.cell[2]);
		assert_string_equal(vocab_label(v, true), t.cell[3]);
		list = vocab_list(t.cell[0], &count);
		assert_true(v >= list && v < list + count);
		if (v == list)
			in_lists += count;
	}
	close_table(&t, catalog_vocab_count);
	assert_int_equal(in_lists, catalog_vocab_count);
}

/* The codes of a list that are so, with spaces between. */
static void assert_alike(const char *list, bool (*is)(const char *code), const char *codes)
{
	char found[256] = "";
	size_t n;
	const struct vocab *v = vocab_list(list, &n);

	for (size_t i = 0; i < n; i++)
		if (is(v[i].code)) {
			strcat(found, *found ? " " : "");
			strcat(found, v[i].code);
		}
	assert_string_equal(found, codes);
	assert_false(is(NULL));
	assert_false(is(""));
	assert_false(is("nobody_knows"));
}

static void test_alike(void **state)
{
	(void)state;
	assert_alike("channel", channel_is_group, "lop_nhom hop_thon");
	assert_alike("outcome", outcome_is_whole, "hoan_thanh tu_lam");
	assert_alike("outcome", outcome_is_success, "hoan_thanh tu_lam mot_phan");
}

static void test_topics(void **state)
{
	struct table t;

	(void)state;
	open_table(&t, "topics", 9);
	while (next_row(&t)) {
		const struct topic *topic = topic_find(t.cell[0]);

		assert_non_null(topic);
		assert_ptr_equal(topic, &catalog_topics[t.rows - 1]);
		assert_string_equal(topic->code, t.cell[0]);
		assert_string_equal(topic->brief, t.cell[1]);
		assert_string_equal(topic_label(topic, false), t.cell[1]);
		assert_string_equal(topic->vi, t.cell[2]);
		assert_string_equal(topic->en, t.cell[3]);
		assert_string_equal(topic_label(topic, true), *t.cell[8] ? t.cell[8] : t.cell[3]);
		assert_string_equal(topic->group, t.cell[4]);
		assert_string_equal(topic->unit, t.cell[5]);
		assert_int_equal(topic->cap_people, strcmp(t.cell[6], "people") == 0);
		assert_string_equal(topic->status, t.cell[7]);
		assert_string_equal(topic->brief_en, t.cell[8]);
		assert_true(strlen(topic_label(topic, true)) <= 25);
		assert_non_null(vocab_find("topic_group", topic->group));
		assert_true(text_width(topic->brief, strlen(topic->brief)) <= 28);
	}
	close_table(&t, catalog_topic_count);
}

static void test_columns(void **state)
{
	static const char *const aggregations[] = {
		[AGGREGATE_TEXT] = "text",
		[AGGREGATE_SUM] = "sum",
		[AGGREGATE_COUNT_DISTINCT] = "count_distinct",
		[AGGREGATE_LAST] = "last",
		[AGGREGATE_LAST_IN_TIME_SUM_OVER_UNITS] = "last in time, sum over units",
		[AGGREGATE_RATIO] = "ratio",
		[AGGREGATE_CONCAT] = "concat",
	};
	struct table t;
	int shown = 0;

	(void)state;
	open_table(&t, "report_columns", 11);
	while (next_row(&t)) {
		const struct column *c = column_find(t.cell[1]);

		assert_non_null(c);
		assert_ptr_equal(c, &catalog_columns[t.rows - 1]);
		assert_int_equal(c->order, atoi(t.cell[0]));
		assert_string_equal(c->code, t.cell[1]);
		assert_string_equal(c->header, t.cell[2]);
		assert_string_equal(c->brief, t.cell[3]);
		assert_string_equal(c->en, t.cell[4]);
		assert_string_equal(c->unit, t.cell[5]);
		assert_string_equal(aggregations[c->aggregation], t.cell[6]);
		assert_int_equal(c->every_level, strcmp(t.cell[7], "all") == 0);
		assert_string_equal(c->source, t.cell[8]);
		assert_int_equal(c->shown, strcmp(t.cell[9], "1") == 0);
		assert_string_equal(c->brief_en, t.cell[10]);
		assert_true(strlen(*c->brief_en ? c->brief_en : c->en) <= 20);
		assert_true(text_width(c->brief, strlen(c->brief)) <= 12);
		shown += c->shown;
	}
	close_table(&t, catalog_column_count);
	assert_int_equal(shown, 12);
}

static void test_rights(void **state)
{
	static const char *const scopes[SCOPES] = {
		[SCOPE_NONE] = "-",
		[SCOPE_OWN] = "own",
		[SCOPE_OWN_TEAM] = "own team",
		[SCOPE_MEMBER_OF_OWN_TEAM] = "member of own team",
		[SCOPE_UNIT] = "unit",
		[SCOPE_OF_TEAMS_BELOW] = "of teams below",
		[SCOPE_OF_COMMUNES_BELOW] = "of communes below",
		[SCOPE_REQUEST] = "request",
		[SCOPE_THIS_LAPTOP] = "this laptop",
		[SCOPE_OWN_LAPTOP] = "own laptop",
	};
	struct table t;
	size_t count;
	const struct vocab *roles = vocab_list("role", &count);

	(void)state;
	assert_int_equal(count, ROLES);
	open_table(&t, "rights", 2 + ROLES);
	for (int role = 0; role < ROLES; role++) {
		assert_string_equal(role_code((enum role)role), t.cell[1 + role]);
		assert_string_equal(role_code((enum role)role), roles[role].code);
		assert_int_equal(role_find(t.cell[1 + role]), role);
	}
	while (next_row(&t)) {
		enum right right = 0;

		while (right < RIGHTS && strcmp(catalog_rights[right].operation, t.cell[0]) != 0)
			right++;
		assert_int_not_equal(right, RIGHTS);
		for (int role = 0; role < ROLES; role++)
			assert_string_equal(scopes[right_scope(right, (enum role)role)],
					    t.cell[1 + role]);
		assert_string_equal(catalog_rights[right].note, t.cell[1 + ROLES]);
	}
	close_table(&t, RIGHTS);
	/* the names of the constants, against what they are to mean */
	assert_string_equal(catalog_rights[RIGHT_SESSION_EDIT_VOID].operation,
			    "session edit, void");
	assert_int_equal(right_scope(RIGHT_SESSION_EDIT_VOID, ROLE_MEMBER), SCOPE_OWN);
	assert_int_equal(right_scope(RIGHT_ERASE, ROLE_LEADER), SCOPE_REQUEST);
	assert_int_equal(right_scope(RIGHT_ERASE, ROLES), SCOPE_NONE);
	assert_int_equal(right_scope(RIGHTS, ROLE_ADMIN), SCOPE_NONE);
}

static void test_units(void **state)
{
	struct table t;
	size_t in_provinces = 0, count;

	(void)state;
	open_table(&t, "units_2tier", 4);
	while (next_row(&t)) {
		const struct unit *commune = &catalog_communes[t.rows - 1], *province = commune->parent;

		assert_non_null(province);
		assert_string_equal(province->code, t.cell[0]);
		assert_string_equal(province->name, t.cell[1]);
		assert_null(province->parent);
		assert_string_equal(commune->code, t.cell[2]);
		assert_string_equal(commune->name, t.cell[3]);
	}
	close_table(&t, catalog_commune_count);
	assert_int_equal(catalog_commune_count, 3321);
	assert_int_equal(catalog_province_count, 34);
	for (size_t i = 0; i < catalog_province_count; i++) {
		const struct unit *first = unit_communes(&catalog_provinces[i], &count);

		assert_ptr_equal(first, &catalog_communes[in_provinces]);
		for (size_t k = 0; k < count; k++)
			assert_ptr_equal(first[k].parent, &catalog_provinces[i]);
		in_provinces += count;
	}
	assert_int_equal(in_provinces, catalog_commune_count);
	assert_null(unit_communes(&catalog_communes[0], &count));
	assert_int_equal(count, 0);
}

/* 63 became 34: every other name is one of what a province was made of, and Huế's former one. */
static void a_province_knows_what_it_was_made_of(void **state)
{
	struct table t;
	size_t former = 0;

	(void)state;
	open_table(&t, "former_provinces", 2);
	while (next_row(&t))
		for (size_t i = 0; i < catalog_province_count; i++)
			if (!strcmp(catalog_provinces[i].code, t.cell[0])) {
				assert_non_null(strstr(catalog_provinces[i].former, t.cell[1]));
				former++;
			}
	assert_int_equal(former, t.rows);
	close_table(&t, 63 - 34 + 1);
	assert_string_equal(catalog_provinces[0].former, "");
}

static void test_indicators(void **state)
{
	static const char *const operators[] = {
		[INDICATOR_ABOVE] = ">", [INDICATOR_AT_LEAST] = ">=", [INDICATOR_AT_MOST] = "<="};
	static const char *const measures[] = {[MEASURE_NONE] = "none",
					       [MEASURE_PARTIAL] = "partial",
					       [MEASURE_HOUSEHOLD] = "household"};
	struct table t;

	(void)state;
	open_table(&t, "indicators", 14);
	while (next_row(&t)) {
		const struct indicator *n = &catalog_indicators[t.rows - 1];
		char operator[40], *end;
		double number = strtod(t.cell[6], &end);

		snprintf(operator, sizeof operator, "%s%s", n->maintain ? "maintain " : "",
		         operators[n->operator]);
		assert_string_equal(n->code, t.cell[0]);
		assert_string_equal(n->province, t.cell[1]);
		assert_string_equal(n->year, t.cell[2]);
		assert_string_equal(n->name, t.cell[3]);
		assert_string_equal(n->unit, t.cell[4]);
		assert_string_equal(operator, t.cell[5]);
		assert_string_equal(n->value, t.cell[6]);
		if (*end) /* a grade: not a number, so not even equal to itself */
			assert_false(n->number == n->number);
		else
			assert_true(n->number == number);
		assert_string_equal(n->numerator, t.cell[7]);
		assert_string_equal(n->denominator, t.cell[8]);
		assert_string_equal(n->kind, t.cell[9]);
		assert_string_equal(measures[n->measure], t.cell[10]);
		assert_string_equal(n->seed_file, t.cell[11]);
		assert_string_equal(n->quote, t.cell[12]);
		assert_string_equal(n->set, t.cell[13]);
		assert_true(!*n->set || vocab_find("target_set", n->set));
		assert_ptr_equal(indicator_find(n->code), n);
	}
	close_table(&t, catalog_indicator_count);
}

static void test_holidays(void **state)
{
	static const char *const kinds[] = {[HOLIDAY_SOLAR] = "solar",
					    [HOLIDAY_LUNAR] = "lunar",
					    [HOLIDAY_OBSERVANCE] = "observance"};
	struct table t;
	day_t day;

	(void)state;
	open_table(&t, "holidays", 3);
	while (next_row(&t)) {
		const struct holiday *h = &catalog_holidays[t.rows - 1];

		assert_true(date_parse(&day, t.cell[0]));
		assert_int_equal(h->day, day);
		assert_string_equal(h->name, t.cell[1]);
		assert_string_equal(kinds[h->kind], t.cell[2]);
	}
	close_table(&t, catalog_holiday_count);
}

static void test_what_is_not_there(void **state)
{
	size_t count = 7;

	(void)state;
	assert_null(vocab_find("channel", "vang"));
	assert_null(vocab_find("channe", "cho"));
	assert_null(vocab_find(NULL, "cho"));
	assert_null(vocab_find("channel", NULL));
	assert_null(vocab_list("nothing", &count));
	assert_int_equal(count, 0);
	assert_null(vocab_list(NULL, &count));
	assert_null(topic_find("vneid2"));
	assert_null(topic_find(NULL));
	assert_null(column_find(""));
	assert_null(column_find(NULL));
	assert_int_equal(role_find("thanh_vie"), ROLES);
	assert_int_equal(role_find(NULL), ROLES);
	assert_string_equal(role_code(ROLES), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vocab),	 cmocka_unit_test(test_alike),
		cmocka_unit_test(test_topics),
		cmocka_unit_test(test_columns),	 cmocka_unit_test(test_rights),
		cmocka_unit_test(a_province_knows_what_it_was_made_of),
		cmocka_unit_test(test_units),	 cmocka_unit_test(test_indicators),
		cmocka_unit_test(test_holidays), cmocka_unit_test(test_what_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
