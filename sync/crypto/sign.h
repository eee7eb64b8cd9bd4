/*
 * sign: signatures, and the names of keys that people and folders know.
 *
 * Ed25519 (RFC 8032) over a context of 16 bytes and what is signed, so that a
 * signature for one use says nothing in another (docs/format-batch.md). Pure
 * functions, thread-safe.
 */
#ifndef SYNC_CRYPTO_SIGN_H
#define SYNC_CRYPTO_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sync/crypto/box_key.h"

#define SIGN_PUBLIC_BYTES 32
#define SIGN_SECRET_BYTES 64
#define SIGNATURE_BYTES   64
#define CONTEXT_BYTES     16

#define CONTEXT_PACKAGE     "sotay package 1\n"
#define CONTEXT_CERTIFICATE "sotay cert    1\n"

void sign_bytes(uint8_t signature[SIGNATURE_BYTES], const char context[CONTEXT_BYTES],
		const void *bytes, size_t n, const uint8_t secret[SIGN_SECRET_BYTES]);

/* False also for keys of small order and for signatures that are not canonical. */
bool sign_verify(const uint8_t signature[SIGNATURE_BYTES], const char context[CONTEXT_BYTES],
		 const void *bytes, size_t n, const uint8_t pk[SIGN_PUBLIC_BYTES]);

/* ---- names of keys ---- */

/* Of a signing key: names folders and issuers, and is never believed. */
#define TAG_BYTES 8
void key_tag(uint8_t tag[TAG_BYTES], const uint8_t pk[SIGN_PUBLIC_BYTES]);

/*
 * Of a signing key and the box key beside it: what one person reads out and another types.
 * Shown whole only at the desk whose it is, elsewhere FINGERPRINT_GLIMPSE letters.
 */
#define FINGERPRINT_BYTES   10
#define FINGERPRINT_TEXT    20 /* "7CPZ-AG6Z-QSKE-1QMH" and the closing NUL */
#define FINGERPRINT_GLIMPSE 4
void fingerprint_of(uint8_t out[FINGERPRINT_BYTES], const uint8_t sign_pk[SIGN_PUBLIC_BYTES],
		    const uint8_t box_pk[BOX_BYTES]);
void fingerprint_text(char out[FINGERPRINT_TEXT], const uint8_t fingerprint[FINGERPRINT_BYTES]);
/* As typed: either case, spaces and dashes anywhere, the look-alikes of base32.h. */
bool fingerprint_read(uint8_t out[FINGERPRINT_BYTES], const char *text);

#endif
