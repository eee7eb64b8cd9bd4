/*
 * incarnation: which lane this laptop writes in.
 *
 * A lane is the laptop's key with an incarnation, which is drawn anew when it may have lost what it
 * wrote. For the modules that make up a book.
 */
#ifndef STORE_BOOK_INCARNATION_H
#define STORE_BOOK_INCARNATION_H

#include "store/base/fault.h"

struct book;

/* Draw a new incarnation of the laptop's key. */
int book_draw_incarnation(struct book *book, struct fault *f);
/* Load the lane that the present one makes. */
int book_load_lane(struct book *book, struct fault *f);

#endif
