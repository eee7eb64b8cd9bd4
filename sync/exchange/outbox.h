/*
 * outbox: all that waits to go out, and its way into a folder.
 *
 * Batches up (packed here, or passed on), receipts and documents down. What is not acknowledged is
 * written again. Absence never deletes anything.
 */
#ifndef SYNC_EXCHANGE_OUTBOX_H
#define SYNC_EXCHANGE_OUTBOX_H

#include "store/ledger/batches.h"
#include "sync/exchange/standing.h"

/* One thing that goes out. */
enum out_kind { OUT_BATCH, OUT_RECEIPT, OUT_DOCUMENT };
struct out_item {
	enum out_kind kind;
	char name[128];      /* the file's, by hand: "sotay_t01_20261121_0008.stb" */
	struct batch batch;  /* of a batch */
	int64_t sessions, reports; /* in it */
	char to[LEDGER_NAME]; /* a unit's code, a team's, for people */
	int64_t key;         /* of the batch, addressee or document_out */
};
struct out_items {
	struct out_item *items;
	size_t n;
	int64_t unpacked;    /* operations that are in no batch yet */
};

/* Pack what is not packed, write receipts and documents that are due: in a transaction of its own. */
int outbox_make(struct book *book, struct identity *id, struct fault *f);
/* What waits: batches not acknowledged by the next level, the newest receipt and document of each addressee that was not sent or confirmed. */
int outbox_list(struct book *book, const struct identity *id, struct out_items *out,
		struct fault *f);
void out_items_release(struct out_items *items);

/*
 * Write it all into a folder, which is made when it is not there: each file whole or not at all, none replaced. `each` is
 * told of every file that stands there now, by its path. A batch then counts as sent there.
 */
typedef void outbox_fn(void *arg, const struct out_item *item, const char *path);
int outbox_write(struct book *book, const struct identity *id, const char *folder,
		 outbox_fn *each, void *arg, struct fault *f);

#endif
