/*
 * utf8: letters as bytes, and out of bytes that come one by one.
 *
 * A line may be slow: the bytes of one letter come in several reads, with a
 * pause between them. Pure functions.
 */
#ifndef TUI_TERM_UTF8_H
#define TUI_TERM_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of a code point (1–4) in out, with a NUL; how many they are. */
size_t utf8_put(char out[5], uint32_t ch);

/* A letter of which something has come; all zero: nothing. */
struct utf8 {
	int missing; /* bytes of it that have not come yet */
	uint32_t ch, least;
};

/* The next byte: whether it completes a letter, then in *ch. What is no UTF-8 is passed over. */
bool utf8_take(struct utf8 *letter, unsigned char byte, uint32_t *ch);
/* Something else has come in the middle of it. */
void utf8_forget(struct utf8 *letter);

#endif
