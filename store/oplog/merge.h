/*
 * merge: merging the operations of one record, by parent pointers.
 *
 * Per field, the heads are the operations setting it that no other operation
 * setting it has seen, directly or through others (`base`). The greatest head
 * by op_compare() gives the value; heads with differing values are a conflict
 * and the losers stay in the log.
 *
 * Invariant: the result depends on the set of operations alone, not on their
 * order or on what else is in the log. Whoever calls frees with merged_release().
 */
#ifndef STORE_OPLOG_MERGE_H
#define STORE_OPLOG_MERGE_H

#include "store/catalog/record_type.h"
#include "store/oplog/op.h"

struct merged {
	enum record_type type;
	json_t *values;     /* field → value, fields that are null left out; as in operations */
	json_t *conflicts;  /* names of fields in conflict, sorted; NULL for none */
	struct id *heads;   /* operations nothing has seen yet: the base of the next one; of more
			     * than BOUNDS_BASE the greatest */
	int n_heads;
	int n_ops;
	bool voided;
	int64_t lane;       /* key of the lane that created it; 0 this laptop's */
	int64_t born;       /* when it was created: clk, then hlc, as one number to sort by */
	const char *author; /* who created it; borrowed from values' owner */
	json_t *owner;
};

/* FAULT_NOT_FOUND when the creating operation is not here; I/O faults. */
int merged_load(struct db *db, int64_t rec, struct merged *out, struct fault *f);
/*
 * The merged before operation `skip` (key): of its ancestors alone. For undo.
 * Empty values when it has none.
 */
int merged_before(struct db *db, int64_t rec, int64_t skip, struct merged *out, struct fault *f);
/*
 * Whether operation `key` alone decides `field`: its only head there among the
 * operations that count. passed_over[i]: ops[i] and what it set do not count,
 * only what it had seen (what was undone, and the undoing).
 */
bool merged_decided_by(const struct op *ops, int n, const bool *passed_over, int64_t key,
		       const char *field);
/*
 * The heads of a field, as indexes into ops, the one that shows first, then by op_compare(). A
 * field has several where laptops changed it without seeing each other. heads[n]; returns how many.
 */
int merge_heads(const struct op *ops, int n, const char *field, int *heads);
/*
 * The operations in an order to read them: each after all it had seen, else
 * the earlier by hlc and id. order[n] gets indexes into ops.
 */
void merge_order(const struct op *ops, int n, int *order);
void merged_release(struct merged *merged);

/* The same from operations in memory, for tests: ops[0] need not be the creating one. */
void merge_ops(const struct op *ops, int n, struct merged *out);

#endif
