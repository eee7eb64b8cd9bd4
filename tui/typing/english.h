/*
 * english: English words that a repeated tone key would spoil.
 *
 * The second f of "office" takes back the tone of the first, which is how
 * "of" is typed and leaves "ofice". Nobody means that, so these words come back
 * whole. Only words nobody means without the doubled letter are here: "off" is
 * not, because it types "of".
 */
#ifndef TUI_TYPING_ENGLISH_H
#define TUI_TYPING_ENGLISH_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the word, n ASCII letters in lower case, is in the list. Pure. */
bool telex_is_english(const char *word, size_t n);

#endif
