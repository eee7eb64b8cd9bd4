/*
 * trust: what each laptop may, by the roots this desk trusts and the certificates there are.
 *
 * trust_refresh() works it out from scratch (roots, certificates, records of type key) into the
 * ledger's rows (store/ledger/{roots,laptops}.h) and tells lanes what they are; so nothing depends
 * on the order in which certificates came (docs/format-batch.md, "Certificates and whom a desk
 * trusts"). The rules themselves are worth.h's.
 */
#ifndef SYNC_IDENTITY_TRUST_H
#define SYNC_IDENTITY_TRUST_H

#include "store/ledger/certificates.h"
#include "store/ledger/laptops.h"
#include "store/ledger/roots.h"
#include "sync/identity/chain.h"
#include "sync/identity/identity.h"
#include "sync/identity/revoke.h"

/*
 * Inside a transaction: pin this desk's own root and those it enrolled, keep the certificates of
 * key records whose signature is right, work out every laptop, tell the lanes of those that
 * changed. Nothing when it is not stale (store/ledger/certificates.h) unless `always`. *changed:
 * some laptop, or whom it trusts, is another than before; then batches are to be judged again
 * (sync/exchange/standing.h).
 */
int trust_refresh(struct book *book, const struct identity *id, bool always, bool *changed,
		  struct fault *f);

/* This desk's own root as it is to be pinned, of the book alone. */
int trust_own_root(struct book *book, const struct identity *id, struct pinned_root *out,
		   struct fault *f);

/* This laptop as it is certified; *there false: not enrolled. */
int trust_own(struct book *book, const struct identity *id, struct laptop *out, bool *there,
	      struct fault *f);

#endif
