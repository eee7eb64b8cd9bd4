/*
 * read: records as people and programs see them, merged from the log.
 */
#ifndef STORE_RECORD_READ_H
#define STORE_RECORD_READ_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"
#include "store/oplog/op.h"

/*
 * The public object (new reference), or NULL with the fault set. Nothing but its type's fields.
 * Codes of other teams and units are as people see them (qualify.h). A village's households that
 * it does not say are those of another record of its code (VILLAGE_HOUSEHOLDS of db/schema.h).
 */
json_t *record_read(struct book *book, rec_t rec, struct fault *f);

/* What a listing adds to record_read(). */
struct record_facts {
	enum record_type type;
	char id[ID_TEXT];
	char lane[2 * LANE_BYTES + 1]; /* hex; of the creating operation */
	const char *state;             /* code of vocabulary record_state; static */
	int version;                   /* number of operations on it */
	bool voided, conflict;
};
int record_facts(struct book *book, rec_t rec, struct record_facts *out, struct fault *f);

/*
 * The operations of a record, oldest first, as a new array of
 * {"op":id,"at":"YYYY-MM-DDTHH:MM","clk":…,"by":member,"lane":hex,"set":{public form},"base":[ids it had seen]}.
 */
json_t *record_history(struct book *book, rec_t rec, struct fault *f);

/*
 * One operation of a record of that type, which the lane of key `creator` created, as such an object, with the whole of what it sets, or with
 * `field` (not NULL) alone as "value" in place of "set". A new reference, NULL with the fault set.
 */
json_t *record_step(struct book *book, enum record_type type, int64_t creator,
		    const struct op *op, const char *field, struct fault *f);

/*
 * The live follow-ups of a session with codes as operations hold them (*list, a new
 * reference) with their keys (*keys, malloc'ed). Both are the caller's even on failure.
 */
int record_followups(struct book *book, rec_t session, json_t **list, rec_t **keys,
		     struct fault *f);

#endif
