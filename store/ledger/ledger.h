/*
 * ledger: what the tables of what came and went have in common.
 *
 * The ledger knows which roots a desk trusts, which certificates there are, which batches,
 * receipts, documents and files came and went, and from whom. It refers to the log and does not
 * repeat it, and knows the bytes of no format: who reads and writes those is sync's. All of it
 * changes inside a transaction of the book; reading needs none. One thread, as the book.
 */
#ifndef STORE_LEDGER_LEDGER_H
#define STORE_LEDGER_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#define LEDGER_KEY 32       /* bytes of a signing or a box key */
#define LEDGER_HASH 32      /* of a manifest's hash: names a package */
#define LEDGER_SIGNATURE 64
#define LEDGER_TOKEN 16     /* of a receipt's token */
#define LEDGER_NAME (80 * 4 + 1) /* a name of 80 letters and its NUL */

/* Bytes of a row: owned, to be released with free(). */
struct ledger_bytes {
	uint8_t *bytes;
	size_t n;
};

#endif
