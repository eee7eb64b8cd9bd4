/*
 * The files of tests/data/exchange, read and written byte for byte, and what the
 * keys in them are called.
 */
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

#include "store/base/id.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/package.h"
#include "sync/crypto/token.h"
#include "tests/sync/crypto/vectors.h"

static int set_up(void **state)
{
	(void)state;
	return sodium_init() < 0 ? -1 : 0;
}

/* ---- what is written ---- */

/* Every byte but the packed body, which differs between versions of zstd: that is taken from the file. */
struct written {
	const char *name;
	struct manifest manifest;
	const char *own; /* the format's own keys */
	struct vector_key signer;
	struct buffer chain;
};

static json_t *own_keys(const char *text)
{
	json_t *keys = json_loads(text, 0, NULL);

	assert_non_null(keys);
	return keys;
}

static struct manifest common(enum package_format format)
{
	struct manifest m = {
		.format = format,
		.reader = MANIFEST_READER,
		.app = "0.1.0",
		.unit = "26572",
		.minute = 16 * 60 + 40,
		.clk = CLK_OK,
	};

	date_make(&m.day, 2026, 11, 21);
	return m;
}

/* The content of a file as a package, and its packed body. */
static void read_vector(struct package *p, struct input *content, struct buffer *body)
{
	char bytes[4096];
	size_t got;

	assert_int_equal(package_read(p, content), REFUSAL_NONE);
	assert_true(p->body < sizeof bytes);
	assert_int_equal(input_read(content, bytes, p->body, &got), REFUSAL_NONE);
	assert_int_equal(got, p->body);
	buffer_put_bytes(body, bytes, got);
}

/* The same package from its parts, with what the file says of the body. */
static struct buffer written_again(const struct written *w, const struct package *p,
				   const struct buffer *body)
{
	struct manifest m = w->manifest, there;
	struct buffer manifest = { 0 }, out = { 0 };

	assert_true(manifest_read(&there, p->manifest, p->manifest_len));
	m.raw = there.raw;
	memcpy(m.root, there.root, sizeof m.root);
	manifest_write(&manifest, &m, own_keys(w->own));
	package_write(&out, &w->chain, &manifest, body, w->signer.sign_sk);
	buffer_release(&manifest);
	return out;
}

static void check_written(const struct written *w, const struct buffer *plain, struct input *content)
{
	static struct package p;
	struct buffer body = { 0 }, again;

	assert_int_equal(input_rewind(content), REFUSAL_NONE);
	read_vector(&p, content, &body);
	again = written_again(w, &p, &body);
	assert_int_equal(again.len, plain->len);
	assert_memory_equal(again.text, plain->text, plain->len);
	buffer_release(&again);
	buffer_release(&body);
}

/* All of an input. */
static struct buffer all_of(struct input *in)
{
	struct buffer out = { 0 };
	char bytes[1000];
	size_t got;

	do {
		assert_int_equal(input_read(in, bytes, sizeof bytes, &got), REFUSAL_NONE);
		buffer_put_bytes(&out, bytes, got);
	} while (got == sizeof bytes);
	return out;
}

static void check_sealed(const struct buffer *file, const struct buffer *plain, bool armoured,
			 const struct vector_key *to, size_t n)
{
	uint8_t recipients[2][BOX_BYTES];
	struct envelope_writer *w;
	struct buffer again = { 0 };

	for (size_t i = 0; i < n; i++)
		memcpy(recipients[i], to[i].box.pk, BOX_BYTES);
	vector_random();
	assert_int_equal(envelope_begin(&w, &again, armoured,
					(const uint8_t (*)[BOX_BYTES])recipients, n), SEALING_FINE);
	envelope_put(w, plain->text, plain->len);
	envelope_end(w);
	assert_int_equal(again.len, file->len);
	assert_memory_equal(again.text, file->text, file->len);
	buffer_release(&again);
}

/* A file opened by the last of those it is for, held against what is written for all of them. */
static void check_file(struct written *w, bool armoured, const struct vector_key *to, size_t n)
{
	struct buffer file = vector_file(w->name), plain;
	struct input_memory in;
	struct envelope *e;

	assert_true(file.len > 0);
	input_memory_init(&in, file.text, file.len);
	assert_int_equal(envelope_open(&e, &in.in, n ? &to[n - 1].box : NULL, n ? 1 : 0),
			 REFUSAL_NONE);
	assert_int_equal(envelope_recipients(e), n);
	plain = all_of(envelope_content(e));
	check_written(w, &plain, envelope_content(e));
	if (n)
		check_sealed(&file, &plain, armoured, to, n);
	envelope_close(e);
	buffer_release(&plain);
	buffer_release(&file);
	buffer_release(&w->chain);
}

