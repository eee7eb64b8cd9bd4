/* The typing engine, driven as a field drives it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/fault.h"
#include "store/base/text.h"
#include "tests/tui/typing/typed.h"

/* ---- tables ---- */

static void test_cases(void **state)
{
	FILE *file = typed_open_data("telex_cases.tsv");
	char line[512];
	int rows = 0, wrong = 0;

	(void)state;
	assert_true(typed_read_line(file, line, sizeof line)); /* the header */
	while (typed_read_line(file, line, sizeof line)) {
		char *keys = strchr(line, '\t'), *wanted = keys ? strchr(keys + 1, '\t') : NULL;
		struct typed field;
		const char *got;

		if (!wanted) {
			fail_msg("no row: %s", line);
			break;
		}
		*keys++ = *wanted++ = 0;
		got = typed_text(&field, strncmp(line, "vni", 3) ? TELEX_TELEX : TELEX_VNI,
			    strstr(line, "-new") ? TONE_NEW : TONE_OLD, keys);
		if (strcmp(got, wanted) != 0) {
			print_error("%s: %s gives %s, not %s\n", line, keys, got, wanted);
			wrong++;
		}
		rows++;
	}
	fclose(file);
	assert_true(rows >= 180);
	assert_int_equal(wrong, 0);
}

struct row {
	const char *keys, *text;
};

static void check_rows(const struct row *rows, size_t n, enum telex_method method,
		       enum tone_style style, bool ended)
{
	for (size_t i = 0; i < n; i++) {
		struct typed field;

		typed_init(&field, method, style);
		typed_keys(&field, rows[i].keys);
		if (ended)
			typed_end(&field);
		if (strcmp(field.text, rows[i].text) != 0)
			fail_msg("%s gives %s, not %s", rows[i].keys, field.text, rows[i].text);
	}
}

#define CHECK_ROWS(rows, method, style, ended) \
	check_rows(rows, sizeof rows / sizeof rows[0], method, style, ended)

/* What the cases leave open. */
static void test_words(void **state)
{
	static const struct row telex[] = {
		{ "ngoao", "ngoao" },   { "khoeof", "khoèo" },  { "tooi", "tôi" },
		{ "quoacj", "quoạc" },  { "quawnr", "quẳn" },   { "huow", "huơ" },
		{ "huowng", "hương" },  { "uowr", "uở" },       { "thuowr", "thuở" },
		{ "uowngr", "ưởng" },   { "uowrng", "ưởng" },   { "nguwoif", "người" },
		{ "trwongf", "trường" }, { "huuw", "hưu" },     { "ruouwj", "rượu" },
		{ "thuoww", "thuow" },  { "caaw", "caaw" },     { "caawm", "căm" },
		{ "cawam", "câm" },     { "muoonwj", "mượn" },  { "tieengsf", "tiềng" },
		{ "hoafz", "hoa" },     { "zaf", "zaf" },       { "daay", "dây" },
		{ "ddt", "đt" },        { "sddt", "sđt" },      { "sdddt", "sddt" },
		{ "ATLDD", "ATLĐ" },    { "add", "add" },       { "Add", "Add" },
		{ "tests", "tests" },   { "tieengss", "tieengs" }, { "giuwowngf", "giường" },
		{ "gis", "gí" },        { "gieengs", "giếng" }, { "gieets", "giết" },
		{ "DDawk", "Đăk" },     { "book", "book" },     { "Book", "Book" },
		{ "Kroong", "Krông" },  { "kroong", "krông" },  { "brown", "brown" },
		{ "100dd", "100đ" },    { "password", "password" }, { "passsword", "password" },
		{ "Messenger", "Messenger" }, { "errror", "error" }, { "quys", "quý" },
		{ "BANHS", "BÁNH" },    { "Banhs", "Bánh" },    { "tieengS", "tiếng" },
		{ "dDi", "đi" },        { "nhw", "như" },       { "TW", "TƯ" },
		{ "TWW", "TW" },        { "kiwi", "kiwi" },     { "thuowng;huow", "thương;huơ" },
		{ "uyeen", "uyên" },    { "yeeu", "yêu" },      { "iee", "iee" },
		{ "Deerr", "Dêr" },     { "deerr", "deer" },    { "nixos niño", "nixos niño" },
		{ "sdddd", "sddd" },    { "nguwow<q", "nguwq" }, { "Powow", "Pơơ" },
		{ "EEee", "Êê" },
		{ "thuongw", "thương" }, { "khuow", "khuơ" },   { "desk", "desk" },
		{ "quus", "quus" },     { "more", "more" },     { "Tehs", "Tehs" },
		{ "Tehr", "Tẻh" },      { "huwus", "hứu" },     { "muwowtj", "mượt" },
	};
	static const struct row vni[] = {
		{ "sd9t", "sđt" },      { "TCNSCD9", "TCNSCĐ" }, { "H001", "H001" },
		{ "26572", "26572" },   { "VNEID2", "VNEID2" },  { "T1a1", "T1a1" },
		{ "100d9", "100đ" },    { "toi6", "tôi" },       { "a67", "a67" },
		{ "ho7p5", "hợp" },     { "o67", "ơ" },          { "hoa20", "hoa" },
		{ "D9a8k", "Đăk" },     { "as", "as" },          { "d99", "d9" },
		{ "qu11", "qu11" },      { "tie11", "tie11" },    { "tiec122", "tiec122" },
		{ "may11", "may1" },     { "12A1", "12A1" },      { "72B5-a5", "72B5-ạ" },
		{ "5a66", "5a66" },      { "10ho65", "10hộ" },    { "RON95 E5", "RON95 Ẹ" },
	};
	static const struct row style_new[] = {
		{ "thuyr", "thuỷ" }, { "quys", "quý" }, { "khoeor", "khoẻo" }, { "oof", "ồ" },
		{ "toi r", "toi r" }, { "muaf", "mùa" }, { "hoawcj", "hoặc" }, { "moif", "mòi" },
		{ "hoas<b", "hob" },
	};

	(void)state;
	CHECK_ROWS(telex, TELEX_TELEX, TONE_OLD, true);
	CHECK_ROWS(vni, TELEX_VNI, TONE_OLD, true);
	CHECK_ROWS(style_new, TELEX_TELEX, TONE_NEW, true);
}

