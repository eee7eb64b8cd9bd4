#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <utf8proc.h>

#include "store/base/fault.h"
#include "store/base/text.h"

#define LETTERS(s) (s), sizeof(s) - 1

/* Invalid UTF-8, each the shortest of its sort, and NUL. */
static const struct {
	const char *s;
	size_t len;
} invalid[] = {
	{LETTERS("\0")},
	{LETTERS("a\0b")},
	{LETTERS("\x80")},
	{LETTERS("\xBF")},
	{LETTERS("\xC3")},
	{LETTERS("a\xC3")},
	{LETTERS("\xC3(")},
	{LETTERS("\xE1\xBA")},
	{LETTERS("\xE1\xBA(")},
	{LETTERS("\xF0\x9F\x98")},
	{LETTERS("\xC0\x80")},
	{LETTERS("\xC1\xBF")},
	{LETTERS("\xE0\x80\xAF")},
	{LETTERS("\xE0\x9F\xBF")},
	{LETTERS("\xF0\x80\x80\xAF")},
	{LETTERS("\xF0\x8F\xBF\xBF")},
	{LETTERS("\xED\xA0\x80")},
	{LETTERS("\xED\xBF\xBF")},
	{LETTERS("\xED\xA0\xBD\xED\xB8\x80")},
	{LETTERS("\xF4\x90\x80\x80")},
	{LETTERS("\xF5\x80\x80\x80")},
	{LETTERS("\xF8\x88\x80\x80\x80")},
	{LETTERS("\xFC\x84\x80\x80\x80\x80")},
	{LETTERS("\xFE")},
	{LETTERS("\xFF")},
};

static const char *const valid[] = {"",	      "a",	"đ",	  "Ẵ",		"€",	"😀",
				    "\uD7FF", "\uE000", "\uFFFF", "\U0010FFFF", "\x7F", "\xC2\x80"};

static void test_utf8(void **state)
{
	int32_t cp;

	(void)state;
	for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
		char *out = (char *)"";
		size_t out_len = 7;

		if (text_utf8_valid(invalid[i].s, invalid[i].len))
			fail_msg("invalid %zu was taken", i);
		assert_int_equal(text_nfc(invalid[i].s, invalid[i].len, &out, &out_len),
				 FAULT_FIELD);
		assert_null(out);
		assert_int_equal(out_len, 0);
	}
	for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
		assert_true(text_utf8_valid(valid[i], strlen(valid[i])));
	assert_int_equal(text_next(LETTERS("ếa"), &cp), 3);
	assert_int_equal(cp, 0x1EBF);
	assert_int_equal(text_next(LETTERS("\xE1\xBA"), &cp), 1);
	assert_int_equal(cp, -1);
	assert_int_equal(text_next("\xE1\xBA\xBF", 2, &cp), 1); /* the length counts */
	assert_int_equal(cp, -1);
	assert_int_equal(text_next("\0", 1, &cp), 1);
	assert_int_equal(cp, 0);
}

static void expect_nfc(const char *in, size_t len, const char *expected)
{
	char *out;
	size_t out_len;

	assert_int_equal(text_nfc(in, len, &out, &out_len), FAULT_OK);
	assert_int_equal(out_len, strlen(expected));
	assert_string_equal(out, expected);
	free(out);
}

static void test_nfc(void **state)
{
	(void)state;
	expect_nfc(LETTERS(""), "");
	expect_nfc(LETTERS("Nguyễn Thị Đào, 1.234 ₫ – “ừ”…"), "Nguyễn Thị Đào, 1.234 ₫ – “ừ”…");
	expect_nfc(LETTERS("Nguye\u0302\u0303n Thi\u0323"), "Nguyễn Thị");
	expect_nfc(LETTERS("o\u031B\u0323"), "ợ");
	expect_nfc(LETTERS("o\u0323\u031B"), "ợ");
	expect_nfc(LETTERS("a\u0323\u0302"), "ậ");
	expect_nfc(LETTERS("ạ\u0302"), "ậ");
	expect_nfc(LETTERS("\u212B\u2126"), "ÅΩ");
	expect_nfc(LETTERS("\u2001"), "\u2003"); /* in the midst of punctuation that is settled */
	expect_nfc(LETTERS("\u1112\u1161\u11AB"), "한");
}

