#include "config.h"
#include "store/record/validate_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/id.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/book/now.h"
#include "store/catalog/catalog.h"
#include "store/catalog/moves.h"
#include "store/db/interned.h"
#include "store/db/schema.h"
#include "store/db/statement.h"
#include "store/record/lookup.h"
#include "store/record/qualify.h"
#include "store/record/topics.h"
#include "store/record/unknown.h"

#define LIST_MAX 200 /* villages of a team, people of a session: beyond any real one */

static int bad(const struct value_of *v, const char *value, struct fault *f)
{
	return fault_field(f, v->name, v->fd->reason, value);
}

/* ---- texts ---- */

static bool all_of(const char *s, const char *set)
{
	return strspn(s, set) == strlen(s);
}

static bool is_village_code(const char *s)
{
	size_t n = strlen(s);

	return n >= 8 && n <= 10 && s[5] == '-' && strspn(s, "0123456789") == 5 &&
	       all_of(s + 6, "0123456789");
}

static bool fits_pattern(const char *pattern, const char *s)
{
	static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	if (!strcmp(pattern, "village"))
		return is_village_code(s);
	if (!strcmp(pattern, "household"))
		return all_of(s + strspn(s, upper), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
	if (!strcmp(pattern, "topic"))
		return all_of(s + strspn(s, upper), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	if (!strcmp(pattern, "cap"))
		return !strcmp(s, "people") || !strcmp(s, "none");
	if (!strcmp(pattern, "campaign"))
		return all_of(s + strspn(s, upper), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");
	if (!strcmp(pattern, "indicator"))
		return indicator_find(s) != NULL;
	if (!strcmp(pattern, "activity"))
		return column_find(s) && column_is_activity(column_find(s));
	if (!strcmp(pattern, "moves"))
		return moves_are(s);
	return !strpbrk(s, "/,"); /* "name": codes people read, such as "Lan" or "T01" */
}

static int text_value(const struct value_of *v, const json_t *value, json_t **out,
		      struct fault *f)
{
	const struct field *fd = v->fd;
	const char *s = json_string_value(value);
	size_t n = s ? json_string_length(value) : 0, chars;
	bool is_long = fd->type == FIELD_LONGTEXT;
	char *clean;

	if (!s)
		return bad(v, NULL, f);
	/* No letter of a text that fits takes more than 12 bytes before composition. */
	if (n > (size_t)fd->max * 12 || (is_long ? text_entry(s, n, &clean, &n)
						 : text_name(s, n, &clean, &n)))
		return bad(v, NULL, f);
	chars = text_chars(clean, n);
	*out = NULL;
	if (chars <= (size_t)fd->max && !text_has_control(clean, n, is_long)) {
		bool blank = text_is_blank(clean, n);

		if (blank && fd->min == 0)
			*out = json_null();
		else if (!blank && chars >= (size_t)fd->min &&
			 (is_long || !text_has_invisible(clean, n)) &&
			 (fd->type != FIELD_IDENT || fits_pattern(fd->list, clean)))
			*out = json_stringn(clean, n);
	}
	if (!*out)
		bad(v, clean, f);
	free(clean);
	return *out ? FAULT_OK : FAULT_FIELD;
}

/* ---- numbers, dates ---- */

static int int_value(const struct value_of *v, const json_t *value, json_t **out,
		     struct fault *f)
{
	json_int_t i = json_integer_value(value);
	char text[32];

	snprintf(text, sizeof text, "%lld", (long long)i);
	if (!json_is_integer(value))
		return fault_field(f, v->name, v->fd->reason == REASON_BAD_COUNT ?
				   REASON_BAD_COUNT : REASON_BAD_NUMBER, NULL);
	if (i < v->fd->min && v->fd->reason == REASON_TOO_MANY)
		return fault_field(f, v->name, REASON_BAD_NUMBER, text);
	if (i < v->fd->min || i > v->fd->max)
		return bad(v, text, f);
	*out = json_integer(i);
	return FAULT_OK;
}

/* Kept as a real, whole or not, so that equal numbers are equal values. */
static int number_value(const struct value_of *v, const json_t *value, json_t **out,
			struct fault *f)
{
	double given = json_number_value(value), off;
	long long hundredths;
	char text[32];

	snprintf(text, sizeof text, "%.12g", given);
	if (!json_is_number(value) || given < v->fd->min || given > v->fd->max)
		return bad(v, json_is_number(value) ? text : NULL, f);
	hundredths = (long long)(given * 100 + 0.5);
	off = given * 100 - (double)hundredths;
	if (off > 1e-6 || off < -1e-6)
		return bad(v, text, f);
	*out = json_real((double)hundredths / 100);
	return FAULT_OK;
}

/* A day that may be to come, in the years of the field's bounds. */
static bool is_day(const struct field *fd, const char *s)
{
	day_t day;
	int year;

	if (!date_parse(&day, s))
		return false;
	date_split(day, &year, NULL, NULL);
	return year >= fd->min && year <= fd->max;
}

static int date_value(const struct value_of *v, const json_t *value, json_t **out,
		      struct fault *f)
{
	const char *s = json_string_value(value);
	day_t day, floor, today = book_now(v->book)->day;
	struct period p;
	int minute;
	bool ok = false;

	date_make(&floor, 2020, 1, 1);
	if (!s || strlen(s) != json_string_length(value))
		return bad(v, NULL, f);
	switch (v->fd->type) {
	case FIELD_DATE:
		ok = date_parse(&day, s) && day >= floor && day <= today;
		break;
	case FIELD_DUE:
		ok = date_parse(&day, s);
		break;
	case FIELD_DAY:
		ok = is_day(v->fd, s);
		break;
	case FIELD_TIME:
		ok = time_parse(&minute, s);
		break;
	case FIELD_MONTH:
		ok = date_parse_month(&day, s) && day <= today;
		break;
	default:
		ok = !period_parse_key(&p, s) && p.kind != PERIOD_RANGE && p.from >= floor &&
		     p.from <= today;
		if (ok) {
			*out = json_string(p.label);
			return FAULT_OK;
		}
	}
	if (!ok)
		return bad(v, s, f);
	*out = json_string(s);
	return FAULT_OK;
}

/* ---- codes and references ---- */

static bool has_string(const json_t *list, const char *s)
{
	json_t *each;
	size_t i;

	json_array_foreach(list, i, each)
		if (!strcmp(json_string_value(each), s))
			return true;
	return false;
}

/* Whether the field has this code now: it stays, whoever has left since. */
static bool is_kept(const struct value_of *v, const char *code)
{
	json_t *each;
	size_t i;

	if (json_is_string(v->old))
		return !strcmp(json_string_value(v->old), code);
	json_array_foreach((json_t *)(uintptr_t)v->old, i, each) {
		const char *had = json_string_value(json_is_object(each)
							? json_object_get(each, "team") : each);

		if (had && !strcmp(had, code))
			return true;
	}
	return false;
}

/*
 * What is before a code that this record names is before all it names: of those of the same team
 * or unit, registered here as theirs or by the commune. NULL in *code when none is meant.
 */
static int scoped_value(const struct value_of *v, enum record_type type, const char *before,
			const char *given, char **code, struct fault *f)
{
	char *full = memory_format("%s%s", before, given), *known = NULL, *person = NULL;
	int rc = register_code(v->book, type, full, &known, f);

	if (!rc && !known && type == TYPE_MEMBER)
		rc = qualify_person(v->book, before, given, &person, f);
	*code = known || (person && strcmp(person, full) != 0) ? memory_strdup(given) : NULL;
	free(full);
	free(known);
	free(person);
	return rc;
}

/*
 * The code of a register as it is written there; NULL in *code when none is meant. None of
 * another team or unit is: what was typed is written as it is, and they are not told apart there.
 */
static int register_value(const struct value_of *v, enum record_type type, const char *given,
			  char **code, struct fault *f)
{
	const char *before = type == TYPE_MEMBER ? v->scope->person
			     : type == TYPE_TEAM ? v->scope->unit : "";

	*code = is_kept(v, given) ? memory_strdup(given) : NULL;
	if (*code || strchr(given, '/'))
		return FAULT_OK;
	return *before ? scoped_value(v, type, before, given, code, f)
		       : register_code(v->book, type, given, code, f);
}

/* The same of a topic. */
static void topic_value(const struct value_of *v, const char *name, char **code)
{
	char *full = memory_format("%s%s", topic_find(name) ? "" : v->scope->unit, name);

	*code = !strchr(name, '/') && book_topic(v->book, full) ? memory_strdup(name) : NULL;
	free(full);
}

/* One code of a vocabulary, register or the topics. */
static int code_value(const struct value_of *v, const json_t *value, json_t **out,
		      struct fault *f)
{
	const char *s = json_string_value(value);
	char *name, *code = NULL;
	size_t n;
	int rc = FAULT_OK;

	if (!s || json_string_length(value) > 256 ||
	    text_name(s, json_string_length(value), &name, &n))
		return bad(v, NULL, f);
	switch (v->fd->type) {
	case FIELD_CODE:
	case FIELD_CODES:
		code = vocab_find(v->fd->list, name) ? memory_strdup(name) : NULL;
		break;
	case FIELD_TOPIC:
		topic_value(v, name, &code);
		break;
	case FIELD_VILLAGE:
	case FIELD_VILLAGES:
		rc = register_value(v, TYPE_VILLAGE, s, &code, f);
		break;
	case FIELD_TEAM:
		rc = register_value(v, TYPE_TEAM, s, &code, f);
		break;
	default:
		rc = register_value(v, TYPE_MEMBER, s, &code, f);
	}
	if (!rc && code) {
		*out = json_string(code);
	} else if (!rc) {
		rc = bad(v, name, f);
		unknown_code(v->book, v->fd, name, f);
	}
	free(name);
	free(code);
	return rc;
}

static int household_value(const struct value_of *v, const json_t *value, json_t **out,
			   struct fault *f)
{
	const char *s = json_string_value(value);
	char id_letters[ID_TEXT], *code = NULL;
	struct id id;
	struct statement st;
	bool found;
	size_t n;
	int rc;

	if (!s || !v->village || text_name(s, json_string_length(value), &code, &n))
		return bad(v, s, f);
	st = statement_of(book_db(v->book),
		"SELECT o.id FROM household h JOIN op o ON o.k = h.rec"
		" WHERE h.village = (SELECT k FROM sym WHERE s = ?) AND h.code = ? AND NOT h.voided"
		" ORDER BY " BY_STANDING("o") " LIMIT 1", f);
	bind_text(&st, v->village);
	bind_text(&st, code);
	found = row_next(&st) && row_bytes(&st, 0, id.b, ID_BYTES);
	rc = statement_end(&st);
	if (!rc && !found)
		rc = bad(v, code, f);
	free(code);
	if (rc)
		return rc;
	id_text(id_letters, &id);
	*out = json_string(id_letters);
	return FAULT_OK;
}

/* A list of codes, each once, or of texts. */
static int list_value(const struct value_of *v, const json_t *value, json_t **out,
		      struct fault *f)
{
	bool texts = v->fd->type == FIELD_TEXTS;
	size_t i, max = texts ? 10 : LIST_MAX;
	json_t *list, *each, *item;

	if (!json_is_array(value) || json_array_size(value) > max)
		return bad(v, NULL, f);
	if (!json_array_size(value)) {
		*out = json_null();
		return FAULT_OK;
	}
	list = json_array();
	json_array_foreach(value, i, each) {
		int rc;

		item = NULL;
		rc = texts ? text_value(v, each, &item, f) : code_value(v, each, &item, f);
		if (!rc && (json_is_null(item) || has_string(list, json_string_value(item)))) {
			rc = bad(v, json_string_value(item), f);
			json_decref(item);
		}
		if (rc) {
			json_decref(list);
			return rc;
		}
		json_array_append_new(list, item);
	}
	*out = list;
	return FAULT_OK;
}

/* ---- topics and follow-ups: lists of small objects ---- */

static int object_value(const struct value_of *v, const struct field *fields, const json_t *value,
			json_t **out, struct fault *f)
{
	json_t *object, *item;
	const char *key;
	json_t *each;
	char name[128];

	if (!json_is_object(value))
		return bad(v, NULL, f);
	json_object_foreach((json_t *)value, key, each) {
		const struct field *fd = fields;

		while (fd->name && strcmp(fd->name, key))
			fd++;
		snprintf(name, sizeof name, "%s.%s", v->name, key);
		if (!fd->name)
			return fault_field(f, name, REASON_UNKNOWN_FIELD, NULL);
	}
	object = json_object();
	for (const struct field *fd = fields; fd->name; fd++) {
		struct value_of inner = *v;
		int rc;

		snprintf(name, sizeof name, "%s.%s", v->name, fd->name);
		inner.fd = fd;
		inner.name = name;
		rc = entry_value(&inner, json_object_get(value, fd->name), &item, f);
		if (!rc && json_is_null(item) && fd->flags & FIELD_REQUIRED)
			rc = fault_missing(f, name, fd->reason);
		if (rc) {
			json_decref(object);
			return rc;
		}
		if (!json_is_null(item))
			json_object_set_new(object, fd->name, item);
	}
	*out = object;
	return FAULT_OK;
}

static int objects_value(const struct value_of *v, const json_t *value, json_t **out,
			 struct fault *f)
{
	bool followups = v->fd->type == FIELD_FOLLOWUPS;
	json_t *list, *each, *item = NULL;
	size_t i;

	if (!json_is_array(value) || json_array_size(value) > (size_t)v->fd->max)
		return bad(v, NULL, f);
	if (!json_array_size(value) && !followups) {
		*out = json_null();
		return FAULT_OK;
	}
	list = json_array();
	json_array_foreach(value, i, each) {
		struct value_of inner = *v;
		char name[64];
		int rc;

		snprintf(name, sizeof name, "%s[%zu]", v->name, i);
		inner.name = name;
		rc = object_value(&inner, record_type_parts(v->fd->type), each, &item, f);
		if (rc) {
			json_decref(list);
			return rc;
		}
		json_array_append_new(list, item);
	}
	*out = list;
	return FAULT_OK;
}

int entry_value(const struct value_of *v, const json_t *value, json_t **out, struct fault *f)
{
	*out = json_null();
	if (!value || json_is_null(value))
		return FAULT_OK;
	switch (v->fd->type) {
	case FIELD_IDENT:
	case FIELD_TEXT:
	case FIELD_LONGTEXT:
		return text_value(v, value, out, f);
	case FIELD_INT:
		return int_value(v, value, out, f);
	case FIELD_NUMBER:
		return number_value(v, value, out, f);
	case FIELD_DATE:
	case FIELD_DAY:
	case FIELD_DUE:
	case FIELD_TIME:
	case FIELD_MONTH:
	case FIELD_PERIOD:
		return date_value(v, value, out, f);
	case FIELD_BOOL:
		if (!json_is_boolean(value))
			return bad(v, NULL, f);
		*out = json_boolean(json_is_true(value));
		return FAULT_OK;
	case FIELD_CODE:
	case FIELD_VILLAGE:
	case FIELD_TEAM:
	case FIELD_TOPIC:
		return code_value(v, value, out, f);
	case FIELD_HOUSEHOLD:
		return household_value(v, value, out, f);
	case FIELD_CODES:
	case FIELD_VILLAGES:
	case FIELD_MEMBERS:
	case FIELD_TEXTS:
		return list_value(v, value, out, f);
	case FIELD_TOPICS:
	case FIELD_FOLLOWUPS:
	case FIELD_TARGETS:
		return objects_value(v, value, out, f);
	default:
		return bad(v, NULL, f);
	}
}