/* What stands there while a word is typed, and taken back. */
static void test_backspace(void **state)
{
	static const struct row rows[] = {
		{ "tieesng", "tiếng" },  { "tieesng<", "tiến" },   { "tieesng<<", "tiế" },
		{ "tieesng<<<", "ti" },  { "tieesng<<<<<", "" },   { "hoanf", "hoàn" },
		{ "hoanf<", "hòa" },     { "hoanf<n", "hoàn" },    { "hoanf<<", "hò" },
		{ "hoanf<<<", "h" },     { "nguowif<<", "ngư" },   { "nguowif<<<", "ng" },
		{ "banhss", "banhs" },   { "banhss<", "banh" },    { "banhss<s", "bánh" },
		{ "windows", "ưindows" }, { "web<<", "ư" },        { "vieetjq<", "việt" },
		{ "dd<d", "d" },         { "khuyur<", "khủy" },    { "HDDN<", "HĐ" },
		{ "ab <<<", "" },        { "muwax<s", "mứ" },      { "thuowng<", "thươn" },
	};

	(void)state;
	CHECK_ROWS(rows, TELEX_TELEX, TONE_OLD, false);
}

/* Backspace over what ended a word goes on with it as if it had not ended. */
static void test_taken_up(void **state)
{
	static const struct row telex[] = {
		{ "ban <r", "bản" },             { "ban\n<r", "bản" },
		{ "ban, <<r", "bản" },           { "ban. Cho<<<<<r", "bản" },
		{ "ban cho <<<<<r", "bản" },     { "bans <s", "bans" },
		{ "nguow <if", "người" },        { "wi <fi", "wifi" },
		{ "data <base", "database" },    { "data <<s", "dát" },
		{ "official <ly", "officially" }, { "official <<<", "offici" },
		{ "boxx <es", "boxes" },         { "MoMo < ", "MoMo " },
		{ "MoMo <<", "MoM" },            { "TCNSCDD <<DD", "TCNSCĐ" },
		{ "as <<as", "á" },              { "mof.gov.vn <<<<<<<<s", "mofs" },
		{ "hoas@< ", "hóa " },           { "hoas@xa.vn<<<<<< ", "hóa " },
		{ "hoas@xa.vn<<as ", "hoas@xa.as " },
	};
	static const struct row vni[] = {
		{ "ban <3", "bản" }, { "ban 2<<3", "bản" }, { "tie <6ng1", "tiếng" },
	};

	(void)state;
	CHECK_ROWS(telex, TELEX_TELEX, TONE_OLD, true);
	CHECK_ROWS(vni, TELEX_VNI, TONE_OLD, true);
}

