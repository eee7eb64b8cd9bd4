/*
 * list_sessions: sessions, in pages from either end of an index.
 */
#ifndef STORE_QUERY_LIST_SESSIONS_H
#define STORE_QUERY_LIST_SESSIONS_H

#include "store/query/list.h"
#include "store/query/search.h"
#include "store/summary/summary.h"

struct session_filter {
	bool ranged;         /* from..to, both included */
	day_t from, to;
	const char *village; /* code, or NULL */
	const char *topic;   /* code, or NULL */
	rec_t household;     /* 0: any */
	const char *search;  /* words, with or without marks: every one must match the
				beginning of a word in note, household code or hint, village
				name or a topic's label; NULL or blank: any; signs only:
				none */
	const char *search_also[SEARCH_ALSO]; /* other readings of it (search.h); NULL none */
	bool search_numbers; /* a number also finds the households whose code ends in it (search.h) */
	bool voided;         /* only voided ones; otherwise only those that count */
	struct list_also also; /* records that are listed either way */
	rec_t since;         /* with an operation after this one, voided or not, also what was
				moved out of the range by it; 0: all */

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
 * The sessions a figure counts and what they add up to (drilldown.h), by
 * looking at each. filter->column is given and search is not.
 */
int list_sessions_sum(struct book *book, const struct session_filter *filter, int64_t *sessions,
		      int64_t *sum, struct fault *f);

/* How many there are, by looking at each. */
int list_sessions_count(struct book *book, const struct session_filter *filter, int64_t *count,
			struct fault *f);

#endif
