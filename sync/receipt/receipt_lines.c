#include "config.h"
#include "sync/receipt/receipt_lines.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"

enum { REASON_LETTERS = 32 };

/* ---- reading ---- */

static bool read_number(const json_t *value, int64_t *out)
{
	if (!json_is_integer(value))
		return false;
	*out = json_integer_value(value);
	return *out >= 0 && *out <= SIGNED_NUMBER_MAX;
}

static bool read_reason(const json_t *value, enum held *out)
{
	const char *text = json_string_value(value);

	if (!text || json_string_length(value) > REASON_LETTERS ||
	    strlen(text) != json_string_length(value))
		return false;
	*out = HELD_NOT;
	for (int held = HELD_NOT + 1; held < HELDS; held++)
		if (!strcmp(text, held_name((enum held)held)))
			*out = (enum held)held;
	return true;
}

static bool read_batch(struct receipt_batch *out, const json_t *value, bool held)
{
	const json_t *hash = json_array_get(value, 1);

	return json_array_size(value) >= (held ? 3 : 2) &&
	       read_number(json_array_get(value, 0), &out->number) && json_is_string(hash) &&
	       hex_read(out->hash, sizeof out->hash, json_string_value(hash),
			json_string_length(hash)) &&
	       (!held || read_reason(json_array_get(value, 2), &out->held));
}

static bool read_list(struct receipt_list *out, const json_t *object, const char *key, bool held)
{
	const json_t *list = json_object_get(object, key);
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n > RECEIPT_BATCHES)
		return false;
	out->batches = memory_alloc_zero(n, sizeof *out->batches);
	for (; out->n < n; out->n++)
		if (!read_batch(&out->batches[out->n], json_array_get(list, out->n), held))
			return false;
	return true;
}

static bool read_up(struct receipt_lane *out, const json_t *object)
{
	const json_t *up = json_object_get(object, "up");
	const char *made;

	if (!up || json_is_null(up))
		return true;
	made = json_string_value(json_object_get(up, "made"));
	out->has_up = true;
	return json_is_object(up) && read_list(&out->up, up, "whole", false) &&
	       signed_code(up, "unit", out->up_unit) && made && date_parse(&out->up_made, made);
}

bool receipt_line_read(struct receipt_lane *out, const char *line, size_t n)
{
	json_t *object = signed_json(line, n);
	bool fine;

	memset(out, 0, sizeof *out);
	fine = object && signed_hex(object, "lane", out->lane, sizeof out->lane) &&
	       read_list(&out->whole, object, "whole", false) &&
	       read_list(&out->part, object, "part", false) &&
	       read_list(&out->held, object, "held", true) &&
	       signed_number(object, "aside", &out->aside) && read_up(out, object);
	json_decref(object);
	if (!fine)
		receipt_lane_release(out);
	return fine;
}

void receipt_lane_release(struct receipt_lane *lane)
{
	free(lane->whole.batches);
	free(lane->part.batches);
	free(lane->held.batches);
	free(lane->up.batches);
	memset(lane, 0, sizeof *lane);
}

/* ---- writing ---- */

static void put_list(struct buffer *out, const char *key, const struct receipt_list *list,
		     bool held)
{
	char hash[2 * HEX_BYTES + 1];

	buffer_print(out, "\"%s\":[", key);
	for (size_t i = 0; i < list->n; i++) {
		const struct receipt_batch *batch = &list->batches[i];

		hex_text(hash, batch->hash, sizeof batch->hash);
		buffer_print(out, "%s[%" PRId64 ",\"%s\"", i ? "," : "", batch->number, hash);
		if (held)
			buffer_print(out, ",\"%s\"", held_name(batch->held));
		buffer_put_char(out, ']');
	}
	buffer_put_char(out, ']');
}

static void put_up(struct buffer *out, const struct receipt_lane *lane, bool dated)
{
	char made[DATE_SIZE] = "";

	if (!lane->has_up) {
		buffer_put(out, "null");
		return;
	}
	if (dated)
		date_format(made, lane->up_made);
	buffer_put_char(out, '{');
	put_list(out, "whole", &lane->up, false);
	buffer_print(out, ",\"unit\":\"%s\",\"made\":\"%s\"}", lane->up_unit, made);
}

void receipt_line_write(struct buffer *out, const struct receipt_lane *lane, bool dated)
{
	char text[LANE_TEXT];

	lane_text(text, lane->lane);
	buffer_print(out, "{\"lane\":\"%s\",", text);
	put_list(out, "whole", &lane->whole, false);
	buffer_put_char(out, ',');
	put_list(out, "part", &lane->part, false);
	buffer_put_char(out, ',');
	put_list(out, "held", &lane->held, true);
	buffer_print(out, ",\"aside\":%" PRId64 ",\"up\":", lane->aside);
	put_up(out, lane, dated);
	buffer_put(out, "}\n");
}