static void a_request_is_written_byte_for_byte(void **state)
{
	struct written w = {
		.name = "request.stb",
		.manifest = common(FORMAT_REQUEST),
		.signer = LAPTOP,
	};
	struct buffer own = { 0 };
	char sign[65], box[65];

	(void)state;
	hex_text(sign, w.signer.sign_pk, 32);
	hex_text(box, w.signer.box.pk, 32);
	buffer_print(&own, "{\"sign\":\"%s\",\"box\":\"%s\",\"unit_name\":\"Phường Tam Long\","
			   "\"level\":\"team\",\"team\":\"T01\",\"name\":\"Lan, Minh\","
			   "\"lane\":\"659cd8569cda99e6\",\"villages\":[\"26572-01\"],"
			   "\"members\":[\"Lan\",\"Minh\"]}", sign, box);
	w.own = buffer_text(&own);
	check_file(&w, false, NULL, 0);
	buffer_release(&own);
}

static void a_batch_is_written_byte_for_byte(void **state)
{
	struct certificate laptop = vector_laptop();
	struct vector_key to[] = { ROOT, LAPTOP };
	uint8_t hash[HASH_BYTES];
	struct buffer own = { 0 };
	char audit[65];
	struct written w = {
		.name = "batch.stb",
		.manifest = common(FORMAT_BATCH),
		.signer = LAPTOP,
		.chain = vector_chain(&laptop),
	};

	(void)state;
	hash_bytes(hash, sizeof hash, "audit", 5);
	hex_text(audit, hash, sizeof hash);
	buffer_print(&own, "{\"lane\":\"659cd8569cda99e6\",\"inc\":\"000102030405060708090a0b0c0d0e0f\","
			   "\"number\":1,\"prev\":null,\"first\":1,\"count\":4,\"audit\":[7,\"%s\"],"
			   "\"seen\":[]}", audit);
	w.own = buffer_text(&own);
	w.manifest.to_unit = true;
	strcpy(w.manifest.to_code, "26572");
	check_file(&w, false, to, 2);
	buffer_release(&own);
}

/* What an officer's laptop writes to the team's. */
static void check_down(const char *name, enum package_format format, const char *own, bool armoured)
{
	struct certificate officer = vector_officer();
	struct vector_key to[] = { LAPTOP };
	struct written w = {
		.name = name,
		.manifest = common(format),
		.own = own,
		.signer = OFFICER,
		.chain = vector_chain(&officer),
	};

	w.manifest.to_laptop = true;
	memcpy(w.manifest.to_pk, to[0].sign_pk, SIGN_PUBLIC_BYTES);
	check_file(&w, armoured, to, 1);
}

/* The batch's manifest, and what its body comes to by it. */
static enum refusal batch_body(bool change, struct manifest *m, uint64_t *lines)
{
	struct buffer batch = vector_file("batch.stb"), plain;
	static struct package p;
	struct vector_key laptop = LAPTOP;
	struct input_memory in;
	struct envelope *e;
	enum refusal no;

	input_memory_init(&in, batch.text, batch.len);
	assert_int_equal(envelope_open(&e, &in.in, &laptop.box, 1), REFUSAL_NONE);
	plain = all_of(envelope_content(e));
	if (change) /* its one "!", which stands at the beginning of a line */
		for (size_t i = plain.len - 1; i; i--)
			if (plain.text[i] == '!' && plain.text[i - 1] == '\n')
				plain.text[i] = ' ';
	input_memory_init(&in, plain.text, plain.len);
	assert_int_equal(package_read(&p, &in.in), REFUSAL_NONE);
	assert_true(manifest_read(m, p.manifest, p.manifest_len));
	no = package_check_body(&p, m, lines);
	envelope_close(e);
	buffer_release(&batch);
	buffer_release(&plain);
	return no;
}

static void a_batch_verifies_with_an_operation_left_out(void **state)
{
	struct manifest m;
	uint64_t lines;

	(void)state;
	assert_int_equal(batch_body(false, &m, &lines), REFUSAL_NONE);
	assert_int_equal(lines, 4);
	assert_int_equal(batch_body(true, &m, &lines), REFUSAL_BAD_BODY);
}

static void a_receipt_is_written_byte_for_byte(void **state)
{
	(void)state;
	check_down("receipt.stb", FORMAT_RECEIPT,
		   "{\"epoch\":1795200000000,\"number\":2,\"token\":\"f697ac0281f2ed5f9056fa38e4e86b85\"}",
		   true);
}

static void a_document_is_written_byte_for_byte(void **state)
{
	(void)state;
	check_down("document.stb", FORMAT_DOCUMENT, "{\"from\":null}", false);
}

/* ---- names ---- */

static void check_names(const char *whose, struct vector_key key)
{
	struct buffer fingerprint = vector_name(whose, "fingerprint"), tag = vector_name(whose, "tag");
	uint8_t bytes[FINGERPRINT_BYTES], read[FINGERPRINT_BYTES], tag_bytes[TAG_BYTES];
	char text[FINGERPRINT_TEXT], tag_text[65];

	fingerprint_of(bytes, key.sign_pk, key.box.pk);
	fingerprint_text(text, bytes);
	assert_string_equal(text, buffer_text(&fingerprint));
	assert_true(fingerprint_read(read, text));
	assert_memory_equal(read, bytes, sizeof bytes);
	key_tag(tag_bytes, key.sign_pk);
	hex_text(tag_text, tag_bytes, TAG_BYTES);
	assert_string_equal(tag_text, buffer_text(&tag));
	buffer_release(&fingerprint);
	buffer_release(&tag);
}

