/*
 * append: one operation of this laptop into the log, and the tables in line with it.
 *
 * What stays in the commune (a household's hint) becomes an operation of its own, so that the
 * others of the record can go on without it.
 */
#ifndef STORE_RECORD_APPEND_H
#define STORE_RECORD_APPEND_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"

/*
 * Append one operation and bring the tables in line (projection.h): for what has
 * been checked already, by an entry or by what an undo restores. FAULT_NOT_PERMITTED: the record is
 * another laptop's, or a report another team's than this laptop is enrolled for (the subject), and
 * others would put that aside. rec 0 creates;
 * then *out is the new record's key. `set` is borrowed. Inside a transaction.
 */
int record_append(struct book *book, rec_t rec, enum record_type type, const json_t *set,
		  rec_t *out, struct fault *f);

#endif
