/* The keys of a batch's manifest, read and written. */
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

#include "sync/batch/batch.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/package.h"
#include "tests/sync/crypto/vectors.h"

static int set_up(void **state)
{
	(void)state;
	return sodium_init() < 0 ? -1 : 0;
}

#define HEX16 "0011223344556677"
#define HEX32 HEX16 HEX16
#define HEX64 HEX32 HEX32
#define SEEN  "[\"" HEX16 "\",1795200000000,2,\"" HEX32 "\",\"" HEX64 "\"]"

static const char good[] =
	"{\"lane\":\"" HEX16 "\",\"inc\":\"" HEX32 "\",\"number\":2,\"prev\":\"" HEX64 "\",\"first\":8,"
	"\"count\":5,\"audit\":[7,\"" HEX64 "\"],\"seen\":[" SEEN "]}";

static void keys_are_as_they_must_be(void **state)
{
	static const struct {
		const char *old, *new;
		bool place, all;
	} cases[] = {
		{ "{", "{", true, true },
		{ "{", "{\"more\":1.5,", true, true },
		{ "\"lane\":\"0", "\"lane\":\"", false, false },
		{ "\"lane\":\"0", "\"lane\":\"A", false, false },
		{ "\"lane\"", "\"land\"", false, false },
		{ "\"inc\":\"0", "\"inc\":\"00", false, false },
		{ "\"number\":2", "\"number\":9007199254740991", true, true },
		{ "\"number\":2", "\"number\":9007199254740992", false, false },
		{ "\"number\":2", "\"number\":0", false, false },
		{ "\"number\":2,\"prev\":\"" HEX64 "\"", "\"number\":0,\"prev\":null", false, false },
		{ "\"number\":2", "\"number\":-2", false, false },
		{ "\"number\":2", "\"number\":2.0", false, false },
		{ "\"number\":2", "\"number\":\"2\"", false, false },
		{ "\"number\":2", "\"number\":1", false, false }, /* which has none before it */
		{ "\"number\":2,\"prev\":\"" HEX64 "\"", "\"number\":1,\"prev\":null", true, true },
		{ "\"prev\":\"" HEX64 "\"", "\"prev\":null", false, false },
		{ "\"prev\":\"" HEX64 "\",", "", false, false },
		{ "\"number\":2,\"prev\":\"" HEX64 "\",", "\"number\":1,", false, false },
		{ "\"first\":8", "\"first\":9007199254740992", true, false },
		{ "\"first\":8", "\"first\":-1", true, false },
		{ "\"first\":8,", "", true, false },
		{ "\"count\":5", "\"count\":0", true, true },
		{ "\"count\":5", "\"count\":262144", true, true },
		{ "\"count\":5", "\"count\":262145", true, false },
		{ "\"count\":5", "\"count\":-1", true, false },
		{ "[7,\"" HEX64 "\"]", "null", true, true },
		{ "[7,\"" HEX64 "\"]", "[]", true, false },
		{ "[7,\"" HEX64 "\"]", "[7,\"" HEX64 "\",1]", true, false },
		{ "[7,\"" HEX64 "\"]", "[7.5,\"" HEX64 "\"]", true, false },
		{ "[7,\"" HEX64 "\"]", "[7,\"" HEX32 "\"]", true, false },
		{ "\"audit\":[7,\"" HEX64 "\"],", "", true, false },
		{ SEEN, "", true, true },
		{ SEEN, SEEN "," SEEN "," SEEN "," SEEN, true, true },
		{ SEEN, SEEN "," SEEN "," SEEN "," SEEN "," SEEN, true, false },
		{ "[" SEEN "]", "null", true, false },
		{ ",\"" HEX64 "\"]]", ",null]]", true, true },
		{ ",\"" HEX64 "\"]]", "]]", true, false },
		{ ",\"" HEX64 "\"]]", ",\"" HEX64 "\",1]]", true, false },
		{ ",\"" HEX64 "\"]]", ",false]]", true, false },
		{ ",2,", ",9007199254740992,", true, false },
		{ "1795200000000", "-1", true, false },
		{ ",\"" HEX32 "\",", ",\"" HEX16 "\",", true, false },
		{ ",\"seen\":[" SEEN "]", "", true, false },
		{ "}", ",\"count\":5}", false, false },
	};
	struct batch_keys keys;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = vector_changed(good, cases[i].old, cases[i].new);

		if (batch_place_read(&keys, text, strlen(text)) != cases[i].place)
			fail_msg("the place in %s is %s", text, cases[i].place ? "refused" : "taken");
		if (batch_keys_read(&keys, text, strlen(text)) != cases[i].all)
			fail_msg("%s is %s", text, cases[i].all ? "refused" : "taken");
		free(text);
	}
	for (size_t n = 0; n < sizeof good - 1; n++)
		assert_false(batch_place_read(&keys, good, n));
}

