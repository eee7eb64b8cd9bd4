/*
 * erasure: which records are erased, and the blanking of what they held.
 *
 * An operation of type `erase` names records. It covers all operations of these records, and
 * of records that name one of them, directly or through others, as far as laptops of the
 * eraser's unit (of an upper level: of units below, too) created them, whenever they come
 * (docs/format-operations.md). What it covers counts no longer, at once; its bytes are
 * blank WAIT days later, so that an erasure taken back in time destroys nothing.
 *
 * Invariants: what is erased is a function of the operations that are here, of which of them
 * count but for erasures, and of what is blank already; what is blank stays so. Inside
 * a transaction of the book, but for erasure_blank_due().
 */
#ifndef STORE_RECORD_ERASURE_H
#define STORE_RECORD_ERASURE_H

#include "store/book/book.h"
#include "store/oplog/lane.h"
#include "store/oplog/merge.h"
#include "store/record/worklist.h"

enum { ERASURE_WAIT = 7 }; /* days */

/* The rows of an erasure that counts: what it names. */
int erasure_put(struct book *book, rec_t erase, const struct merged *merged, struct fault *f);

/* A record as far as being erased goes. */
struct erasable {
	rec_t rec;
	int64_t lane;      /* that created it; its key, and what it is */
	const struct lane *creator; /* NULL: not known yet, or no more; then nothing covers it */
	const struct op *ops; /* those that count but for an erasure */
	int n;
	bool blank;        /* what created it is blank */
};

/* What comes of judging records. */
struct erasing {
	struct worklist look; /* records that may be erased because of them, or no longer */
	bool more, fewer;     /* there are erased ones that were not before; there may be fewer */
};

/*
 * Whether there is an erasure here, or anything erased. While not, none of the
 * following need be asked.
 */
int erasure_any(struct book *book, bool *any, struct fault *f);

/* Whether a record is erased as things are; it is kept with the others that are. */
int erasure_judge(struct book *book, const struct erasable *record, bool *erased,
		  struct erasing *erasing, struct fault *f);

/* Whether an operation names a record that is erased here. */
int erasure_is_named(struct book *book, const struct op *op, bool *yes, struct fault *f);

/* Whether an operation that is not in the log (with its lane) is of an erased record or names one. */
int erasure_reaches(struct book *book, const struct op *op, bool *yes, struct fault *f);

/* Whether the record of an operation (its key) is erased, whether blank already or not. */
int erasure_covers(struct book *book, int64_t op, bool *yes, struct fault *f);

/*
 * Whether something that the erasures of an import (its key) name is blank: taken back, they leave
 * it so.
 */
int erasure_is_final(struct book *book, int64_t import, bool *yes, struct fault *f);

/*
 * When nothing is left to look at: where there are more, those that named another once and no
 * more are to be looked at; where there may be fewer, they are forgotten.
 */
int erasure_go_on(struct book *book, struct erasing *erasing, struct fault *f);

/*
 * Blank what was erased WAIT days ago, in a transaction of its own; words that no session has any
 * longer are forgotten. Nothing while the clock cannot be right; what was erased then, or on a day
 * that is still to come, waits from the first day on that is right.
 */
int erasure_blank_due(struct book *book, struct fault *f);

/*
 * For texts that are not in the log (batches that are kept whole), inside a transaction. Whether
 * something that was erased has come to the end of its days since that time (milliseconds since
 * 1970; 0: ever), by a clock that is right; also where nothing of its record is in the log.
 */
int erasure_fell_due(struct book *book, int64_t since, bool *due, struct fault *f);
/*
 * In a part of the transaction that is taken back: what is still waiting its days is not erased.
 * What is taken in then, and covered, is due.
 */
int erasure_leave_due(struct book *book, struct fault *f);

#endif
