/*
 * record: what the operations add up to.
 *
 * A record travels as a JSON object with the keys of the command-line
 * contract, in its order, missing values null. Inside operations a household
 * or session is named by record id; in these objects by code ("H001" with its
 * "village") or id text. kind.h has the table of kinds, fields and bounds.
 *
 * Invariants: a record is a pure function of the set of its operations:
 * per field, the heads are the operations setting it that no other one
 * setting it has seen (base); the greatest (clk, hlc, id) head shows, and
 * heads that differ put the record in the conflict table. Nothing is deleted:
 * voiding sets a field.
 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include <jansson.h>

#include "store/book.h"
#include "store/catalog.h"
#include "store/kind.h"

/*
 * Check an input object against its kind's fields, bounds and references and
 * append the operations that make it a record. Inside a step. The faults are
 * FAULT_FIELD (field, reason), FAULT_NOT_PERMITTED; the step must then be
 * rolled back. *out gets the key of the new record. `input` is borrowed.
 */
int record_add(struct book *book, enum kind kind, const json_t *input, rec_t *out,
	       struct fault *f);

/*
 * Change the named fields; the whole record is checked as if entered anew.
 * Fields given with their present value make no operation; if none is left,
 * FAULT_NOTHING. Inside a step.
 */
int record_edit(struct book *book, rec_t rec, const json_t *changes, struct fault *f);

/* Take it out of every count (value true) or back in. Inside a step. FAULT_NOTHING if it is so already. */
int record_void(struct book *book, rec_t rec, bool value, struct fault *f);

/* The public object (new reference), or NULL with the fault set. Adds nothing beyond the kind's fields. */
json_t *record_read(struct book *book, rec_t rec, struct fault *f);

/* What a listing adds to record_read(). */
struct record_facts {
	enum kind kind;
	char id[ID_TEXT];
	char lane[2 * LANE_BYTES + 1]; /* hex; of the creating operation */
	const char *state;             /* code of vocabulary record_state; static */
	int version;                   /* number of operations on it */
	bool voided, conflict;
};
int record_facts(struct book *book, rec_t rec, struct record_facts *out, struct fault *f);

/*
 * The operations of a record, oldest first, as a new array of
 * {"op":id,"at":"YYYY-MM-DDTHH:MM","clk":…,"by":member,"lane":hex,"set":{public form}}.
 */
json_t *record_history(struct book *book, rec_t rec, struct fault *f);

/*
 * The record an id names: a whole id or a prefix of at least 6 letters that
 * fits only one record. FAULT_NOT_FOUND, FAULT_AMBIGUOUS, FAULT_USAGE (too
 * short or not letters of an id). kind KIND_ANY takes any.
 */
int record_find(struct book *book, enum kind kind, const char *text, rec_t *out, struct fault *f);

/* Registers by code; the earliest live record of that code. FAULT_NOT_FOUND. */
int record_find_code(struct book *book, enum kind kind, const char *code, rec_t *out,
		     struct fault *f);
/* "26572-01/H001", or the bare code when it is unique. FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int household_find(struct book *book, const char *text, rec_t *out, struct fault *f);

/*
 * The topics known here: the catalogue's and those added to this book (which
 * win by code). Pointers are good until a topic is added, changed or taken back.
 * book_topic: NULL when unknown.
 */
const struct topic *book_topic(struct book *book, const char *code);
const struct topic *book_topics(struct book *book, size_t *count);

#endif
