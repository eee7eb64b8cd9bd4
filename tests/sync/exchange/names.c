#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "sync/exchange/names.h"
#include "tests/store/desk.h"

static void test_texts_become_plain_parts_of_names(void **state)
{
	static const struct {
		const char *text, *name;
	} cases[] = {
		{ "T01", "t01" },
		{ "Tổ Ấp Bắc", "to-ap-bac" },
		{ "Đồng Nai / Khu phố 3", "dong-nai-khu-pho-3" },
		{ "../../etc/passwd", "etc-passwd" },
		{ "CON", "con" },
		{ "村", "x" },
		{ "", "x" },
		{ "a\nb\x1b[2J", "a-b-2j" },
		{ "Thôn Hòa Bình Thượng Trung Hạ", "thon-hoa-binh-thuong-tru" },
		{ "một hai ba bốn năm sáu b", "mot-hai-ba-bon-nam-sau-b" },
	};
	char out[NAMES_WHO];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		names_fold(out, cases[i].text);
		assert_string_equal(out, cases[i].name);
	}
}

static void test_names_are_those_of_the_format(void **state)
{
	static const uint8_t hash[32] = { 0x3f, 0xa9, 0xc2, 0x10, 0xff };
	uint8_t key[SIGN_PUBLIC_BYTES] = { 1 }, box[BOX_BYTES] = { 2 }, bytes[FINGERPRINT_BYTES];
	char out[NAMES_FILE], letters[FINGERPRINT_TEXT], expected[64];
	day_t day;

	(void)state;
	assert_true(date_parse(&day, "2026-11-21"));
	names_batch(out, "t01", day, 8);
	assert_string_equal(out, "sotay_t01_20261121_0008.stb");
	names_batch(out, "t01", day, 123456);
	assert_string_equal(out, "sotay_t01_20261121_123456.stb");
	names_answer(out, "26572", day, hash);
	assert_string_equal(out, "sotay-cho_26572_20261121_3fa9c210.stb");
	names_request(out, "t01", key, box);
	fingerprint_of(bytes, key, box);
	fingerprint_text(letters, bytes);
	for (char *at = letters; *at; at++)
		*at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
	snprintf(expected, sizeof expected, "sotay-dang-ky_t01_%.4s.stb", letters);
	assert_string_equal(out, expected);
}

static void test_team_without_code_is_called_by_its_village(void **state)
{
	struct desk *desk = *state;
	char out[NAMES_WHO];
	struct fault f;

	assert_int_equal(names_of_team(out, desk->book, "Tổ 5", &f), FAULT_OK);
	assert_string_equal(out, "to-5");
	assert_int_equal(names_of_team(out, desk->book, "", &f), FAULT_OK);
	assert_string_equal(out, "26572-may"); /* two villages: neither is meant */
	desk_void(desk, desk_count(desk, "SELECT rec FROM household WHERE code = 'X9'"));
	desk_void(desk, desk_count(desk, "SELECT h.rec FROM household h JOIN sym s ON s.k = h.village"
					 " WHERE s.s = '26572-02' AND h.voided = 0"));
	desk_void(desk, desk_count(desk, "SELECT v.rec FROM village v JOIN sym s ON s.k = v.code"
					 " WHERE s.s = '26572-02'"));
	assert_int_equal(names_of_team(out, desk->book, "", &f), FAULT_OK);
	assert_string_equal(out, "ap-bac");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts_become_plain_parts_of_names),
		cmocka_unit_test(test_names_are_those_of_the_format),
		DESK_CASE(test_team_without_code_is_called_by_its_village),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
