/* Packages that were cut, changed, or say of themselves what is not so. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sodium.h>

#include "sync/crypto/body.h"
#include "sync/crypto/package.h"
#include "sync/crypto/root.h"
#include "tests/sync/crypto/vectors.h"

static int set_up(void **state)
{
	(void)state;
	return sodium_init() < 0 ? -1 : 0;
}

static const char receipt_lines[] = "{\"a\":1}\n{\"b\":2}\n";

static struct manifest receipt_manifest(void)
{
	struct manifest m = {
		.format = FORMAT_RECEIPT,
		.reader = 1,
		.app = "0.1.0",
		.unit = "26572",
		.to_unit = true,
		.to_code = "77",
		.clk = CLK_OK,
		.raw = sizeof receipt_lines - 1,
	};

	hash_bytes(m.root, sizeof m.root, receipt_lines, sizeof receipt_lines - 1);
	return m;
}

/* A package of an officer's laptop with this manifest's text and these lines. */
static struct buffer package_of(const char *manifest_text, const char *lines, size_t n)
{
	struct certificate officer = vector_officer();
	struct buffer chain = vector_chain(&officer), manifest = { 0 }, body = { 0 }, out = { 0 };
	struct vector_key key = OFFICER;

	buffer_put(&manifest, manifest_text);
	body_pack(&body, lines, n);
	package_write(&out, &chain, &manifest, &body, key.sign_sk);
	buffer_release(&chain);
	buffer_release(&manifest);
	buffer_release(&body);
	return out;
}

static struct buffer package_with(const struct manifest *m, const char *lines, size_t n)
{
	struct buffer text = { 0 }, out;

	manifest_write(&text, m, NULL);
	out = package_of(text.text, lines, n);
	buffer_release(&text);
	return out;
}

/* All that a file tells by itself: an answer as of "Judging", BAD_SIGNATURE for a certificate's, too. */
static enum refusal judge(const void *bytes, size_t len)
{
	static struct package p;
	struct input_memory in;
	struct manifest m;
	enum refusal no;
	uint64_t lines;

	input_memory_init(&in, bytes, len);
	no = package_read(&p, &in.in);
	if (no)
		return no;
	for (int i = 0; i < p.n_links; i++) {
		struct certificate c;
		const struct chain_link *l = &p.links[i];

		if (!certificate_read(&c, l->payload, l->n) ||
		    !certificate_verify(&c, l->payload, l->n, l->signature))
			return REFUSAL_BAD_SIGNATURE;
	}
	if (!manifest_read(&m, p.manifest, p.manifest_len))
		return REFUSAL_BAD_MANIFEST;
	return package_check_body(&p, &m, &lines);
}

static enum refusal judged(struct buffer package)
{
	enum refusal no = judge(package.text, package.len);

	buffer_release(&package);
	return no;
}

static struct buffer small_package(void)
{
	struct manifest m = receipt_manifest();

	return package_with(&m, receipt_lines, sizeof receipt_lines - 1);
}

static void what_is_cut_or_longer_does_not_add_up(void **state)
{
	struct buffer whole = small_package();

	(void)state;
	assert_int_equal(judge(whole.text, whole.len), REFUSAL_NONE);
	for (size_t n = 0; n < whole.len; n++)
		assert_int_equal(judge(whole.text, n), REFUSAL_BAD_PACKAGE);
	buffer_put_char(&whole, 0);
	assert_int_equal(judge(whole.text, whole.len), REFUSAL_BAD_PACKAGE);
	buffer_release(&whole);
}