/* Addresses come out as typed, and nothing that only looks a little like one. */
static void test_addresses(void **state)
{
	static const struct row rows[] = {
		{ "mof.gov.vn", "mof.gov.vn" },
		{ "xem moj.gov.vn.", "xem moj.gov.vn." },
		{ "(moj.gov.vn), as", "(moj.gov.vn), á" },
		{ "MOJ.GOV.VN as", "MOJ.GOV.VN á" },
		{ "moj.gov.vn/as/ow?x=as as", "moj.gov.vn/as/ow?x=as á" },
		{ "moj.gov.vn:8080/as", "moj.gov.vn:8080/as" },
		{ "https://moj/as as", "https://moj/as á" },
		{ "www.as.ow", "www.as.ow" },
		{ "hoas.toots@as as", "hoas.toots@as á" },
		{ "Hoas_2-x@gmail.com", "Hoas_2-x@gmail.com" },
		{ "C:\\as\\ow as", "C:\\as\\ow á" },
		{ "\\\\mays\\as", "\\\\mays\\as" },
		{ "@Hoaf as", "@Hòa á" },
		{ "as.ow", "á.ơ" },
		{ "xong.ddi vn", "xong.đi vn" },
		{ "as/ow", "á/ơ" },
		{ "as:ow", "á:ơ" },
		{ "as..vn", "á..vn" },
		{ "as.vn,as.vnx", "as.vn,á.vnx" },
		{ "“as.vn” as", "“as.vn” á" },
	};
	char keys[TELEX_RUN_MAX + 32] = "as.";
	struct typed field;

	(void)state;
	CHECK_ROWS(rows, TELEX_TELEX, TONE_OLD, true);
	/* One that is too long to be remembered is words. */
	while (strlen(keys) < TELEX_RUN_MAX + 2)
		strcat(keys, "b.");
	strcat(keys, "vn");
	assert_memory_equal(typed_text(&field, TELEX_TELEX, TONE_OLD, keys), "á.b.b", 6);
}

static void test_names(void **state)
{
	FILE *file = typed_open_data("vi_name_exceptions.txt");
	char name[64];
	int names = 0;

	(void)state;
	while (typed_read_line(file, name, sizeof name)) {
		/* The keys of VNI, from the letters and their decomposition. */
		static const char marks[] = "678";
		static const char *const tones[] = { "", "2", "3", "4", "1", "5" };
		char keys[64] = "";
		struct typed field;
		size_t len = strlen(name);
		const char *at = name;
		int tone = 0;

		while (len) {
			struct letter letter;
			int32_t cp;
			size_t took = text_next(at, len, &cp);
			char32_t base;

			assert_true(letter_split((char32_t)cp, &letter));
			base = letter_base(letter.plain);
			snprintf(keys + strlen(keys), 3, "%c",
				 letter.upper ? (int)base - 32 : (int)base);
			for (int mark = MARK_CIRCUMFLEX; mark <= MARK_BREVE; mark++)
				if (base != letter.plain &&
				    letter_marked(base, (enum mark)mark) == letter.plain)
					snprintf(keys + strlen(keys), 3, "%c", marks[mark]);
			if (letter.plain == U'đ')
				strcat(keys, "9");
			if (letter.tone)
				tone = (int)letter.tone;
			at += took;
			len -= took;
		}
		strcat(keys, tones[tone]);
		assert_string_equal(typed_text(&field, TELEX_VNI, TONE_OLD, keys), name);
		names++;
	}
	fclose(file);
	assert_true(names > 60);
}

static void test_english(void **state)
{
	FILE *file = typed_open_data("english_200.txt");
	char word[64];
	int words = 0;

	(void)state;
	while (typed_read_line(file, word, sizeof word)) {
		struct typed field;

		assert_string_equal(typed_text(&field, TELEX_TELEX, TONE_OLD, word), word);
		assert_string_equal(typed_text(&field, TELEX_VNI, TONE_OLD, word), word);
		words++;
	}
	fclose(file);
	assert_int_equal(words, 200);
}

/* ---- letters ---- */

static void test_letters(void **state)
{
	int letters = 0;

	(void)state;
	for (char32_t ch = 1; ch < 0x3000; ch++) {
		struct letter letter;

		if (!letter_split(ch, &letter))
			continue;
		letters++;
		assert_true(letter_join(letter) == ch);
		assert_int_equal(letter.plain, letter_base(letter.plain) == letter.plain
						       ? letter_base(letter.plain)
						       : letter.plain);
	}
	/* A-Z and a-z, and the 134 of Vietnamese outside ASCII. */
	assert_int_equal(letters, 52 + 134);
}

/* ---- what holds for every word ---- */

