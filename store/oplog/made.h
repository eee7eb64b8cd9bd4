/*
 * made: what was made on this laptop, lane by lane, in the order of its numbers.
 *
 * Its own operations are those no import brought; what was erased among them has no bytes
 * left, and its place all the same.
 */
#ifndef STORE_OPLOG_MADE_H
#define STORE_OPLOG_MADE_H

#include <stdbool.h>

#include "store/base/id.h"
#include "store/db/db.h"

/* A lane of this laptop, now or before a restore. */
struct made_lane {
	int64_t key;
	uint8_t id[LANE_BYTES];
	uint8_t inc[ID_BYTES];
	bool has_inc; /* not of one before a restore by a program that did not keep it */
};

/* All of them, the oldest first; *out is the caller's to free(). */
int made_lanes(struct db *db, struct made_lane **out, size_t *n, struct fault *f);

struct made_op {
	struct id id;
	int64_t n;
	bool local;        /* it is marked as staying in the commune */
	const char *bytes; /* NULL when it was erased; borrowed until the next */
	size_t len;
};
/* *more false: no further one is wanted. */
typedef int made_op_fn(void *arg, const struct made_op *op, bool *more, struct fault *f);

/* Those of a lane (its key) from number `from` on. */
int made_ops(struct db *db, int64_t lane, int64_t from, made_op_fn *each, void *arg,
	     struct fault *f);
/* How many there are. */
int made_count(struct db *db, int64_t lane, int64_t from, int64_t *count, struct fault *f);

#endif
