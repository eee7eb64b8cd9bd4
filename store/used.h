/*
 * used: whether live records stand on another one, so that it must stay.
 */
#ifndef STORE_USED_H
#define STORE_USED_H

#include "store/book.h"
#include "store/kind.h"

/* On a village, household, topic, team or member; nothing stands on other kinds. */
int record_used(struct book *book, rec_t rec, enum kind kind, bool *yes, struct fault *f);

#endif
