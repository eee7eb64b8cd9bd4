/*
 * letter: the letters of Vietnamese, taken apart and put together.
 *
 * A letter is a plain letter (a ă â b … y, in lower case and without tone),
 * one of six tones, and its case. The 12 vowels times 6 tones times 2 cases and
 * đ Đ are exactly Unicode's 146 precomposed letters of Vietnamese and their
 * ASCII bases (TCVN 6909:2001), so what is put together here is NFC.
 *
 * Invariants: letters are Unicode code points; joining what was split gives
 * the same letter back. All functions are pure and thread-safe.
 */
#ifndef TUI_TYPING_LETTER_H
#define TUI_TYPING_LETTER_H

#include <stdbool.h>
#include <uchar.h>

/* In the order they are sorted in: ngang, huyền, hỏi, ngã, sắc, nặng. */
enum tone { TONE_LEVEL, TONE_GRAVE, TONE_HOOK, TONE_TILDE, TONE_ACUTE, TONE_DOT, TONES };

/* What a letter wears besides its tone. */
enum mark { MARK_CIRCUMFLEX, MARK_HORN, MARK_BREVE, MARK_STROKE };

struct letter {
	char32_t plain; /* lower case, without tone */
	enum tone tone;
	bool upper;
};

/* Take apart an ASCII letter or a letter of Vietnamese; false for anything else. */
bool letter_split(char32_t ch, struct letter *out);

/* Put it together. Of a letter without tones, or none of these, the tone is left out. */
char32_t letter_join(struct letter letter);

/* A plain letter without its mark: a for ă and â, d for đ; others are their own. */
char32_t letter_base(char32_t plain);

/* An unmarked plain letter with a mark, or 0 when it takes no such mark. */
char32_t letter_marked(char32_t base, enum mark mark);

/* Whether a plain letter, marked or not, is one of a e i o u y. */
bool letter_vowel(char32_t plain);

#endif
