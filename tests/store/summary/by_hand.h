/*
 * by_hand: tables filled by hand and summaries counted from them, for tests of counting.
 *
 * Codes are interned by the way. Every function fails the test on what it does not
 * expect. One database at a time; the caller includes cmocka.h.
 */
#ifndef TESTS_STORE_SUMMARY_BY_HAND_H
#define TESTS_STORE_SUMMARY_BY_HAND_H

#include <stddef.h>

#include "store/summary/count.h"

extern struct db db;
extern struct fault fault;
extern struct summary sum; /* what was counted last */
extern day_t today;        /* DESK_TODAY of desk.h until it is set */
extern const char *said;   /* what every report says in kho_khan */

int setup(void **state);
int teardown(void **state);

/* SQL, formatted as sqlite3_mprintf() does. */
void run(const char *format, ...);
day_t day(const char *text);
/* The key of a code; 0 for NULL. */
long long interned(const char *text);
/* A new operation's key; its id sorts by `rank` first. */
long long op(int rank);

/* Each gives the record's key. Numbers are SQL: "NULL" is not known. */
long long village(const char *code, const char *name, const char *households);
long long household(const char *at, const char *code, const char *since);
long long team(const char *code, const char *name, const char *villages);
long long member(const char *code, const char *name, const char *of);

struct visit_row {
	const char *date, *village, *channel, *attempt;
	long long household;
	const char *minutes, *people, *female, *over60; /* NULL: not known */
	const char *by; /* codes, a space between */
};
long long session(struct visit_row v);
void entry(long long at, const char *topic, const char *outcome, const char *count,
	   const char *blocker);
void promise(long long at, const char *due, const char *closed);
long long report(const char *key, const char *of, int nil);

/* Count the period of that key into `sum`. */
void count(const char *key, enum summary_axis axis);

/* A row's cell as text: "-" not known, an integer, a real, or the words. */
const char *cell_of(const struct summary_row *row, const char *column);
/* The group of that key, or NULL. */
const struct summary_row *group(const char *key);
/* The groups' keys in order, spaces between. */
void assert_groups(const char *expected);

#define assert_cell(column, expected) \
	assert_string_equal(cell_of(&sum.whole, column), expected)
#define assert_group(key, column, expected) \
	do { \
		assert_non_null(group(key)); \
		assert_string_equal(cell_of(group(key), column), expected); \
	} while (0)

#endif
