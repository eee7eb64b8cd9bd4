/*
 * list_register: villages, teams, members, topics, households, reports, campaigns (by
 * their first day) and targets (by set, indicator and team), sorted as Vietnamese readers expect, which SQLite does not know how to.
 */
#ifndef STORE_QUERY_LIST_REGISTER_H
#define STORE_QUERY_LIST_REGISTER_H

#include <jansson.h>

#include "store/catalog/record_type.h"
#include "store/query/list.h"

/* Live records of a register type. village: only of that code, NULL all (households, teams). */
int list_register(struct book *book, enum record_type type, const char *village, list_each each,
		  void *arg, struct fault *f);

/* The same, and among them the records of `also`, live or not; NULL none. */
int list_register_and(struct book *book, enum record_type type, const char *village,
		      const struct list_also *also, list_each each, void *arg, struct fault *f);

/*
 * Live reports on the period of that key ("2026-W47"), those of `team` (code;
 * NULL: of the unit itself) or with any_team of all, by team, the unit's first;
 * several of one team as they were made.
 */
int list_reports(struct book *book, const char *period, const char *team, bool any_team,
		 list_each each, void *arg, struct fault *f);

/* Their codes, in that order, as a new array; NULL with the fault set. */
json_t *list_register_codes(struct book *book, enum record_type type, struct fault *f);

/* How many records of a register type there are. */
int list_count(struct book *book, enum record_type type, int *n, struct fault *f);

/* A household as a list shows it; everything is borrowed during the call. */
struct list_household {
	rec_t rec;
	const char *code, *hint; /* hint "": none */
	bool stands;             /* of those of its code in the village the one the code means */
	const char *same;        /* code of the one it counts for (record/joined.h); "": itself */
	const char *village;     /* code */
	const json_t *kinds;     /* codes of household_type, or NULL */
	day_t last;              /* of its newest session that counts; 0 none */
};

typedef int (*list_each_household)(void *arg, const struct list_household *household);

/*
 * Live households, in the order of list_register(), without merging each
 * record: thousands in a few milliseconds. village and also as there.
 */
int list_households(struct book *book, const char *village, list_each_household each, void *arg,
		    struct fault *f);
int list_households_and(struct book *book, const char *village, const struct list_also *also,
			list_each_household each, void *arg, struct fault *f);

#endif
