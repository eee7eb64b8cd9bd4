/*
 * rules: what must hold between the fields of a record, and between records.
 *
 * One list of rules for whatever makes a record what it will be: entering it,
 * changing it, undoing that. They look at the whole record, so a change is held
 * to what the entry was, whichever field it names.
 *
 * A record that was good when it was stored stays editable, though the tables it
 * was held against have changed since (a topic's cap, a member who has left): a
 * rule is asked when a field it speaks of changes, of a new record always.
 */
#ifndef STORE_RECORD_RULES_H
#define STORE_RECORD_RULES_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"

/* What becomes of a record. Values are in the log's form; all is borrowed. */
struct becoming {
	enum record_type type;
	rec_t rec;               /* 0: new */
	const json_t *old;       /* as it is; NULL: new */
	json_t *full;            /* as it will be; a closed promise may get its day here */
	const json_t *followups; /* a session's promises as they will be; NULL: as they are */
	bool back;               /* it counts again, having been taken out */
};

/* FAULT_OK; FAULT_FIELD, FAULT_EXISTS: the rule that is broken; I/O faults. */
int rules_check(struct book *book, const struct becoming *b, struct fault *f);

/* Whether two promises of a session are one: alike in kind, due date and topic. */
bool promise_same(const json_t *a, const json_t *b);

#endif
