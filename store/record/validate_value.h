/*
 * validate_value: one entered value at a time, for validate.c alone.
 *
 * Each value is checked by its field's type and bounds and given in the form
 * operations hold. null and empty texts and lists give JSON null.
 */
#ifndef STORE_RECORD_VALIDATE_VALUE_H
#define STORE_RECORD_VALIDATE_VALUE_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"
#include "store/record/scope.h"

/*
 * `value` of field fd, as named in faults by `name`. village: code of the
 * record's village, for households; self: the record's own key, 0 when new.
 * *out is a new reference.
 */
struct value_of {
	struct book *book;
	enum record_type type;
	const struct field *fd;
	const char *name;
	const char *village;
	const json_t *old; /* the field's value now: what stands in it may stay; NULL: none */
	rec_t self;
	const struct scope *scope; /* whose codes the record's are */
};
int entry_value(const struct value_of *v, const json_t *value, json_t **out, struct fault *f);

#endif