static void keys_lanes_and_packages_have_their_names(void **state)
{
	struct buffer batch = vector_file("batch.stb"), hash = vector_name("batch", "hash"),
		      lane = vector_name("laptop", "lane");
	static struct package p;
	struct vector_key laptop = LAPTOP;
	uint8_t incarnation[ID_BYTES], bytes[HASH_BYTES];
	struct input_memory in;
	struct envelope *e;
	char text[65];

	(void)state;
	check_names("laptop", LAPTOP);
	check_names("root", ROOT);
	check_names("officer", OFFICER);

	for (int i = 0; i < ID_BYTES; i++)
		incarnation[i] = (uint8_t)i;
	lane_of(bytes, laptop.sign_pk, incarnation);
	hex_text(text, bytes, LANE_BYTES);
	assert_string_equal(text, buffer_text(&lane));

	input_memory_init(&in, batch.text, batch.len);
	assert_int_equal(envelope_open(&e, &in.in, &laptop.box, 1), REFUSAL_NONE);
	assert_int_equal(package_read(&p, envelope_content(e)), REFUSAL_NONE);
	manifest_hash(bytes, p.manifest, p.manifest_len);
	hex_text(text, bytes, sizeof bytes);
	assert_string_equal(text, buffer_text(&hash));
	envelope_close(e);
	buffer_release(&batch);
	buffer_release(&hash);
	buffer_release(&lane);
}

/* That of receipt.stb: to the team's laptop, by the officer's. */
static void a_token_is_its_issuers_alone(void **state)
{
	struct buffer right = vector_name("receipt", "token");
	struct vector_key officer = OFFICER, laptop = LAPTOP;
	char to[67] = "l-", text[2 * HEX_BYTES + 1];
	const int64_t epoch = 1795200000000;
	uint8_t token[TOKEN_BYTES];

	(void)state;
	hex_text(to + 2, laptop.sign_pk, sizeof laptop.sign_pk);
	token_make(token, to, epoch, 2, officer.sign_sk);
	hex_text(text, token, sizeof token);
	assert_string_equal(text, buffer_text(&right));
	assert_true(token_is(token, to, epoch, 2, officer.sign_sk));
	assert_false(token_is(token, to, epoch, 3, officer.sign_sk));
	assert_false(token_is(token, to, epoch + 1, 2, officer.sign_sk));
	assert_false(token_is(token, "26572", epoch, 2, officer.sign_sk));
	assert_false(token_is(token, to, epoch, 2, laptop.sign_sk));
	for (int i = 0; i < TOKEN_BYTES; i++) {
		token[i] ^= 1;
		assert_false(token_is(token, to, epoch, 2, officer.sign_sk));
		token[i] ^= 1;
	}
	buffer_release(&right);
}

static void a_fingerprint_is_read_as_people_type_it(void **state)
{
	static const char *const right[] = { "KH8N-EH1C-VFWA-KKFG", "kh8neh1cvfwakkfg",
					     " kh8n ehlc vfwa kkfg ", "KH8N--EHIC VFWA-KKFG" };
	static const char *const wrong[] = { "", "KH8N-EH1C-VFWA-KKF", "KH8N-EH1C-VFWA-KKFGG",
					     "KH8N-EH1C-VFWA-KKFU", "KH8N_EH1C-VFWA-KKFG" };
	struct vector_key laptop = LAPTOP;
	uint8_t bytes[FINGERPRINT_BYTES], read[FINGERPRINT_BYTES];

	(void)state;
	fingerprint_of(bytes, laptop.sign_pk, laptop.box.pk);
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		assert_true(fingerprint_read(read, right[i]));
		assert_memory_equal(read, bytes, sizeof bytes);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(fingerprint_read(read, wrong[i]));
}

/* A pair that age-keygen made. */
static void keys_are_written_as_age_writes_them(void **state)
{
	struct box_key *key = box_keys_new(1);
	char text[BOX_PUBLIC_TEXT];

	(void)state;
	vector_identity(key, "AGE-SECRET-KEY-14QTZU50KWL83D9N5P96UWH26YZYEQYR0DQUZWVKYJZ5TN4KV42QS5VK2VK");
	box_public_text(text, key->pk);
	assert_string_equal(text, "age1eqv6jelutkmpdq4uwy3s7san7sa4nefr5mfxw5822l66v29jwcdq56vzvr");
	box_keys_free(key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_written_byte_for_byte),
		cmocka_unit_test(a_batch_is_written_byte_for_byte),
		cmocka_unit_test(a_batch_verifies_with_an_operation_left_out),
		cmocka_unit_test(a_receipt_is_written_byte_for_byte),
		cmocka_unit_test(a_document_is_written_byte_for_byte),
		cmocka_unit_test(keys_lanes_and_packages_have_their_names),
		cmocka_unit_test(a_token_is_its_issuers_alone),
		cmocka_unit_test(a_fingerprint_is_read_as_people_type_it),
		cmocka_unit_test(keys_are_written_as_age_writes_them),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
