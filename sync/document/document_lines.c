#include "config.h"
#include "sync/document/document_lines.h"

#include <string.h>

#include "store/base/memory.h"
#include "sync/crypto/base64.h"
#include "sync/identity/known.h"

bool document_from_read(uint8_t from[HASH_BYTES], bool *there, const char *manifest, size_t n)
{
	json_t *object = signed_json(manifest, n);
	const json_t *value = json_object_get(object, "from");
	bool fine;

	*there = json_is_string(value);
	memset(from, 0, HASH_BYTES);
	fine = json_is_null(value) || (*there && signed_hex(object, "from", from, HASH_BYTES));
	json_decref(object);
	return fine;
}

/* ---- lanes ---- */

static bool read_codes(char out[LANE_CODES], const json_t *list)
{
	size_t len = 0, i;
	const json_t *code;

	if (!json_is_array(list))
		return false;
	json_array_foreach((json_t *)(uintptr_t)list, i, code) {
		size_t n = json_string_length(code);

		if (!signed_code_fits(code) || len + 1 + n >= LANE_CODES)
			return false;
		if (len)
			out[len++] = ',';
		memcpy(out + len, json_string_value(code), n + 1);
		len += n;
	}
	return true;
}

/* An element as if it had a name, so that it is read as in signed JSON. */
static bool read_lane(struct lane *out, json_t *array)
{
	json_t *object = json_object();
	enum certified_level level;
	const char *lane, *team;
	bool fine;

	json_object_set(object, "lane", json_array_get(array, 0));
	json_object_set(object, "unit", json_array_get(array, 1));
	json_object_set(object, "level", json_array_get(array, 2));
	json_object_set(object, "team", json_array_get(array, 3));
	fine = signed_text(object, "lane", &lane, LANE_TEXT - 1) && !lane_parse(out->id, lane) &&
	       signed_code(object, "unit", out->unit) &&
	       certified_level_read(object, "level", &level) &&
	       (json_is_null(json_array_get(array, 3)) ||
		(signed_text(object, "team", &team, LANE_TEAM - 1) && strlen(team) < LANE_TEAM)) &&
	       read_codes(out->codes, json_array_get(array, 4));
	if (fine && json_is_string(json_array_get(array, 3)))
		memcpy(out->team, team, strlen(team) + 1);
	if (fine)
		out->level = (enum book_level)level;
	out->known = fine;
	json_decref(object);
	return fine;
}

bool document_lane_read(struct lane *out, const char *line, size_t n)
{
	json_t *array;
	bool fine;

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < 0x20)
			return false;
	array = n && *line == '[' ? json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	fine = array && read_lane(out, array);
	json_decref(array);
	return fine;
}

void document_lane_write(struct buffer *out, const struct lane *lane)
{
	json_t *array = json_array(), *codes = json_array();
	char id[LANE_TEXT];

	lane_text(id, lane->id);
	json_array_append_new(array, json_string(id));
	json_array_append_new(array, json_string(lane->unit));
	json_array_append_new(array,
			      json_string(certified_level_name((enum certified_level)lane->level)));
	json_array_append_new(array, *lane->team ? json_string(lane->team) : json_null());
	for (const char *code = lane->codes; *code;) {
		size_t n = strcspn(code, ",");

		json_array_append_new(codes, json_stringn(code, n));
		code += n + (code[n] != 0);
	}
	json_array_append_new(array, codes);
	signed_json_write(out, array);
	buffer_put_char(out, '\n');
}

/* ---- certificates ---- */

bool document_has_certificates(const json_t *object)
{
	const json_t *units = json_object_get(object, "units");

	return json_is_string(json_object_get(object, "cert")) && (!units || json_is_array(units));
}

json_t *document_certificates_read(const char *line, size_t n)
{
	json_t *object = n && *line == '{' ? signed_json(line, n) : NULL;

	if (document_has_certificates(object))
		return object;
	json_decref(object);
	return NULL;
}

bool document_certificate_read(struct certificate *out, const json_t *text)
{
	struct said_certificate said;
	const struct chain_link *link = &said.link;

	return json_is_string(text) && known_decode(&said, json_string_value(text)) &&
	       certificate_read(out, link->payload, link->n) &&
	       certificate_verify(out, link->payload, link->n, link->signature);
}

json_t *document_certificate_json(const char *payload, size_t n, const uint8_t *signature)
{
	struct buffer link = { 0 };
	json_t *value;
	char *text;

	buffer_put_char(&link, (char)(n & 0xff));
	buffer_put_char(&link, (char)(n >> 8));
	buffer_put_bytes(&link, payload, n);
	buffer_put_bytes(&link, signature, SIGNATURE_BYTES);
	text = memory_alloc(BASE64_LEN(link.len) + 1);
	base64_encode(text, (const uint8_t *)link.text, link.len);
	value = json_string(text);
	memory_free_wiped(text);
	buffer_release(&link);
	return value;
}
