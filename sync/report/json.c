#include "config.h"
#include "sync/report/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "sync/report/words.h"

/* Enough for every value of at most 4 decimals to read as it was rounded. */
#define REAL_DIGITS 15

static json_t *value_json(const struct summary_value *value)
{
	switch (value->type) {
	case SUMMARY_INT:
		return json_integer(value->integer);
	case SUMMARY_REAL:
		return json_real(value->real);
	case SUMMARY_TEXT:
		return json_string(value->text);
	default:
		return json_null();
	}
}

static json_t *columns_json(const struct summary_row *row, const char *period)
{
	json_t *columns = json_object();

	for (size_t i = 0; i < catalog_column_count; i++) {
		const struct column *column = &catalog_columns[i];
		json_t *value = strcmp(column->code, "ky") ? value_json(summary_value(row, column))
							   : json_string(period);

		json_object_set_new(columns, column->code, value);
	}
	return columns;
}

static json_t *period_json(const struct period *period)
{
	char from[DATE_SIZE], to[DATE_SIZE];

	date_format(from, period->from);
	date_format(to, period->to);
	return json_pack("{ssssssss}", "kind", period_kind_name(period->kind), "label",
			 period->label, "from", from, "to", to);
}

static json_t *filled_json(const struct summary_row *row)
{
	json_t *filled = json_object();

	for (int i = 0; i < FILLED_COLUMNS; i++) {
		json_t *pair = json_pack("[II]", (json_int_t)row->carrying[i],
					 (json_int_t)row->sessions);

		json_object_set_new(filled, summary_filled_column(i), pair);
	}
	return filled;
}

/* The columns of figures that were typed in, or NULL; they are in no group but of the whole, too. */
static json_t *typed_json(const struct summary_row *row)
{
	json_t *typed = json_array();

	for (size_t i = 0; i < catalog_column_count; i++)
		if (column_is_typed(&catalog_columns[i]) && row->values[i].type != SUMMARY_NULL)
			json_array_append_new(typed, json_string(catalog_columns[i].code));
	if (json_array_size(typed))
		return typed;
	json_decref(typed);
	return NULL;
}

static json_t *teams_json(const struct summary *summary)
{
	json_t *missing = json_array();

	for (size_t i = 0; i < summary->missing_count; i++)
		json_array_append_new(missing, json_string(summary->missing[i].code));
	return json_pack("{sIsIso}", "expected", (json_int_t)summary->teams, "closed",
			 (json_int_t)(summary->teams - (int64_t)summary->missing_count), "missing",
			 missing);
}

/* Those of a unit's row. */
static json_t *teams_of_unit(const struct summary *summary, const struct summary_row *row)
{
	json_t *missing = json_array();

	for (size_t i = 0; i < summary->missing_count; i++)
		if (!strcmp(summary->missing[i].unit, row->key))
			json_array_append_new(missing, json_string(summary->missing[i].code));
	return json_pack("{sIsIso}", "expected", (json_int_t)row->teams, "closed",
			 (json_int_t)row->teams_closed, "missing", missing);
}

static json_t *groups_json(const struct summary *summary, const char *period)
{
	json_t *groups = json_array();

	for (size_t i = 0; i < summary->group_count; i++) {
		const struct summary_row *row = &summary->groups[i];
		json_t *group = json_pack("{ssssso}", "key", row->key, "label", row->label,
					  "columns", columns_json(row, period));

		if (summary->axis == SUMMARY_TEAM)
			json_object_set_new(group, "closed", json_boolean(row->closed));
		else if (summary->axis == SUMMARY_UNIT)
			json_object_set_new(group, "teams", teams_of_unit(summary, row));
		json_array_append_new(groups, group);
	}
	return groups;
}

static json_t *object_json(const struct summary *summary)
{
	char period[PERIOD_WORDS_SIZE];
	json_t *object;

	period_words(period, &summary->period);
	object = json_pack("{sos{ssss}soso so* so}", "period", period_json(&summary->period), "unit",
			   "code", summary->unit, "name", summary->unit_name, "columns",
			   columns_json(&summary->whole, period), "filled",
			   filled_json(&summary->whole), "typed", typed_json(&summary->whole), "teams", teams_json(summary));
	if (summary->axis != SUMMARY_WHOLE) {
		json_object_set_new(object, "by", json_string(summary_axis_name(summary->axis)));
		json_object_set_new(object, "groups", groups_json(summary, period));
	}
	return object;
}

void summary_json(struct buffer *out, const struct summary *summary)
{
	json_t *object = object_json(summary);
	char *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(REAL_DIGITS));

	buffer_put(out, text);
	buffer_put_char(out, '\n');
	free(text);
	json_decref(object);
}
