/*
 * list: walking records in the order people read them.
 *
 * Sessions (list_sessions.h) by date, time, id; villages and households
 * (list_register.h) by Vietnamese collation of name or code; people by given
 * name; follow-ups by due date. Each walk calls back with keys: a callback returns FAULT_OK
 * to go on, LIST_STOP to have no more (the walk then returns FAULT_OK), or a fault's code,
 * which is returned. No transaction may be begun from inside a callback.
 */
#ifndef STORE_QUERY_LIST_H
#define STORE_QUERY_LIST_H

#include "store/base/date.h"
#include "store/book/book.h"

enum { LIST_STOP = -1 };

typedef int (*list_each)(void *arg, rec_t rec);

/* What a walk returns for what its callback, or reading, ended it with. */
static inline int list_ended(int rc)
{
	return rc == LIST_STOP ? 0 : rc;
}

/* Records that are listed though they are not, or no longer, what the list is of. */
struct list_also {
	const rec_t *all;
	int n;
};

/* As a JSON array for json_each(), malloc'ed; NULL for NULL and none. */
char *list_also_text(const struct list_also *also);

enum followup_filter { FOLLOWUPS_OPEN, FOLLOWUPS_ALL };
/* Follow-ups of sessions that count, by due date (none last), up to and including `until` (0: all). */
int list_followups(struct book *book, enum followup_filter which, day_t until, list_each each,
		   void *arg, struct fault *f);

/* Those that are open, of one household or (0) of all, and those of `also`. */
int list_open_followups(struct book *book, rec_t household, const struct list_also *also,
			list_each each, void *arg, struct fault *f);
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
