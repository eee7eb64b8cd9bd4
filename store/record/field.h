/*
 * field: the values of a record or of an entry, by the names of their fields.
 */
#ifndef STORE_RECORD_FIELD_H
#define STORE_RECORD_FIELD_H

#include <jansson.h>

/* A text of it, or NULL where there is none; belongs to the object. */
static inline const char *text_of(const json_t *object, const char *field)
{
	return json_string_value(json_object_get(object, field));
}

#endif
