/*
 * seal: authenticated encryption of the vault's records, the only place of
 * store/ that calls a cipher on bulk data.
 *
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03, by libsodium). A sealed
 * record is its ciphertext, as long as the plaintext, and a tail of
 * SEAL_TAIL bytes: nonce (24) and tag (16).
 *
 * Invariants: a nonce is 24 random bytes that the system gives for this one
 * record. Nothing of the program's memory decides it, so no two records under one
 * key share one, whatever happens to the file, the clock or the machine (an image of
 * which, started twice, would count on from the same number). A record opens only in the
 * role, at the place and in the context it was sealed for. Nothing allocates.
 *
 * A struct seal holds the key: keep it in guarded memory (sodium_malloc) and
 * free it there, which wipes it. One thread at a time.
 */
#ifndef STORE_VAULT_SEAL_H
#define STORE_VAULT_SEAL_H

#include <stddef.h>
#include <stdint.h>

#define SEAL_KEY 32
#define SEAL_NONCE 24
#define SEAL_TAG 16
#define SEAL_TAIL (SEAL_NONCE + SEAL_TAG)
#define SEAL_CONTEXT 16
#define SEAL_AD (1 + 8 + SEAL_CONTEXT)

enum seal_role {
	SEAL_PAGE = 'P',       /* a database page: place = page number, context = vault id */
	SEAL_WAL_HEADER = 'H', /* the log's header: place 0, context = zeros, generation */
	SEAL_WAL_FRAME = 'F',  /* a frame's header: place = offset, context = salt, generation */
	SEAL_WAL_PAGE = 'L',   /* a frame's page: likewise */
	SEAL_WAL_OVER = 'E',   /* in the header's place when the log is in the file: likewise */
	SEAL_WAL_MARK = 'K',   /* how long the log is (wal_end.h): place 0, context as a frame's */
};

struct seal {
	uint8_t key[SEAL_KEY];
};

/* Take the key. sodium_init() must have been called. */
void seal_init(struct seal *s, const uint8_t key[SEAL_KEY]);

/* Lay out the associated data: role, place (little-endian), context. */
void seal_place(uint8_t ad[SEAL_AD], enum seal_role role, uint64_t place,
		const uint8_t context[SEAL_CONTEXT]);

/*
 * Seal n bytes of `plain` into `cipher` (n bytes) and `tail`. `cipher` may be
 * `plain`; `tail` overlaps neither.
 */
void seal_close(const struct seal *s, uint8_t *cipher, uint8_t tail[SEAL_TAIL], const uint8_t *plain,
		size_t n, const uint8_t ad[SEAL_AD]);

/*
 * Open a record into `plain` (n bytes, may be `cipher`). 0, or -1 when it does
 * not authenticate: then `plain` is all zeros.
 */
int seal_open(const struct seal *s, uint8_t *plain, const uint8_t *cipher, size_t n,
	      const uint8_t tail[SEAL_TAIL], const uint8_t ad[SEAL_AD]);

#endif
