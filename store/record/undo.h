/*
 * undo: taking back a transaction by new operations that restore what was
 * before it.
 */
#ifndef STORE_RECORD_UNDO_H
#define STORE_RECORD_UNDO_H

#include "store/book/book.h"

/* The verb of a transaction that makes a member's record to which a slot is given at once. */
#define UNDO_MEMBER_WITH_KEY "member_add_key"

/* What book_undo() would take back; rec: the first record that was changed, 0 none. */
struct undo_next {
	int64_t transaction; /* its key: greater than those of all before it */
	char verb[33];
	rec_t rec;
};

/* FAULT_NOTHING, FAULT_FINAL as book_undo(); changes nothing. */
int book_undo_next(struct book *book, struct undo_next *out, struct fault *f);

/*
 * Take back the last transaction of the member who unlocked that is not taken
 * back yet, as a new transaction whose operations restore the earlier values.
 * What somebody else has changed since stays, so does what other records stand
 * on, and what a rule of the records forbids to bring back. FAULT_NOTHING when
 * there is no transaction. What is no matter of records, a password or a recovery code, cannot
 * be taken back and ends the chain: FAULT_FINAL, its verb the subject. A password that came
 * with a member's record goes with it, before it: FAULT_MAY_UNLOCK when it may be there still,
 * and the record is; FAULT_HALF when then the record could not follow, FAULT_UNSURE when it may
 * not have; another that he has must be taken away first: FAULT_HAS_KEY. verb (32 bytes) gets the transaction's verb, count
 * how many of its operations were taken back, left how many had to stay.
 */
int book_undo(struct book *book, char verb[33], int *count, int *left, struct fault *f);

#endif
