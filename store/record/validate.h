/*
 * validate: checking what people enter, before it becomes an operation.
 *
 * Takes an input object of the command-line contract and gives the fields as
 * operations hold them: texts in NFC, a household as record id, defaults
 * filled in, in the order of the type's table, null fields left out. What it
 * refuses is named by field and by the reason code of data/records.tsv. What is
 * given as it is already is not looked at: the code may be nobody's any more.
 * What must hold between fields and records is rules.h's.
 */
#ifndef STORE_RECORD_VALIDATE_H
#define STORE_RECORD_VALIDATE_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"

struct merged;

struct entry {
	json_t *full;      /* every field with a value; owned */
	json_t *followups; /* session only: the list as given, checked; NULL when it was not; owned */
};

/*
 * Check a new record (old NULL), or the changes to one: old is its merged
 * values, self its key. On any fault nothing is owned by *out.
 */
int entry_check(struct book *book, enum record_type type, const json_t *input, const json_t *old,
		rec_t self, struct entry *out, struct fault *f);
/*
 * The rules between fields and codes for what an undo makes of a record: `values`,
 * in the log's form, of one that was so before.
 */
int entry_recheck(struct book *book, const struct merged *was, const json_t *values, rec_t self,
		  struct fault *f);
void entry_release(struct entry *entry);

#endif
