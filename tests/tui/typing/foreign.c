/*
 * What the lists of foreign.h must hold: the engine runs with empty ones, over every word of
 * Debian's American list (package wamerican), and shows what it would spoil.
 *
 * With the name of a file it writes that list into it: `make update-english`.
 */
#include "config.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/text.h"
#include "tests/tui/typing/typed.h"
#include "tui/typing/foreign.h"

#define DICTIONARY "/usr/share/dict/american-english"

enum { WORD = 64, WORDS_MAX = 1 << 17, ABBREVIATION = 4 /* letters of ADD: that one may be an AĐ */ };

/* In place of the lists. */
bool foreign_is_english(const char *word, size_t n)
{
	(void)word;
	(void)n;
	return false;
}

bool foreign_is_brand(const char *word, size_t n)
{
	(void)word;
	(void)n;
	return false;
}

/* ---- lists of words ---- */

struct words {
	char (*word)[WORD];
	int n;
};

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool has(const struct words *words, const char *word)
{
	return words->n && bsearch(word, words->word, (size_t)words->n, WORD, compare);
}

static void add(struct words *words, const char *word)
{
	if (!words->word)
		words->word = calloc(WORDS_MAX, WORD);
	assert_true(words->word && words->n < WORDS_MAX && strlen(word) < WORD);
	strcpy(words->word[words->n++], word);
}

static bool only_letters(const char *word)
{
	return *word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyz")];
}

/* Every word of the dictionary that is made of a to z. */
static struct words read_dictionary(void)
{
	FILE *file = fopen(DICTIONARY, "r");
	struct words words = { 0 };
	char line[256];

	if (!file)
		fail_msg("cannot read %s", DICTIONARY);
	while (typed_read_line(file, line, sizeof line))
		if (only_letters(line))
			add(&words, line);
	fclose(file);
	qsort(words.word, (size_t)words.n, WORD, compare);
	return words;
}

/* A list of tui/typing: its words; those with a plus behind them, which somebody chose, apart. */
static void read_list(const char *path, struct words *made, struct words *chosen)
{
	FILE *file = fopen(path, "r");
	char line[256];

	if (!file)
		fail_msg("cannot read %s", path);
	while (typed_read_line(file, line, sizeof line)) {
		char *plus = strstr(line, " +");

		if (*line == '#')
			continue;
		if (plus)
			*plus = 0;
		add(plus ? chosen : made, line);
	}
	fclose(file);
}

static const char *list_path(const char *name)
{
	static char path[4096];
	const char *srcdir = getenv("srcdir");

	snprintf(path, sizeof path, "%s/tui/typing/%s", srcdir ? srcdir : ".", name);
	return path;
}

/* ---- what typing makes of them ---- */

static bool is_syllable(const char *text)
{
	char32_t plain[WORD];
	enum tone tone = TONE_LEVEL;
	size_t len = strlen(text);
	bool name = *text >= 'A' && *text <= 'Z';
	int n = 0;

	while (len) {
		struct letter letter;
		int32_t ch;
		size_t took = text_next(text, len, &ch);

		if (!letter_split((char32_t)ch, &letter))
			return false;
		plain[n++] = letter.plain;
		if (letter.tone)
			tone = letter.tone;
		text += took;
		len -= took;
	}
	return syllable_valid(plain, n, tone, name);
}

/* Whether a key of Telex is there twice: only then can one take back what another did. */
static bool has_pair(const char *keys)
{
	for (; *keys; keys++)
		if (strchr("adefjorswxz", *keys) && strchr(keys + 1, *keys))
			return true;
	return false;
}

/* Whether these keys come out with a letter less, as nothing that is a word. */
static bool loses_letter(const struct words *dictionary, const char *keys)
{
	struct typed field;
	const char *text = typed_text(&field, TELEX_TELEX, TONE_OLD, keys);
	char small[WORD] = "";

	if (typed_letters(&field) == strlen(keys) || is_syllable(text))
		return false;
	for (size_t i = 0; text[i] && i < WORD - 1; i++)
		small[i] = (char)tolower((unsigned char)text[i]);
	return !has(dictionary, small);
}

