/*
 * now: the present as an open book takes it, and the days it holds possible.
 *
 * The machine's clock (clock.h) is held against what this vault has seen.
 */
#ifndef STORE_BOOK_NOW_H
#define STORE_BOOK_NOW_H

#include "store/base/clock.h"

struct book;

/* The present, read when the book was opened, by book_begin() and by book_check_clock(). */
const struct moment *book_now(const struct book *book);
/*
 * The earliest day the system's clock can be right about: the build's day or
 * the last accepted day in this vault, whichever is later. A day is accepted
 * when a transaction is committed by a clock that is right; a person's answer
 * never is.
 */
day_t book_clock_floor(const struct book *book);
/*
 * The day to propose to a person who is asked for the date: that of the last
 * transaction committed here, also by an answer; never before the build's.
 */
day_t book_last_day(const struct book *book);
/* Read the clock anew. FAULT_CLOCK when it cannot be right and nobody has been asked (clock.h). */
int book_check_clock(struct book *book, struct fault *f);

#endif
