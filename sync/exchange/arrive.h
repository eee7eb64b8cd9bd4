/*
 * arrive: steps 10 to 12 of judging (docs/format-batch.md): what came goes into the book.
 *
 * Inside a part of a transaction, which the caller takes back when the verdict is another than
 * before and says that nothing is to stay.
 */
#ifndef SYNC_EXCHANGE_ARRIVE_H
#define SYNC_EXCHANGE_ARRIVE_H

#include "sync/exchange/judge.h"

/* What came of it, beside the verdict. */
struct arrival {
	struct import_result *result; /* counts go in there */
	int64_t batch, intake;        /* rows it made or is; 0 none */
	bool judge_again;             /* others may count otherwise now: of a key that is revoked */
};

/* Of a file that is ACCEPTED so far; of a batch also one that is NEWER. */
int arrive(struct judging *j, struct arrival *a, struct fault *f);

/* That a batch which is here came again: whoever sent it is owed a receipt. */
int arrive_again(struct judging *j, struct fault *f);

#endif
