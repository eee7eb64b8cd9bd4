/*
 * word: the word being typed: what its keys have made of it.
 *
 * The middle of telex.h, which turns it into edits; only its own room includes
 * it. Every key is kept with what it was to the word, so that the word can be
 * spelt, given back as it was typed, or lose its last letter at any time.
 *
 * Invariants: n letters and `typed` keys, both at most TELEX_WORD_MAX; nothing
 * is known while `beyond` is set, and then only word_begin() may be called.
 * `shown` and `seen` are the caller's to bring up to date, but in word_adopt().
 */
#ifndef TUI_TYPING_WORD_H
#define TUI_TYPING_WORD_H

#include "tui/typing/telex.h"

/* No word: nothing but the method and the style stays. */
void word_begin(struct telex_word *w, bool after_digit);

/* A key is typed: a letter, or a mark or tone where the word can take it. There must be room. */
void word_type(struct telex_word *w, char32_t ch);

/* The letters as they stand now, at most TELEX_WORD_MAX; returns how many. */
int word_spell(const struct telex_word *w, char32_t *out);

/* The same as they stand once the word has ended. */
int word_settle(const struct telex_word *w, char32_t *out);

/* The keys as they were typed, at most TELEX_WORD_MAX; returns how many, 0 if not all are ASCII. */
int word_keys(const struct telex_word *w, char *out);

/* The last letter goes, and the keys that made or marked it. */
void word_drop_letter(struct telex_word *w);

/* A letter that stands in the text already is the word's next one, and its own key. */
void word_adopt(struct telex_word *w, char32_t ch);

/* After the last of them: one tone in all is the word's. */
void word_adopt_tone(struct telex_word *w);

#endif
