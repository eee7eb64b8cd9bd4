/*
 * op: one operation, its bytes and its id; and the append-only log of them.
 *
 * An operation is one JSON line kept verbatim: UTF-8, NFC, fixed key order, no
 * spaces:
 *   {"n":…,"lane":hex,"rec":id,"type":…,"set":{…},"base":[ids],"hlc":…,"clk":…,"who":…,"salt":…}
 * "rec" and "base" are absent in the operation that creates a record; "lane" in those that
 * older programs made. Its id
 * is id_of() of the bytes; a record's id is that of its creating operation.
 * `hlc` is a hybrid logical clock: milliseconds since 1970 × 65536 + a counter.
 * `clk` says how far the clock was trusted: ok, asked (a person gave the date), bad.
 *
 * Invariants: bytes are never re-encoded; nothing is ever taken out of the
 * log; unknown fields and types are kept. See docs/format-operations.md.
 */
#ifndef STORE_OPLOG_OP_H
#define STORE_OPLOG_OP_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/base/id.h"
#include "store/db/db.h"

#define OP_CLK_OK 2 /* ranks of clk: the greater is trusted more */
#define OP_CLK_ASKED 1
#define OP_CLK_BAD 0
#define OP_MS_MAX (((int64_t)1 << 44) - 1) /* a clock beyond it counts as it; hlc stays in 60 bits */
#define OP_REAL_DIGITS 15 /* a number is written as it was entered: 82.1 */
#define OP_BYTES_MAX 262144 /* a longer line is no operation */

struct op {
	struct id id;
	int64_t key, rec;  /* keys in the log; rec = key when it creates */
	int64_t lane;      /* key of the lane, 0 unknown */
	int64_t source;    /* key of the import that brought it first, 0: made here */
	int aside;         /* why it does not count (enum aside), 0 it does */
	bool local;        /* it is marked as staying in the commune */
	bool says_lane;    /* its line names its lane */
	uint8_t lane_id[LANE_BYTES];
	json_t *doc;       /* owned; the members below are borrowed from it */
	const char *type, *who; /* who: NULL where a foreign operation does not say */
	json_t *set, *base; /* base NULL when it creates */
	int64_t n, hlc;
	int clk;           /* OP_CLK_… */
};

/*
 * Decode bytes into *op (what the log alone knows is left 0). 0, or -1 when they are
 * no operation; then *op owns nothing. The caller calls op_release().
 */
int op_parse(struct op *op, const void *bytes, size_t len);
void op_release(struct op *op);

/* clk and hlc as one number: the greater is the later, as far as clocks can be trusted. */
int64_t op_when(const struct op *op);

/* The order that decides between heads: clk, then hlc, then id. <0, 0, >0. */
int op_compare(const struct op *a, const struct op *b);

/* The log key of an id, added as only mentioned when it is not there. */
int op_intern(struct db *db, const struct id *id, int64_t *key, struct fault *f);

/*
 * Encode an operation, append it to the log under `lane` (key) and give its
 * key and id. rec 0 creates; otherwise base has n_base ids. set is borrowed.
 */
struct op_new {
	int64_t rec;
	const char *type, *who;
	const json_t *set;
	const struct id *base;
	int n_base;
	const uint8_t *lane_id; /* LANE_BYTES */
	int64_t lane, n, hlc;
	const char *clk;
	bool local;             /* sets what never goes above the commune */
};
int op_append(struct db *db, const struct op_new *new_op, int64_t *key, struct fault *f);

/*
 * The operations of a record that are here and count, the creating one first if it is
 * among them, then by key. *ops is a new array: op_list_free() it.
 */
int op_load(struct db *db, int64_t rec, struct op **ops, int *n, struct fault *f);
/* The same with those that are put aside. */
int op_load_all(struct db *db, int64_t rec, struct op **ops, int *n, struct fault *f);
void op_list_free(struct op *ops, int n);

/* The id of a log key. FAULT_INTERNAL if there is none. */
int op_id(struct db *db, int64_t key, struct id *out, struct fault *f);

/*
 * What created a record, to have records in the order they were made, wherever they came in
 * which order: op_compare() of these. FAULT_NOT_FOUND when it is not here.
 */
struct op_made {
	int64_t when; /* op_when() */
	struct id id;
};
int op_made(struct db *db, int64_t rec, struct op_made *out, struct fault *f);
int op_made_compare(const struct op_made *a, const struct op_made *b);

#endif
