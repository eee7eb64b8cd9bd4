/* Whom to visit next, and a household's follow-ups, against the plain meaning of them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/record/lookup.h"
#include "store/query/list.h"
#include "store/record/read.h"
#include "tests/store/desk.h"

enum { SESSIONS = 240, HOUSES = 4, ROUNDS = 6 };

/* As desk_open() makes them; the last stands in no session. */
static const char *const houses[HOUSES][2] = {
	{"26572-01", "H001"}, {"26572-01", "H002"}, {"26572-02", "H001"}, {"26572-02", "X9"}};

struct contact {
	rec_t rec;
	int house, day, minute; /* minute -1: not known */
	bool again;             /* nobody home, or asked to come back */
	bool voided;
};

static unsigned seed = 7;

static int below(int n)
{
	seed = seed * 1103515245u + 12345u;
	return (int)(seed >> 16) % n;
}

/* A contact on one of a few days and hours, so that many fall on the same. */
static struct contact enter(struct desk *desk)
{
	static const char *const ways[] = {
		"\"attempt\":\"vang\"", "\"attempt\":\"hen_lai\"", "\"attempt\":\"tu_choi\"",
		"\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\"}]"};
	struct contact c = {.house = below(HOUSES - 1), .day = 1 + below(9)};
	int way = below(4);
	char text[512], time[32] = "";

	c.minute = below(3) ? 600 + below(3) : -1;
	c.again = way < 2;
	if (c.minute >= 0)
		snprintf(time, sizeof time, "\"time\":\"10:%02d\",", c.minute - 600);
	snprintf(text, sizeof text,
		 "{\"date\":\"2026-11-%02d\",%s\"village\":\"%s\",\"household\":\"%s\","
		 "\"channel\":\"tai_nha\",%s}",
		 c.day, time, houses[c.house][0], houses[c.house][1], ways[way]);
	c.rec = desk_add(desk, TYPE_SESSION, text);
	return c;
}

static bool later(const struct contact *a, const struct contact *b)
{
	if (a->day != b->day)
		return a->day > b->day;
	return a->minute != b->minute ? a->minute > b->minute : a->rec > b->rec;
}

static const struct contact *last_of(const struct contact *all, int n, int house)
{
	const struct contact *last = NULL;

	for (int i = 0; i < n; i++)
		if (all[i].house == house && !all[i].voided && (!last || later(&all[i], last)))
			last = &all[i];
	return last;
}

static int longest_waiting(const void *a, const void *b)
{
	const struct contact *const *x = a, *const *y = b;

	return later(*x, *y) ? 1 : -1;
}

struct visits {
	rec_t houses[HOUSES];
	int n;
};

static int take(void *arg, rec_t rec)
{
	struct visits *v = arg;

	assert_true(v->n < HOUSES);
	v->houses[v->n++] = rec;
	return 0;
}

static void compare(struct desk *desk, const struct contact *all, int n)
{
	const struct contact *wanted[HOUSES];
	struct visits got = {.n = 0};
	struct fault f;
	int want = 0;

	for (int h = 0; h < HOUSES; h++) {
		const struct contact *last = last_of(all, n, h);

		if (last && last->again)
			wanted[want++] = last;
	}
	qsort(wanted, (size_t)want, sizeof *wanted, longest_waiting);
	assert_int_equal(list_visits(desk->book, take, &got, &f), 0);
	assert_int_equal(got.n, want);
	for (int i = 0; i < want; i++) {
		const char *const *house = houses[wanted[i]->house];
		char name[32];
		rec_t rec;

		snprintf(name, sizeof name, "%s/%s", house[0], house[1]);
		assert_int_equal(household_lookup(desk->book, name, &rec, &f), 0);
		assert_int_equal(got.houses[i], rec);
	}
}

static void visits_are_of_last_contacts(void **state)
{
	static struct contact all[SESSIONS];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct desk desk;

		desk_open(&desk);
		compare(&desk, all, 0);
		for (int i = 0; i < SESSIONS / ROUNDS; i++) {
			int out = below(i + 1);

			all[i] = enter(&desk);
			if (!below(4) && !all[out].voided) {
				desk_void(&desk, all[out].rec);
				all[out].voided = true;
			}
			compare(&desk, all, i + 1);
		}
		desk_close(&desk);
	}
}

/* ---- follow-ups ---- */

struct promises {
	struct book *book;
	const char *village, *code; /* of the household, NULL: all */
	rec_t recs[64];
	int n;
};

static bool is_of(const json_t *session, const char *key, const char *value)
{
	const char *text = json_string_value(json_object_get(session, key));

	return text && !strcmp(text, value);
}

/* One of the household in question, found out from its session. */
static int take_promise(void *arg, rec_t rec)
{
	struct promises *p = arg;
	struct fault f;
	json_t *o = record_read(p->book, rec, &f), *session;
	rec_t from;

	assert_int_equal(record_lookup(p->book, TYPE_SESSION,
				       json_string_value(json_object_get(o, "session")), &from, &f),
			 0);
	session = record_read(p->book, from, &f);
	assert_true(p->n < 64);
	if (!p->code || (is_of(session, "village", p->village) &&
			 is_of(session, "household", p->code)))
		p->recs[p->n++] = rec;
	json_decref(session);
	json_decref(o);
	return 0;
}

static void a_household_has_its_own_follow_ups(void **state)
{
	struct desk desk;
	struct fault f;
	int all = 0;

	(void)state;
	desk_open(&desk);
	for (int i = 0; i < 40; i++) {
		const char *const *house = houses[below(HOUSES - 1)];
		char text[512];
		rec_t rec;

		snprintf(text, sizeof text,
			 "{\"date\":\"2026-11-%02d\",\"village\":\"%s\",\"household\":\"%s\","
			 "\"channel\":\"tai_nha\",\"attempt\":\"vang\","
			 "\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-12-%02d\"}]}",
			 1 + below(9), house[0], house[1], 1 + below(20));
		rec = desk_add(&desk, TYPE_SESSION, text);
		if (!below(4))
			desk_void(&desk, rec);
	}
	for (int h = 0; h < HOUSES; h++) {
		struct promises want = {desk.book, houses[h][0], houses[h][1], {0}, 0};
		struct promises got = {desk.book, NULL, NULL, {0}, 0};
		char name[32];
		rec_t rec;

		snprintf(name, sizeof name, "%s/%s", houses[h][0], houses[h][1]);
		assert_int_equal(household_lookup(desk.book, name, &rec, &f), 0);
		list_followups(desk.book, FOLLOWUPS_OPEN, 0, take_promise, &want, &f);
		list_open_followups(desk.book, rec, NULL, take_promise, &got, &f);
		assert_int_equal(got.n, want.n);
		assert_memory_equal(got.recs, want.recs, sizeof got.recs);
		all += got.n;
	}
	assert_true(all > 20 && all < 40);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(visits_are_of_last_contacts),
					   cmocka_unit_test(a_household_has_its_own_follow_ups)};

	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
