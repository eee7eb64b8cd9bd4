/*
 * token: what only the issuer of a receipt can make, and knows again.
 *
 * A receipt carries it, who got it says it back in `seen` (docs/format-batch.md, "Receipts"): so
 * an issuer learns from others, and from nobody's invention, how far it had come before it was
 * restored. Pure functions, thread-safe.
 */
#ifndef SYNC_CRYPTO_TOKEN_H
#define SYNC_CRYPTO_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "sync/crypto/sign.h"

#define TOKEN_BYTES 16

/*
 * Of a receipt's epoch and number, to an addressee as `to` of its manifest writes him, by the
 * secret key of the issuer's laptop.
 */
void token_make(uint8_t token[TOKEN_BYTES], const char *to, int64_t epoch, int64_t number,
		const uint8_t secret[SIGN_SECRET_BYTES]);

/* Whether it is that one; how long this takes tells nothing of where it differs. */
bool token_is(const uint8_t token[TOKEN_BYTES], const char *to, int64_t epoch, int64_t number,
	      const uint8_t secret[SIGN_SECRET_BYTES]);

#endif
