/*
 * incarnation: the lane that this laptop's key makes with the incarnation it is in.
 *
 * For store/book alone: book.c, where one is opened, and transaction.c, where a new one begins.
 */
#ifndef STORE_BOOK_INCARNATION_H
#define STORE_BOOK_INCARNATION_H

#include "store/base/fault.h"

struct book;

/* Draw another, in the transaction that is open. */
int incarnation_draw(struct book *book, struct fault *f);

/* The lane of the present one into the book; the log knows it from then on. */
int incarnation_load(struct book *book, struct fault *f);

#endif
