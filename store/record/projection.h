/*
 * project: the tables that are counted and searched, kept in line with the log.
 *
 * Invariant: they are a pure function of the records' merged states. What a
 * foreign operation may hold is anything, so every value is taken by type and
 * left NULL when it is of another.
 */
#ifndef STORE_RECORD_PROJECTION_H
#define STORE_RECORD_PROJECTION_H

#include "store/book/book.h"
#include "store/oplog/merge.h"

/*
 * Bring the tables in line with a record's state. project_before() must run
 * before the operation changing it is appended, with the state as it was (of
 * a record about to be made: rec 0 and the state it will have).
 */
int project_before(struct book *book, rec_t rec, const struct state *was, struct fault *f);
int project_after(struct book *book, rec_t rec, const struct state *is, struct fault *f);

#endif
