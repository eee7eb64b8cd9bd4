/* Sealing and opening: whole, cut at every byte, with every byte changed, at the limits. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <sodium.h>

#include "sync/crypto/armour.h"
#include "sync/crypto/chunk.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/limits.h"

enum { KEYS = 3 }; /* the last is nobody's addressee */
static struct box_key *keys;

static int set_up(void **state)
{
	(void)state;
	if (sodium_init() < 0)
		return -1;
	keys = box_keys_new(KEYS);
	for (int i = 0; i < KEYS; i++) {
		memset(keys[i].secret, 0x11 * (i + 1), BOX_BYTES);
		box_key_complete(&keys[i]);
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	box_keys_free(keys);
	return 0;
}

/* n bytes that are not all alike; the caller's to free(). */
static uint8_t *content(size_t n)
{
	uint8_t *bytes = malloc(n + 1);

	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 256);
	return bytes;
}

/* Sealed for the first two keys. */
static struct buffer seal(const uint8_t *bytes, size_t n, size_t step, bool armoured)
{
	uint8_t recipients[2][BOX_BYTES];
	struct buffer out = { 0 };
	struct envelope_writer *w;

	memcpy(recipients[0], keys[0].pk, BOX_BYTES);
	memcpy(recipients[1], keys[1].pk, BOX_BYTES);
	assert_int_equal(envelope_begin(&w, &out, armoured,
					(const uint8_t (*)[BOX_BYTES])recipients, 2), SEALING_FINE);
	for (size_t at = 0; at < n; at += step)
		envelope_put(w, bytes + at, step < n - at ? step : n - at);
	envelope_end(w);
	return out;
}

/* Whether it opens, to these bytes, read by pieces of `step`. */
static enum refusal opens(struct input *file, const struct box_key *key, size_t n_keys,
			  const uint8_t *bytes, size_t n, size_t step)
{
	uint8_t *room = malloc(step);
	struct envelope *e;
	size_t at = 0, got;
	enum refusal no = envelope_open(&e, file, key, n_keys);

	assert_true(!e == !!no);
	if (!no) {
		assert_int_equal(envelope_recipients(e), 2);
		assert_int_equal(envelope_content(e)->size, n);
		do {
			assert_int_equal(input_read(envelope_content(e), room, step, &got), 0);
			assert_true(got <= n - at);
			assert_memory_equal(room, bytes + at, got);
			at += got;
		} while (got == step);
		assert_int_equal(at, n);
	}
	envelope_close(e);
	free(room);
	return no;
}

static enum refusal opens_bytes(const void *file, size_t len, const uint8_t *bytes, size_t n)
{
	struct input_memory in;

	input_memory_init(&in, file, len);
	return opens(&in.in, keys, 2, bytes, n, 4096);
}

static void what_is_sealed_opens_whatever_its_size(void **state)
{
	static const size_t sizes[] = { 0, 1, 47, 48, 49, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1,
					3 * CHUNK_BYTES, 200001 };

	(void)state;
	for (size_t i = 0; i < 2 * (sizeof sizes / sizeof *sizes); i++) {
		size_t n = sizes[i / 2];
		uint8_t *bytes = content(n);
		struct buffer sealed = seal(bytes, n, i % 3 ? 1000 : 70000, i % 2);
		struct input_memory in;

		for (int k = 0; k < KEYS; k++) {
			input_memory_init(&in, sealed.text, sealed.len);
			assert_int_equal(opens(&in.in, &keys[k], 1, bytes, n, 777),
					 k < 2 ? REFUSAL_NONE : REFUSAL_NOT_FOR_US);
		}
		input_memory_init(&in, sealed.text, sealed.len);
		assert_int_equal(opens(&in.in, NULL, 0, bytes, n, 777), REFUSAL_NOT_FOR_US);
		buffer_release(&sealed);
		free(bytes);
	}
}

