/* Registers in the order people read them. */
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
#include "store/query/list_register.h"
#include "store/record/read.h"
#include "tests/store/desk.h"

struct found {
	rec_t rec[64];
	int n;
};

static int collect(void *arg, rec_t rec)
{
	struct found *found = arg;

	found->rec[found->n++] = rec;
	return 0;
}

static void lists_are_in_order(void **state)
{
	static const char *const files[] = { "names_sorted.txt", "places_sorted.txt" };
	static const enum record_type types[] = { TYPE_MEMBER, TYPE_VILLAGE };
	struct desk *desk = *state;
	const char *srcdir = getenv("srcdir");

	for (int k = 0; k < 2; k++) {
		char path[512], names[64][80], line[256];
		struct found found = { .n = 0 };
		struct fault f;
		FILE *in;
		int n = 0, at = 0;

		snprintf(path, sizeof path, "%s/tests/data/%s", srcdir ? srcdir : ".", files[k]);
		in = fopen(path, "r");
		assert_non_null(in);
		for (; fgets(names[n], sizeof names[n], in); n++)
			names[n][strcspn(names[n], "\n")] = 0;
		fclose(in);
		for (int i = 0; i < n; i++) { /* entered in another order than they must come out */
			const char *name = names[i * 17 % n];

			snprintf(line, sizeof line, k ? "{\"code\":\"26572-%03d\",\"name\":\"%s\"}" :
				 "{\"code\":\"M%d\",\"name\":\"%s\"}", i + 100, name);
			desk_add(desk, types[k], line);
		}
		assert_int_equal(list_register(desk->book, types[k], NULL, collect, &found, &f), 0);
		for (int i = 0; i < found.n; i++) {
			char *text = desk_read(desk, found.rec[i]), want[128];

			snprintf(want, sizeof want, "\"name\":\"%s\"", names[at]);
			if (strstr(text, want))
				at++;
			free(text);
		}
		assert_int_equal(at, n);
	}
}

struct households {
	struct desk *desk;
	struct found found; /* in the order of list_register() */
	int n;
	bool seen_edited, seen_visited;
};

/* Each as its record says. */
static int same_as_record(void *arg, const struct list_household *h)
{
	struct households *all = arg;
	struct fault f;
	json_t *object = record_read(all->desk->book, h->rec, &f);
	const json_t *kinds = json_object_get(object, "kinds");
	const char *hint = json_string_value(json_object_get(object, "hint"));

	assert_int_equal(h->rec, all->found.rec[all->n++]);
	assert_string_equal(h->code, json_string_value(json_object_get(object, "code")));
	assert_string_equal(h->village, json_string_value(json_object_get(object, "village")));
	assert_string_equal(h->hint, hint ? hint : "");
	assert_true(json_equal(h->kinds, kinds) ||
		    (!json_array_size(h->kinds) && !json_array_size(kinds)));
	all->seen_edited = all->seen_edited || (json_array_size(h->kinds) == 2);
	if (h->last) {
		day_t day;

		assert_true(date_parse(&day, "2026-11-18"));
		assert_int_equal(h->last, day);
		all->seen_visited = true;
	}
	json_decref(object);
	return 0;
}

static void households_are_listed_as_they_are(void **state)
{
	struct desk *desk = *state;
	struct households all = { .desk = desk };
	struct fault f;
	rec_t first, gone, last = 0;
	int n;

	first = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"K10\","
			 "\"kinds\":[\"thuong\"],\"hint\":\"nh\u00e0 \\\"xanh\\\"\"}");
	desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-02\",\"code\":\"K2\"}");
	desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"K2\","
		 "\"kinds\":[\"kinh_doanh\"]}");
	gone = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"K3\"}");
	desk_void(desk, gone);
	desk_edit(desk, first, "{\"kinds\":[\"thuong\",\"nong_nghiep\"],\"code\":\"K1\"}");
	for (int day = 17; day < 20; day++) {
		char line[256];

		snprintf(line, sizeof line, "{\"date\":\"2026-11-%d\",\"village\":\"26572-01\","
			 "\"household\":\"K1\",\"channel\":\"tai_nha\",\"attempt\":\"vang\"}", day);
		last = desk_add(desk, TYPE_SESSION, line);
	}
	desk_void(desk, last);
	for (int village = 0; village < 2; village++) {
		const char *code = village ? "26572-01" : NULL;

		all.n = all.found.n = 0;
		assert_int_equal(list_register(desk->book, TYPE_HOUSEHOLD, code, collect,
					       &all.found, &f), 0);
		assert_int_equal(list_households(desk->book, code, same_as_record, &all, &f), 0);
		assert_int_equal(all.n, all.found.n);
		if (!village) {
			assert_int_equal(list_count(desk->book, TYPE_HOUSEHOLD, &n, &f), 0);
			assert_int_equal(n, all.n);
		}
	}
	assert_true(all.seen_edited && all.seen_visited);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(lists_are_in_order),
		DESK_CASE(households_are_listed_as_they_are),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("list_register", tests, NULL, NULL);
}
