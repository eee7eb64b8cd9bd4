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

static void test_our_names_are_told_from_others(void **state)
{
	static const char *const ours[] = {
		"sotay_t01_20261121_0008.stb", "sotay_26572-t01_20261121_123456.stb", "sotay_t01_20261121_0008-2.stb",
		"sotay_t01_20261121_0008.txt", "sotay_x_20261121_0001-1000.txt", "sotay-cho_t01_20261121_3fa9c210.stb",
		"sotay-cho_26572_20261121_3fa9c210-3.stb", "sotay-dang-ky_t01_7cpz.stb",
	};
	static const char *const others[] = {
		"", "sotay", "sotay_", "sotay.vault", "sotay_t01.stb", "sotay_t01_20261121_0008", "sotay_t01_20261121_0008.stb2",
		"sotay_t01_20261121_0008.vault", "sotay_T01_20261121_0008.stb", "sotay_t01_20261121_008.stb",
		"sotay_t01_2026112_0008.stb", "sotay__20261121_0008.stb", "sotay_t01_20261121_0008-.stb",
		"sotay_t01_20261121_0008 (1).stb", "sotay_mot-hai-ba-bon-nam-sau-ba_20261121_0008.stb",
		"sotay-cho_t01_20261121_3fa9c21.stb", "sotay-cho_t01_20261121_3fa9c21g.stb", "sotay-dang-ky_t01_7cp.stb",
		"sotay-dang-ky_t01_7cpzz.stb", "notes.stb", "xsotay_t01_20261121_0008.stb",
	};

	(void)state;
	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
		if (!names_are_ours(ours[i], strlen(ours[i])))
			fail_msg("%s is ours", ours[i]);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (names_are_ours(others[i], strlen(others[i])))
			fail_msg("%s is not ours", others[i]);
	assert_true(names_are_ours("sotay-dang-ky_t01_7cpz.stb.more", 26));
	assert_false(names_are_ours("sotay-dang-ky_t01_7cpz.stb\0", 27));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts_become_plain_parts_of_names),
		cmocka_unit_test(test_names_are_those_of_the_format),
		cmocka_unit_test(test_our_names_are_told_from_others),
		DESK_CASE(test_team_without_code_is_called_by_its_village),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
