/*
 * record_brief: a record in a few words, for messages: "H012 Ấp Bắc, 21/11/2026".
 *
 * Also of one that was taken out. In the language the program speaks. One thread.
 */
#ifndef TUI_WORDS_RECORD_BRIEF_H
#define TUI_WORDS_RECORD_BRIEF_H

#include <stddef.h>

#include "store/book/book.h"

/*
 * In about `width` columns: of a household's face the hint's end goes first, days and codes stay.
 * "" for 0, for what cannot be read, and for what there are no words for.
 */
void record_brief(char *out, size_t size, struct book *book, rec_t rec, int width);

#endif
