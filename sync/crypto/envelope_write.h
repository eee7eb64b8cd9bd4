/*
 * envelope_write: sealing a file for those who are to read it (envelope.h).
 *
 * The content is put piece by piece; what is sealed grows in a buffer. Content
 * and key stand in guarded memory.
 */
#ifndef SYNC_CRYPTO_ENVELOPE_WRITE_H
#define SYNC_CRYPTO_ENVELOPE_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/base/buffer.h"
#include "sync/crypto/box_key.h"

struct envelope_writer;

enum sealing {
	SEALING_FINE,
	SEALING_BAD_KEY, /* one of small order: nobody is behind it */
	SEALING_NOMEM    /* no guarded memory */
};

/*
 * Begin a file for n public keys (1 to LIMIT_STANZAS) in `out`, which is borrowed to the end,
 * and empty again when this is not fine.
 */
enum sealing envelope_begin(struct envelope_writer **w, struct buffer *out, bool armoured,
			    const uint8_t (*recipients)[BOX_BYTES], size_t n);
void envelope_put(struct envelope_writer *w, const void *bytes, size_t n);
/* The file is whole; w is wiped and freed. */
void envelope_end(struct envelope_writer *w);

#endif
