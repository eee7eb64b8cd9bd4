/*
 * foreign: words that typing must leave as they are.
 *
 * Two lists, compiled in (foreign.awk):
 *
 * english.txt: English words that a doubled key would shorten. The second f
 * of "office" takes back the tone of the first, which leaves "ofice"; nobody
 * means that, so these words come back whole. A word whose short form is a
 * word, too, is not here: "off" types "of".
 *
 * brands.txt: names of the field that would come out as a syllable (MoMo as
 * MôM) or without a letter (USSD). They are compared as they are written, so
 * that napas is still nấp.
 *
 * Words that no key of Telex spoils are in neither: what is no syllable comes
 * back by itself. All functions are pure; the lists are sorted and searched by
 * halving, nothing is made ready at the start.
 */
#ifndef TUI_TYPING_FOREIGN_H
#define TUI_TYPING_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the word, n ASCII letters in lower case, is in english.txt. */
bool foreign_is_english(const char *word, size_t n);

/* Whether the name, n ASCII characters in its own case, is in brands.txt. */
bool foreign_is_brand(const char *word, size_t n);

/* The lists, made by foreign.awk: each word ends in a newline, sorted by its bytes. */
extern const char foreign_english[], foreign_brands[];
extern const size_t foreign_english_size, foreign_brands_size;

#endif
