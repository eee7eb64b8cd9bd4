/*
 * judge: which operations count.
 *
 * An operation is judged by itself, by its lane and by the lane that created its record: by
 * nothing that may have come already or not, so that every desk that holds the same
 * operations finds the same of each (docs/format-operations.md, "What other laptops wrote"). What does not count
 * stays in the log, put aside with its reason, and is judged again when a lane becomes
 * another. Who may enter what here is another question (record/rights.h).
 *
 * Pure functions, thread-safe.
 */
#ifndef STORE_OPLOG_JUDGE_H
#define STORE_OPLOG_JUDGE_H

#include "store/oplog/lane.h"
#include "store/oplog/op.h"

/*
 * The number of this judging, kept in meta: raised whenever what is here, or what a record becomes
 * of operations that count, says another thing of some operation than it said before. A book that
 * was judged by another number is judged anew as a whole before anything is exchanged.
 */
#define JUDGING "judging"
enum { JUDGING_NUMBER = 1 };

/* Why an operation is put aside. Kept in the log by number: none may become another. */
enum aside {
	ASIDE_NOT = 0,
	ASIDE_BOUNDS = 1, /* bounds.h */
	ASIDE_KIND = 2,   /* of another type than its record, or its record is none */
	ASIDE_LOCAL = 3,  /* what stays in the commune is not marked so, or something else is */
	ASIDE_UNIT = 4,   /* of a village its lane may not write of */
	ASIDE_RIGHTS = 5, /* its lane may not do that */
	ASIDE_REVOKED = 6, /* all that carried it is of a revoked key */
	ASIDE_UNDONE = 7, /* all imports that brought it were taken back */
	ASIDE_PERSON = 8, /* somebody here put it aside */
	ASIDE_WAITS = 9,  /* what created its record has not come yet */
	ASIDE_ERASED = 10, /* its record is erased (record/erasure.h) */
	ASIDES
};

/* "bounds", "kind" …, as in docs/format-batch.md. */
const char *aside_name(enum aside aside);

/* An operation and what goes with it. */
struct judged {
	const struct op *op;
	const struct lane *lane;
	bool local; /* it came, or is to go, marked as staying in the commune */
};

/*
 * NOT, or the first of BOUNDS to RIGHTS that it fails. creating: what created its record, the
 * operation itself if that is it; its `op` NULL where only its lane is known, then its type and
 * its fields are not asked.
 */
enum aside judge(const struct judged *op, const struct judged *creating);

/* Whether an erasure of one lane covers what another created. */
bool judge_may_erase(const struct lane *eraser, const struct lane *creator);

/* Whether what one lane writes may name what another created: one of its unit. */
bool judge_may_name(const struct lane *lane, const struct lane *creator);

/*
 * Whether what a team's lane says of people and reports is of its own team: a role within one, a
 * report of it or of none.
 */
bool judge_is_of_its_team(const struct op *op, const struct lane *lane);

/* Whether an operation sets a field that never goes above the commune. */
bool judge_is_local(const struct op *op);

#endif
