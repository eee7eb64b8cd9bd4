#include "config.h"
#include "tests/sync/crypto/vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sodium.h>

struct vector_key vector_key(int seed, int secret)
{
	struct vector_key key;
	uint8_t bytes[crypto_sign_SEEDBYTES];

	memset(bytes, seed, sizeof bytes);
	crypto_sign_seed_keypair(key.sign_pk, key.sign_sk, bytes);
	memset(key.box.secret, secret, BOX_BYTES);
	box_key_complete(&key.box);
	return key;
}

struct buffer vector_file(const char *name)
{
	const char *srcdir = getenv("srcdir");
	struct buffer out = { 0 };
	char path[500], bytes[4096];
	FILE *file;
	size_t n;

	snprintf(path, sizeof path, "%s/tests/data/exchange/%s", srcdir ? srcdir : ".", name);
	file = fopen(path, "rb");
	while (file && (n = fread(bytes, 1, sizeof bytes, file)) > 0)
		buffer_put_bytes(&out, bytes, n);
	if (file)
		fclose(file);
	return out;
}

struct buffer vector_name(const char *whose, const char *what)
{
	struct buffer all = vector_file("names.tsv"), out = { 0 };
	char start[80];
	const char *at;

	snprintf(start, sizeof start, "%s\t%s\t", whose, what);
	at = strstr(buffer_text(&all), start);
	if (at)
		buffer_put_bytes(&out, at + strlen(start), strcspn(at + strlen(start), "\n"));
	buffer_release(&all);
	return out;
}

static struct certificate certificate(const struct vector_key *key, int64_t number)
{
	struct vector_key root = ROOT;
	struct certificate c = {
		.kind = CERTIFIED_LAPTOP,
		.unit = "26572",
		.unit_name = "Phường Tam Long",
		.level = CERTIFIED_COMMUNE,
		.codes = { "26572", "26575" },
		.n_codes = 2,
		.number = number,
	};

	memcpy(c.sign_pk, key->sign_pk, sizeof c.sign_pk);
	memcpy(c.box_pk, key->box.pk, sizeof c.box_pk);
	memcpy(c.issuer, root.sign_pk, sizeof c.issuer);
	date_make(&c.issued, 2026, 11, 21);
	date_make(&c.expires, 2028, 12, 31);
	return c;
}

struct certificate vector_laptop(void)
{
	struct vector_key key = LAPTOP;
	struct certificate c = certificate(&key, 1000);

	c.level = CERTIFIED_TEAM;
	snprintf(c.team, sizeof c.team, "T01");
	snprintf(c.name, sizeof c.name, "Tổ Ấp Bắc");
	return c;
}

struct certificate vector_officer(void)
{
	struct vector_key key = OFFICER;
	struct certificate c = certificate(&key, 1001);

	snprintf(c.name, sizeof c.name, "Hạnh");
	return c;
}

struct certificate vector_unit(void)
{
	struct vector_key key = ROOT;
	struct certificate c = certificate(&key, 999);

	c.kind = CERTIFIED_UNIT;
	c.expires = DAY_MAX;
	return c;
}

struct buffer vector_chain(const struct certificate *of_laptop)
{
	struct vector_key root = ROOT;
	struct certificate unit = vector_unit();
	struct buffer chain = { 0 }, payload = { 0 };

	certificate_write(&payload, of_laptop);
	chain_append(&chain, payload.text, payload.len, root.sign_sk);
	buffer_release(&payload);
	certificate_write(&payload, &unit);
	chain_append(&chain, payload.text, payload.len, root.sign_sk);
	buffer_release(&payload);
	return chain;
}

/* ---- what is random ---- */

static uint8_t next_random;

static const char *name_of(void)
{
	return "vectors";
}

static void counting(void *const out, const size_t n)
{
	for (size_t i = 0; i < n; i++)
		((uint8_t *)out)[i] = next_random++;
}

static uint32_t one(void)
{
	uint32_t value;

	counting(&value, sizeof value);
	return value;
}

void vector_random(void)
{
	static struct randombytes_implementation source = {
		.implementation_name = name_of,
		.random = one,
		.buf = counting,
	};

	next_random = 0;
	randombytes_set_implementation(&source);
}

/* ---- texts ---- */

/* Bech32 by hand (BIP 173): five bits a letter, behind "AGE-SECRET-KEY-1". */
void vector_identity(struct box_key *out, const char *text)
{
	static const char letters[] = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
	const char *at = strrchr(text, '1');
	char again[BOX_SECRET_TEXT];
	unsigned bits = 0, have = 0;

	assert_non_null(at);
	for (int n = 0; n < BOX_BYTES;) {
		const char *letter = strchr(letters, *++at);

		assert_true(*at && letter);
		bits = (bits & 0xff) << 5 | (unsigned)(letter - letters);
		have += 5;
		if (have >= 8) {
			have -= 8;
			out->secret[n++] = (uint8_t)(bits >> have);
		}
	}
	box_key_complete(out);
	box_secret_text(again, out);
	assert_string_equal(again, text);
}

char *vector_changed(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);
	char *out = malloc(strlen(text) + strlen(new) + 1);

	assert_non_null(at);
	sprintf(out, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
	return out;
}
