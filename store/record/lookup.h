/*
 * lookup: the record a person means: by id, by code, by village and code.
 */
#ifndef STORE_RECORD_LOOKUP_H
#define STORE_RECORD_LOOKUP_H

#include "store/book/book.h"
#include "store/catalog/record_type.h"

/*
 * The record an id names: a whole id or a prefix of at least 6 letters that
 * fits only one record. FAULT_NOT_FOUND, FAULT_AMBIGUOUS, FAULT_USAGE (too
 * short or not letters of an id). type TYPE_ANY takes any.
 */
int record_lookup(struct book *book, enum record_type type, const char *text, rec_t *out,
		  struct fault *f);

/* Registers by code; the earliest live record of that code. FAULT_NOT_FOUND. */
int record_lookup_code(struct book *book, enum record_type type, const char *code, rec_t *out,
		       struct fault *f);
/* "26572-01/H001", or the bare code when it is unique. FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int household_lookup(struct book *book, const char *text, rec_t *out, struct fault *f);

#endif
