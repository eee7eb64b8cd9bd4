/*
 * identity: who this desk is to others, and what it can open.
 *
 * The public keys of its laptop and, from the commune on, of its unit; the
 * secrets of its boxes, in guarded memory.
 */
#ifndef SYNC_IDENTITY_IDENTITY_H
#define SYNC_IDENTITY_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/buffer.h"
#include "store/base/clock.h"
#include "store/book/book.h"
#include "sync/crypto/box_key.h"
#include "sync/crypto/sign.h"

struct identity {
	uint8_t sign_pk[SIGN_PUBLIC_BYTES];
	uint8_t root_pk[SIGN_PUBLIC_BYTES]; /* with has_unit */
	bool has_unit;
	struct box_key *boxes; /* the laptop's, then the unit's */
	size_t n_boxes;
};

/*
 * Of an open book, outside a transaction. FAULT_OK, and identity_release() is due; FAULT_NOMEM
 * without guarded memory, and faults of reading.
 */
int identity_read(struct identity *out, struct book *book, struct fault *f);
void identity_release(struct identity *id);

/* What the person at this desk reads out: of the laptop; of the unit's root. */
void identity_fingerprint(const struct identity *id, char out[FINGERPRINT_TEXT]);
void identity_root_fingerprint(const struct identity *id, char out[FINGERPRINT_TEXT]);

/*
 * Append the boxes' secrets as an identity file of the tool `age`, the unit's first. Who writes it
 * somewhere has told everything that was ever sealed for them.
 */
void identity_export(struct buffer *out, const struct identity *id, const struct moment *now);

#endif
