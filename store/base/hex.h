/*
 * hex: bytes as digits of base 16, two a byte, in lower case.
 *
 * Pure functions, thread-safe.
 */
#ifndef STORE_BASE_HEX_H
#define STORE_BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEX_BYTES 32 /* of a key or a hash: the most that is written so */

/* Write 2 n digits and a NUL to out. */
void hex_text(char *out, const uint8_t *bytes, size_t n);

/* Read exactly n bytes; false when the length is another or a digit is none, or a capital. */
bool hex_read(uint8_t *out, size_t n, const char *text, size_t len);

#endif
