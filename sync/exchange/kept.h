/*
 * kept: the package of a batch that is kept whole, opened as a file would be.
 *
 * Its lines can be gone through as often as is wanted, also of a format that is not known here; who
 * writes it on leaves some of them their ids alone.
 */
#ifndef SYNC_EXCHANGE_KEPT_H
#define SYNC_EXCHANGE_KEPT_H

#include "store/ledger/batches.h"
#include "sync/crypto/package.h"
#include "sync/crypto/root.h"

struct kept {
	struct ledger_bytes bytes;
	struct input_memory in;
	struct package package;
	struct manifest manifest;
};

/*
 * That of a batch; it stands at its body. *can false: nothing is kept, or it cannot be opened here.
 * kept_close() *k in any case.
 */
int kept_open(struct book *book, int64_t batch, struct kept **k, bool *can, struct fault *f);
void kept_close(struct kept *k);

/* One line; *bare, false before: of one that is whole, its id alone goes on. Store's faults. */
typedef int kept_line_fn(void *arg, const struct batch_line *line, bool *bare, struct fault *f);
/*
 * Every line from the beginning; as it goes on it is appended to `lines`, which may be NULL. *can
 * false: the body is not as it must be, as far as that can be seen without knowing its format.
 */
int kept_lines(struct kept *k, kept_line_fn *each, void *arg, struct buffer *lines, bool *can,
	       struct fault *f);

#endif
