#include "config.h"
#include "sync/crypto/signed_json.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"

json_t *signed_json(const char *bytes, size_t n)
{
	json_t *object;

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)bytes[i] < 0x20)
			return NULL;
	object = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(object)) {
		json_decref(object);
		return NULL;
	}
	return object;
}

bool signed_number(const json_t *object, const char *key, int64_t *out)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value))
		return false;
	*out = json_integer_value(value);
	return *out >= 0 && *out <= SIGNED_NUMBER_MAX;
}

bool signed_hex(const json_t *object, const char *key, uint8_t *out, size_t n)
{
	const json_t *value = json_object_get(object, key);

	return json_is_string(value) &&
	       hex_read(out, n, json_string_value(value), json_string_length(value));
}

bool signed_text(const json_t *object, const char *key, const char **out, size_t letters)
{
	const json_t *value = json_object_get(object, key);
	size_t len = json_string_length(value);

	if (!json_is_string(value))
		return false;
	*out = json_string_value(value);
	return text_chars(*out, len) <= letters && !text_has_control(*out, len, false);
}

bool signed_name(const json_t *object, const char *key, char out[SIGNED_NAME])
{
	const char *text;

	if (!signed_text(object, key, &text, LIMIT_NAME_LETTERS))
		return false;
	snprintf(out, SIGNED_NAME, "%s", text);
	return true;
}

int signed_word(const json_t *object, const char *key, const char *const *words, int n)
{
	const char *text = json_string_value(json_object_get(object, key));

	for (int i = 0; text && i < n; i++)
		if (!strcmp(text, words[i]))
			return i;
	return -1;
}

bool signed_code_fits(const json_t *value)
{
	const char *text = json_string_value(value);
	size_t len = json_string_length(value);

	return text && len && len < SIGNED_CODE &&
	       strspn(text, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == len;
}

bool signed_code(const json_t *object, const char *key, char out[SIGNED_CODE])
{
	const json_t *value = json_object_get(object, key);

	if (!signed_code_fits(value))
		return false;
	memcpy(out, json_string_value(value), json_string_length(value) + 1);
	return true;
}

void signed_json_write(struct buffer *out, json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT);

	buffer_put(out, text);
	memory_free_wiped(text);
	json_decref(object);
}

json_t *hex_json(const uint8_t *bytes, size_t n)
{
	char text[2 * HEX_BYTES + 1];

	hex_text(text, bytes, n);
	return json_string(text);
}