static void keys_are_written_as_they_are_read(void **state)
{
	char *changes[] = {
		vector_changed(good, "{", "{"),
		vector_changed(good, "[7,\"" HEX64 "\"]", "null"),
		vector_changed(good, ",\"" HEX64 "\"]]", ",null]]"),
		vector_changed(good, SEEN, SEEN "," SEEN),
		vector_changed(good, "\"number\":2,\"prev\":\"" HEX64 "\"", "\"number\":1,\"prev\":null"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct buffer text = { 0 };
		struct batch_keys keys;

		assert_true(batch_keys_read(&keys, changes[i], strlen(changes[i])));
		signed_json_write(&text, batch_keys_json(&keys));
		assert_string_equal(buffer_text(&text), changes[i]);
		buffer_release(&text);
		free(changes[i]);
	}
}

/* And nothing else of it. */
static void a_place_is_read_of_what_is_newer(void **state)
{
	char *text = vector_changed(good, ",\"first\":8", ",\"how\":\"otherwise\"");
	struct batch_keys keys, of_good;

	(void)state;
	assert_true(batch_place_read(&of_good, good, sizeof good - 1));
	assert_true(batch_place_read(&keys, text, strlen(text)));
	assert_memory_equal(&keys, &of_good, sizeof keys);
	assert_int_equal(keys.number, 2);
	assert_int_equal(keys.first, 0);
	free(text);
}

static void the_batch_of_another_hand_has_its_lane_and_hash(void **state)
{
	struct buffer file = vector_file("batch.stb"), lane = vector_name("laptop", "lane"),
		      hash = vector_name("batch", "hash");
	uint8_t of_keys[LANE_BYTES], of_manifest[HASH_BYTES];
	static struct package p;
	struct vector_key laptop = LAPTOP;
	struct input_memory in;
	struct envelope *e;
	struct batch_keys keys;
	char text[2 * HEX_BYTES + 1];

	(void)state;
	input_memory_init(&in, file.text, file.len);
	assert_int_equal(envelope_open(&e, &in.in, &laptop.box, 1), REFUSAL_NONE);
	assert_int_equal(package_read(&p, envelope_content(e)), REFUSAL_NONE);
	assert_true(batch_keys_read(&keys, p.manifest, p.manifest_len));
	hex_text(text, keys.lane, sizeof keys.lane);
	assert_string_equal(text, buffer_text(&lane));
	batch_lane(of_keys, p.signer, keys.inc);
	assert_memory_equal(of_keys, keys.lane, sizeof of_keys);
	keys.inc[0] ^= 1;
	batch_lane(of_keys, p.signer, keys.inc);
	assert_memory_not_equal(of_keys, keys.lane, sizeof of_keys);
	manifest_hash(of_manifest, p.manifest, p.manifest_len);
	hex_text(text, of_manifest, sizeof of_manifest);
	assert_string_equal(text, buffer_text(&hash));
	envelope_close(e);
	buffer_release(&file);
	buffer_release(&lane);
	buffer_release(&hash);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_as_they_must_be),
		cmocka_unit_test(keys_are_written_as_they_are_read),
		cmocka_unit_test(a_place_is_read_of_what_is_newer),
		cmocka_unit_test(the_batch_of_another_hand_has_its_lane_and_hash),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