static void a_file_on_a_disk_opens(void **state)
{
	uint8_t *bytes = content(100000);

	(void)state;
	for (int armoured = 0; armoured < 2; armoured++) {
		struct buffer sealed = seal(bytes, 100000, 100000, armoured);
		char name[] = "envelope-XXXXXX";
		int file = mkstemp(name);
		struct input_file in;

		assert_int_equal(write(file, sealed.text, sealed.len), sealed.len);
		assert_int_equal(lseek(file, 0, SEEK_SET), 0);
		assert_int_equal(input_file_init(&in, file), 0);
		assert_int_equal(opens(&in.in, keys, 1, bytes, 100000, 50000), REFUSAL_NONE);
		unlink(name);
		close(file);
		/* And what cannot be read is no damage. */
		assert_int_equal(lseek(file = open("/proc/self/mem", O_RDONLY), 0, SEEK_SET), 0);
		in.file = file;
		in.at = in.fill = 0;
		assert_int_equal(opens(&in.in, keys, 1, bytes, 100000, 50000), REFUSAL_UNREAD);
		assert_int_not_equal(in.in.sys, 0);
		close(file);
		buffer_release(&sealed);
	}
	free(bytes);
}

/* LF made CR LF, which armour may have. */
static struct buffer with_crlf(const struct buffer *text)
{
	struct buffer out = { 0 };

	for (size_t i = 0; i < text->len; i++)
		buffer_print(&out, text->text[i] == '\n' ? "\r\n" : "%c", text->text[i]);
	return out;
}

/* Lengths of armoured text that end behind its last line are whole. */
static size_t shortest_whole(const struct buffer *sealed)
{
	size_t n = sealed->len;

	while (n && (sealed->text[n - 1] == '\n' || sealed->text[n - 1] == '\r') &&
	       sealed->text[0] == '-')
		n--;
	return n;
}

/* One small file of each kind in turn; false behind the last. */
static bool small_file(int kind, struct buffer *sealed, const uint8_t *bytes, size_t n)
{
	struct buffer lf;

	if (kind == 2) {
		lf = seal(bytes, n, n, true);
		*sealed = with_crlf(&lf);
		buffer_release(&lf);
	} else if (kind < 2) {
		*sealed = seal(bytes, n, n, kind == 1);
	}
	return kind < 3;
}

static void what_is_cut_at_any_byte_is_damaged(void **state)
{
	uint8_t *bytes = content(100);
	struct buffer sealed;

	(void)state;
	for (int kind = 0; small_file(kind, &sealed, bytes, 100); kind++) {
		size_t whole = shortest_whole(&sealed);

		for (size_t n = 0; n <= sealed.len; n++) {
			enum refusal no = opens_bytes(sealed.text, n, bytes, 100);

			if (n >= whole ? no != REFUSAL_NONE : refusal_verdict(no) != VERDICT_DAMAGED)
				fail_msg("kind %d, %zu of %zu bytes: %s", kind, n, sealed.len,
					 refusal_name(no));
		}
		buffer_release(&sealed);
	}
	free(bytes);
}

static void what_is_cut_between_pieces_is_known_to_be_cut(void **state)
{
	uint8_t *bytes = content(2 * CHUNK_BYTES);
	struct buffer sealed = seal(bytes, 2 * CHUNK_BYTES, 4096, false);

	(void)state;
	assert_int_equal(opens_bytes(sealed.text, sealed.len - CHUNK_SEALED, bytes, 0), REFUSAL_CUT);
	assert_int_equal(opens_bytes(sealed.text, sealed.len - CHUNK_SEALED + 1, bytes, 0),
			 REFUSAL_CUT);
	assert_int_equal(opens_bytes(sealed.text, sealed.len - 1, bytes, 0), REFUSAL_CHANGED);
	buffer_release(&sealed);
	free(bytes);
}

