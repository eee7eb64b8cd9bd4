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

#include <jansson.h>

#include "store/kind.h"
#include "store/summary.h"

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

	/* Those counted in a figure of a summary (summary.h): */
	const char *column;  /* its code, or NULL; then from..to is the summary's period */
	enum summary_axis axis; /* of the group `key` */
	const char *key;

	/*
	 * The order. Both of these walk an index: by date and time, of the same
	 * time as they were entered; and the reverse of that. Neither: by date,
	 * time and id, which is the same on every machine.
	 */
	bool newest_first, oldest_first;
	rec_t after;         /* only what comes after this session in one of those two; 0: all */
	int limit;           /* 0: all */
};

/*
 * FAULT_NOT_FOUND for a village or topic nobody knows, or when `after` is no
 * session any more; FAULT_USAGE for a column no session counts in; I/O faults.
 */
int list_sessions(struct book *book, const struct session_filter *filter, list_each each,
		  void *arg, struct fault *f);

/*
 * How many there are, where an index knows: for ranges, villages and
 * households. *total is -1 where each session would have to be looked at.
 */
int list_sessions_total(struct book *book, const struct session_filter *filter, int64_t *total,
			struct fault *f);

/*
 * The sessions a figure counts and what they add up to (summary_where.h), by
 * looking at each. filter->column is given and search is not.
 */
int list_sessions_sum(struct book *book, const struct session_filter *filter, int64_t *sessions,
		      int64_t *sum, struct fault *f);

/* Sessions that count and have not left this laptop: state "da_luu" (record_facts()). */
int list_sessions_unsent(struct book *book, int64_t *total, struct fault *f);

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
/* How many of the open ones are due before `today`, and from then up to and including `until`. */
int list_followups_due(struct book *book, day_t today, day_t until, int64_t *overdue,
		       int64_t *coming, struct fault *f);

/*
 * Households to visit next: the last contact was an attempt (nobody home, asked
 * to come back) and no guidance since; longest waiting first.
 */
int list_visits(struct book *book, list_each each, void *arg, struct fault *f);

/* Status snapshots of one household, newest first. */
int list_status(struct book *book, rec_t household, list_each each, void *arg, struct fault *f);

#endif
