/*
 * crypto: hashes, random numbers, the laptop's signing key, and wiping.
 *
 * The one place outside the vault where store/ calls libsodium. Hashes are
 * BLAKE2b (RFC 7693). Pure functions but for random_bytes() and
 * device_key_new(); all thread-safe once crypto_init() has succeeded.
 */
#ifndef STORE_BASE_CRYPTO_H
#define STORE_BASE_CRYPTO_H

#include <stddef.h>
#include <stdint.h>

#define HASH_BYTES 32
#define HASH_SHORTEST 16
#define DEVICE_PUBLIC_BYTES 32 /* Ed25519, RFC 8032 */
#define DEVICE_SECRET_BYTES 64

/* Start libsodium; 0, or -1 when the system gives no random numbers. Idempotent. */
int crypto_init(void);

/* BLAKE2b of n_out bytes, HASH_SHORTEST or more. */
void hash_bytes(uint8_t *out, size_t n_out, const void *bytes, size_t n);
/* BLAKE2b-256 of a followed by b (n_b may be 0). */
void hash_two(uint8_t out[HASH_BYTES], const void *a, size_t n_a, const void *b, size_t n_b);

void random_bytes(void *out, size_t n);

#define RANDOM_NAME 17 /* with the closing NUL */
/* 16 hex digits, 64 random bits: for a file or folder nobody else has. */
void random_name(char out[RANDOM_NAME]);

/* A new Ed25519 key pair. The caller keeps the secret sealed and wipes it with wipe(). */
void device_key_new(uint8_t pk[DEVICE_PUBLIC_BYTES], uint8_t sk[DEVICE_SECRET_BYTES]);

void wipe(void *secret, size_t n);

#endif
