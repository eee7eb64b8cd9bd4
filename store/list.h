/*
 * list: walking records in the order people read them.
 *
 * Sessions by date, time, id; villages and households by Vietnamese collation
 * of name or code; people by given name; follow-ups by due date. Each walk
 * calls back with keys; a callback that returns non-zero ends it and that
 * value is returned. No step may be begun from inside a callback.
 */
#ifndef STORE_LIST_H
#define STORE_LIST_H

#include "store/record.h"

typedef int (*list_each)(void *arg, rec_t rec);

struct session_filter {
	bool ranged;         /* from..to, both included */
	day_t from, to;
	const char *village; /* code, or NULL */
	const char *topic;   /* code, or NULL */
	rec_t household;     /* 0: any */
	const char *search;  /* words, with or without marks: every one must match the
				beginning of a word in note, household code or hint, village
				name or a topic's label; NULL or no word: any */
	bool voided;         /* only voided ones; otherwise only those that count */
	bool newest_first;   /* by date and time backwards; of the same time, entered last first */
	int limit;           /* 0: all */
};

/* FAULT_NOT_FOUND for a village or topic nobody knows, I/O faults. */
int list_sessions(struct book *book, const struct session_filter *filter, list_each each,
		  void *arg, struct fault *f);

/* Live records of a register kind. village: only of that code, NULL all (households, teams). */
int list_register(struct book *book, enum kind kind, const char *village, list_each each,
		  void *arg, struct fault *f);

/* How many of them there are. */
int list_count(struct book *book, enum kind kind, int *n, struct fault *f);

/* A household as a list shows it; everything is borrowed during the call. */
struct list_household {
	rec_t rec;
	const char *code, *hint; /* hint "": none */
	const char *village;     /* code */
	const json_t *kinds;     /* codes of household_type, or NULL */
	day_t last;              /* of its newest session that counts; 0 none */
};

typedef int (*list_each_household)(void *arg, const struct list_household *household);

/*
 * Live households, in the order of list_register(), without merging each
 * record: thousands in a few milliseconds. village as there.
 */
int list_households(struct book *book, const char *village, list_each_household each, void *arg,
		    struct fault *f);

enum followup_filter { FOLLOWUPS_OPEN, FOLLOWUPS_ALL };
/* Follow-ups of sessions that count, by due date (none last), up to and including `until` (0: all). */
int list_followups(struct book *book, enum followup_filter which, day_t until, list_each each,
		   void *arg, struct fault *f);

/* Those of one household that are open, in the same order. */
int list_household_followups(struct book *book, rec_t household, list_each each, void *arg,
			     struct fault *f);

/*
 * Households to visit next: the last contact was an attempt (nobody home, asked
 * to come back) and no guidance since; longest waiting first.
 */
int list_visits(struct book *book, list_each each, void *arg, struct fault *f);

/* Status snapshots of one household, newest first. */
int list_status(struct book *book, rec_t household, list_each each, void *arg, struct fault *f);

#endif
