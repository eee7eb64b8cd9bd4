/*
 * vectors: tests/data/exchange/ and the keys it was made with (its README).
 */
#ifndef TESTS_SYNC_CRYPTO_VECTORS_H
#define TESTS_SYNC_CRYPTO_VECTORS_H

#include "store/base/buffer.h"
#include "sync/crypto/certificate.h"
#include "sync/crypto/manifest.h"

/* A laptop's or root's pairs, from the bytes its seed and secret are made of. */
struct vector_key {
	uint8_t sign_pk[SIGN_PUBLIC_BYTES], sign_sk[SIGN_SECRET_BYTES];
	struct box_key box;
};
struct vector_key vector_key(int seed, int secret);
#define LAPTOP  vector_key(1, 2)
#define ROOT    vector_key(3, 4)
#define OFFICER vector_key(7, 8)

/* A file of that folder, whole. */
struct buffer vector_file(const char *name);
/* "fingerprint" of "laptop" in names.tsv. */
struct buffer vector_name(const char *whose, const char *what);

/* The certificates in it: of the team's laptop, the officer's laptop, the unit. */
struct certificate vector_laptop(void);
struct certificate vector_officer(void);
struct certificate vector_unit(void);
/* That of a laptop and the unit's. */
struct buffer vector_chain(const struct certificate *of_laptop);

/* From now on what is random are the bytes 0, 1, 2 … */
void vector_random(void);

/* A key pair of the text that age-keygen writes; fails the test when the program writes it otherwise. */
void vector_identity(struct box_key *out, const char *text);

/* The text with the first `old` made `new`; the caller's to free(). */
char *vector_changed(const char *text, const char *old, const char *new);

#endif
