/*
 * own: what was made on this laptop, lane by lane, in the order of its numbers.
 *
 * Its own operations are those no import brought; what was erased among them has no bytes
 * left, and its place all the same.
 */
#ifndef STORE_OPLOG_OWN_H
#define STORE_OPLOG_OWN_H

#include <stdbool.h>

#include "store/base/id.h"
#include "store/db/db.h"

/* A lane of this laptop, now or before a restore. */
struct own_lane {
	int64_t key;
	uint8_t id[LANE_BYTES];
	uint8_t inc[ID_BYTES];
	bool has_inc; /* not of one before a restore by a program that did not keep it */
};

/* All of them, the oldest first; *out is the caller's to free(). */
int own_lanes(struct db *db, struct own_lane **out, size_t *n, struct fault *f);

struct own_op {
	struct id id;
	int64_t n;
	bool local;        /* it is marked as staying in the commune */
	const char *bytes; /* NULL when it was erased; borrowed until the next */
	size_t len;
};
/* *more false: no further one is wanted. */
typedef int own_op_fn(void *arg, const struct own_op *op, bool *more, struct fault *f);

/* Those of a lane (its key) from number `from` on. */
int own_ops(struct db *db, int64_t lane, int64_t from, own_op_fn *each, void *arg,
	    struct fault *f);
/* How many there are. */
int own_count(struct db *db, int64_t lane, int64_t from, int64_t *count, struct fault *f);

#endif