/* The letters the short way trusts to be in NFC, and every other one, against utf8proc. */
static void test_nfc_of_every_letter(void **state)
{
	(void)state;
	for (int32_t cp = 1; cp <= 0x10FFFF; cp++) {
		static const char *const before[] = {"", "a", "ơ", "ả"};
		utf8proc_uint8_t text[16], *expected;
		char *out;
		size_t out_len, len;

		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		if (cp > 0x3000 && cp % 31 != 0) /* a sample where nothing is settled */
			continue;
		for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
			len = strlen(before[i]);
			memcpy(text, before[i], len);
			len += (size_t)utf8proc_encode_char(cp, text + len);
			text[len] = 0;
			expected = utf8proc_NFC(text);
			assert_int_equal(text_nfc((char *)text, len, &out, &out_len), FAULT_OK);
			assert_string_equal(out, (char *)expected);
			free(expected);
			free(out);
		}
	}
}

/* Marks without end are refused before their reordering takes for ever. */
static void test_nfc_of_many_marks(void **state)
{
	size_t pairs = 1000000, len = 1 + pairs * 4, out_len;
	char *text = malloc(len), *out;

	(void)state;
	assert_non_null(text);
	text[0] = 'a';
	for (size_t i = 0; i < pairs; i++)
		memcpy(text + 1 + i * 4, i % 2 ? "\u0301\u0323" : "\u0323\u0301", 4);
	assert_int_equal(text_nfc(text, len, &out, &out_len), FAULT_FIELD);
	assert_int_equal(text_nfc(text, 1 + 2 * (TEXT_MARKS_MAX + 1), &out, &out_len), FAULT_FIELD);
	assert_int_equal(text_nfc(text, 1 + 2 * TEXT_MARKS_MAX, &out, &out_len), FAULT_OK);
	free(out);
	free(text);
}

static void test_controls(void **state)
{
	static const int32_t refused[] = {0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202A, 0x202B,
					  0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069};

	(void)state;
	for (int32_t cp = 1; cp < 0x3000; cp++) {
		utf8proc_uint8_t text[8] = "a";
		size_t len = 1 + (size_t)utf8proc_encode_char(cp, text + 1);
		bool expected = cp < 0x20 || (cp >= 0x7F && cp < 0xA0);

		for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
			expected |= cp == refused[i];
		assert_int_equal(text_has_control((char *)text, len, false), expected);
		assert_int_equal(text_has_control((char *)text, len, true), expected && cp != '\n');
	}
	assert_true(text_has_control("\0", 1, true));
	assert_false(text_has_control("", 0, false));
}

static void test_chars(void **state)
{
	(void)state;
	assert_int_equal(text_chars(LETTERS("")), 0);
	assert_int_equal(text_chars(LETTERS("Đào 😀")), 5);
	assert_int_equal(text_chars(LETTERS("a\xFF\xE1\xBA")), 4);
}

