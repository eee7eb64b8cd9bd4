/*
 * sealed: what this laptop signs and seals for one addressee: receipts and documents.
 */
#ifndef SYNC_IDENTITY_SEALED_H
#define SYNC_IDENTITY_SEALED_H

#include "sync/crypto/manifest.h"
#include "sync/identity/identity.h"

struct sealed {
	enum package_format format;
	const char *to;             /* "l-" and a laptop's key in hex, or a unit's code */
	const uint8_t *box;         /* BOX_BYTES of it */
	json_t *own;                /* keys of the format; consumed either way */
	const struct buffer *lines; /* of the body, each with its LF */
};

/*
 * Append the file to `file`, the hash of its manifest to `hash`. *enrolled false, and nothing
 * appended: this laptop has no certificate yet to sign under. FAULT_FIELD ("to", "box") when it
 * is for nobody.
 */
int sealed_write(struct book *book, const struct identity *id, const struct sealed *what,
		 struct buffer *file, uint8_t hash[HASH_BYTES], bool *enrolled, struct fault *f);

#endif