/* A tone may be struck anywhere after the first vowel, a mark anywhere after its letter. */
static void test_any_order(void **state)
{
	static const struct {
		const char *letters;
		char key;
		int after;
		const char *text;
	} words[] = {
		{ "tieeng", 's', 3, "tiếng" },  { "nguowi", 'f', 3, "người" },
		{ "hoan", 'f', 2, "hoàn" },     { "hoa", 'f', 2, "hòa" },
		{ "khuyu", 'r', 3, "khuỷu" },   { "thuowng", 'r', 3, "thưởng" },
		{ "quyeen", 'f', 3, "quyền" },  { "giuwa", 'x', 2, "giữa" },
		{ "duocj", 'w', 3, "dược" },    { "hoan", 'w', 3, "hoăn" },
		{ "vietj", 'e', 3, "việt" },    { "nhung", 'w', 3, "nhưng" },
		{ "dieenj", 'd', 1, "điện" },    { "luatj", 'a', 3, "luật" },
		{ "nghia", 'x', 4, "nghĩa" }, { "muoi", 'w', 3, "mươi" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		for (int at = words[i].after; at <= (int)strlen(words[i].letters); at++) {
			char keys[32];
			struct typed field;

			snprintf(keys, sizeof keys, "%.*s%c%s", at, words[i].letters, words[i].key,
				 words[i].letters + at);
			typed_init(&field, TELEX_TELEX, TONE_OLD);
			typed_keys(&field, keys);
			if (strcmp(field.text, words[i].text) != 0)
				fail_msg("%s gives %s, not %s", keys, field.text, words[i].text);
		}
}

/* Each key's case is its letter's, whatever the case of the keys that mark it. */
static void test_case(void **state)
{
	static const char keys[] = "nguowif", lower[] = "người";
	static const char upper[] = "NGƯỜI";
	static const int key_of[] = { 0, 1, 2, 3, 5 };

	(void)state;
	for (unsigned int set = 0; set < 1U << 7; set++) {
		char mixed[sizeof keys], wanted[32] = "";
		const char *small = lower, *large = upper;
		struct typed field;

		for (int i = 0; keys[i]; i++)
			mixed[i] = set >> i & 1 ? (char)(keys[i] - 32) : keys[i];
		mixed[sizeof keys - 1] = 0;
		for (int i = 0; i < 5; i++) {
			int32_t cp;
			size_t took = text_next(small, strlen(small), &cp);

			strncat(wanted, set >> key_of[i] & 1 ? large : small, took);
			small += took;
			large += took;
		}
		assert_string_equal(typed_text(&field, TELEX_TELEX, TONE_OLD, mixed), wanted);
	}
}

static uint32_t random_state = 20261121;

static uint32_t random_next(void)
{
	random_state = random_state * 1664525 + 1013904223;
	return random_state >> 8;
}

/* Random keys: the text stays NFC, one Backspace takes one letter, and all of them everything. */
static void test_random(void **state)
{
	static const char keys[] = "aaeeoouuiiyywwddsfrxjzngchtmpkqvblAEOUDWSNGT0123456789 .@/:";

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct typed field;
		int n = 1 + (int)(random_next() % 40);
		char *nfc;
		size_t nfc_len, left;

		typed_init(&field, round % 2 ? TELEX_VNI : TELEX_TELEX,
			   round % 4 / 2 ? TONE_NEW : TONE_OLD);
		for (int i = 0; i < n; i++) {
			char key[2] = { keys[random_next() % (sizeof keys - 1)], 0 };

			left = typed_letters(&field);
			if (random_next() % 8 == 0)
				key[0] = left ? '<' : 'a';
			typed_keys(&field, key);
			if (key[0] == '<')
				assert_int_equal(typed_letters(&field), left - 1);
			else
				assert_true(typed_letters(&field) <= left + TELEX_WORD_MAX);
		}
		if (round % 3 == 0)
			typed_end(&field);
		assert_int_equal(text_nfc(field.text, field.len, &nfc, &nfc_len), FAULT_OK);
		assert_string_equal(nfc, field.text);
		free(nfc);
		for (left = typed_letters(&field); left; left--) {
			typed_keys(&field, "<");
			assert_int_equal(typed_letters(&field), left - 1);
		}
		assert_string_equal(field.text, "");
	}
}

/* ---- around the word ---- */

static void test_adopt(void **state)
{
	static const struct {
		const char *before, *keys, *text;
	} rows[] = {
		{ "tieng", "s", "tiéng" },           { "Tổ tiêng", "s", "Tổ tiếng" },
		{ "tiếng", "f", "tiềng" },           { "tiếng", "z", "tiêng" },
		{ "tiếng", "<", "tiến" },            { "hoà", "n", "hoàn" },
		{ "hoà", " ", "hoà " },              { "tiếng", "b ", "tiếngb " },
		{ "cong dan", "w", "cong dăn" },     { "Tổ 2", "a", "Tổ 2a" },
		{ "Hoà Long ", "as", "Hoà Long á" }, { "áá", "s", "áás" },
		{ "", "as", "á" },                   { "ĐĂK", "<", "ĐĂ" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct typed field;

		typed_init(&field, TELEX_TELEX, TONE_OLD);
		field.len = strlen(rows[i].before);
		memcpy(field.text, rows[i].before, field.len + 1);
		telex_adopt(&field.telex, field.text, field.len);
		typed_keys(&field, rows[i].keys);
		assert_string_equal(field.text, rows[i].text);
	}
}

static void test_aside(void **state)
{
	struct typed field;
	struct telex_edit edit;

	(void)state;
	typed_init(&field, TELEX_TELEX, TONE_OLD);
	assert_int_equal(telex_mode(&field.telex), TELEX_ON);
	typed_keys(&field, "as đaas aas");
	assert_int_equal(telex_mode(&field.telex), TELEX_ASIDE);
	assert_string_equal(field.text, "á đaas aas");
	telex_set_on(&field.telex, true);
	typed_keys(&field, " aas");
	assert_string_equal(field.text, "á đaas aas ấ");
	telex_composed(&field.telex);
	typed_keys(&field, " aas");
	assert_string_equal(field.text, "á đaas aas ấ aas");
	telex_set_on(&field.telex, false);
	telex_composed(&field.telex);
	assert_int_equal(telex_mode(&field.telex), TELEX_OFF);
	typed_keys(&field, " ế tieesng<");
	assert_string_equal(field.text, "á đaas aas ấ aas ế tieesn");

	/* Letters that are of no Vietnamese word bring nobody's input method. */
	typed_init(&field, TELEX_TELEX, TONE_OLD);
	typed_keys(&field, "straße – “aas” 😀");
	assert_string_equal(field.text, "straße – “ấ” 😀");
	assert_int_equal(telex_mode(&field.telex), TELEX_ON);
	telex_key(&field.telex, 0xD800, &edit);
	assert_true(!edit.erase && !*edit.text);
	telex_key(&field.telex, 0x110000, &edit);
	assert_true(!edit.erase && !*edit.text);
	typed_keys(&field, "e\u0301as");
	assert_int_equal(telex_mode(&field.telex), TELEX_ASIDE);
}

static void test_long_words(void **state)
{
	char keys[2 * TELEX_WORD_MAX + 1];
	struct typed field;
	size_t left;

	(void)state;
	memset(keys, 'b', sizeof keys - 1);
	keys[0] = 'w';
	keys[sizeof keys - 1] = 0;
	assert_string_equal(typed_text(&field, TELEX_TELEX, TONE_OLD, keys), keys);
	typed_init(&field, TELEX_TELEX, TONE_OLD);
	typed_keys(&field, keys);
	for (left = typed_letters(&field); left; left--)
		typed_keys(&field, "<");
	assert_string_equal(field.text, "");
	typed_keys(&field, "as");
	assert_string_equal(field.text, "á");
	typed_keys(&field, keys);
	typed_keys(&field, " as");
	assert_string_equal(field.text + strlen(field.text) - 3, " á");
	memset(keys, 'b', TELEX_WORD_MAX + 1);
	strcpy(keys + TELEX_WORD_MAX + 1, "as");
	assert_string_equal(typed_text(&field, TELEX_TELEX, TONE_OLD, keys), keys);
	memset(keys, 'b', sizeof keys - 1);
	telex_adopt(&field.telex, keys, strlen(keys));
	assert_int_equal(field.telex.word.seen, 2 * TELEX_WORD_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),	  cmocka_unit_test(test_words),
		cmocka_unit_test(test_backspace), cmocka_unit_test(test_taken_up),
		cmocka_unit_test(test_addresses), cmocka_unit_test(test_names),
		cmocka_unit_test(test_english),	  cmocka_unit_test(test_letters),
		cmocka_unit_test(test_any_order), cmocka_unit_test(test_case),
		cmocka_unit_test(test_random),	  cmocka_unit_test(test_adopt),
		cmocka_unit_test(test_aside),	  cmocka_unit_test(test_long_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
