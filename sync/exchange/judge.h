/*
 * judge: steps 1 to 9 of judging a file that came (docs/format-batch.md, "Judging").
 *
 * What it is, whether it is whole, who signed it, whether it is for this desk, whether it is
 * known. The file is only read, and nothing is written. What goes on from there is arrive.h's.
 */
#ifndef SYNC_EXCHANGE_JUDGE_H
#define SYNC_EXCHANGE_JUDGE_H

#include "store/ledger/batches.h"
#include "store/ledger/laptops.h"
#include "sync/crypto/envelope.h"
#include "sync/exchange/import.h"
#include "sync/exchange/walk.h"
#include "sync/identity/identity.h"

/* A file, as far as it got. Large: for the heap. */
struct judging {
	struct book *book;
	const struct identity *id;
	/* ACCEPTED: what has been looked at so far speaks against nothing. */
	enum import_verdict verdict;
	const char *reason;
	int sys;

	handle_t handle;
	struct input_file file;
	struct envelope *envelope;
	struct package package; /* read with `sealed_well` */
	bool sealed_well;       /* it is open, and the signature of its manifest is right */
	struct manifest manifest;
	bool has_manifest;
	uint8_t hash[HASH_BYTES]; /* of the manifest */
	struct laptop signer;
	bool has_signer;          /* whose certificate counts */
	bool own;                 /* it is this laptop */
	struct batch_keys keys;   /* of a batch: at least its place */
	bool known;               /* of a batch: it is here, as `row` */
	struct batch row;
};

/* Steps 1 to 5. judge_close() is due. */
void judge_open(struct judging *j, struct book *book, const struct identity *id,
		const struct walked *file);
void judge_close(struct judging *j);

/* Steps 6 to 9 of one that is ACCEPTED so far; may be asked again. The fault is the store's. */
int judge_sender(struct judging *j, struct fault *f);

/* Say no; the reason is a constant. */
void judge_refuse(struct judging *j, enum import_verdict verdict, const char *reason);
/* The same by what crypto says. */
void judge_refusal(struct judging *j, enum refusal no);

/* The package as it is inside, from its beginning; *out is the caller's to free(). */
enum refusal judge_whole(struct judging *j, struct ledger_bytes *out);
/* Stand at the body again. */
enum refusal judge_again(struct judging *j);

#endif