static void test_fold(void **state)
{
	static const struct {
		const char *text, *key;
	} cases[] = {
		{"", ""},
		{"Đào", "dao"},
		{"ĐÀO", "dao"},
		{"dao", "dao"},
		{"Hoà", "hoa"},
		{"Hòa", "hoa"},
		{"Nguyễn", "nguyen"},
		{"Nguye\u0302\u0303n", "nguyen"},
		{"NGUYỄN THỊ BƯỞI", "nguyen thi buoi"},
		{"  Tổ 12 --  Ấp Bắc!  ", "to 12 ap bac"},
		{"...", ""},
		{"a\n\tb", "a b"},
		{"Y Bhiêp Păh, Krông Bŭk", "y bhiep pah krong buk"},
		{"H'Mông", "h mong"},
		{"đ\u0323", "d"},
		{"a\u200Bb", "ab"},
		{"VNeID-2", "vneid 2"},
		{"\u0301a", "a"},
		{"a\xFF"
		 "b",
		 "a b"},
		{"ỨỪỬỮỰ ứừửữự ƠƯ ơư", "uuuuu uuuuu ou ou"},
		{"İ", "i"},
		{"中文", "中文"},
		{"«ж, ж»", "ж ж"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t len = strlen(cases[i].text), need = strlen(cases[i].key);
		char *key = malloc(TEXT_ROOM(len)), nfc_key[200], *nfc;
		size_t nfc_len;

		assert_non_null(key);
		assert_int_equal(text_fold(key, TEXT_ROOM(len), cases[i].text, len), need);
		assert_string_equal(key, cases[i].key);
		assert_int_equal(text_fold(NULL, 0, cases[i].text, len), need);
		/* any normal form gives the key */
		if (text_nfc(cases[i].text, len, &nfc, &nfc_len) == FAULT_OK) {
			text_fold(nfc_key, sizeof nfc_key, nfc, nfc_len);
			assert_string_equal(nfc_key, cases[i].key);
			free(nfc);
		}
		/* folding a key changes nothing */
		text_fold(nfc_key, sizeof nfc_key, key, need);
		assert_string_equal(nfc_key, key);
		free(key);
	}
}

/* A result that does not fit ends at a whole letter and never beyond its room. */
static void test_cut(void **state)
{
	const char *text = "Ж中a Đ ж";
	char out[16];

	(void)state;
	for (size_t size = 0; size <= 14; size++) {
		memset(out, '#', sizeof out);
		assert_int_equal(text_fold(out, size, text, strlen(text)), 11);
		assert_int_equal(out[size], '#');
		if (size) {
			assert_true(strlen(out) < size);
			assert_true(text_utf8_valid(out, strlen(out)));
			assert_memory_equal(out, "ж中a d ж", strlen(out));
		}
		memset(out, '#', sizeof out);
		assert_int_equal(text_printable(out, size,
						"\x1B"
						"a\n\xFF",
						4),
				 8);
		assert_int_equal(out[size], '#');
		if (size)
			assert_memory_equal(out, "␛a \uFFFD", strlen(out));
	}
	text_fold(out, 5, text, strlen(text));
	assert_string_equal(out, "ж"); /* nothing follows what did not fit, though it would */
}

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(text_width(LETTERS("")), 0);
	assert_int_equal(text_width(LETTERS("Nguyễn Thị Đào")), 14);
	assert_int_equal(text_width(LETTERS("Nguye\u0302\u0303n")), 6);
	assert_int_equal(text_width(LETTERS("中文")), 4);
	assert_int_equal(text_width(LETTERS("😀")), 2);
	assert_int_equal(text_width(LETTERS("a\u200Bb")), 2);
	assert_int_equal(text_width(LETTERS("1.234 ₫ ▁▂█")), 11);
	assert_int_equal(text_width(LETTERS("a\xFF")), 2);
}

/* Whatever the bytes: nothing a terminal obeys, valid, in its room, and once is enough. */
static void test_printable(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char in[24], out[TEXT_ROOM(sizeof in)], again[3 * sizeof out];
		size_t len = (size_t)round % sizeof in, n;

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1664525 + 1013904223;
			/* half of them bytes that matter: controls, leads of U+0080, U+2028, U+061C
			 */
			in[i] = seed >> 31 ? (char)(seed >> 20)
					   : "\x1B\x9B\xC2\x80\xE2\xA8\xD8\x9C\n\t[m"[(seed >> 20) %
										      12];
		}
		n = text_printable(out, sizeof out, in, len);
		assert_true(n < TEXT_ROOM(len));
		assert_int_equal(n, strlen(out));
		assert_true(text_utf8_valid(out, n));
		assert_false(text_has_control(out, n, false));
		assert_int_equal(text_printable(again, sizeof again, out, n), n);
		assert_string_equal(again, out);
	}
}

static void test_printable_forms(void **state)
{
	char out[80];

	(void)state;
	text_printable(out, sizeof out, LETTERS("Bà Năm\nđã tự làm\t\u2028được"));
	assert_string_equal(out, "Bà Năm đã tự làm  được");
	text_printable(out, sizeof out,
		       LETTERS("\x1B[31m\x07\x7F\0|\xC2\x9B"
			       "2J\u202Etxt\xFF\r\n"));
	assert_string_equal(out, "␛[31m␇␡␀|\uFFFD2J\uFFFDtxt\uFFFD␍ ");
}

