/*
 * slot_words: why a key slot cannot be given or taken away, in words.
 */
#ifndef TUI_WORDS_SLOT_WORDS_H
#define TUI_WORDS_SLOT_WORDS_H

#include "store/book/keyring.h"

/* The reason, translated; static. "" for SLOT_FINE. */
const char *slot_why(enum slot_no no);

#endif
