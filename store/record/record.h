/*
 * record: adding to records and changing them.
 *
 * A record travels as a JSON object with the keys of the command-line
 * contract, in its order, missing values null. Inside operations a household
 * or session is named by record id; in these objects by code ("H001" with its
 * "village") or id text. record_type.h has the table of types, fields and bounds.
 *
 * Invariants: a record is a pure function of the set of its operations:
 * per field, the heads are the operations setting it that no other one
 * setting it has seen (base); the greatest (clk, hlc, id) head shows, and
 * heads that differ put the record in the conflict table. Nothing is deleted:
 * voiding sets a field.
 */
#ifndef STORE_RECORD_RECORD_H
#define STORE_RECORD_RECORD_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"

/*
 * Check an input object against its type's fields, bounds and references and
 * append the operations that make it a record. Inside a transaction. The faults are
 * FAULT_FIELD (field, reason), FAULT_NOT_PERMITTED; the transaction must then be
 * rolled back. *out gets the key of the new record. `input` is borrowed.
 */
int record_add(struct book *book, enum record_type type, const json_t *input, rec_t *out,
	       struct fault *f);

/*
 * Change the named fields; the whole record is checked as if entered anew.
 * Fields given with their present value make no operation; if none is left,
 * FAULT_NOTHING. Inside a transaction.
 */
int record_edit(struct book *book, rec_t rec, const json_t *changes, struct fault *f);

/*
 * Take it out of every count (value true) or back in. Inside a transaction.
 * FAULT_NOTHING if it is so already. What must stay is FAULT_USED (references.h), or
 * FAULT_HAS_KEY: a member who can unlock, for no password outlives its record.
 */
int record_void(struct book *book, rec_t rec, bool value, struct fault *f);

/*
 * Take `value` (in the log's form) for a field where laptops differ. Inside a transaction.
 * FAULT_NOT_PERMITTED (right "conflict resolve"); FAULT_FIELD and the like where the record
 * would not be one that could be entered.
 */
int record_settle_field(struct book *book, rec_t rec, const char *field, const json_t *value,
			struct fault *f);

/*
 * Say that a household is another one of its village (joined.h); the same one: that it is none but
 * itself. Inside a transaction. FAULT_FIELD ("same") when they are not two households of one village, or that one counts for
 * this one already, or there is nothing to part; FAULT_NOTHING when it is said; FAULT_NOT_PERMITTED: an officer's to say.
 */
int record_join(struct book *book, rec_t household, rec_t same, struct fault *f);

#endif
