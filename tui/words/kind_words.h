/*
 * kind_words: what the kinds of record are called, translated; static.
 */
#ifndef TUI_WORDS_KIND_WORDS_H
#define TUI_WORDS_KIND_WORDS_H

#include "store/catalog/record_type.h"

/* One of a kind: "Guidance session", "Household" …; "" for KIND_ANY. */
const char *kind_word(enum kind kind);

/* All of them as a register: "Villages", "Members" … */
const char *kind_register_word(enum kind kind);

#endif
