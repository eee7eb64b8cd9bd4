/*
 * share: which part of the log goes down to whom (docs/format-batch.md, "Documents").
 *
 * To a team's laptop registers, its villages' households, its team's reports, what became of the
 * records it made; to a unit below what an upper level set, and its word on that unit's reports.
 * Only what counts here, and is here with its bytes. Reading alone.
 */
#ifndef STORE_LEDGER_SHARE_H
#define STORE_LEDGER_SHARE_H

#include <stdbool.h>

#include "store/base/id.h"
#include "store/book/book.h"
#include "store/ledger/ledger.h"

struct share {
	const uint8_t *sign; /* of a team's laptop its key, NULL: of a unit */
	const char *code;    /* the laptop's team's code, or the unit's */
};

/* One operation; bytes are borrowed until the next. local: it bears the mark "!". */
struct share_op {
	int64_t key, lane;
	bool local;
	const char *bytes;
	size_t len;
};
typedef int share_fn(void *arg, const struct share_op *op, struct fault *f);

/*
 * Those of keys greater than `after`, in the order of the log. Never one of the lane the laptop
 * writes now: the one of its lanes whose first batch came last.
 */
int share_ops(struct book *book, const struct share *to, int64_t after, share_fn *each, void *arg,
	      struct fault *f);
/* Whether there are any. */
int share_any(struct book *book, const struct share *to, int64_t after, bool *any, struct fault *f);
/*
 * Between these share_any() is asked for many in turn: the log behind `after` is looked over once
 * for all of them, when it is asked first. Nothing of the log may change meanwhile.
 */
void share_look(struct book *book, int64_t after);
void share_look_end(struct book *book);
/* Key of the last operation of the log. */
int share_end(struct book *book, int64_t *key, struct fault *f);

/*
 * What the registers among those up to a key come to: another figure when one of them that did
 * not go down before does now (a team got a village, a laptop a new lane), or does no longer.
 */
int share_sum(struct book *book, const struct share *to, int64_t upto, uint8_t out[ID_BYTES],
	      struct fault *f);

/*
 * Operations of the addressee's lanes that this desk has put aside, newest first, at most
 * SHARE_ASIDE. *ids is the caller's to free().
 */
#define SHARE_ASIDE 1000
int share_aside(struct book *book, const struct share *to, struct id **ids, size_t *n,
		struct fault *f);
/* How many of a lane. */
int share_count_aside(struct db *db, int64_t lane, int64_t *n, struct fault *f);

#endif
