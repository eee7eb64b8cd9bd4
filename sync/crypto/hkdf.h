/*
 * hkdf: keys made of a secret: HMAC and HKDF with SHA-256, as age wants them.
 *
 * Source: RFC 2104, RFC 5869; libsodium's HMAC (its own HKDF is younger than
 * 1.0.18). One block of output, which is all that age needs. Pure, thread-safe.
 */
#ifndef SYNC_CRYPTO_HKDF_H
#define SYNC_CRYPTO_HKDF_H

#include <stddef.h>
#include <stdint.h>

#define HKDF_BYTES 32

/* The salt may be empty (n_salt 0). `info` is a text without its NUL. */
void hkdf_sha256(uint8_t out[HKDF_BYTES], const void *secret, size_t n_secret, const void *salt,
		 size_t n_salt, const char *info);

void hmac_sha256(uint8_t out[HKDF_BYTES], const uint8_t *key, size_t n_key, const void *bytes,
		 size_t n);

#endif
