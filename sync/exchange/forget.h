/*
 * forget: what was erased leaves the batches that are kept whole, too (docs/format-batch.md,
 * "Redaction").
 *
 * When an erasure has waited its days, each package that is kept and can be unpacked is written
 * anew with the ids of the covered operations alone: its manifest, signature and hash stay what
 * they are, and so do verdict and reason. Files of this laptop's own that hold such a text are
 * forgotten; they are sealed anew when they are wanted.
 */
#ifndef SYNC_EXCHANGE_FORGET_H
#define SYNC_EXCHANGE_FORGET_H

#include "store/book/book.h"

/* Inside a transaction. *done: something was due, and it was looked through. */
int forget_due(struct book *book, bool *done, struct fault *f);

/* One more is kept: it may hold what was erased long ago. */
int forget_anew(struct book *book, struct fault *f);

#endif