static void a_change_of_any_byte_is_refused(void **state)
{
	struct buffer whole = small_package();

	(void)state;
	for (size_t at = 0; at < whole.len; at++) {
		for (int bit = (int)at % 3; bit < 8; bit += 3) {
			enum refusal no;

			whole.text[at] = (char)(whole.text[at] ^ 1 << bit);
			no = judge(whole.text, whole.len);
			/* A frame has bits that mean nothing; then what it holds has verified. */
			if (refusal_verdict(no) != VERDICT_DAMAGED && no != REFUSAL_NEWER &&
			    at < whole.len - 40)
				fail_msg("byte %zu, bit %d: %s", at, bit, refusal_name(no));
			whole.text[at] = (char)(whole.text[at] ^ 1 << bit);
		}
	}
	buffer_release(&whole);
}

/* The four bytes at `at` plus `by`. */
static enum refusal with_length(size_t at, int64_t by)
{
	struct buffer whole = small_package();
	uint8_t *b = (uint8_t *)whole.text + at;
	uint32_t value = b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;

	value = (uint32_t)(value + by);
	for (int i = 0; i < 4; i++)
		b[i] = (uint8_t)(value >> 8 * i);
	return judged(whole);
}

static void lengths_are_right_to_the_byte(void **state)
{
	static const int64_t steps[] = { -1, 1, 256, 65536, 1 << 24, UINT32_MAX / 2 };

	(void)state;
	for (size_t at = 12; at <= 20; at += 4)
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
			assert_int_equal(with_length(at, steps[i]), REFUSAL_BAD_PACKAGE);
	assert_int_equal(with_length(8, 1), REFUSAL_NEWER);
	assert_int_equal(with_length(8, -1), REFUSAL_BAD_PACKAGE);
}

static enum refusal with_chain(const void *chain, size_t n)
{
	struct buffer links = { 0 }, manifest = { 0 }, body = { 0 }, out = { 0 };
	struct manifest m = receipt_manifest();
	struct vector_key key = OFFICER;

	buffer_put_bytes(&links, chain, n);
	manifest_write(&manifest, &m, NULL);
	body_pack(&body, receipt_lines, sizeof receipt_lines - 1);
	package_write(&out, &links, &manifest, &body, key.sign_sk);
	buffer_release(&links);
	buffer_release(&manifest);
	buffer_release(&body);
	return judged(out);
}

static void a_chain_is_two_certificates_or_none(void **state)
{
	struct certificate officer = vector_officer();
	struct buffer chain = vector_chain(&officer), third;
	uint8_t *bytes = (uint8_t *)chain.text;
	size_t first = 2 + (size_t)(bytes[0] | bytes[1] << 8) + SIGNATURE_BYTES;

	(void)state;
	assert_int_equal(with_chain(bytes, chain.len), REFUSAL_NONE);
	assert_int_equal(with_chain(bytes, 0), REFUSAL_BAD_SIGNATURE); /* no key `sign` in the manifest */
	assert_int_equal(with_chain(bytes, first), REFUSAL_BAD_SIGNATURE);
	for (size_t n = 1; n < chain.len; n++)
		assert_int_equal(with_chain(bytes, n), REFUSAL_BAD_SIGNATURE);
	third = chain;
	chain = vector_chain(&officer);
	buffer_put_bytes(&chain, third.text, first);
	assert_int_equal(with_chain(chain.text, chain.len), REFUSAL_BAD_SIGNATURE);
	buffer_release(&chain);
	buffer_release(&third);
	/* Somebody else's certificate: the package is not his. */
	officer = vector_laptop();
	chain = vector_chain(&officer);
	assert_int_equal(with_chain(chain.text, chain.len), REFUSAL_BAD_SIGNATURE);
	buffer_release(&chain);
}

