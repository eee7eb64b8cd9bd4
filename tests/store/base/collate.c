#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/collate.h"

typedef int order(const char *a, size_t alen, const char *b, size_t blen);
typedef size_t key_maker(uint8_t *dst, size_t size, const char *s, size_t len);

static uint32_t seed;

static uint32_t next_random(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)seed * below >> 32);
}

static int sign(int x)
{
	return (x > 0) - (x < 0);
}

/* The order of two texts by their keys; also holds the keys to their promised room. */
static int compare_keys(key_maker *make, const char *a, size_t alen, const char *b, size_t blen)
{
	static uint8_t ka[COLLATE_ROOM(400)], kb[COLLATE_ROOM(400)];
	size_t na = make(ka, sizeof ka, a, alen), nb = make(kb, sizeof kb, b, blen);
	int c;

	assert_true(na <= COLLATE_ROOM(alen));
	assert_true(nb <= COLLATE_ROOM(blen));
	c = memcmp(ka, kb, na < nb ? na : nb);
	return c ? sign(c) : (na > nb) - (na < nb);
}

static int by_text(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;

	return collate_compare(x, strlen(x), y, strlen(y));
}

static int by_name(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;

	return collate_compare_names(x, strlen(x), y, strlen(y));
}

/* Shuffle the lines of an ordered file, sort them, and expect the file's order. */
static void check_file(const char *file, size_t expected,
		       int (*compare)(const void *, const void *), key_maker *make)
{
	const char *srcdir = getenv("srcdir");
	char path[4096], *lines[100], *sorted[100], line[200];
	size_t count = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/tests/data/%s", srcdir ? srcdir : ".", file);
	f = fopen(path, "r");
	if (!f)
		fail_msg("%s cannot be read", path);
	while (count < 100 && fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = 0;
		lines[count++] = strdup(line);
	}
	fclose(f);
	assert_int_equal(count, expected);
	for (int round = 0; round < 200; round++) {
		memcpy(sorted, lines, sizeof sorted);
		for (size_t i = count - 1; i > 0; i--) {
			size_t j = next_random((uint32_t)i + 1);
			char *swap = sorted[i];

			sorted[i] = sorted[j];
			sorted[j] = swap;
		}
		qsort(sorted, count, sizeof *sorted, compare);
		for (size_t i = 0; i < count; i++)
			assert_string_equal(sorted[i], lines[i]);
	}
	for (size_t i = 0; i + 1 < count; i++)
		assert_int_equal(compare_keys(make, lines[i], strlen(lines[i]), lines[i + 1],
					      strlen(lines[i + 1])),
				 -1);
	for (size_t i = 0; i < count; i++)
		free(lines[i]);
}

static void test_names(void **state)
{
	(void)state;
	check_file("names_sorted.txt", 42, by_name, collate_key_names);
}

static void test_places(void **state)
{
	(void)state;
	check_file("places_sorted.txt", 33, by_text, collate_key);
}

/* Each list in order; every earlier one sorts before every later one. */
static void test_lists(void **state)
{
	static const char *const lists[][36] = {
		{"a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g", "h",
		 "i", "j", "k", "l", "m", "n", "o", "ô", "ơ", "p", "q", "r",
		 "s", "t", "u", "ư", "v", "w", "x", "y", "z", "ж", "中"},
		{"a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ",
		 "ấ", "ậ"},
		{"ư", "Ư", "ừ", "Ừ", "ử", "ữ", "ứ", "ự", "Ự"},
		/* letters of a syllable before its tone, a syllable before the next */
		{"", "hạ", "ham", "hàm", "hạm", "han"},
		{"Hà", "Hà Nội", "Hà Tĩnh", "Hạ Long", "Hạ Nội", "Hai"},
		{"dz", "đa", "đá", "đe"},
		{"Bá Ba", "Bá Bà", "Bá Bá"},
		/* case only when all else is the same, wherever it stands */
		{"an giang", "an Giang", "An giang", "An Giang", "An Hải", "án"},
		{"Thôn 1", "Thôn 2", "Thôn 2A", "Thôn 2B", "Thôn 10", "Thôn 10A", "Thôn 100",
		 "Thôn A"},
		{"H2", "H002A", "H3", "H10"},
		/* separators count last */
		{"Bà Rịa - Vũng Tàu", "Bà Rịa Vũng Tàu", "Bà-Rịa Vũng Tàu", "Bà Rịa Vũng Tàu 2"},
		{"h", "H'Mông", "Hà"},
		{"Muller", "Müller", "Mullers"},
	};

	(void)state;
	for (size_t list = 0; list < sizeof lists / sizeof *lists; list++) {
		for (int i = 0; i < 36 && lists[list][i]; i++) {
			for (int j = 0; j < 36 && lists[list][j]; j++) {
				const char *a = lists[list][i], *b = lists[list][j];

				if (sign(collate_compare(a, strlen(a), b, strlen(b))) !=
				    sign(i - j))
					fail_msg("\"%s\" and \"%s\"", a, b);
				assert_int_equal(
					compare_keys(collate_key, a, strlen(a), b, strlen(b)),
					sign(i - j));
			}
		}
	}
}

