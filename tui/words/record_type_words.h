/*
 * record_type_words: what the record types are called, translated; static.
 */
#ifndef TUI_WORDS_RECORD_TYPE_WORDS_H
#define TUI_WORDS_RECORD_TYPE_WORDS_H

#include "store/catalog/record_type.h"

/* One of a type: "Guidance session", "Household" …; "" for TYPE_ANY. */
const char *record_type_word(enum record_type type);

/* All of them as a register: "Villages", "Members" … */
const char *record_type_register_word(enum record_type type);

#endif
