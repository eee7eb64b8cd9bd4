/*
 * outbox: all that waits to go out (its way into a folder: out_folder.h).
 *
 * Batches up (packed here, or passed on), receipts and documents down. What is not acknowledged is
 * written again, the same to the byte. Absence never deletes anything.
 */
#ifndef SYNC_EXCHANGE_OUTBOX_H
#define SYNC_EXCHANGE_OUTBOX_H

#include "store/ledger/batches.h"
#include "sync/exchange/names.h"
#include "sync/identity/identity.h"

/* One thing that goes out. */
enum out_kind { OUT_BATCH, OUT_RECEIPT, OUT_DOCUMENT };
struct out_item {
	enum out_kind kind;
	char name[NAMES_FILE]; /* the file's, by hand: "sotay_t01_20261121_0008.stb" */
	struct batch batch;    /* of a batch */
	char team[LANE_TEAM];  /* and whose it is where it is passed on: its team's code */
	int64_t sessions, reports; /* created in it */
	char to[LEDGER_NAME];  /* a unit's code, a team's, for people */
	int64_t addressee;     /* of a receipt or document: its key */
	int64_t document;      /* of a document, its key */
};
struct out_items {
	struct out_item *items;
	size_t n;
	int64_t unpacked;    /* operations that are to go up and are in no batch yet */
};

/*
 * Pack what is not packed, write receipts and documents that are due: in a transaction of its own,
 * none when there is nothing to do. FAULT_NOT_PERMITTED with this subject on a laptop that is not
 * enrolled.
 */
#define OUTBOX_NOT_ENROLLED "not_enrolled"
int outbox_make(struct book *book, const struct identity *id, struct fault *f);
/*
 * What waits: batches not acknowledged by the next level, by arrival; the newest receipt of each
 * addressee, and the newest document unless it has named it. out_items_release() is due either way.
 */
int outbox_list(struct book *book, struct out_items *out, struct fault *f);
void out_items_release(struct out_items *items);

/* What was created in a batch. */
int outbox_count(struct db *db, const struct batch *batch, int64_t *sessions, int64_t *reports,
		 struct fault *f);

#endif
