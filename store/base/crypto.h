/*
 * hash: ids, salts and the laptop's signing key.
 *
 * The one place outside the vault where store/ calls libsodium. An id is 16
 * bytes of BLAKE2b (RFC 7693) over the bytes it names; as text it is 26
 * letters of base32.h. Pure functions but for random_bytes() and
 * device_key_new(); all thread-safe once hash_init() has succeeded.
 */
#ifndef STORE_BASE_CRYPTO_H
#define STORE_BASE_CRYPTO_H

#include <stddef.h>
#include <stdint.h>

#define ID_BYTES 16
#define ID_TEXT 27 /* with the closing NUL */
#define HASH_BYTES 32
#define LANE_BYTES 8
#define DEVICE_PUBLIC_BYTES 32 /* Ed25519, RFC 8032 */
#define DEVICE_SECRET_BYTES 64

struct id {
	uint8_t b[ID_BYTES];
};

/* Start libsodium; 0, or -1 when the system gives no random numbers. Idempotent. */
int hash_init(void);

struct id hash_id(const void *bytes, size_t n);
/* BLAKE2b-256 of a followed by b (n_b may be 0). */
void hash_two(uint8_t out[HASH_BYTES], const void *a, size_t n_a, const void *b, size_t n_b);

void id_text(char out[ID_TEXT], const struct id *id);
/* 0, or -1 when the text is no whole id. */
int id_parse(struct id *out, const char *text);

void random_bytes(void *out, size_t n);

#define RANDOM_NAME 17 /* with the closing NUL */
/* 16 hex digits, 64 random bits: for a file or folder nobody else has. */
void random_name(char out[RANDOM_NAME]);

/* A new Ed25519 key pair. The caller keeps the secret sealed and wipes it with wipe(). */
void device_key_new(uint8_t pk[DEVICE_PUBLIC_BYTES], uint8_t sk[DEVICE_SECRET_BYTES]);
/* lane = BLAKE2b-64(device key ‖ incarnation): one laptop between two restores. */
void lane_of(uint8_t lane[LANE_BYTES], const uint8_t pk[DEVICE_PUBLIC_BYTES],
	     const uint8_t incarnation[ID_BYTES]);

void wipe(void *secret, size_t n);

#endif
