/*
 * batches: what this laptop packed, and what others packed and it took in.
 *
 * A batch is a row: its place in its lane, its manifest and signature as they were signed, the
 * import that carries its operations. It never goes away. Whether it counts is `held`; `whole`
 * that the chain of `prev` leads through batches kept here down to number 1, which follows from
 * what is here, in whatever order it came.
 */
#ifndef STORE_LEDGER_BATCHES_H
#define STORE_LEDGER_BATCHES_H

#include <stdbool.h>

#include "store/base/date.h"
#include "store/book/book.h"
#include "store/ledger/ledger.h"

/* Why a batch that is kept does not count. Kept by number: none may become another. */
enum held {
	HELD_NOT = 0,
	HELD_REVOKED = 1, /* its laptop's key is, and it is not among those that stay */
	HELD_EXPIRED = 2, /* packed after its certificate had expired */
	HELD_NEWER = 3,   /* of a format this program does not read */
	HELD_UNDONE = 4,  /* a person took its import back */
	HELDS
};
/* "revoked" "expired" "newer" "undone"; "" of NOT. */
const char *held_name(enum held held);

struct batch {
	int64_t key;
	int64_t lane;            /* key of its lane */
	uint8_t lane_id[LANE_BYTES];
	bool own;                /* of a lane of this laptop */
	int64_t number;          /* from 1 within the lane */
	uint8_t hash[LEDGER_HASH];
	bool has_prev;
	uint8_t prev[LEDGER_HASH];
	bool unread;             /* of a newer format: first and count are not known */
	int64_t first, count;    /* numbers of its operations */
	day_t made;              /* the day its manifest names */
	int64_t at;              /* milliseconds since 1970 when it was packed here or arrived */
	int64_t intake;          /* key of the import that carries it, 0: none, or packed here */
	bool whole;
	bool again;              /* it came once more after it was here */
	bool forwarded;          /* it was passed on */
	enum held held;
};

/* Add one; key, lane_id, own, whole, again and forwarded are not looked at. *key: its row. */
int batches_add(struct db *db, const struct batch *batch, const void *manifest, size_t n,
		const uint8_t signature[LEDGER_SIGNATURE], int64_t *key, struct fault *f);
int batches_find(struct db *db, const uint8_t hash[LEDGER_HASH], struct batch *out, bool *there,
		 struct fault *f);
/* FAULT_NOT_FOUND. */
int batches_get(struct db *db, int64_t key, struct batch *out, struct fault *f);
/* Of a lane, by number, then hash; lane 0: all, by arrival. *out is the caller's to free(). */
int batches_of_lane(struct db *db, int64_t lane, struct batch **out, size_t *n, struct fault *f);
/* The last this laptop packed in a lane of its own; *there false: none. */
int batches_last(struct db *db, int64_t lane, struct batch *out, bool *there, struct fault *f);

/* As they were signed; to be freed. */
int batches_manifest(struct db *db, int64_t key, struct ledger_bytes *manifest,
		     uint8_t signature[LEDGER_SIGNATURE], struct fault *f);

int batches_set_held(struct db *db, int64_t key, enum held held, struct fault *f);
int batches_set_intake(struct db *db, int64_t key, int64_t intake, struct fault *f);
/* What was unread can be read now. */
int batches_set_read(struct db *db, int64_t key, int64_t first, int64_t count, struct fault *f);
int batches_set_again(struct db *db, int64_t key, struct fault *f);
int batches_set_forwarded(struct db *db, int64_t key, struct fault *f);

/* The package of one that is held, opened; n 0: not kept. keep: bytes NULL forgets it. */
int batches_kept(struct db *db, int64_t key, struct ledger_bytes *out, struct fault *f);
int batches_keep(struct db *db, int64_t key, const void *bytes, size_t n, struct fault *f);

/*
 * The file as it was last sealed: `body` and `recipient` tell whether it is still what would be
 * sealed now. n 0: none. Forgotten when acknowledged.
 */
struct sealed_batch {
	uint8_t body[LEDGER_HASH], recipient[LEDGER_KEY];
	struct ledger_bytes file;
};
int batches_sealed(struct db *db, int64_t key, struct sealed_batch *out, struct fault *f);
int batches_seal(struct db *db, int64_t key, const struct sealed_batch *sealed, struct fault *f);
int batches_unseal(struct db *db, int64_t key, struct fault *f);

/* Written to a carrier at that time (milliseconds since 1970). */
int batches_sent(struct db *db, int64_t key, const char *carrier, int64_t at, struct fault *f);
/* When last, and where; *at 0: never. */
int batches_last_sent(struct db *db, int64_t key, int64_t *at, char carrier[LEDGER_NAME],
		      struct fault *f);

/* How many there are of one number of a lane: more than one is a fork. */
int batches_at(struct db *db, int64_t lane, int64_t number, int64_t *n, struct fault *f);

/* Whether one of a greater number of that lane is here and counts. */
int batches_later(struct db *db, const uint8_t lane[LANE_BYTES], int64_t number, bool *yes,
		  struct fault *f);

/* ---- what a batch holds ---- */

/*
 * One operation of a batch: its bytes, or NULL when its id alone is here or it is erased; borrowed
 * until the next. local: the mark it bore in that batch.
 */
struct batch_op {
	struct id id;
	int64_t n, key;
	bool local;
	const void *bytes;
	size_t len;
};
typedef int batch_op_fn(void *arg, const struct batch_op *op, struct fault *f);
/*
 * Those of a batch in the order of their numbers: of one packed here, of its lane from first on;
 * else those its import carries. Who reads compares with the manifest's root.
 */
int batches_ops(struct db *db, const struct batch *batch, batch_op_fn *each, void *arg,
		struct fault *f);

/*
 * Whether batches agree with one another, with the log and with the imports that carry them.
 * FAULT_DAMAGED "batches".
 */
int batches_check(struct db *db, struct fault *f);

#endif
