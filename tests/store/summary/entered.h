/*
 * entered: what several laptops entered with the same codes, for tests of counting.
 *
 * Two teams of a commune, its office, a team of another commune and that one's office: each has a
 * Lan and a Minh, a T01 or T02, an H001. All of it, with what was changed, taken out and joined since,
 * is here as a test may count it, and in the vaults of the office and of the level above, who
 * have taken it in.
 */
#ifndef TESTS_STORE_SUMMARY_ENTERED_H
#define TESTS_STORE_SUMMARY_ENTERED_H

#include "tests/store/record/exchange.h"

enum { ONE, TWO, OFFICE, THREE, OTHER_OFFICE, WRITERS };
enum { VILLAGES = 4, HOUSES = 64, VISITS = 260, STATUSES = 64, MAX_TOPICS = 3, TEAMS = 3 };

extern const struct writer {
	struct lane lane;
	int village, visits; /* its first village of two; how many visits it makes */
	int news;            /* so_tin of its report on the week; -1: it has made none */
} writers[WRITERS];

extern const char *const villages[VILLAGES];
extern const int village_sizes[VILLAGES];

/* Teams by code; those of the other commune last. */
extern const struct team_entered {
	const char *unit, *code;
	bool looks_after[VILLAGES];
	int members; /* people, on all laptops */
} teams[TEAMS];

struct house {
	int writer, village, root; /* root: the one it counts for */
	char code[8];
	rec_t rec;
	struct id id;
	day_t since; /* first day of the month of `guided_since`; 0 none */
};

struct visit {
	int writer, village, house; /* house -1: none */
	day_t day;
	const char *channel, *attempt, *by[2];
	int minutes, people, female, over60; /* -1: not noted */
	struct {
		const char *topic, *outcome, *blocker;
		int count;
	} topics[MAX_TOPICS];
	int n_topics, n_by;
	bool promised, voided;
	day_t due, closed; /* closed 0: not */
	struct id id;
};

struct status {
	int house;
	day_t day;
	int adults, eid1, eid2, smartphones; /* -1: not noted */
};

extern struct entered {
	struct desk desks[WRITERS], upper;
	struct house houses[HOUSES];
	struct visit visits[VISITS];
	struct status statuses[STATUSES];
	int n_houses, n_visits, n_statuses;
} entered;

/* The week that was closed by those who closed one; the offices with that rate of applications. */
#define ENTERED_WEEK "2026-W47"
#define ENTERED_RATE 80.5

/* Several people at once: a class, a meeting. */
bool visit_is_gathering(const struct visit *v);

int entered_setup(void **state);
int entered_teardown(void **state);

#endif