static void test_given_names(void **state)
{
	static const char *const names[] = {
		"",	  "  ",	      "An",	 "Lê An",   "Nguyễn An",  "Nguyễn Thị An",
		"Võ An ", "Ánh Bình", "Đỗ Bình", "Lê Bình", "Bình An Đào"};
	size_t n = sizeof names / sizeof *names;

	(void)state;
	for (size_t i = 0; i + 1 < n; i++) {
		assert_true(collate_compare_names(names[i], strlen(names[i]), names[i + 1],
						  strlen(names[i + 1])) < 0);
		assert_int_equal(compare_keys(collate_key_names, names[i], strlen(names[i]),
					      names[i + 1], strlen(names[i + 1])),
				 -1);
	}
}

/* NFC and NFD sort together, and are told apart only in the last step. */
static void test_normal_forms(void **state)
{
	const char *nfc = "Nguyễn Ấn", *nfd = "Nguye\u0302\u0303n A\u0302\u0301n";
	const char *reordered = "Nguye\u0303\u0302n A\u0301\u0302n";

	(void)state;
	assert_int_not_equal(collate_compare(nfc, strlen(nfc), nfd, strlen(nfd)), 0);
	assert_true(collate_compare("Nguyễn Ẩn", strlen("Nguyễn Ẩn"), nfd, strlen(nfd)) < 0);
	assert_true(collate_compare(nfd, strlen(nfd), "Nguyễn Ậna", strlen("Nguyễn Ậna")) < 0);
	assert_true(collate_compare(nfd, strlen(nfd), "nguyễn ận", strlen("nguyễn ận")) < 0);
	assert_true(collate_compare(reordered, strlen(reordered), "nguyễn ận",
				    strlen("nguyễn ận")) < 0);
	assert_true(collate_compare("NGUYỄN ẨN", strlen("NGUYỄN ẨN"), reordered,
				    strlen(reordered)) < 0);
}

static size_t random_text(char *out)
{
	static const char *const pieces[] = {
		"a",
		"A",
		"à",
		"Ạ",
		"ă",
		"â",
		"Ấ",
		"d",
		"đ",
		"Đ",
		"o",
		"ơ",
		"Ợ",
		"n",
		"N",
		"u",
		"ư",
		"i",
		" ",
		" ",
		" ",
		"  ",
		"-",
		".",
		"'",
		"0",
		"00",
		"1",
		"2",
		"10",
		"9",
		"o\u031B",
		"a\u0306\u0301",
		"\u0323",
		"\u200B",
		"ü",
		"ж",
		"Ж",
		"가",
		"中",
		"²",
		"\n",
		"\xff",
		"\xc3",
		"\xed\xa0\x80",
		"12345678901234567890123456789012345678901234567890",
	};
	size_t len = 0;

	for (uint32_t n = next_random(7); n > 0; n--) {
		const char *piece = pieces[next_random(sizeof pieces / sizeof *pieces)];

		memcpy(out + len, piece, strlen(piece));
		len += strlen(piece);
	}
	return len;
}

/* A total order, the same by keys as by comparing, for texts of every sort. */
static void check_laws(order *compare, key_maker *make)
{
	for (int round = 0; round < 40000; round++) {
		char a[400], b[400], c[400];
		size_t alen = random_text(a), blen = random_text(b), clen = random_text(c);
		int ab = sign(compare(a, alen, b, blen)), bc = sign(compare(b, blen, c, clen));
		int ac = sign(compare(a, alen, c, clen));

		assert_int_equal(compare(a, alen, a, alen), 0);
		assert_int_equal(ab, -sign(compare(b, blen, a, alen)));
		assert_int_equal(ab == 0, alen == blen && memcmp(a, b, alen) == 0);
		if (ab == bc)
			assert_int_equal(ac, ab);
		assert_int_equal(ab, compare_keys(make, a, alen, b, blen));
	}
}

static void test_laws(void **state)
{
	(void)state;
	check_laws(collate_compare, collate_key);
}

static void test_laws_of_names(void **state)
{
	(void)state;
	check_laws(collate_compare_names, collate_key_names);
}

/* What makes keys longest, and keys that are cut. */
static void test_key_room(void **state)
{
	static const char *const units[] = {"a ",  "1 ",  "1a", "A ",	   "Ж ",
					    "가A", "각A", "0",	"\u0344A", "𝒜B"};
	char text[400];
	uint8_t key[COLLATE_ROOM(400)], cut[8];

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t len = 0, need;

		while (len + strlen(units[i]) <= sizeof text) {
			memcpy(text + len, units[i], strlen(units[i]));
			len += strlen(units[i]);
			assert_true(collate_key(NULL, 0, text, len) <= COLLATE_ROOM(len));
		}
		need = collate_key(key, sizeof key, text, len);
		memset(cut, 0xEE, sizeof cut);
		assert_int_equal(collate_key(cut, 4, text, len), need);
		assert_memory_equal(cut, key, 4);
		assert_int_equal(cut[4], 0xEE);
	}
	/* longer than one number can be */
	memset(text, '7', sizeof text);
	assert_int_equal(compare_keys(collate_key, text, 400, text, 399), 1);
	assert_int_equal(sign(collate_compare(text, 400, text, 399)), 1);
}

static int set_seed(void **state)
{
	(void)state;
	seed = 20261121;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_names, set_seed),
		cmocka_unit_test_setup(test_places, set_seed),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_given_names),
		cmocka_unit_test(test_normal_forms),
		cmocka_unit_test_setup(test_laws, set_seed),
		cmocka_unit_test_setup(test_laws_of_names, set_seed),
		cmocka_unit_test(test_key_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
