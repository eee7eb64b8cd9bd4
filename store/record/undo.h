/*
 * undo: taking back a transaction by new operations that restore what was
 * before it.
 */
#ifndef STORE_RECORD_UNDO_H
#define STORE_RECORD_UNDO_H

#include "store/book/book.h"

/*
 * Take back the last transaction of the member who unlocked that is not taken
 * back yet, as a new transaction whose operations restore the earlier values.
 * What somebody else has changed since stays, so does what other records stand
 * on, and what a rule of the records forbids to bring back. FAULT_NOTHING when
 * there is no transaction. verb (32 bytes) gets the transaction's verb, count
 * how many of its operations were taken back, left how many had to stay.
 */
int book_undo(struct book *book, char verb[33], int *count, int *left, struct fault *f);

#endif
