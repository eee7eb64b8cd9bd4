/*
 * age_header: the head of an age file: for whom it is, and under which key.
 *
 * Source: c2sp.org/age, version 1. Only recipients of type X25519; stanzas of
 * others are passed over, one of a passphrase (scrypt) is refused. Nothing is
 * believed before the MAC over the whole head has been verified.
 */
#ifndef SYNC_CRYPTO_AGE_HEADER_H
#define SYNC_CRYPTO_AGE_HEADER_H

#include "store/base/buffer.h"
#include "sync/crypto/box_key.h"
#include "sync/crypto/input.h"

#define AGE_FIRST_LINE "age-encryption.org/v1\n"

/*
 * Read a head from where `in` stands, which then stands behind it, and find the file's key with
 * one of the n keys. *recipients: stanzas of type X25519, once the head was understood. NONE;
 * CUT, BAD_HEADER, NOT_FOR_US, CHANGED (the MAC), or what reading says; then file_key is wiped.
 */
enum refusal age_header_read(struct input *in, const struct box_key *keys, size_t n,
			     uint8_t file_key[FILE_KEY_BYTES], int *recipients);

/* Append a head for n recipients (1 to LIMIT_STANZAS); false when one is a key of small order. */
bool age_header_write(struct buffer *out, const uint8_t file_key[FILE_KEY_BYTES],
		      const uint8_t (*recipients)[BOX_BYTES], size_t n);

#endif
