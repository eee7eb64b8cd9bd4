/*
 * post: batches between desks, for tests: packed at one, sealed for a box that everybody here has,
 * opened and taken in at another. Whatever fails that a test does not ask about fails the test.
 */
#ifndef TESTS_SYNC_BATCH_POST_H
#define TESTS_SYNC_BATCH_POST_H

#include "store/ledger/batches.h"
#include "sync/batch/pack.h"
#include "sync/batch/take.h"
#include "sync/crypto/envelope.h"
#include "tests/store/desk.h"

#define POST_BOX vector_key(21, 22)

/* What a desk here says it has seen. */
#define POST_SEEN { .issuer = { 1, 2 }, .epoch = 1795200000000, .number = 3, .token = { 4 }, \
		    .has_document = true, .document = { 5 } }

/* Pack what waits at a desk for the unit 26572: what that gives; *packed batches. */
int post_packs(struct desk *desk, bool empty, size_t *packed, struct fault *f);
/* The same, which must succeed; how many. */
size_t post_pack(struct desk *desk, bool empty);
/* Batches of a desk, as batches_of_lane(); the caller frees. */
struct batch *post_batches(struct desk *desk, int64_t lane, size_t *n);

/* A file, opened. */
struct opened {
	struct buffer file;
	struct input_memory in;
	struct envelope *envelope;
	struct package package;
	struct manifest manifest;
	struct batch_keys keys;
	uint8_t hash[HASH_BYTES];
};
/* The file of a batch at a desk, which `signer` packed, as it is opened where it comes. */
struct opened *post_open(struct desk *desk, struct desk *signer, const struct batch *batch,
			 bool redacted);
/* What those bytes are, which become its own. */
struct opened *post_open_file(struct buffer file, const struct box_key *box);
void post_close(struct opened *o);
/* At its body again. */
void post_again(struct opened *o);

/* A package of these manifest and lines, signed before, sealed for POST_BOX. */
struct opened *post_with_lines(struct opened *of, const struct buffer *lines);
/* Its lines, each ended by LF. */
struct buffer post_lines(struct opened *o);

/*
 * Take it in at a desk as what a lane of that level in 26572 (team T01) wrote, in a transaction;
 * with a row of the ledger when it is fine, else nothing is kept.
 */
enum refusal post_take(struct desk *desk, struct opened *o, enum book_level level,
		       struct batch_counts *counts);
/* Look at it alone. */
enum refusal post_look(struct opened *o, struct batch_counts *counts);

#endif
