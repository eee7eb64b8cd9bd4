#include "config.h"
#include "sync/batch/batch.h"

#include <string.h>

#include "sync/crypto/limits.h"
#include "sync/crypto/signed_json.h"

void batch_lane(uint8_t out[LANE_BYTES], const uint8_t pk[SIGN_PUBLIC_BYTES],
		const uint8_t inc[ID_BYTES])
{
	lane_of(out, pk, inc);
}

/* ---- reading ---- */

static bool is_null(const json_t *object, const char *key)
{
	return json_is_null(json_object_get(object, key));
}

/* Elements of an array, which have no keys of their own. */
static bool number_at(const json_t *array, size_t i, int64_t *out)
{
	const json_t *value = json_array_get(array, i);

	*out = json_integer_value(value);
	return json_is_integer(value) && *out >= 0 && *out <= SIGNED_NUMBER_MAX;
}

static bool hex_at(const json_t *array, size_t i, uint8_t *out, size_t n)
{
	const json_t *value = json_array_get(array, i);

	return json_is_string(value) &&
	       hex_read(out, n, json_string_value(value), json_string_length(value));
}

static bool read_place(struct batch_keys *keys, const json_t *object)
{
	keys->has_prev = !is_null(object, "prev");
	return signed_hex(object, "lane", keys->lane, sizeof keys->lane) &&
	       signed_hex(object, "inc", keys->inc, sizeof keys->inc) &&
	       signed_number(object, "number", &keys->number) && keys->number >= 1 &&
	       keys->has_prev == (keys->number > 1) &&
	       (!keys->has_prev || signed_hex(object, "prev", keys->prev, sizeof keys->prev));
}

static bool read_audit(struct batch_keys *keys, const json_t *object)
{
	const json_t *audit = json_object_get(object, "audit");

	if (json_is_null(audit))
		return true;
	keys->has_audit = true;
	return json_array_size(audit) == 2 && number_at(audit, 0, &keys->audit_n) &&
	       hex_at(audit, 1, keys->audit, sizeof keys->audit);
}

static bool read_seen_of(struct batch_seen *seen, const json_t *array)
{
	seen->has_document = !json_is_null(json_array_get(array, 4));
	return json_array_size(array) == 5 && hex_at(array, 0, seen->issuer, sizeof seen->issuer) &&
	       number_at(array, 1, &seen->epoch) && number_at(array, 2, &seen->number) &&
	       hex_at(array, 3, seen->token, sizeof seen->token) &&
	       (!seen->has_document || hex_at(array, 4, seen->document, sizeof seen->document));
}

static bool read_seen(struct batch_keys *keys, const json_t *object)
{
	const json_t *seen = json_object_get(object, "seen");

	if (!json_is_array(seen) || json_array_size(seen) > BATCH_SEEN)
		return false;
	for (; keys->n_seen < (int)json_array_size(seen); keys->n_seen++)
		if (!read_seen_of(&keys->seen[keys->n_seen],
				  json_array_get(seen, (size_t)keys->n_seen)))
			return false;
	return true;
}

static bool read_rest(struct batch_keys *keys, const json_t *object)
{
	return signed_number(object, "first", &keys->first) &&
	       signed_number(object, "count", &keys->count) && keys->count <= LIMIT_OPERATIONS &&
	       read_audit(keys, object) && read_seen(keys, object);
}

static bool read_keys(struct batch_keys *out, const char *manifest, size_t n, bool all)
{
	json_t *object = n <= LIMIT_MANIFEST ? signed_json(manifest, n) : NULL;
	bool fine;

	memset(out, 0, sizeof *out);
	fine = object && read_place(out, object) && (!all || read_rest(out, object));
	json_decref(object);
	return fine;
}

bool batch_place_read(struct batch_keys *out, const char *manifest, size_t n)
{
	return read_keys(out, manifest, n, false);
}

bool batch_keys_read(struct batch_keys *out, const char *manifest, size_t n)
{
	return read_keys(out, manifest, n, true);
}

/* ---- writing ---- */

static json_t *hex_or_null(bool there, const uint8_t *bytes, size_t n)
{
	return there ? hex_json(bytes, n) : json_null();
}

static json_t *audit_json(const struct batch_keys *keys)
{
	json_t *audit;

	if (!keys->has_audit)
		return json_null();
	audit = json_array();
	json_array_append_new(audit, json_integer(keys->audit_n));
	json_array_append_new(audit, hex_json(keys->audit, sizeof keys->audit));
	return audit;
}

static json_t *seen_json(const struct batch_seen *seen)
{
	json_t *array = json_array();

	json_array_append_new(array, hex_json(seen->issuer, sizeof seen->issuer));
	json_array_append_new(array, json_integer(seen->epoch));
	json_array_append_new(array, json_integer(seen->number));
	json_array_append_new(array, hex_json(seen->token, sizeof seen->token));
	json_array_append_new(array, hex_or_null(seen->has_document, seen->document,
						 sizeof seen->document));
	return array;
}

json_t *batch_keys_json(const struct batch_keys *keys)
{
	json_t *object = json_object(), *seen = json_array();

	for (int i = 0; i < keys->n_seen; i++)
		json_array_append_new(seen, seen_json(&keys->seen[i]));
	json_object_set_new(object, "lane", hex_json(keys->lane, sizeof keys->lane));
	json_object_set_new(object, "inc", hex_json(keys->inc, sizeof keys->inc));
	json_object_set_new(object, "number", json_integer(keys->number));
	json_object_set_new(object, "prev", hex_or_null(keys->has_prev, keys->prev,
							sizeof keys->prev));
	json_object_set_new(object, "first", json_integer(keys->first));
	json_object_set_new(object, "count", json_integer(keys->count));
	json_object_set_new(object, "audit", audit_json(keys));
	json_object_set_new(object, "seen", seen);
	return object;
}