static void entered_letters_that_look_like_d_are_d(void **state)
{
	char *out;
	size_t len;

	(void)state;
	assert_int_equal(text_entry(LETTERS("\u00D0\u0189\u00F0\u0256 Đđ D\u0300"), &out, &len), FAULT_OK);
	assert_string_equal(out, "ĐĐđđ Đđ D\u0300");
	assert_int_equal(len, strlen(out));
	free(out);
	assert_int_equal(text_entry(LETTERS("\xFF"), &out, &len), FAULT_FIELD);
}

static void names_are_evened_out_and_trimmed(void **state)
{
	static const struct {
		const char *in, *out;
	} names[] = {
		{ "Lan", "Lan" },
		{ " Lan ", "Lan" },
		{ "\u00A0Lan\u00A0", "Lan" },
		{ "\u3164Lan\u2800", "Lan" },
		{ "\u200BLan\uFEFF\u200D\u2060", "Lan" },
		{ "\tLan\r\n", "Lan" },
		{ "\u3000Ấp\u00A0Bắc\u2009", "Ấp Bắc" },
		{ "\u00D0a\u0323t", "Đạt" },
		{ "La\u200Bn", "La\u200Bn" }, /* inside it is refused, not taken out */
		{ "\u3164", "" },
		{ " \u2800\u00A0", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *out;
		size_t len;

		assert_int_equal(text_name(names[i].in, strlen(names[i].in), &out, &len), FAULT_OK);
		assert_string_equal(out, names[i].out);
		assert_int_equal(len, strlen(out));
		assert_int_equal(text_is_blank(names[i].in, strlen(names[i].in)), !len);
		free(out);
	}
}

static void invisible_letters_are_found(void **state)
{
	static const char *const with[] = { "a\u200Bb", "\u3164", "a\u2800", "a\u00ADb", "\u115F",
					    "\u1160", "\uFFA0", "x\uFE0F", "\uFEFFa", "a\U000E0041" };

	(void)state;
	for (size_t i = 0; i < sizeof with / sizeof *with; i++)
		assert_true(text_has_invisible(with[i], strlen(with[i])));
	assert_false(text_has_invisible(LETTERS("Nguyễn Thị Đào 01-26572 (ấp) e\u0301\u00A0")));
}

static bool one_name(const char *a, const char *b)
{
	char *x = text_name_key(a), *y = text_name_key(b);
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

static void names_differ_by_more_than_case(void **state)
{
	(void)state;
	assert_true(one_name("lan", "LAN"));
	assert_true(one_name("Đạt", "đạt"));
	assert_true(one_name("\u00D0ạt", "đạt"));
	assert_true(one_name("ƯỚC", "ước"));
	assert_true(one_name("La\u200Bn", "lan"));
	assert_true(one_name("Lan\u00A0Anh", "lan anh"));
	assert_false(one_name("Lan", "Lân"));
	assert_false(one_name("Dat", "Đat"));
	assert_false(one_name("Hoà", "Hòa"));
}

static void signs_alone_are_nothing_to_search_for(void **state)
{
	static const char *const signs[] = { "%", "*", "...", "😀", " - ", "\"", "👍🏽", "́" };
	static const char *const not[] = { "", " ", "\u00A0", "\u3164", "a", "%a", "7", "đ", "\u00D0" };
	char key[32];

	(void)state;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		assert_true(text_only_signs(signs[i]));
	for (size_t i = 0; i < sizeof not / sizeof *not; i++)
		assert_false(text_only_signs(not[i]));
	text_fold(key, sizeof key, LETTERS("\u00D0\u0189\u00F0\u0256 \u3164 x\u2800y"));
	assert_string_equal(key, "dddd x y");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_nfc),
		cmocka_unit_test(test_nfc_of_every_letter),
		cmocka_unit_test(test_nfc_of_many_marks),
		cmocka_unit_test(test_controls),
		cmocka_unit_test(test_chars),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_printable),
		cmocka_unit_test(test_printable_forms),
		cmocka_unit_test(entered_letters_that_look_like_d_are_d),
		cmocka_unit_test(names_are_evened_out_and_trimmed),
		cmocka_unit_test(invisible_letters_are_found),
		cmocka_unit_test(names_differ_by_more_than_case),
		cmocka_unit_test(signs_alone_are_nothing_to_search_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
