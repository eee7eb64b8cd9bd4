/*
 * manifest: what a package says of itself: the keys all formats share.
 *
 * Signed JSON (docs/format-batch.md, "Package"). The keys of a format stand
 * between `clk` and `raw` and belong to whoever knows the format.
 */
#ifndef SYNC_CRYPTO_MANIFEST_H
#define SYNC_CRYPTO_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/buffer.h"
#include "store/base/crypto.h"
#include "store/base/date.h"
#include "sync/crypto/sign.h"
#include "sync/crypto/signed_json.h"

enum package_format { FORMAT_BATCH, FORMAT_RECEIPT, FORMAT_DOCUMENT, FORMAT_REQUEST, FORMAT_UNKNOWN };
enum trust_in_clock { CLK_OK, CLK_ASKED, CLK_BAD };

#define MANIFEST_READER 1 /* what this program understands */
#define MANIFEST_APP    33 /* with the closing NUL */

struct manifest {
	enum package_format format;
	char format_name[MANIFEST_APP]; /* as it stands there */
	int64_t reader;                 /* lowest number of a reader that understands it */
	char app[MANIFEST_APP];
	char unit[SIGNED_CODE];
	bool to_laptop, to_unit; /* the addressee: one of them, none in a request */
	uint8_t to_pk[SIGN_PUBLIC_BYTES];
	char to_code[SIGNED_CODE];
	day_t day; /* `made` */
	int minute;
	enum trust_in_clock clk;
	int64_t raw;
	uint8_t root[HASH_BYTES];
};

const char *trust_in_clock_name(enum trust_in_clock clk);

/* The common keys of n bytes; false when one is not as it must be. */
bool manifest_read(struct manifest *out, const char *bytes, size_t n);

/* Append it; `own`, which is consumed, has the format's own keys in their order (NULL: none). */
void manifest_write(struct buffer *out, const struct manifest *m, json_t *own);

/* Names a package: in file names, in `prev`, in receipts. */
void manifest_hash(uint8_t out[HASH_BYTES], const char *bytes, size_t n);

#endif