static void a_change_of_any_byte_is_refused(void **state)
{
	uint8_t *bytes = content(100);
	struct buffer sealed;

	(void)state;
	for (int kind = 0; small_file(kind, &sealed, bytes, 100); kind++) {
		for (size_t at = 0; at < shortest_whole(&sealed); at++) {
			/* One of its bits, and the highest, which some readers of base64 pass over. */
			for (int bit = (int)at % 7; bit < 8; bit += bit < 7 ? 7 - bit : 1) {
				enum refusal no;

				sealed.text[at] = (char)(sealed.text[at] ^ 1 << bit);
				no = opens_bytes(sealed.text, sealed.len, bytes, 100);
				if (refusal_verdict(no) != VERDICT_DAMAGED &&
				    refusal_verdict(no) != VERDICT_FOREIGN)
					fail_msg("kind %d, byte %zu, bit %d: %s", kind, at, bit,
						 refusal_name(no));
				sealed.text[at] = (char)(sealed.text[at] ^ 1 << bit);
			}
		}
		buffer_release(&sealed);
	}
	free(bytes);
}

static void nothing_is_handed_on_of_a_file_that_is_wrong_at_its_end(void **state)
{
	uint8_t *bytes = content(3 * CHUNK_BYTES), room[16];
	struct buffer sealed = seal(bytes, 3 * CHUNK_BYTES, 4096, false);
	struct input_memory in;
	struct envelope *e;
	size_t got;

	(void)state;
	sealed.text[sealed.len - 1] ^= 1;
	assert_int_equal(opens_bytes(sealed.text, sealed.len, bytes, 0), REFUSAL_CHANGED);
	sealed.text[sealed.len - 1] ^= 1;

	/* One that is changed while it is read gives nothing from there on. */
	input_memory_init(&in, sealed.text, sealed.len);
	assert_int_equal(envelope_open(&e, &in.in, keys, 1), REFUSAL_NONE);
	sealed.text[sealed.len - 1] ^= 1;
	assert_int_equal(input_skip(envelope_content(e), 2 * CHUNK_BYTES), REFUSAL_NONE);
	for (int again = 0; again < 3; again++)
		assert_int_equal(input_read(envelope_content(e), room, 1, &got), REFUSAL_CHANGED);
	envelope_close(e);
	buffer_release(&sealed);
	free(bytes);
}

static void content_is_read_again_from_its_beginning(void **state)
{
	uint8_t *bytes = content(70000), room[70000];
	struct envelope *e;
	size_t got;

	(void)state;
	for (int armoured = 0; armoured < 2; armoured++) {
		struct buffer sealed = seal(bytes, 70000, 70000, armoured);
		struct input_memory in;

		input_memory_init(&in, sealed.text, sealed.len);
		assert_int_equal(envelope_open(&e, &in.in, keys, 1), REFUSAL_NONE);
		assert_int_equal(envelope_container(e), armoured ? CONTAINER_ARMOUR : CONTAINER_AGE);
		assert_int_equal(input_skip(envelope_content(e), 66000), REFUSAL_NONE);
		assert_int_equal(input_rewind(envelope_content(e)), REFUSAL_NONE);
		assert_int_equal(input_read(envelope_content(e), room, sizeof room, &got), 0);
		assert_int_equal(got, 70000);
		assert_memory_equal(room, bytes, 70000);
		envelope_close(e);
		buffer_release(&sealed);
	}
	free(bytes);
}

/* ---- limits ---- */

static enum refusal opens_head(struct buffer *head)
{
	enum refusal no;

	buffer_put(head, "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
	no = opens_bytes(head->text, head->len, NULL, 0);
	buffer_release(head);
	return no;
}

static enum refusal opens_stanzas(int n)
{
	struct buffer head = { 0 };

	buffer_put(&head, "age-encryption.org/v1\n");
	while (n--)
		buffer_put(&head, "-> other\n\n");
	return opens_head(&head);
}

/* A stanza whose body has 85 lines of 48 bytes and a last one of these letters. */
static enum refusal opens_stanza_body(const char *last)
{
	struct buffer head = { 0 };

	buffer_put(&head, "age-encryption.org/v1\n-> other\n");
	for (int i = 0; i < 85; i++)
		buffer_print(&head, "%064d\n", 0);
	buffer_print(&head, "%s\n", last);
	return opens_head(&head);
}

static enum refusal opens_head_of(size_t n)
{
	enum { REST = 48 }; /* "--- " and the MAC, with its LF */
	struct buffer head = { 0 };

