/*
 * envelope: a file that only those may read for whom it is sealed.
 *
 * An age file, binary or armoured, whose recipients are keys of type X25519
 * (docs/format-batch.md, "Envelope"); so the tool `age` opens it, and what that
 * makes is opened here. An envelope says nothing of who made it.
 *
 * Reading: the file is read twice. The first time every piece is
 * authenticated and nothing handed on; only then its content can be read, as an
 * input, piece by piece, authenticated once more. Memory is one piece,
 * whatever the file's size. Keys and pieces stand in guarded memory.
 */
#ifndef SYNC_CRYPTO_ENVELOPE_H
#define SYNC_CRYPTO_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/base/buffer.h"
#include "sync/crypto/box_key.h"
#include "sync/crypto/input.h"

enum container { CONTAINER_AGE, CONTAINER_ARMOUR, CONTAINER_PACKAGE };

/*
 * What a file begins as, as far as it goes, if it is no larger than such a one may be:
 * NONE, NOT_OURS or what reading says. The file is rewound.
 */
enum refusal envelope_sniff(struct input *file, enum container *out);

struct envelope;

/*
 * Open a file with whichever of n keys opens it; a bare package is its own content, and needs
 * none. `file` stands at its beginning and is borrowed until envelope_close(). *out is NULL
 * unless this gives NONE; else NOT_OURS, CUT, BAD_HEADER, NOT_FOR_US, CHANGED, UNREAD (file->sys
 * says why) or NOMEM.
 */
enum refusal envelope_open(struct envelope **out, struct input *file, const struct box_key *keys,
			   size_t n);
/* Wiped; NULL is fine. */
void envelope_close(struct envelope *e);

/* The content, at its beginning; it belongs to the envelope. Its size is known. */
struct input *envelope_content(struct envelope *e);
enum container envelope_container(const struct envelope *e);
/* For how many keys of type X25519 it is sealed; 0 of a bare package. */
int envelope_recipients(const struct envelope *e);

#endif
