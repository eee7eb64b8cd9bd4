/*
 * unknown: of a code that there is not, which there are: those like it, else all where they are few.
 */
#ifndef STORE_RECORD_UNKNOWN_H
#define STORE_RECORD_UNKNOWN_H

#include "store/book/book.h"
#include "store/catalog/record_type.h"

/* Put them into the fault, which is FAULT_FIELD of a field of that row; f may be NULL. */
void unknown_code(struct book *book, const struct field *fd, const char *typed, struct fault *f);

#endif
