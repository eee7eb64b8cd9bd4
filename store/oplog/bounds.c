#include "config.h"
#include "store/oplog/bounds.h"

#include <string.h>

#include "store/base/date.h"
#include "store/base/text.h"

/* The letters of a value, -1 when it is no text. */
static int64_t letters(const json_t *value)
{
	if (!json_is_string(value))
		return -1;
	return (int64_t)text_chars(json_string_value(value), json_string_length(value));
}

static bool is_text(const json_t *value, int min, int max)
{
	int64_t n = letters(value);

	return n >= min && n <= max;
}

/* No code has a '/': what stands before one tells apart whose it is (record/scope.h). */
static bool is_ident(const json_t *value, int min, int max)
{
	return is_text(value, min, max) && !strchr(json_string_value(value), '/');
}

static bool is_code(const json_t *value)
{
	return is_ident(value, 1, BOUNDS_CODE);
}

/* n small hex digits. */
static bool is_hex(const json_t *value, size_t n)
{
	const char *text = json_string_value(value);

	return text && json_string_length(value) == n && strspn(text, "0123456789abcdef") == n;
}

static bool is_id(const json_t *value)
{
	struct id id;

	return json_is_string(value) && !id_parse(&id, json_string_value(value));
}

static bool is_whole(const json_t *value, int64_t min, int64_t max)
{
	return json_is_integer(value) && json_integer_value(value) >= min &&
	       json_integer_value(value) <= max;
}

static bool is_number(const json_t *value, int min, int max)
{
	return json_is_number(value) && json_number_value(value) >= min &&
	       json_number_value(value) <= max;
}

/* ---- days and times: texts of one form, with the fixed end of their range ---- */

static bool is_date(const json_t *value, int first_year, int last_year)
{
	day_t day;
	int year;

	if (!is_text(value, 1, BOUNDS_CODE) || !date_parse(&day, json_string_value(value)))
		return false;
	date_split(day, &year, NULL, NULL);
	return year >= first_year && year <= last_year;
}

static bool is_time(const json_t *value)
{
	int minute;

	return is_text(value, 1, BOUNDS_CODE) && time_parse(&minute, json_string_value(value));
}

static bool is_month(const json_t *value)
{
	day_t day;

	return is_text(value, 1, BOUNDS_CODE) && date_parse_month(&day, json_string_value(value));
}

static bool is_period(const json_t *value)
{
	struct period p;

	return is_text(value, 1, BOUNDS_CODE) && !period_parse_key(&p, json_string_value(value)) &&
	       p.kind != PERIOD_RANGE;
}

/* ---- lists and objects ---- */

/* What one item of a list is. */
struct item {
	bool (*fits)(const struct item *item, const json_t *value);
	const struct field *field; /* of the list */
	const struct field *parts; /* of an item that is an object */
};

static bool is_list(const json_t *value, size_t max, const struct item *item)
{
	const json_t *each;
	size_t i;

	if (!json_is_array(value) || json_array_size(value) > max)
		return false;
	json_array_foreach((json_t *)(uintptr_t)value, i, each)
		if (!item->fits(item, each))
			return false;
	return true;
}

static bool fits_code(const struct item *item, const json_t *value)
{
	(void)item;
	return is_code(value);
}

static bool fits_id(const struct item *item, const json_t *value)
{
	(void)item;
	return is_id(value);
}

static bool fits_text(const struct item *item, const json_t *value)
{
	return is_text(value, 0, item->field->max);
}

/* An object: its known parts fit, others are passed over. */
static bool fits_object(const struct item *item, const json_t *value)
{
	if (!json_is_object(value))
		return false;
	for (const struct field *fd = item->parts; fd->name; fd++)
		if (!bounds_hold_value(fd, json_object_get(value, fd->name)))
			return false;
	return true;
}

/* [lane, number, hash]: the batches of a revoked key that go on counting. */
static bool fits_kept(const struct item *item, const json_t *value)
{
	(void)item;
	return json_array_size(value) == 3 && is_hex(json_array_get(value, 0), 16) &&
	       is_whole(json_array_get(value, 1), 1, BOUNDS_WHOLE) &&
	       is_hex(json_array_get(value, 2), 64);
}

static bool is_figures(const json_t *value)
{
	const char *code;
	json_t *each;

	if (!json_is_object(value) || json_object_size(value) > BOUNDS_FIGURES)
		return false;
	json_object_foreach((json_t *)(uintptr_t)value, code, each)
		if (text_chars(code, strlen(code)) > BOUNDS_CODE ||
		    !is_whole(each, -BOUNDS_WHOLE, BOUNDS_WHOLE))
			return false;
	return true;
}

static bool is_list_field(const struct field *fd, const json_t *value)
{
	struct item item = { .field = fd, .parts = record_type_parts(fd->type) };
	size_t max = (size_t)fd->max;

	switch (fd->type) {
	case FIELD_TEXTS:
		item.fits = fits_text;
		max = BOUNDS_TEXTS;
		break;
	case FIELD_IDS:
		item.fits = fits_id;
		break;
	case FIELD_KEPT:
		item.fits = fits_kept;
		break;
	case FIELD_TOPICS:
	case FIELD_FOLLOWUPS:
	case FIELD_TARGETS:
		item.fits = fits_object;
		break;
	default:
		item.fits = fits_code;
		max = BOUNDS_CODES;
	}
	return is_list(value, max, &item);
}

bool bounds_hold_value(const struct field *fd, const json_t *value)
{
	if (!value || json_is_null(value))
		return true;
	switch (fd->type) {
	case FIELD_IDENT:
		return is_ident(value, fd->min, fd->max);
	case FIELD_TEXT:
	case FIELD_LONGTEXT:
		return is_text(value, fd->min, fd->max);
	case FIELD_INT:
		return is_whole(value, fd->min, fd->max);
	case FIELD_NUMBER:
		return is_number(value, fd->min, fd->max);
	case FIELD_DATE:
		return is_date(value, 2020, 9999);
	case FIELD_DAY:
		return is_date(value, fd->min, fd->max);
	case FIELD_DUE:
		return is_date(value, 1, 9999);
	case FIELD_TIME:
		return is_time(value);
	case FIELD_MONTH:
		return is_month(value);
	case FIELD_PERIOD:
		return is_period(value);
	case FIELD_BOOL:
		return json_is_boolean(value);
	case FIELD_CODE:
	case FIELD_VILLAGE:
	case FIELD_TEAM:
	case FIELD_TOPIC:
		return is_code(value);
	case FIELD_HOUSEHOLD:
	case FIELD_SESSION:
	case FIELD_ID:
		return is_id(value);
	case FIELD_FIGURES:
		return is_figures(value);
	default:
		return is_list_field(fd, value);
	}
}

bool bounds_hold(const struct op *op)
{
	static const struct field voided = { .name = "voided", .type = FIELD_BOOL };
	enum record_type type = record_type_of_name(op->type);
	const char *name;
	json_t *value;

	if ((op->who && text_chars(op->who, strlen(op->who)) > BOUNDS_WHO) || op->n < 1 ||
	    op->hlc < 0 || op->hlc > BOUNDS_HLC || json_array_size(op->base) > BOUNDS_BASE ||
	    json_object_size(op->set) > BOUNDS_FIELDS)
		return false;
	if (type == TYPE_ANY)
		return true;
	json_object_foreach(op->set, name, value) {
		const struct field *fd = strcmp(name, voided.name) ? record_type_field(type, name)
								   : &voided;

		if (fd && !bounds_hold_value(fd, value))
			return false;
	}
	return true;
}
