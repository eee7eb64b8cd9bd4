/*
 * conflicts: fields that laptops changed without seeing each other, and choosing between them.
 *
 * Of such a field the greatest head shows and the others stay in the log (oplog/merge.h).
 * Choosing is an operation that has seen them all; what was not chosen stays in the history.
 * Heads that agree are no conflict.
 */
#ifndef STORE_RECORD_CONFLICTS_H
#define STORE_RECORD_CONFLICTS_H

#include <jansson.h>

#include "store/book/book.h"

/* Call each() with every record in conflict, the one that came last first; other than 0 ends it. */
int conflicts_each(struct book *book, int (*each)(void *arg, rec_t rec), void *arg, struct fault *f);

/*
 * A record's conflicts, a new array of {"field":name,"values":[{"value":public form,"at":
 * "YYYY-MM-DDTHH:MM","by":member,"lane":hex,"op":id}]}, fields by name, the value that shows
 * first. NULL with the fault set.
 */
json_t *conflicts_read(struct book *book, rec_t rec, struct fault *f);

/*
 * Take the nth (from 1) of these values for a field. Inside a transaction. FAULT_NOT_FOUND: there is
 * no such conflict or value; FAULT_NOT_PERMITTED; FAULT_FIELD where the record would not be one
 * that could be entered.
 */
int conflicts_resolve(struct book *book, rec_t rec, const char *field, int nth, struct fault *f);

#endif
