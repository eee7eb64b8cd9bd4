/*
 * text_label: what the fields of records are called, in the person's language. Constant texts.
 */
#ifndef TUI_WORDS_TEXT_LABEL_H
#define TUI_WORDS_TEXT_LABEL_H

#include "store/catalog/record_type.h"

/* The label of a field; the name itself when it has none. */
const char *text_label(enum record_type type, const char *field);

#endif
