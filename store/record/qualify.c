#include "config.h"
#include "store/record/qualify.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/catalog/catalog.h"
#include "store/db/statement.h"

/* What stands before the codes of a field; "" for those that are everybody's. */
static const char *before_codes(const struct scope *scope, enum record_type type,
				const struct field *fd)
{
	switch (fd->type) {
	case FIELD_MEMBERS:
		return scope->person;
	case FIELD_TEAM:
	case FIELD_TOPIC:
		return scope->unit;
	case FIELD_IDENT:
		if (strcmp(fd->name, "code") != 0)
			return "";
		return type == TYPE_MEMBER ? scope->person
		       : type == TYPE_TEAM || type == TYPE_TOPIC || type == TYPE_CAMPAIGN
			       ? scope->unit : "";
	default:
		return "";
	}
}

static bool is_topic(enum record_type type, const struct field *fd)
{
	return fd->type == FIELD_TOPIC || (type == TYPE_TOPIC && fd->type == FIELD_IDENT);
}

int qualify_person(struct book *book, const char *before, const char *code, char **out,
		   struct fault *f)
{
	char *full = memory_format("%s%s", before, code);
	struct statement st;
	int rc;

	*out = full;
	if (!*before)
		return FAULT_OK;
	st = statement_of(book_db(book), "SELECT s FROM sym WHERE k = " REGISTERED_AS("?1"), f);
	bind_text(&st, full);
	if (row_next(&st))
		*out = memory_strdup(row_text(&st, 0));
	rc = statement_end(&st);
	if (*out != full)
		free(full);
	return rc;
}

/* ---- as people see them ---- */

static int told(struct book *book, const struct scope *scope, enum record_type type,
		const struct field *fd, json_t *value, json_t **out, struct fault *f)
{
	const char *before = before_codes(scope, type, fd), *code = json_string_value(value);
	char *full;
	int rc = FAULT_OK;

	if (!*before || !code || (is_topic(type, fd) && topic_find(code))) {
		*out = json_incref(value);
		return FAULT_OK;
	}
	if (fd->type == FIELD_MEMBERS)
		rc = qualify_person(book, before, code, &full, f);
	else
		full = memory_format("%s%s", before, code);
	*out = json_string(full);
	free(full);
	return rc;
}

static int told_object(struct book *book, const struct scope *scope, const struct field *parts,
		       json_t *object, json_t **out, struct fault *f)
{
	int rc = FAULT_OK;

	*out = json_copy(object);
	for (; !rc && json_is_object(object) && parts->name; parts++) {
		json_t *value = json_object_get(object, parts->name), *seen;

		if (!value)
			continue;
		rc = told(book, scope, TYPE_ANY, parts, value, &seen, f);
		json_object_set_new(*out, parts->name, seen);
	}
	return rc;
}

int qualify_value(struct book *book, const struct scope *scope, enum record_type type,
		  const struct field *fd, json_t *value, json_t **out, struct fault *f)
{
	const struct field *parts = record_type_parts(fd->type);
	json_t *each, *seen;
	size_t i;
	int rc = FAULT_OK;

	if (!json_is_array(value) || (!*scope->unit && !*scope->person))
		return told(book, scope, type, fd, value, out, f);
	*out = json_array();
	json_array_foreach(value, i, each) {
		rc = parts ? told_object(book, scope, parts, each, &seen, f)
			   : told(book, scope, type, fd, each, &seen, f);
		json_array_append_new(*out, seen);
		if (rc)
			break;
	}
	return rc;
}

/* ---- and back ---- */

static json_t *own(const struct scope *scope, enum record_type type, const struct field *fd,
		   json_t *value)
{
	const char *before = before_codes(scope, type, fd), *code = json_string_value(value);
	size_t n = strlen(before);

	return n && code && !strncmp(code, before, n) ? json_string(code + n) : json_incref(value);
}

static json_t *own_object(const struct scope *scope, const struct field *parts, json_t *object)
{
	json_t *out = json_copy(object);

	for (; json_is_object(object) && parts->name; parts++)
		if (json_object_get(object, parts->name))
			json_object_set_new(out, parts->name,
					    own(scope, TYPE_ANY, parts,
						json_object_get(object, parts->name)));
	return out;
}

static json_t *own_value(const struct scope *scope, enum record_type type, const struct field *fd,
			 json_t *value)
{
	const struct field *parts = record_type_parts(fd->type);
	json_t *out, *each;
	size_t i;

	if (!json_is_array(value))
		return own(scope, type, fd, value);
	out = json_array();
	json_array_foreach(value, i, each)
		json_array_append_new(out, parts ? own_object(scope, parts, each)
						 : own(scope, type, fd, each));
	return out;
}

json_t *qualify_back(const struct scope *scope, enum record_type type, const json_t *changes)
{
	json_t *out = json_copy((json_t *)(uintptr_t)changes), *value;
	const char *name;

	if (!*scope->unit && !*scope->person)
		return out;
	json_object_foreach((json_t *)(uintptr_t)changes, name, value) {
		const struct field *fd = record_type_field(type, name);

		if (fd)
			json_object_set_new(out, name, own_value(scope, type, fd, value));
	}
	return out;
}
