/*
 * trust: what each laptop may, by the roots this desk trusts and the certificates there are.
 *
 * trust_refresh() works it out from scratch (roots, certificates, records of type key) into the
 * ledger's rows (store/ledger/{roots,laptops}.h) and tells lanes what they are; so nothing depends on
 * the order in which certificates came (docs/format-batch.md, "Certificates and whom a desk trusts").
 */
#ifndef SYNC_IDENTITY_TRUST_H
#define SYNC_IDENTITY_TRUST_H

#include "store/ledger/laptops.h"
#include "store/ledger/roots.h"
#include "sync/crypto/certificate.h"
#include "sync/crypto/package.h"
#include "sync/identity/identity.h"

/*
 * Inside a transaction: pin this desk's own root and those it enrolled, keep the certificates of key
 * records whose signature is right, work out every laptop, tell the lanes of those that changed.
 * Nothing when it is not stale (store/ledger/certificates.h) unless `always`. *changed: some laptop, or whom it trusts, is
 * another than before; then batches are to be judged again (sync/exchange/standing.h).
 */
int trust_refresh(struct book *book, const struct identity *id, bool always, bool *changed,
		  struct fault *f);

/*
 * Step 6 of judging: whether the first certificate of a chain counts, alone or beside those kept.
 * *signer is what its laptop comes to with it. NONE; REFUSAL_NOT_FOR_US never; *root_known false:
 * its issuer is not pinned or does not certify such (verdict foreign, unknown_root). Nothing is kept.
 */
enum chain_worth { CHAIN_COUNTS, CHAIN_UNKNOWN_ROOT, CHAIN_ROOT_REVOKED };
int trust_weigh(struct book *book, const struct package *p, enum chain_worth *worth,
		struct laptop *signer, struct fault *f);

/* Inside a transaction: keep the certificates of a chain that counts (trust becomes stale if one is new). */
int trust_keep_chain(struct book *book, const struct package *p, struct fault *f);

/* Keep one certificate, as base64 of payload ‖ signature as in a chain's link; FAULT_FIELD ("cert") when it is none. */
int trust_keep(struct book *book, const char *base64, struct fault *f);

/*
 * The chain for what this laptop signs: its newest certificate that counts, then its unit's (the parent's
 * word for it, else the root's own). *there false: not enrolled yet.
 */
int trust_own_chain(struct book *book, const struct identity *id, struct buffer *chain,
		    bool *there, struct fault *f);
/* The chain for what another laptop signed and this desk passes on. */
int trust_chain_of(struct book *book, const struct identity *id, const uint8_t sign[LEDGER_KEY],
		   struct buffer *chain, bool *there, struct fault *f);

/* This laptop as it is certified; *there false: not enrolled. */
int trust_own(struct book *book, const struct identity *id, struct laptop *out, bool *there,
	      struct fault *f);

#endif
