/*
 * household_words: the face of a household: its code and what one knows it by.
 *
 * "H012" is nobody; "H012 Gần chợ, nhà có cây xoài" is. Wherever a household
 * stands on the screen it stands like this. Of a face that is too long the
 * hint's end goes first. In nothing that leaves the laptop: hints stay there.
 * One thread.
 */
#ifndef TUI_WORDS_HOUSEHOLD_WORDS_H
#define TUI_WORDS_HOUSEHOLD_WORDS_H

#include <stddef.h>

#include "store/book/book.h"

/* Bytes of the longest face, NUL included: a code of 16 letters, a hint of 40. */
enum { FACE_SIZE = 4 * (16 + 1 + 40) + 1 };

/* Code and hint (NULL or "": none) in at most `width` columns; 0: all of it. */
void household_face(char *out, size_t size, const char *code, const char *hint, int width);

/*
 * The face of the household of that village, by one look at an index; its code
 * where it is not known. A NULL code gives "".
 */
void household_face_of(char *out, size_t size, struct book *book, const char *village,
		       const char *code, int width);

#endif
