/*
 * bech32: keys of age as text, with six letters that find what was mistyped.
 *
 * Source: BIP 173, without its limit of 90 letters, as age uses it. Only what
 * holds 32 bytes. Pure functions, thread-safe.
 */
#ifndef SYNC_CRYPTO_BECH32_H
#define SYNC_CRYPTO_BECH32_H

#include <stdint.h>

#define BECH32_BYTES 32
/* Letters of 32 bytes behind a prefix of `prefix` letters, without the closing NUL. */
#define BECH32_LEN(prefix) ((prefix) + 1 + 52 + 6)

/* Prefix and text are in lower case; writes BECH32_LEN(strlen(prefix)) letters and a NUL. */
void bech32_encode(char *out, const char *prefix, const uint8_t bytes[BECH32_BYTES]);

#endif
