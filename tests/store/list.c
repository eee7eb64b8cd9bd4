/* Whom to visit next, against the plain meaning of it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/list.h"
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
	c.rec = desk_add(desk, KIND_SESSION, text);
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
		assert_int_equal(household_find(desk->book, name, &rec, &f), 0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(visits_are_of_last_contacts)};

	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
