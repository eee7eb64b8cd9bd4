/*
 * chain: the certificates that stand before what a laptop signed: weighed, kept, written.
 *
 * Part of trust.h, by whose rows they are weighed.
 */
#ifndef SYNC_IDENTITY_CHAIN_H
#define SYNC_IDENTITY_CHAIN_H

#include "store/ledger/laptops.h"
#include "sync/crypto/package.h"
#include "sync/identity/identity.h"

/*
 * Step 6 of judging: whether the first certificate of a chain counts, alone or beside those kept.
 * *signer is what its laptop comes to with it, when it counts. UNKNOWN_ROOT: its issuer is not
 * pinned or does not certify such (verdict foreign, unknown_root). Nothing is kept.
 */
enum chain_worth { CHAIN_COUNTS, CHAIN_UNKNOWN_ROOT, CHAIN_ROOT_REVOKED };
int trust_weigh(struct book *book, const struct package *p, enum chain_worth *worth,
		struct laptop *signer, struct fault *f);

/*
 * Inside a transaction: keep the certificates of a chain that counts (trust becomes stale if one
 * is new).
 */
int trust_keep_chain(struct book *book, const struct package *p, struct fault *f);

/*
 * Inside a transaction: keep one certificate, a link of a chain. FAULT_FIELD ("cert") when it is none, or
 * its signature is not right.
 */
int trust_keep_link(struct book *book, const struct chain_link *link, struct fault *f);
/* The same of a link in base64. sign: whose it is; *is_new: it was not here. */
int trust_keep(struct book *book, const char *base64, uint8_t sign[LEDGER_KEY], bool *is_new,
	       struct fault *f);

/*
 * Append the chain for what this laptop signs: its newest certificate that counts, then its unit's
 * (the word of the root above for it, else the root's own). *there false, and nothing appended: not
 * enrolled yet.
 */
int trust_own_chain(struct book *book, const struct identity *id, struct buffer *chain,
		    bool *there, struct fault *f);
/* The chain for what another laptop signed and this desk passes on. */
int trust_chain_of(struct book *book, const struct identity *id, const uint8_t sign[LEDGER_KEY],
		   struct buffer *chain, bool *there, struct fault *f);

#endif
