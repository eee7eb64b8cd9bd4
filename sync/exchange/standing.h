/*
 * standing: which batches count, judged again when certificates or revocations changed.
 *
 * Inside a transaction. A batch of a revoked key counts when it is among those kept or an ancestor
 * of one; what was taken in and counts no longer is taken out as one thing, what is held and
 * counts now is taken in.
 */
#ifndef SYNC_EXCHANGE_STANDING_H
#define SYNC_EXCHANGE_STANDING_H

#include "store/ledger/batches.h"
#include "store/ledger/laptops.h"
#include "sync/identity/identity.h"

/* Why a batch of that laptop does not count, NOT if it does; UNDONE and NEWER are not asked. */
int standing_of(struct book *book, const struct laptop *laptop, const struct batch *batch,
		enum held *held, struct fault *f);

/*
 * Work trust out where it is stale, and judge the batches by it, until nothing changes any more.
 * always: judge them in any case. *changed: something may count otherwise.
 */
int standing_settle(struct book *book, const struct identity *id, bool always, bool *changed,
		    struct fault *f);

/*
 * What must hold before anything is sent, taken or shown: this desk certified, trust worked out,
 * batches judged by it, by this program. A transaction of its own, kept only when something was
 * stale; undo passes over it. Called where exchange commands begin and after undo.
 */
#define SETTLE_VERB "settle"
int exchange_settle(struct book *book, const struct identity *id, struct fault *f);
/*
 * The same as a part of a transaction that is open, but for what is erased long since, which is
 * forgotten only by itself. *changed: something was stale.
 */
int exchange_settle_within(struct book *book, const struct identity *id, bool *changed,
			   struct fault *f);

#endif
