/*
 * receipt: what a desk holds, said to who sent it (docs/format-batch.md, "Receipts").
 *
 * Whole state each time: the newest receipt of an issuer says all. Ordered by (epoch, number); a
 * token that only the issuer can make lets it notice its own restore.
 */
#ifndef SYNC_RECEIPT_RECEIPT_H
#define SYNC_RECEIPT_RECEIPT_H

#include "store/ledger/receipts.h"
#include "sync/batch/batch.h"
#include "sync/crypto/package.h"
#include "sync/identity/identity.h"
#include "sync/receipt/above.h"

struct receipt_keys {
	int64_t epoch, number;
	uint8_t token[LEDGER_TOKEN];
};
bool receipt_keys_read(struct receipt_keys *out, const char *manifest, size_t n);

/* ---- taking one ---- */

/* What a receipt led to. */
struct receipt_taken {
	bool fresh;          /* greater than the newest of its issuer; else nothing changed */
	int64_t acknowledged; /* batches here that it acknowledges */
	int64_t unknown;     /* it lists that are not here */
	bool copied;         /* in a lane of this laptop it lists what this did not make */
	bool new_lane;       /* and it was the present one: a new incarnation was begun */
	int64_t held, aside; /* batches it holds uncounted, operations it has put aside */
};
/*
 * In the transaction that is open: steps 8, 10 and 12 of a receipt that stands at its body, whose
 * signer is `signer` and was judged to be one whose receipts count. Of one that says nothing new
 * the body is not read; of others lines are checked before anything is changed. *no: NONE,
 * BAD_MANIFEST, BAD_BODY, UNREAD ….
 */
int receipt_take(struct book *book, const struct identity *id, struct package *p,
		 const struct manifest *m, const uint8_t signer[SIGN_PUBLIC_BYTES],
		 struct receipt_taken *taken, enum refusal *no, struct fault *f);

/*
 * What issuers' newest receipts acknowledge, worked out again: batches came, or certificates
 * changed.
 */
int receipt_reckon(struct book *book, struct fault *f);

/*
 * How many batches issuers' newest receipts list that are not here, at most of one issuer: this
 * book was restored from a copy made before them. Worked out anew each time.
 */
int receipt_lost(struct book *book, int64_t *lost, struct fault *f);

/* For `seen` of the next packing: of each issuer its newest, and the newest whole document. */
int receipt_seen(struct book *book, struct batch_seen out[BATCH_SEEN], int *n, struct fault *f);

/* ---- giving one ---- */

/*
 * In the transaction that is open, `seen` of a batch that came: with the right token and greater
 * than what this desk last sent to `name` a new epoch begins. *wrong: a token that is not ours,
 * which is ignored and shown. Also notes which document the addressee has, by the newest batch of
 * each lane. The batch is in the ledger already.
 */
int receipt_heard(struct book *book, const struct identity *id, const char *name,
		  const struct batch_keys *keys, bool *wrong, struct fault *f);

/*
 * In the transaction that is open: write a receipt to the addressee of that name (receipts.h) if it
 * would say something else than the last or is owed; its file is then addressee.sealed. *written
 * false: nothing to say, or this laptop is not enrolled. above: what was heard there, which a team's
 * laptop is told; NULL: it is not.
 */
int receipt_write(struct book *book, const struct identity *id, const char *name,
		  const uint8_t box[BOX_BYTES], const struct above *above, bool *written,
		  struct fault *f);

#endif