/* In small letters, with a capital, or in capitals. Without vowels it is an abbreviation: đ. */
static bool is_needed(const struct words *dictionary, const char *word)
{
	char keys[WORD];

	if (!has_pair(word) || !strpbrk(word, "aeiouy"))
		return false;
	if (loses_letter(dictionary, word))
		return true;
	strcpy(keys, word);
	keys[0] = (char)toupper((unsigned char)keys[0]);
	if (loses_letter(dictionary, keys))
		return true;
	for (size_t i = 0; keys[i]; i++)
		keys[i] = (char)toupper((unsigned char)keys[i]);
	return strlen(keys) >= ABBREVIATION && loses_letter(dictionary, keys);
}

static struct words needed_words(const struct words *dictionary)
{
	struct words needed = { 0 };

	for (int i = 0; i < dictionary->n; i++)
		if (is_needed(dictionary, dictionary->word[i]))
			add(&needed, dictionary->word[i]);
	return needed;
}

/* ---- tests ---- */

static void the_list_holds_the_words_that_would_lose_a_letter(void **state)
{
	struct words dictionary = read_dictionary(), needed = needed_words(&dictionary);
	struct words made = { 0 }, chosen = { 0 };
	int wrong = 0;

	(void)state;
	read_list(list_path("english.txt"), &made, &chosen);
	for (int i = 0; i < needed.n; i++)
		if (!has(&made, needed.word[i])) {
			print_error("%s is missing\n", needed.word[i]);
			wrong++;
		}
	for (int i = 0; i < made.n; i++) /* another edition of the dictionary may lack some */
		if (has(&dictionary, made.word[i]) && !has(&needed, made.word[i])) {
			print_error("%s is not needed\n", made.word[i]);
			wrong++;
		}
	assert_int_equal(wrong, 0);
	assert_true(made.n > 1000);
	for (int i = 0; i < chosen.n; i++) {
		struct typed field;

		if (has(&needed, chosen.word[i]) ||
		    !strcmp(typed_text(&field, TELEX_TELEX, TONE_OLD, chosen.word[i]),
			    chosen.word[i]))
			fail_msg("%s need not be chosen", chosen.word[i]);
	}
	free(dictionary.word);
	free(needed.word);
	free(made.word);
	free(chosen.word);
}

static void brands_are_what_typing_would_spoil(void **state)
{
	struct words brands = { 0 }, none = { 0 };

	(void)state;
	read_list(list_path("brands.txt"), &brands, &none);
	assert_true(brands.n > 5 && !none.n);
	for (int i = 0; i < brands.n; i++) {
		struct typed field;

		if (!strcmp(typed_text(&field, TELEX_TELEX, TONE_OLD, brands.word[i]),
			    brands.word[i]))
			fail_msg("%s comes out by itself", brands.word[i]);
	}
	free(brands.word);
}

/* ---- making the list ---- */

/* The lines about it stay, and the words that somebody chose. */
static int write_list(const char *path)
{
	struct words dictionary = read_dictionary(), all = needed_words(&dictionary);
	struct words made = { 0 }, chosen = { 0 };
	char *about = NULL, line[256];
	size_t size = 0, used = 0;
	FILE *file;

	read_list(path, &made, &chosen);
	file = fopen(path, "r");
	while (file && typed_read_line(file, line, sizeof line) && *line == '#') {
		if (used + sizeof line > size)
			about = realloc(about, size = size * 2 + 2 * sizeof line);
		used += (size_t)snprintf(about + used, size - used, "%s\n", line);
	}
	if (!file || fclose(file) || !(file = fopen(path, "w")))
		return 1;
	for (int i = 0; i < chosen.n; i++) {
		snprintf(line, sizeof line, "%s +", chosen.word[i]);
		add(&all, line);
	}
	qsort(all.word, (size_t)all.n, WORD, compare);
	fputs(about ? about : "", file);
	for (int i = 0; i < all.n; i++)
		fprintf(file, "%s\n", all.word[i]);
	free(about);
	free(dictionary.word);
	free(all.word);
	free(made.word);
	free(chosen.word);
	return fclose(file) != 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_holds_the_words_that_would_lose_a_letter),
		cmocka_unit_test(brands_are_what_typing_would_spoil),
	};

	if (argc > 1)
		return write_list(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
