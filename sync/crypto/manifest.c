#include "config.h"
#include "sync/crypto/manifest.h"

#include <stdio.h>
#include <string.h>

#include "sync/crypto/limits.h"

static const char *const formats[] = { "batch", "receipt", "document", "request" };
static const char *const trusts[] = { "ok", "asked", "bad" };

enum { MADE = 16, LAPTOP = 2 }; /* letters of YYYY-MM-DDTHH:MM, of "l-" */

const char *trust_in_clock_name(enum trust_in_clock clk)
{
	return trusts[clk];
}

void manifest_hash(uint8_t out[HASH_BYTES], const char *bytes, size_t n)
{
	hash_bytes(out, HASH_BYTES, bytes, n);
}

/* ---- reading ---- */

/* A text of less than MANIFEST_APP bytes. */
static bool read_word(const json_t *object, const char *key, char out[MANIFEST_APP])
{
	const char *text;

	if (!signed_text(object, key, &text, MANIFEST_APP - 1) || strlen(text) >= MANIFEST_APP)
		return false;
	memcpy(out, text, strlen(text) + 1);
	return true;
}

static bool read_format(struct manifest *m, const json_t *object)
{
	int known;

	if (!read_word(object, "format", m->format_name))
		return false;
	known = signed_word(object, "format", formats, sizeof formats / sizeof *formats);
	m->format = known < 0 ? FORMAT_UNKNOWN : (enum package_format)known;
	return true;
}

static bool read_to(struct manifest *m, const json_t *object)
{
	const json_t *value = json_object_get(object, "to");
	const char *to = json_string_value(value);
	size_t len = json_string_length(value);

	if (!value)
		return m->format == FORMAT_REQUEST;
	if (!to || m->format == FORMAT_REQUEST)
		return false;
	if (len > LAPTOP && !memcmp(to, "l-", LAPTOP)) {
		m->to_laptop = true;
		return hex_read(m->to_pk, sizeof m->to_pk, to + LAPTOP, len - LAPTOP);
	}
	m->to_unit = true;
	return signed_code(object, "to", m->to_code);
}

static bool read_made(struct manifest *m, const json_t *object)
{
	int trust = signed_word(object, "clk", trusts, sizeof trusts / sizeof *trusts);
	char made[MANIFEST_APP];

	if (!read_word(object, "made", made) || strlen(made) != MADE || made[DATE_SIZE - 1] != 'T')
		return false;
	made[DATE_SIZE - 1] = 0;
	m->clk = (enum trust_in_clock)trust;
	return trust >= 0 && date_parse(&m->day, made) && time_parse(&m->minute, made + DATE_SIZE);
}

static bool read_object(struct manifest *m, const json_t *object)
{
	return read_format(m, object) && signed_number(object, "reader", &m->reader) &&
	       read_word(object, "app", m->app) && signed_code(object, "unit", m->unit) &&
	       read_to(m, object) && read_made(m, object) &&
	       signed_number(object, "raw", &m->raw) && m->raw <= LIMIT_BODY_RAW &&
	       signed_hex(object, "root", m->root, sizeof m->root);
}

bool manifest_read(struct manifest *out, const char *bytes, size_t n)
{
	json_t *object = n <= LIMIT_MANIFEST ? signed_json(bytes, n) : NULL;
	bool fine;

	memset(out, 0, sizeof *out);
	fine = object && read_object(out, object);
	json_decref(object);
	return fine;
}

/* ---- writing ---- */

static json_t *to_json(const struct manifest *m)
{
	char text[LAPTOP + 2 * HEX_BYTES + 1] = "l-";

	if (m->to_unit)
		return json_string(m->to_code);
	hex_text(text + LAPTOP, m->to_pk, sizeof m->to_pk);
	return json_string(text);
}

static json_t *made_json(const struct manifest *m)
{
	char day[DATE_SIZE], minute[TIME_SIZE], made[MADE + 1];

	date_format(day, m->day);
	time_format(minute, m->minute);
	snprintf(made, sizeof made, "%sT%s", day, minute);
	return json_string(made);
}

void manifest_write(struct buffer *out, const struct manifest *m, json_t *own)
{
	json_t *object = json_object();

	json_object_set_new(object, "format", json_string(formats[m->format]));
	json_object_set_new(object, "reader", json_integer(m->reader));
	json_object_set_new(object, "app", json_string(m->app));
	json_object_set_new(object, "unit", json_string(m->unit));
	if (m->to_laptop || m->to_unit)
		json_object_set_new(object, "to", to_json(m));
	json_object_set_new(object, "made", made_json(m));
	json_object_set_new(object, "clk", json_string(trusts[m->clk]));
	if (own)
		json_object_update(object, own);
	json_decref(own);
	json_object_set_new(object, "raw", json_integer(m->raw));
	json_object_set_new(object, "root", hex_json(m->root, sizeof m->root));
	signed_json_write(out, object);
}
