/*
 * base64: RFC 4648 §4, canonical: one text for the same bytes. Without padding
 * in heads and in JSON, with it in armour.
 * Pure functions, thread-safe.
 */
#ifndef SYNC_CRYPTO_BASE64_H
#define SYNC_CRYPTO_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Letters of n bytes, without the closing NUL. */
#define BASE64_LEN(n) (((size_t)(n) * 4 + 2) / 3)

/* Writes BASE64_LEN(n) letters and a NUL. */
void base64_encode(char *out, const uint8_t *bytes, size_t n);

/*
 * The bytes of a text, at most `room`; their number goes to *n. False when it has another sign,
 * padding, bits left over that are not zero, or more bytes.
 */
bool base64_decode(uint8_t *out, size_t room, const char *text, size_t len, size_t *n);

/* The same for what has exactly n bytes. */
bool base64_decode_exact(uint8_t *out, size_t n, const char *text, size_t len);

/* The same with "=" up to whole groups of four. */
#define BASE64_PADDED_LEN(n) (((size_t)(n) + 2) / 3 * 4)
void base64_encode_padded(char *out, const uint8_t *bytes, size_t n);
bool base64_decode_padded(uint8_t *out, size_t room, const char *text, size_t len, size_t *n);

#endif
