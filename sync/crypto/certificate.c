#include "config.h"
#include "sync/crypto/certificate.h"

#include <string.h>

static const char *const kinds[] = { "laptop", "unit" };
static const char *const levels[] = { "team", "commune", "upper" };

enum { CERT_VERSION = 1, LENGTH_BYTES = 2 };

const char *certified_name(enum certified kind)
{
	return kinds[kind];
}

const char *certified_level_name(enum certified_level level)
{
	return levels[level];
}

/* ---- reading ---- */

bool certified_level_read(const json_t *object, const char *key, enum certified_level *out)
{
	int level = signed_word(object, key, levels, sizeof levels / sizeof *levels);

	*out = level < 0 ? CERTIFIED_TEAM : (enum certified_level)level;
	return level >= 0;
}

static bool read_day(const json_t *object, const char *key, day_t *out)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text && date_parse(out, text);
}

static bool read_codes(struct certificate *c, const json_t *object)
{
	const json_t *list = json_object_get(object, "codes");
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n > LIMIT_CODES)
		return false;
	for (size_t i = 0; i < n; i++) {
		const json_t *code = json_array_get(list, i);

		if (!signed_code_fits(code))
			return false;
		memcpy(c->codes[i], json_string_value(code), json_string_length(code) + 1);
	}
	c->n_codes = (int)n;
	return true;
}

/* A team's laptop names its team; a unit has none. */
static bool read_team(struct certificate *c, const json_t *object)
{
	if (json_is_null(json_object_get(object, "team")))
		return c->kind == CERTIFIED_UNIT || c->level != CERTIFIED_TEAM;
	return c->kind == CERTIFIED_LAPTOP && signed_name(object, "team", c->team) && *c->team;
}

static bool read_object(struct certificate *c, const json_t *object)
{
	int kind = signed_word(object, "kind", kinds, sizeof kinds / sizeof *kinds);
	int64_t version;

	if (!signed_number(object, "cert", &version) || version != CERT_VERSION || kind < 0 ||
	    !certified_level_read(object, "level", &c->level))
		return false;
	c->kind = (enum certified)kind;
	c->expires = DAY_MAX;
	return signed_hex(object, "sign", c->sign_pk, sizeof c->sign_pk) &&
	       signed_hex(object, "box", c->box_pk, sizeof c->box_pk) &&
	       signed_code(object, "unit", c->unit) &&
	       signed_name(object, "unit_name", c->unit_name) && read_team(c, object) &&
	       read_codes(c, object) && signed_name(object, "name", c->name) &&
	       read_day(object, "issued", &c->issued) &&
	       (json_is_null(json_object_get(object, "expires")) ||
		read_day(object, "expires", &c->expires)) &&
	       signed_number(object, "number", &c->number) &&
	       signed_hex(object, "issuer", c->issuer, sizeof c->issuer);
}

bool certificate_read(struct certificate *out, const char *payload, size_t n)
{
	json_t *object = n <= LIMIT_CERTIFICATE ? signed_json(payload, n) : NULL;
	bool fine;

	memset(out, 0, sizeof *out);
	fine = object && read_object(out, object);
	json_decref(object);
	return fine;
}

bool certificate_signer(uint8_t pk[SIGN_PUBLIC_BYTES], const char *payload, size_t n)
{
	json_t *object = signed_json(payload, n);
	bool fine = object && signed_hex(object, "sign", pk, SIGN_PUBLIC_BYTES);

	json_decref(object);
	return fine;
}

bool certificate_verify(const struct certificate *c, const char *payload, size_t n,
			const uint8_t signature[SIGNATURE_BYTES])
{
	return sign_verify(signature, CONTEXT_CERTIFICATE, payload, n, c->issuer);
}

/* ---- writing ---- */

static json_t *day_json(day_t day)
{
	char text[DATE_SIZE];

	if (day == DAY_MAX)
		return json_null();
	date_format(text, day);
	return json_string(text);
}

static json_t *codes_json(const struct certificate *c)
{
	json_t *list = json_array();

	for (int i = 0; i < c->n_codes; i++)
		json_array_append_new(list, json_string(c->codes[i]));
	return list;
}

void certificate_write(struct buffer *out, const struct certificate *c)
{
	json_t *object = json_object();

	json_object_set_new(object, "cert", json_integer(CERT_VERSION));
	json_object_set_new(object, "kind", json_string(kinds[c->kind]));
	json_object_set_new(object, "sign", hex_json(c->sign_pk, sizeof c->sign_pk));
	json_object_set_new(object, "box", hex_json(c->box_pk, sizeof c->box_pk));
	json_object_set_new(object, "unit", json_string(c->unit));
	json_object_set_new(object, "unit_name", json_string(c->unit_name));
	json_object_set_new(object, "level", json_string(levels[c->level]));
	json_object_set_new(object, "team", *c->team ? json_string(c->team) : json_null());
	json_object_set_new(object, "codes", codes_json(c));
	json_object_set_new(object, "name", json_string(c->name));
	json_object_set_new(object, "issued", day_json(c->issued));
	json_object_set_new(object, "expires", day_json(c->expires));
	json_object_set_new(object, "number", json_integer(c->number));
	json_object_set_new(object, "issuer", hex_json(c->issuer, sizeof c->issuer));
	signed_json_write(out, object);
}

/* ---- chains ---- */

bool chain_next(const uint8_t *chain, size_t len, size_t *at, struct chain_link *out)
{
	size_t left = len - *at, n;

	if (left < LENGTH_BYTES)
		return false;
	n = chain[*at] | (size_t)chain[*at + 1] << 8;
	left -= LENGTH_BYTES;
	if (n > LIMIT_CERTIFICATE || left < SIGNATURE_BYTES || n > left - SIGNATURE_BYTES)
		return false;
	*at += LENGTH_BYTES;
	*out = (struct chain_link){
		.payload = (const char *)chain + *at,
		.n = n,
		.signature = chain + *at + n,
	};
	*at += n + SIGNATURE_BYTES;
	return true;
}

void chain_put(struct buffer *chain, const struct chain_link *link)
{
	buffer_put_char(chain, (char)(link->n & 0xff));
	buffer_put_char(chain, (char)(link->n >> 8));
	buffer_put_bytes(chain, link->payload, link->n);
	buffer_put_bytes(chain, link->signature, SIGNATURE_BYTES);
}

void chain_append(struct buffer *chain, const char *payload, size_t n,
		  const uint8_t root_secret[SIGN_SECRET_BYTES])
{
	uint8_t signature[SIGNATURE_BYTES];

	sign_bytes(signature, CONTEXT_CERTIFICATE, payload, n, root_secret);
	chain_put(chain, &(struct chain_link){ payload, n, signature });
}
