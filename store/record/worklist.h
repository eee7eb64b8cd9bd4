/*
 * worklist: records that something is to be done with; in the order they came, some more than once.
 */
#ifndef STORE_RECORD_WORKLIST_H
#define STORE_RECORD_WORKLIST_H

#include "store/book/book.h"
#include "store/db/statement.h"

struct worklist {
	rec_t *recs;
	size_t n, room;
};

/* One that is the last already is not added again. */
void worklist_add(struct worklist *list, rec_t rec);
/* The first column of every row of a question, whose one parameter is `key`. */
int worklist_add_all(struct worklist *list, struct statement st, int64_t key);
/* In order of their keys, each once. */
void worklist_sort(struct worklist *list);
void worklist_release(struct worklist *list);

#endif
