/*
 * syllable: which letters are a Vietnamese syllable, or can become one.
 *
 * A syllable is an onset, a nucleus, a coda and a tone; tables in the .c file
 * say which go together. They hold the sounds of the standard language, loans
 * (buýt, moóc, pin), the onsets kr kl br pl and the final k of the highlands'
 * names, and a list of names that follow no rule (Tẻh, Păh). Source: section 7
 * of the domain notes, checked against Debian's word list and every name of a
 * unit in the national lists.
 *
 * "Can become" means by typing on: letters added at the end, and a mark put on
 * a letter that has none. Marks and letters that are there stay.
 *
 * Invariants: letters are plain letters of letter.h, that is in lower
 * case and without tone; anything else fits nowhere. `name` says that the
 * word starts with a capital, as names do. All functions are pure, thread-safe
 * and take no memory.
 */
#ifndef TUI_TYPING_SYLLABLE_H
#define TUI_TYPING_SYLLABLE_H

#include <stdbool.h>
#include <uchar.h>

#include "tui/typing/letter.h"

/* Where the tone stands in open oa, oe, uy: the old style writes hòa, the new one hoà. */
enum tone_style { TONE_OLD, TONE_NEW };

/* Whether the n letters are the start of a syllable, or can become one. n may be 0. */
bool syllable_possible(const char32_t *letters, int n, bool name);

/* Whether they are a whole one with this tone. Single vowel letters pass: ă, â. */
bool syllable_valid(const char32_t *letters, int n, enum tone tone, bool name);

/*
 * Whether the letters so far can wear the tone: there is a vowel, and before
 * final c ch p t only sắc and nặng are heard, before k those or none.
 */
bool syllable_takes_tone(const char32_t *letters, int n, enum tone tone);

/*
 * The letter the tone goes on, also while the syllable is unfinished or none;
 * -1 where there is no vowel. `tone` only matters for names of the list.
 */
int syllable_tone_at(const char32_t *letters, int n, enum tone tone, enum tone_style style,
		     bool name);

#endif