	buffer_put(&head, "age-encryption.org/v1\n-> ");
	while (head.len < n - REST - 2)
		buffer_put_char(&head, 'x');
	buffer_put(&head, "\n\n");
	return opens_head(&head);
}

static void heads_have_limits(void **state)
{
	(void)state;
	assert_int_equal(opens_stanzas(LIMIT_STANZAS), REFUSAL_NOT_FOR_US);
	assert_int_equal(opens_stanzas(LIMIT_STANZAS + 1), REFUSAL_BAD_HEADER);
	assert_int_equal(opens_stanzas(0), REFUSAL_BAD_HEADER);
	assert_int_equal(opens_stanza_body("AAAAAAAAAAAAAAAAAAAAAA"), REFUSAL_NOT_FOR_US);
	assert_int_equal(opens_stanza_body("AAAAAAAAAAAAAAAAAAAAAAA"), REFUSAL_BAD_HEADER);
	assert_int_equal(opens_head_of(LIMIT_AGE_HEADER), REFUSAL_NOT_FOR_US);
	assert_int_equal(opens_head_of(LIMIT_AGE_HEADER + 1), REFUSAL_BAD_HEADER);
}

static enum refusal opens_stanza(const char *stanza)
{
	struct buffer head = { 0 };

	buffer_print(&head, "age-encryption.org/v1\n%s\n", stanza);
	return opens_head(&head);
}

static void stanzas_are_strict(void **state)
{
#define SHARE "-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAk\n" /* 9, as a key */
	(void)state;
	assert_int_equal(opens_stanza("-> other a b\n"), REFUSAL_NOT_FOR_US);
	assert_int_equal(opens_stanza("-> other a b \n"), REFUSAL_BAD_HEADER);
	assert_int_equal(opens_stanza("-> other  b\n"), REFUSAL_BAD_HEADER);
	assert_int_equal(opens_stanza(SHARE "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
			 REFUSAL_NOT_FOR_US);
	assert_int_equal(opens_stanza(SHARE "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
			 REFUSAL_BAD_HEADER);
	assert_int_equal(opens_stanza(SHARE "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
			 REFUSAL_BAD_HEADER);
	assert_int_equal(opens_stanza(SHARE), REFUSAL_BAD_HEADER);
	/* 68 letters in one line. */
	assert_int_equal(opens_stanza("-> other\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
				      "AAAAAAAAAAAAAAAA"), REFUSAL_BAD_HEADER);
	/* A passphrase's stands alone, and nobody here has it. */
	assert_int_equal(opens_stanza("-> scrypt a 10\n"), REFUSAL_NOT_FOR_US);
	assert_int_equal(opens_stanza("-> scrypt a 10\n\n-> other\n"), REFUSAL_BAD_HEADER);
#undef SHARE
}

/* Lines of armour between its first and its last, read to the end. */
static enum refusal reads_armour(const char *lines)
{
	struct buffer text = { 0 };
	struct input_memory in;
	struct armour armour;
	uint8_t room[200];
	enum refusal no;
	size_t got;

	buffer_print(&text, "%s\n%s%s\n", ARMOUR_BEGIN, lines, ARMOUR_END);
	input_memory_init(&in, text.text, text.len);
	armour_init(&armour, &in.in);
	no = input_read(&armour.in, room, sizeof room, &got);
	buffer_release(&text);
	return no;
}

static void armour_is_strict(void **state)
{
#define FULL   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
#define PADDED "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
	(void)state;
	assert_int_equal(reads_armour(FULL "AAAA\n"), REFUSAL_NONE);
	assert_int_equal(reads_armour(FULL FULL), REFUSAL_NONE);
	assert_int_equal(reads_armour(FULL PADDED), REFUSAL_NONE);
	assert_int_equal(reads_armour("AAAA\n" "AAAA\n"), REFUSAL_CHANGED);
	assert_int_equal(reads_armour("AAAA\n" FULL), REFUSAL_CHANGED);
	assert_int_equal(reads_armour(PADDED "AAAA\n"), REFUSAL_CHANGED);
	assert_int_equal(reads_armour(FULL "\n" "AAAA\n"), REFUSAL_CHANGED);
	assert_int_equal(reads_armour(FULL "AAA\n"), REFUSAL_CHANGED);
	/* Behind its end there is nothing but white space, not even what could go on. */
	assert_int_equal(reads_armour(FULL ARMOUR_END "\nxAAAA\n"), REFUSAL_CHANGED);
	assert_int_equal(reads_armour(FULL ARMOUR_END " \r\n\t\n" ARMOUR_BEGIN "\n"), REFUSAL_CHANGED);
#undef FULL
#undef PADDED
}

static void files_have_limits(void **state)
{
	static const struct {
		const char *begin;
		uint64_t most;
	} cases[] = {
		{ "age-encryption.org/v1\n", LIMIT_FILE },
		{ "\x93sotayp\n", LIMIT_FILE },
		{ " \n-----BEGIN AGE ENCRYPTED FILE-----\n", LIMIT_ARMOURED_FILE },
	};
	enum container is;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct input_memory in;

		input_memory_init(&in, cases[i].begin, strlen(cases[i].begin));
		in.in.size = cases[i].most;
		assert_int_equal(envelope_sniff(&in.in, &is), REFUSAL_NONE);
		in.in.size++;
		assert_int_equal(envelope_sniff(&in.in, &is), REFUSAL_NOT_OURS);
	}
}

/* White space stands before armour, but nobody reads a disk full of it. */
static void what_is_too_large_is_not_read_at_all(void **state)
{
	struct input_memory in;
	enum container is;

	(void)state;
	input_memory_init(&in, "        ", 8);
	in.in.size = LIMIT_ARMOURED_FILE + 1;
	assert_int_equal(envelope_sniff(&in.in, &is), REFUSAL_NOT_OURS);
	assert_int_equal(in.at, 0);
}

static void what_does_not_begin_as_ours_is_not_ours(void **state)
{
	static const char *const others[] = {
		"PK\x03\x04", "\xff\xd8\xff\xe0", "%PDF-1.7", "{}", "age-encryption.com/v1\n",
		"\n\n hello\n", "----", "-----BEGIN PGP MESSAGE-----\n", "\x93sotaX",
	};
	enum container is;

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct input_memory in;

		input_memory_init(&in, others[i], strlen(others[i]));
		if (!strcmp(others[i], "----"))
			assert_int_equal(envelope_sniff(&in.in, &is), REFUSAL_NONE);
		else
			assert_int_equal(envelope_sniff(&in.in, &is), REFUSAL_NOT_OURS);
	}
}

static void nothing_is_sealed_for_a_key_of_small_order(void **state)
{
	static const uint8_t nobody[1][BOX_BYTES];
	struct envelope_writer *w;
	struct buffer out = { 0 };

	(void)state;
	assert_int_equal(envelope_begin(&w, &out, false, nobody, 1), SEALING_BAD_KEY);
	assert_null(w);
	assert_int_equal(out.len, 0);
	assert_int_equal(envelope_begin(&w, &out, true, nobody, 1), SEALING_BAD_KEY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_sealed_opens_whatever_its_size),
		cmocka_unit_test(a_file_on_a_disk_opens),
		cmocka_unit_test(what_is_cut_at_any_byte_is_damaged),
		cmocka_unit_test(what_is_cut_between_pieces_is_known_to_be_cut),
		cmocka_unit_test(a_change_of_any_byte_is_refused),
		cmocka_unit_test(nothing_is_handed_on_of_a_file_that_is_wrong_at_its_end),
		cmocka_unit_test(content_is_read_again_from_its_beginning),
		cmocka_unit_test(what_is_too_large_is_not_read_at_all),
		cmocka_unit_test(heads_have_limits),
		cmocka_unit_test(stanzas_are_strict),
		cmocka_unit_test(armour_is_strict),
		cmocka_unit_test(files_have_limits),
		cmocka_unit_test(what_does_not_begin_as_ours_is_not_ours),
		cmocka_unit_test(nothing_is_sealed_for_a_key_of_small_order),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
