/*
 * references: whether live records stand on another one, so that it must stay.
 *
 * The one rule of voiding and undoing, for screen and command line alike. A
 * member or team may leave, and what they did stays behind: visits and reports
 * do not hold them, the team's present members do. That they were ever made is
 * undone only while nothing names them at all.
 *
 * Both take what a type has no use for as not referenced, return FAULT_OK or the
 * fault they have filled in, and change nothing. One thread: that of the book.
 */
#ifndef STORE_RECORD_REFERENCES_H
#define STORE_RECORD_REFERENCES_H

#include "store/book/book.h"
#include "store/catalog/record_type.h"

/* Whether something needs it as it is now: then it cannot be taken out. */
int record_is_referenced(struct book *book, rec_t rec, enum record_type type, bool *yes,
			 struct fault *f);

/* Whether something needs it or is what it did: then making it cannot be undone. */
int record_was_referenced(struct book *book, rec_t rec, enum record_type type, bool *yes,
			  struct fault *f);

#endif
