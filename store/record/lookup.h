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

/*
 * Registers by code; the earliest live record of that code. Where there is none, a
 * team or member whose code, entered before codes were evened out (text_name()),
 * is this one evened out. FAULT_NOT_FOUND.
 */
int record_lookup_code(struct book *book, enum record_type type, const char *code, rec_t *out,
		       struct fault *f);

/*
 * A live team or member other than `except` whose code is the same to a reader
 * (text_name_key()): 0 in *out when there is none.
 */
int record_lookup_alike(struct book *book, enum record_type type, const char *code, rec_t except,
			rec_t *out, struct fault *f);

/*
 * The code of a live village, team or member as its record has it, of the one that
 * was given; malloc'ed, NULL when there is none.
 */
int register_code(struct book *book, enum record_type type, const char *given, char **code,
		  struct fault *f);

/* "26572-01/H001", or the bare code when it is unique. FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int household_lookup(struct book *book, const char *text, rec_t *out, struct fault *f);

/*
 * The hint of the live household with that code in that village (code), malloc'ed; NULL in *hint
 * where it has none, or there is none, or several whose hints differ: it is not said of one what is
 * so of another. I/O faults.
 */
int household_hint(struct book *book, const char *village, const char *code, char **hint,
		   struct fault *f);

/* A target as "SET/CODE", of a team "SET/CODE/TEAM". */
int target_lookup(struct book *book, const char *text, rec_t *out, struct fault *f);

#endif
