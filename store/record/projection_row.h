/*
 * projection_row: a row of a projection being written, from a record's values by their keys.
 *
 * For projection.c alone. What is no value of the wanted type is NULL: foreign
 * operations hold what they like. The first fault stays with the statement.
 */
#ifndef STORE_RECORD_PROJECTION_ROW_H
#define STORE_RECORD_PROJECTION_ROW_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/db/statement.h"

struct row {
	struct statement st;
	const json_t *v;
};

void row_begin(struct row *r, struct book *book, const json_t *v, const char *sql,
	       struct fault *f);

/* The next parameter is the text of that key, or `missing`. */
void bind_string(struct row *r, const char *key, const char *missing);
void bind_number(struct row *r, const char *key);
void bind_fraction(struct row *r, const char *key);
/* A text's key in `sym`; NULL for NULL. */
void bind_code_text(struct row *r, const char *text);
void bind_code(struct row *r, const char *key);
/* The same of a code that is told apart by what stands before it (scope.h): `before` and the text. */
void bind_scoped_text(struct row *r, const char *before, const char *text);
void bind_scoped(struct row *r, const char *before, const char *key);
/* A record's key, from its id. */
void bind_ref(struct row *r, const char *key);
/* A date, a month: as numbers (schema.h). */
void bind_day(struct row *r, const char *key);
void bind_month(struct row *r, const char *key);

/* Whether a field names a record: a table that needs one has no row without. */
bool has_ref(const json_t *v, const char *key);

#endif
