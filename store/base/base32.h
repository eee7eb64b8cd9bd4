/*
 * base32: bytes as letters a person can read aloud.
 *
 * Crockford's alphabet in lower case (no i, l, o, u), five bits a letter,
 * most significant first, the last letter padded with zero bits. Reading
 * takes either case and the look-alikes o = 0, i = l = 1. Used for record
 * ids (16 bytes = 26 letters) and for the recovery code.
 *
 * Source: https://www.crockford.com/base32.html (alphabet and look-alikes).
 * Pure functions, thread-safe.
 */
#ifndef STORE_BASE_BASE32_H
#define STORE_BASE_BASE32_H

#include <stddef.h>
#include <stdint.h>

/* Letters needed for n bytes, without the closing NUL. */
#define BASE32_LEN(n) (((n) * 8 + 4) / 5)

/* Write BASE32_LEN(n) letters and a NUL to out. */
void base32_encode(char *out, const uint8_t *bytes, size_t n);

/* The value 0–31 of one letter, or -1. */
int base32_value(char c);

/*
 * Read exactly n bytes from BASE32_LEN(n) letters; 0, or -1 when a letter is
 * not of the alphabet, the length is another or the padding bits are not zero.
 */
int base32_decode(uint8_t *out, size_t n, const char *letters, size_t len);

#endif
