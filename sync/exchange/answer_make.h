/*
 * answer_make: what goes back to a laptop, or a unit's desk, that was just enrolled.
 */
#ifndef SYNC_EXCHANGE_ANSWER_MAKE_H
#define SYNC_EXCHANGE_ANSWER_MAKE_H

#include "store/ledger/documents.h"
#include "sync/exchange/names.h"
#include "sync/identity/identity.h"
#include "sync/identity/request.h"

/*
 * The document for it, in a transaction of its own, from the beginning. *out: the first of the
 * files it comes in, which has the certificate, until document_out_release(); what goes on from it
 * goes out as all else. name: as it is called in a folder. FAULT_INTERNAL of who is not enrolled.
 */
int answer_make(struct book *book, const struct identity *id, const struct request *r,
		struct document_out *out, char name[NAMES_FILE], struct fault *f);

#endif
