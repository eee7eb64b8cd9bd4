/*
 * revoke: keys that are revoked: which, by whose word, and what stays of them.
 *
 * Keys are revoked by operations of records of type `key` (docs/format-batch.md, "Lanes that go
 * astray"). To take a revocation back is to undo it. As trust_refresh() worked it out last.
 */
#ifndef SYNC_IDENTITY_REVOKE_H
#define SYNC_IDENTITY_REVOKE_H

#include <jansson.h>

#include "store/ledger/certificates.h"
#include "store/ledger/laptops.h"
#include "sync/identity/identity.h"

#define REVOKE_VERB "device_revoke"
#define KEEP_MAX 64 /* batches a record names that stay */

/* Whether a key, of a laptop or a root, is revoked, certified or not. */
int trust_is_revoked(struct book *book, const uint8_t sign[LEDGER_KEY], bool *revoked,
		     struct fault *f);

/*
 * In a transaction of its own: revoke a key (a laptop's, or an enrolled unit's root). keep: those
 * of its batches that stay, with all before them, as the record has it (a JSON array of [lane,
 * number, hash], at most KEEP_MAX); NULL: all that is here of it and counts, or would but for a newer
 * format (of a key revoked before: what was named then). Trust is stale then.
 * FAULT_NOT_FOUND: nobody certified it; FAULT_NOT_PERMITTED: no right, or it is not of this
 * desk's laptops and units; FAULT_NOTHING: it is said already.
 */
int enrol_revoke(struct book *book, const struct identity *id,
		 const uint8_t sign[SIGN_PUBLIC_BYTES], const json_t *keep, struct fault *f);

#endif
