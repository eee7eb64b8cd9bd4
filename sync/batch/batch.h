/*
 * batch: the keys of a batch's manifest, and whose lane it is (docs/format-batch.md, "Batch").
 *
 * Pure functions, thread-safe.
 */
#ifndef SYNC_BATCH_BATCH_H
#define SYNC_BATCH_BATCH_H

#include <stdbool.h>
#include <jansson.h>

#include "store/base/id.h"
#include "store/oplog/lane.h"
#include "sync/crypto/manifest.h"
#include "sync/crypto/sign.h"
#include "sync/crypto/token.h"

#define BATCH_SEEN 4

/* What an issuer has been heard to say last. */
struct batch_seen {
	uint8_t issuer[TAG_BYTES];
	int64_t epoch, number;
	uint8_t token[TOKEN_BYTES];
	bool has_document;
	uint8_t document[HASH_BYTES];
};

struct batch_keys {
	uint8_t lane[LANE_BYTES];
	uint8_t inc[ID_BYTES];
	int64_t number;
	bool has_prev; /* all but number 1 */
	uint8_t prev[HASH_BYTES];
	/* From here on not in a batch of a newer format. */
	int64_t first, count;
	bool has_audit;
	int64_t audit_n;
	uint8_t audit[HASH_BYTES];
	struct batch_seen seen[BATCH_SEEN];
	int n_seen;
};

/*
 * `lane` `inc` `number` `prev`, which keep their meaning in every version; the rest is zeros. False
 * when one is not as it must be.
 */
bool batch_place_read(struct batch_keys *out, const char *manifest, size_t n);
/* All of them. */
bool batch_keys_read(struct batch_keys *out, const char *manifest, size_t n);
/* As manifest_write() takes them. New reference. */
json_t *batch_keys_json(const struct batch_keys *keys);

/* The lane of a signing key and an incarnation: B64(key ‖ inc). */
void batch_lane(uint8_t out[LANE_BYTES], const uint8_t pk[SIGN_PUBLIC_BYTES],
		const uint8_t inc[ID_BYTES]);

#endif