static void keys_and_signatures_that_are_not_canonical_are_refused(void **state)
{
	static const uint8_t order[32] = { /* L of RFC 8032 */
		0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
		[31] = 0x10 };
	static const uint8_t small[32] = { 1 };
	struct vector_key key = OFFICER;
	uint8_t signature[SIGNATURE_BYTES];
	unsigned carry = 0;

	(void)state;
	sign_bytes(signature, CONTEXT_PACKAGE, "a", 1, key.sign_sk);
	assert_true(sign_verify(signature, CONTEXT_PACKAGE, "a", 1, key.sign_pk));
	assert_false(sign_verify(signature, CONTEXT_CERTIFICATE, "a", 1, key.sign_pk));
	assert_false(sign_verify(signature, CONTEXT_PACKAGE, "b", 1, key.sign_pk));
	for (int i = 0; i < 32; i++) {
		carry += signature[32 + i] + order[i];
		signature[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	assert_false(sign_verify(signature, CONTEXT_PACKAGE, "a", 1, key.sign_pk));
	memset(signature, 0, sizeof signature);
	memcpy(signature, small, 32);
	assert_false(sign_verify(signature, CONTEXT_PACKAGE, "a", 1, small));
}

/* A certificate of so many bytes, as the signer's in a chain. */
static enum refusal with_certificate_of(size_t n)
{
	struct certificate officer = vector_officer(), unit = vector_unit();
	struct vector_key root = ROOT;
	struct buffer payload = { 0 }, chain = { 0 };
	enum refusal no;

	certificate_write(&payload, &officer);
	payload.text[--payload.len] = 0;
	buffer_put(&payload, ",\"more\":\"");
	while (payload.len < n - 2)
		buffer_put_char(&payload, 'x');
	buffer_put(&payload, "\"}");
	chain_append(&chain, payload.text, payload.len, root.sign_sk);
	buffer_release(&payload);
	certificate_write(&payload, &unit);
	chain_append(&chain, payload.text, payload.len, root.sign_sk);
	no = with_chain(chain.text, chain.len);
	buffer_release(&payload);
	buffer_release(&chain);
	return no;
}

static void a_certificate_has_a_limit(void **state)
{
	(void)state;
	assert_int_equal(with_certificate_of(LIMIT_CERTIFICATE), REFUSAL_NONE);
	assert_int_equal(with_certificate_of(LIMIT_CERTIFICATE + 1), REFUSAL_BAD_SIGNATURE);
}

/* ---- bodies ---- */

static enum refusal with_body(enum package_format format, int64_t raw, const char *lines, bool right_root)
{
	struct manifest m = receipt_manifest();
	struct root root;

	m.format = format;
	m.raw = raw;
	root_begin(&root, format);
	for (const char *at = lines, *end; (end = strchr(at, '\n')); at = end + 1)
		root_line(&root, at, (size_t)(end - at));
	root_end(&root, m.root);
	m.root[31] ^= !right_root;
	return judged(package_with(&m, lines, strlen(lines)));
}

static void a_body_is_what_its_manifest_says(void **state)
{
#define BARE "4841wdqzfc8b81a3yrp4gd3cvg\n"
	(void)state;
	assert_int_equal(with_body(FORMAT_RECEIPT, 8, "{\"a\":1}\n", true), REFUSAL_NONE);
	assert_int_equal(with_body(FORMAT_RECEIPT, 8, "{\"a\":1}\n", false), REFUSAL_BAD_BODY);
	assert_int_equal(with_body(FORMAT_RECEIPT, 7, "{\"a\":1}\n", true), REFUSAL_BAD_BODY);
	assert_int_equal(with_body(FORMAT_RECEIPT, 9, "{\"a\":1}\n", true), REFUSAL_BAD_BODY);
	assert_int_equal(with_body(FORMAT_BATCH, 8, "{\"a\":1}\n", true), REFUSAL_NONE);
	assert_int_equal(with_body(FORMAT_BATCH, 8, "{\"a\":1}\n", false), REFUSAL_BAD_BODY);
	assert_int_equal(with_body(FORMAT_BATCH, 9, "{\"a\":1}\n", true), REFUSAL_BAD_BODY);
	/* Where an operation is left out there may be fewer bytes, and only there. */
	assert_int_equal(with_body(FORMAT_BATCH, 900, BARE, true), REFUSAL_NONE);
	assert_int_equal(with_body(FORMAT_BATCH, 27, BARE, true), REFUSAL_NONE);
	assert_int_equal(with_body(FORMAT_BATCH, 26, BARE, true), REFUSAL_BAD_BODY);
	assert_int_equal(with_body(FORMAT_DOCUMENT, 900, BARE, true), REFUSAL_BAD_BODY);
#undef BARE
}

static void a_batch_has_no_more_operations_than_it_may(void **state)
{
	char *lines = malloc(2 * LIMIT_OPERATIONS + 3);

	(void)state;
	memset(lines, 'a', 2 * LIMIT_OPERATIONS + 2);
	for (int i = 1; i < 2 * LIMIT_OPERATIONS + 2; i += 2)
		lines[i] = '\n';
	lines[2 * LIMIT_OPERATIONS + 2] = 0;
	assert_int_equal(with_body(FORMAT_BATCH, 2 * LIMIT_OPERATIONS + 2, lines, true), REFUSAL_BAD_BODY);
	assert_int_equal(with_body(FORMAT_BATCH, 2 * LIMIT_OPERATIONS, lines + 2, true), REFUSAL_NONE);
	free(lines);
}

/* Lines as they are heard, and behind which the walk is to end. */
struct heard {
	struct buffer text;
	int lines, last;
	enum refusal no;
};

static enum refusal hear(void *arg, const char *line, size_t len)
{
	struct heard *heard = arg;

	buffer_put_bytes(&heard->text, line, len);
	buffer_put_char(&heard->text, '\n');
	return ++heard->lines == heard->last ? heard->no : REFUSAL_NONE;
}

static void lines_are_heard_in_order_up_to_one_that_ends_the_walk(void **state)
{
	struct heard all = { .last = 0 }, one = { .last = 1, .no = REFUSAL_BAD_BODY },
		     last = { .last = 2, .no = REFUSAL_NOMEM };
	struct buffer whole = small_package();
	struct input_memory in;
	static struct package p;
	struct manifest m;
	uint64_t lines;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct heard *heard = i == 0 ? &all : i == 1 ? &one : &last;

		input_memory_init(&in, whole.text, whole.len);
		assert_int_equal(package_read(&p, &in.in), REFUSAL_NONE);
		assert_true(manifest_read(&m, p.manifest, p.manifest_len));
		assert_int_equal(package_walk_body(&p, &m, &lines, hear, heard), heard->no);
		assert_int_equal(lines, heard->lines);
	}
	assert_string_equal(buffer_text(&all.text), receipt_lines);
	assert_string_equal(buffer_text(&one.text), "{\"a\":1}\n");
	assert_string_equal(buffer_text(&last.text), receipt_lines);
	buffer_release(&all.text);
	buffer_release(&one.text);
	buffer_release(&last.text);
	buffer_release(&whole);
}

/* ---- manifests ---- */

static const char good_manifest[] =
	"{\"format\":\"receipt\",\"reader\":1,\"app\":\"0.1.0\",\"unit\":\"26572\",\"to\":\"77\","
	"\"made\":\"2026-11-21T16:40\",\"clk\":\"ok\",\"raw\":0,"
	"\"root\":\"0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8\"}";

static void a_manifest_is_as_it_must_be(void **state)
{
	static const struct {
		const char *old, *new;
		bool fine;
	} cases[] = {
		{ "receipt", "receipt", true },
		{ "receipt", "batch", true },
		{ "receipt", "song", true },
		{ "\"receipt\"", "7", false },
		{ "receipt", "request", false }, /* has no addressee */
		{ "\"to\":\"77\",", "", false },
		{ "\"reader\":1", "\"reader\":9007199254740991", true },
		{ "\"reader\":1", "\"reader\":9007199254740992", false },
		{ "\"reader\":1", "\"reader\":-1", false },
		{ "\"reader\":1", "\"reader\":1.0", false },
		{ "\"reader\":1", "\"reader\":1e0", false },
		{ "\"reader\":1", "\"reader\":\"1\"", false },
		{ "0.1.0", "12345678901234567890123456789012", true },
		{ "0.1.0", "123456789012345678901234567890123", false },
		{ "0.1.0", "a\\nb", false },
		{ "26572", "", false },
		{ "26572", "../26572", false },
		{ "26572", "12345678901234567", false },
		{ "\"77\"", "\"l-0101010101010101010101010101010101010101010101010101010101010101\"", true },
		{ "\"77\"", "\"l-010101010101010101010101010101010101010101010101010101010101010\"", false },
		{ "\"77\"", "\"l-0101010101010101010101010101010101010101010101010101010101010G01\"", false },
		{ "\"77\"", "null", false },
		{ "2026-11-21T16:40", "2026-11-31T16:40", false },
		{ "2026-11-21T16:40", "2026-11-21T24:00", false },
		{ "2026-11-21T16:40", "2026-11-21 16:40", false },
		{ "2026-11-21T16:40", "2026-11-21T16:40Z", false },
		{ "ok", "fine", false },
		{ "\"raw\":0", "\"raw\":67108864", true },
		{ "\"raw\":0", "\"raw\":67108865", false },
		{ "0e5751", "0E5751", false },
		{ "0e5751", "5751", false },
		{ "\"raw\":0", "\"raw\":0,\"raw\":0", false },
		{ "\"raw\":0", "\"raw\":0,\"more\":[{\"x\":1.5}]", true },
		{ "{", "[{", false },
		{ "{", "{\n", false },
		{ "{", "{ ", true },
		{ "0.1.0", "\xff", false },
		{ "0.1.0", "\\ud800", false },
		{ "0.1.0", "\\u0000", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = vector_changed(good_manifest, cases[i].old, cases[i].new);
		struct manifest m;

		if (manifest_read(&m, text, strlen(text)) != cases[i].fine)
			fail_msg("%s is %s", text, cases[i].fine ? "refused" : "taken");
		free(text);
	}
}

static void a_manifest_that_is_cut_is_none(void **state)
{
	struct manifest m;

	(void)state;
	for (size_t n = 0; n < sizeof good_manifest - 1; n++)
		assert_false(manifest_read(&m, good_manifest, n));
	assert_true(manifest_read(&m, good_manifest, sizeof good_manifest - 1));
}

/* ---- certificates ---- */

static void a_certificate_is_as_it_must_be(void **state)
{
	static const struct {
		const char *old, *new;
		bool fine;
	} cases[] = {
		{ "\"cert\":1", "\"cert\":1", true },
		{ "\"cert\":1", "\"cert\":2", false },
		{ "laptop", "phone", false },
		{ "\"level\":\"team\"", "\"level\":\"village\"", false },
		{ "\"level\":\"team\"", "\"level\":\"commune\"", true },
		{ "\"team\":\"T01\"", "\"team\":null", false },
		{ "\"team\":\"T01\"", "\"team\":\"\"", false },
		{ "\"kind\":\"laptop\"", "\"kind\":\"unit\"", false }, /* a unit has no team */
		{ "[\"26572\",\"26575\"]", "[]", true },
		{ "[\"26572\",\"26575\"]", "[26572]", false },
		{ "[\"26572\",\"26575\"]", "\"26572\"", false },
		{ "[\"26572\",\"26575\"]", "null", false },
		{ "2026-11-21", "2026-02-30", false },
		{ "\"2028-12-31\"", "null", true },
		{ "\"2028-12-31\"", "0", false },
		{ "\"expires\":\"2028-12-31\",", "", false },
		{ "\"number\":1000", "\"number\":1000.5", false },
		{ "\"number\":1000", "\"number\":99999999999999999999", false },
		{ "\"sign\":\"", "\"sign\":\"00", false },
		{ "\"issuer\":\"", "\"issue\":\"", false },
		{ "Tổ Ấp Bắc", "Tổ\\u202eẤp", false },
	};
	struct certificate c, laptop = vector_laptop();
	struct buffer payload = { 0 };

	(void)state;
	certificate_write(&payload, &laptop);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = vector_changed(payload.text, cases[i].old, cases[i].new);

		if (certificate_read(&c, text, strlen(text)) != cases[i].fine)
			fail_msg("%s is %s", text, cases[i].fine ? "refused" : "taken");
		free(text);
	}
	for (size_t n = 0; n < payload.len; n++)
		assert_false(certificate_read(&c, payload.text, n));
	assert_true(certificate_read(&c, payload.text, payload.len));
	assert_memory_equal(&c, &laptop, sizeof c);
	buffer_release(&payload);
}

/* A certificate with n codes, and a name of so many letters. */
static bool reads_with(int codes, int letters)
{
	struct certificate c = vector_laptop(), read;
	struct buffer payload = { 0 };
	char *text, name[4 * LIMIT_NAME_LETTERS + 5] = "", list[600] = "\"codes\":[";
	bool fine;

	c.n_codes = 1;
	certificate_write(&payload, &c);
	for (int i = 0; i < codes; i++)
		sprintf(list + strlen(list), "%s\"%d\"", i ? "," : "", 10000 + i);
	while (letters--)
		strcat(name, "Ổ");
	text = vector_changed(payload.text, "\"codes\":[\"26572\"", list);
	buffer_release(&payload);
	buffer_put(&payload, text);
	free(text);
	text = vector_changed(payload.text, "Tổ Ấp Bắc", name);
	buffer_release(&payload);
	fine = certificate_read(&read, text, strlen(text));
	free(text);
	return fine;
}

static void certificates_have_limits(void **state)
{
	(void)state;
	assert_true(reads_with(LIMIT_CODES, LIMIT_NAME_LETTERS));
	assert_false(reads_with(LIMIT_CODES + 1, LIMIT_NAME_LETTERS));
	assert_false(reads_with(LIMIT_CODES, LIMIT_NAME_LETTERS + 1));
}

static void only_its_issuer_signs_a_certificate(void **state)
{
	struct certificate c = vector_laptop();
	struct buffer chain = vector_chain(&c);
	struct chain_link link;
	size_t at = 0;

	(void)state;
	assert_true(chain_next((uint8_t *)chain.text, chain.len, &at, &link));
	assert_true(certificate_read(&c, link.payload, link.n));
	assert_true(certificate_verify(&c, link.payload, link.n, link.signature));
	assert_false(certificate_verify(&c, link.payload, link.n - 1, link.signature));
	c.issuer[0] ^= 1;
	assert_false(certificate_verify(&c, link.payload, link.n, link.signature));
	buffer_release(&chain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_cut_or_longer_does_not_add_up),
		cmocka_unit_test(a_change_of_any_byte_is_refused),
		cmocka_unit_test(lengths_are_right_to_the_byte),
		cmocka_unit_test(a_chain_is_two_certificates_or_none),
		cmocka_unit_test(a_certificate_has_a_limit),
		cmocka_unit_test(a_body_is_what_its_manifest_says),
		cmocka_unit_test(lines_are_heard_in_order_up_to_one_that_ends_the_walk),
		cmocka_unit_test(a_batch_has_no_more_operations_than_it_may),
		cmocka_unit_test(keys_and_signatures_that_are_not_canonical_are_refused),
		cmocka_unit_test(a_manifest_is_as_it_must_be),
		cmocka_unit_test(a_manifest_that_is_cut_is_none),
		cmocka_unit_test(a_certificate_is_as_it_must_be),
		cmocka_unit_test(certificates_have_limits),
		cmocka_unit_test(only_its_issuer_signs_a_certificate),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
