/*
 * document_write: documents.h's writing, for whoever a document may go to.
 *
 * What an addressee was given last stands in the ledger; what it said it has, there too. Written is what is
 * new since that, cut into several documents where it is too much for one.
 */
#ifndef SYNC_DOCUMENT_DOCUMENT_WRITE_H
#define SYNC_DOCUMENT_DOCUMENT_WRITE_H

#include "store/ledger/certificates.h"
#include "store/ledger/share.h"
#include "sync/identity/identity.h"

/* A writer's limits: bytes of lines, and operations, in one document. */
#define DOCUMENT_RAW 4194304
#define DOCUMENT_OPERATIONS 65536

struct document_to {
	const char *name;           /* as in store/ledger/receipts.h */
	const uint8_t *box;         /* BOX_BYTES */
	struct share share;
	const struct kept_certificate *certificate; /* its newest */
};

/* In the transaction that is open: document_write() (document.h) for it. */
int document_write_to(struct book *book, const struct identity *id, const struct document_to *to,
		      bool always, bool *written, struct fault *f);

#endif
