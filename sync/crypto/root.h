/*
 * root: the hash in a manifest of what a package's body holds.
 *
 * Of a batch it is over the operations' ids, so that it holds when an
 * operation is left out and its id stands for it; of all others over the bytes
 * (docs/format-batch.md, "Package", "Batch"). Lines are without their LF.
 */
#ifndef SYNC_CRYPTO_ROOT_H
#define SYNC_CRYPTO_ROOT_H

#include <stdbool.h>
#include <sodium.h>

#include "store/base/id.h"
#include "sync/crypto/manifest.h"

/* What a line of a batch is. */
struct batch_line {
	bool local; /* "!": sets a field that stays in the commune */
	bool bare;  /* the id alone */
	struct id id;
	const char *op; /* the operation's bytes, unless it is bare; in the line */
	size_t n;
};
void batch_line_read(struct batch_line *out, const char *line, size_t len);

struct root {
	enum package_format format;
	crypto_generichash_state state;
};
void root_begin(struct root *r, enum package_format format);
void root_line(struct root *r, const char *line, size_t len);
void root_end(struct root *r, uint8_t out[HASH_BYTES]);

#endif
