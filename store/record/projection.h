/*
 * projection: the tables that are counted and searched, kept in line with the log.
 *
 * Invariant: they are a pure function of the merged records. What a
 * foreign operation may hold is anything, so every value is taken by type and
 * left NULL when it is of another.
 */
#ifndef STORE_RECORD_PROJECTION_H
#define STORE_RECORD_PROJECTION_H

#include "store/book/book.h"
#include "store/oplog/merge.h"

/*
 * Bring the tables in line with a merged record, as it was and as it is. projection_before() must run
 * before the operation changing it is appended, with the record as it was (of
 * one about to be made: rec 0 and what it will be).
 */
int projection_before(struct book *book, rec_t rec, const struct merged *was, struct fault *f);
int projection_after(struct book *book, rec_t rec, const struct merged *was,
		     const struct merged *is, struct fault *f);
/*
 * In place of projection_after(), while sessions are held (search_held.h): the record is not there
 * any more, as if it had never been.
 */
int projection_gone(struct book *book, rec_t rec, const struct merged *was, struct fault *f);

#endif
