/*
 * pack: what was made on this laptop becomes batches; what is held becomes a file once more.
 *
 * A batch is packed once: a row of the ledger and a signed manifest; the lines stay in the log and
 * are taken from there whenever a file is made. Upwards they go redacted: local fields and what
 * bears a mark leave their ids alone; what is erased does everywhere (docs/format-batch.md,
 * "Redaction").
 *
 * Memory is bounded: by a line and zstd's window, and by what is packed and sealed.
 */
#ifndef SYNC_BATCH_PACK_H
#define SYNC_BATCH_PACK_H

#include "store/ledger/batches.h"
#include "sync/batch/batch.h"
#include "sync/crypto/box_key.h"
#include "sync/identity/identity.h"

/* A batch is cut before the line that would take it over one of these. */
#define PACK_RAW_MAX   4194304
#define PACK_COUNT_MAX 65536

/* What all batches of one packing share. */
struct packing {
	const char *to;          /* code of the addressee's unit */
	const char *app;
	struct batch_seen seen[BATCH_SEEN];
	int n_seen;
	bool empty;              /* one without operations is wanted when nothing waits */
};

/*
 * In the transaction that is open: pack all operations of this laptop's lanes that are in no
 * batch, lane by lane, cut at the limits. *packed: how many batches. What is of a lane that this
 * laptop cannot sign for (its incarnation was not kept, its key was drawn anew) goes on waiting.
 * FAULT_DAMAGED ("lane") when a number is missing or twice there: nothing is to be kept then.
 */
int pack_new(struct book *book, const struct identity *id, const struct packing *packing,
	     size_t *packed, struct fault *f);

/* How many operations are in no batch yet. */
int pack_waiting(struct book *book, int64_t *operations, struct fault *f);

/* For whom a file is sealed. */
struct pack_for {
	const uint8_t (*boxes)[BOX_BYTES]; /* the addressee's first, then one's own */
	size_t n;
	bool redacted; /* it leaves the commune */
	bool armoured;
};
/*
 * Append the file of a batch: its manifest and signature as they were, `chain`, its lines from the
 * log. FAULT_DAMAGED when these do not come to the manifest's root, which who signed it can bring
 * about (an id twice) and which is the trouble of this batch alone; or when nothing may be sealed
 * for one of the boxes. FAULT_NOMEM without guarded memory. Then nothing is written. body: hash of
 * the lines as they go. `out` holds nothing before.
 */
int pack_file(struct book *book, const struct batch *batch, const struct buffer *chain,
	      const struct pack_for *whom, struct buffer *out, uint8_t body[HASH_BYTES],
	      struct fault *f);
/* The hash alone. */
int pack_body_hash(struct book *book, const struct batch *batch, bool redacted,
		   uint8_t body[HASH_BYTES], struct fault *f);

#endif
