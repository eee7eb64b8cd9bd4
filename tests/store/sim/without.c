#include "config.h"
#include "tests/store/sim/world.h"

#include <string.h>

#include "store/oplog/bounds.h"
#include "store/oplog/op.h"
#include "store/record/carried.h"
#include "store/record/erasure.h"
#include "store/record/joined.h"
#include "store/record/search_held.h"
#include "store/record/search_index.h"

enum part { BASE, BOUNDS, ORDER, WORDS, LOCAL, JOINED, INCARNATION, ERASURE, LANE };

const char *const parts[PARTS_MAX + 1] = {
	[BASE] = "base", [BOUNDS] = "bounds", [ORDER] = "order", [WORDS] = "words", [LOCAL] = "local",
	[JOINED] = "joined", [INCARNATION] = "incarnation", [ERASURE] = "erasure", [LANE] = "lane",
};
bool left_out[PARTS_MAX];

/* ---- in the place of the program's functions, by the linker's --wrap ---- */

int __real_op_append(struct db *db, const struct op_new *op, int64_t *key, struct fault *f);
int __wrap_op_append(struct db *db, const struct op_new *op, int64_t *key, struct fault *f);
bool __real_bounds_hold(const struct op *op);
bool __wrap_bounds_hold(const struct op *op);
int __real_op_compare(const struct op *a, const struct op *b);
int __wrap_op_compare(const struct op *a, const struct op *b);
int __real_search_let_go(struct book *book, int rc, struct fault *f);
int __wrap_search_let_go(struct book *book, int rc, struct fault *f);
int __real_joined_refresh(struct book *book, rec_t household, struct fault *f);
int __wrap_joined_refresh(struct book *book, rec_t household, struct fault *f);
int __real_meta_set_blob(struct db *db, const char *key, const void *blob, int n, struct fault *f);
int __wrap_meta_set_blob(struct db *db, const char *key, const void *blob, int n, struct fault *f);
int __real_erasure_judge(struct book *book, const struct erasable *record, bool *erased,
			 struct erasing *erasing, struct fault *f);
int __wrap_erasure_judge(struct book *book, const struct erasable *record, bool *erased,
			 struct erasing *erasing, struct fault *f);
int __real_carry_refresh(struct book *book, int64_t op, bool says_lane, bool *moved, struct fault *f);
int __wrap_carry_refresh(struct book *book, int64_t op, bool says_lane, bool *moved, struct fault *f);

/*
 * What an operation had seen is not said: between two of them the clock decides. Or not that it
 * stays in the commune.
 */
int __wrap_op_append(struct db *db, const struct op_new *op, int64_t *key, struct fault *f)
{
	struct op_new blind = *op;

	if (left_out[BASE])
		blind.n_base = 0;
	if (left_out[LOCAL])
		blind.local = false;
	return __real_op_append(db, &blind, key, f);
}

bool __wrap_bounds_hold(const struct op *op)
{
	return left_out[BOUNDS] || __real_bounds_hold(op);
}

/* What came later wins. */
int __wrap_op_compare(const struct op *a, const struct op *b)
{
	return left_out[ORDER] ? (a->key > b->key) - (a->key < b->key) : __real_op_compare(a, b);
}

/* Sessions that wait for what their words hang on are not put. */
int __wrap_search_let_go(struct book *book, int rc, struct fault *f)
{
	if (!left_out[WORDS])
		return __real_search_let_go(book, rc, f);
	held_forget(book);
	return rc;
}

int __wrap_joined_refresh(struct book *book, rec_t household, struct fault *f)
{
	return left_out[JOINED] ? 0 : __real_joined_refresh(book, household, f);
}

/* A restored book goes on in the lane that it had. */
int __wrap_meta_set_blob(struct db *db, const char *key, const void *blob, int n, struct fault *f)
{
	if (left_out[INCARNATION] && !strcmp(key, "incarnation"))
		return 0;
	return __real_meta_set_blob(db, key, blob, n, f);
}

/* Only what is blank already is erased. */
int __wrap_erasure_judge(struct book *book, const struct erasable *record, bool *erased,
			 struct erasing *erasing, struct fault *f)
{
	*erased = record->blank;
	return left_out[ERASURE] ? 0 : __real_erasure_judge(book, record, erased, erasing, f);
}

/* A line that names no lane stays with who brought it first. */
int __wrap_carry_refresh(struct book *book, int64_t op, bool says_lane, bool *moved, struct fault *f)
{
	return left_out[LANE] ? 0 : __real_carry_refresh(book, op, says_lane, moved, f);
}
