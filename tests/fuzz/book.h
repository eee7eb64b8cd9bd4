/*
 * book: a logbook for fuzz targets that need one.
 *
 * One for the process, in a folder of its own that goes with it: unit 26572 with villages
 * 26572-01 and -02, households H001 to H003, team T01, members Lan and Bình, a topic of its
 * own and sessions; it is 2026-11-21. Any fault while it is made breaks the target.
 */
#ifndef TESTS_FUZZ_BOOK_H
#define TESTS_FUZZ_BOOK_H

#include "store/book/book.h"

struct book *fuzz_book(void);

/* What an input does to it is done between these, and is gone after the second. */
struct book *fuzz_begin(void);
void fuzz_rollback(void);

#endif
