/*
 * settle: a record as the operations that count make it.
 *
 * After operations of a record came, went, or are judged otherwise, its tables are what the
 * operations that count now add up to, and the words of sessions it is part of with them.
 * What has no creating operation that counts is in no table, as if it had never been.
 *
 * Invariant: the tables are a function of the set of operations that count: in whatever order
 * records are settled, and however often. Inside a transaction of the book.
 */
#ifndef STORE_RECORD_SETTLE_H
#define STORE_RECORD_SETTLE_H

#include "store/book/book.h"
#include "store/oplog/judge.h"
#include "store/record/worklist.h"

/*
 * Judge every operation of a record again and put its tables right, and those of records that
 * hang on it. anew: also where all of them come to the same as before, because what their
 * lanes are has changed.
 */
int record_settle(struct book *book, rec_t rec, bool anew, struct fault *f);

/*
 * The same for a record made of the one operation just written to the log with aside NULL
 * and of no other, which counts; nothing ever named it.
 */
int record_settle_new(struct book *book, const struct op *op, struct fault *f);

/* The same of several; the list is empty then. */
int record_settle_each(struct book *book, struct worklist *recs, bool anew, struct fault *f);

/*
 * The same of every record, those that are known by their id alone and are erased among them:
 * anew when what the unit is, or some lane, has become another.
 */
int record_settle_all(struct book *book, bool anew, struct fault *f);

#endif
